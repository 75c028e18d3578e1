"""The native deck: the deepest heading that has text of its own is the question.

It is claimed only by what nobody writes by accident: front matter that names a deck or this style,
`{#id .tag}` after a heading, or a fence that computes. Ids that are mere anchors, as sites give to
their headings, mark nothing.
"""

from itertools import takewhile

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing import frontmatter
from flashdeck.parsing.claim import Claim, card_at, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.questions import clean_question, is_back_matter, split_attributes
from flashdeck.parsing.sections import Section, sections

NAME = "native"

_WORD = late.pattern(r"[^\W_]{2,}")


def claim(document: Document) -> Claim | None:
    """Claim a document that carries a mark of the native format."""
    if not _is_marked(document):
        return None
    found = document.once(sections)
    texts = [section.has_own_text(document) for section in found]
    questions = [
        section
        for index, section in enumerate(found)
        if _is_question(found, texts, index) and not is_back_matter(section.title)
    ]
    cards = [section_card(document, section, section.own_end) for section in questions]
    return make_claim(NAME, 1.0, cards, (section.line + 1 for section in found))


def _is_marked(document: Document) -> bool:
    fences = document.blocks_of("fence")
    return (
        frontmatter.deck_name(document.matter) is not None
        or frontmatter.style_named(document.matter) == NAME
        or _has_attributes(document)
        or any(fence.info.split()[:1] in (["demo"], ["quiz"]) for fence in fences)
    )


def _has_attributes(document: Document) -> bool:
    """Tell whether headings with nothing below have tags, or ids of which most are no anchors.

    Where every heading has an id, those that divide the document too, a site has given them.
    """
    headings = document.headings
    if not any("}" in heading.text for heading in headings):
        return False
    depths = [*(heading.level for heading in headings[1:]), 0]
    leaves = [depth <= heading.level for heading, depth in zip(headings, depths, strict=False)]
    read = [split_attributes(heading.text) for heading in headings]
    if any(tags for (_, _, tags), is_leaf in zip(read, leaves, strict=True) if is_leaf):
        return True
    ids = [_is_anchor(title, given) for title, given, _ in read if given]
    by_site = len(ids) == len(headings) and not all(leaves)
    return bool(ids) and not by_site and 2 * sum(ids) < len(ids)


def _is_anchor(title: str, given: str) -> bool:
    """Tell whether an id repeats a word of its heading, or translates one in another script."""
    words = {word.casefold() for word in _WORD.findall(title)}
    named = {word.casefold() for word in _WORD.findall(given)}
    return not words.isdisjoint(named) or (given.isascii() and not title.isascii())


def _is_question(found: list[Section], texts: list[bool], index: int) -> bool:
    """Tell whether a section is the deepest one with text, or a leaf that still has none."""
    below = range(index + 1, len(found))
    inside = list(takewhile(lambda i: found[i].line < found[index].end, below))
    if not texts[index]:
        return not inside
    return not any(texts[i] for i in inside)


def section_card(document: Document, section: Section, end: int) -> ParsedCard:
    """Return the card whose question is the section's heading and whose answer runs to ``end``."""
    title, explicit_id, tags = split_attributes(section.title)
    return card_at(
        document,
        clean_question(title),
        section.line,
        (section.body, end),
        path=section.path,
        tags=tags,
        explicit_id=explicit_id,
    )
