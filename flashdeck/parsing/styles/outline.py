"""An outline: no questions, but sections of bold labels, lists and tables, each worth a card.

Plans, reports and references look alike, so that the labels have to be those of notes to learn
from, or the front matter has to name this style.
"""

import re

from flashdeck import late
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.frontmatter import style_named
from flashdeck.parsing.marks.teaching import LOOKS_LIKE, labels_in, teaches
from flashdeck.parsing.questions import is_back_matter
from flashdeck.parsing.sections import Section, sections
from flashdeck.parsing.styles.native import section_card

NAME = "outline"
ENOUGH_SECTIONS = 3
LABELLED = 1 / 3
SHAPED = 0.6
NUMBERED = 0.5
SHAPED_IF_NUMBERED = 0.4
LONGEST_SECTION = 40
SCORE = 0.48
"""A guess, but a better one than that numbered headings count through terms."""

_NUMBERED = late.pattern(r"^(?:\*\*)?\d{1,3}(?:\.\d{1,3})*[.)\s]")
_COUNTS = late.pattern(r"\W*[^\W\d_]{3,12}\s+\d[\d.–-]*\W*")
"""A title that names nothing to learn: `Chapter 2`, `Week 3`."""
_LIST = ("bullet_list", "ordered_list", "table", "blockquote")
_SOFTWARE = late.pattern(
    r"^(?:install(?:ation|ing)?|usage|getting started|quick ?start|requirements|prerequisites|"
    r"building|contributing|licen[cs]e|unreleased|features|roadmap|faq|.*change ?log|"
    r"notable changes|(?:v(?:ersion)?\s*)?\[?\d+\.\d+\.\d+\]?.*|\[\d+\.\d+\].*)$",
    re.IGNORECASE,
)
_DOCUMENTATION = late.pattern(
    r"\b(?:apis?|sdk|cli|documentation|specification|rfc|runbook|readme|release notes)\b",
    re.IGNORECASE,
)


def claim(document: Document) -> Claim | None:
    """Claim a document of short sections that hold labels, lists and tables rather than prose.

    The claim has no cards, only labels, where nothing tells that the sections are to be learnt.
    """
    found = document.once(sections)
    with_text = [
        section
        for section in found
        if section.has_own_text(document)
        and not is_back_matter(section.title)
        and not _COUNTS.fullmatch(section.title)
    ]
    if style_named(document.matter) == NAME:
        return _claim(document, found, with_text)
    if any(_SOFTWARE.match(section.title.strip()) for section in found):
        return None
    if found and _DOCUMENTATION.search(found[0].title):
        return None
    if len(with_text) < ENOUGH_SECTIONS or not _is_outline(document, with_text):
        return None
    if teaches(document, with_text):
        return _claim(document, found, with_text)
    return Claim(NAME, SCORE, (), labels={s.line + 1: LOOKS_LIKE for s in with_text})


def _claim(document: Document, found: list[Section], with_text: list[Section]) -> Claim:
    cards = [section_card(document, section, section.own_end) for section in with_text]
    return make_claim(NAME, SCORE, cards, (section.line + 1 for section in found))


def _is_outline(document: Document, found: list[Section]) -> bool:
    """Weigh the shares of sections with a bold label, with any list shape, and with a number."""
    labelled = sum(_has_label(document, section) for section in found) / len(found)
    shaped = sum(_is_shaped(document, section) for section in found) / len(found)
    numbered = sum(bool(_NUMBERED.match(section.title)) for section in found) / len(found)
    if labelled >= LABELLED:
        return shaped >= SHAPED
    return labelled > 0 and numbered >= NUMBERED and shaped >= SHAPED_IF_NUMBERED


def _is_shaped(document: Document, section: Section) -> bool:
    if section.own_end - section.body > LONGEST_SECTION:
        return False
    blocks = document.blocks_between(section.body, section.own_end)
    return _has_label(document, section) or any(block.kind in _LIST for block in blocks)


def _has_label(document: Document, section: Section) -> bool:
    return any(True for _ in labels_in(document, section))
