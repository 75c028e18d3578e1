"""Cards copied off a web page: question, answer, `#tag#tag`, and the next card's badge.

A badge glues a level to a type (`Advancedmath`); it stands above the question it belongs to.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import Claim, card_at, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.questions import clean_question, likeness

NAME = "scraped"
ENOUGH_TAG_LINES = 2
ASKS = 1.0
TELLS = 0.9

_TAG_LINE = late.pattern(r"^\s*(?:#[^\W\d_][\w.+/-]*\s*)+$")
_GLUED = late.pattern(r"#[\w.+/-]+#")
_TAG = late.pattern(r"#([^\s#]+)")
_LEVEL = late.pattern(
    r"^(foundational|fundamental|introductory|beginner|basic|novice|easy|junior|intermediate|"
    r"medium|advanced|hard|senior|expert)([a-z][a-z0-9-]*)?$",
    re.IGNORECASE,
)


def claim(document: Document) -> Claim | None:
    """Claim a document in which lines of glued tags part the cards."""
    if not _GLUED.search(document.text):
        return None
    lines = _text_lines(document)
    tag_lines = [i for i in lines if _TAG_LINE.match(document.lines[i])]
    if sum(bool(_GLUED.search(document.lines[i])) for i in tag_lines) < ENOUGH_TAG_LINES:
        return None
    cards = list(_cards(document))
    if not cards:
        return None
    badges = [i for i in lines if _badge(document.lines[i])]
    score = min(0.95, 0.5 + len(tag_lines) / len(cards) / 2)
    return make_claim(NAME, score, cards, (i + 1 for i in tag_lines + badges))


def _text_lines(document: Document) -> list[int]:
    return [
        i
        for i, line in enumerate(document.lines)
        if line.strip() and i not in document.verbatim_lines and i not in document.rule_lines
    ]


def _badge(text: str) -> tuple[str, ...]:
    """Return the tags that a badge line glues together, or nothing if it is no badge."""
    match = _LEVEL.match(text.strip())
    return tuple(part.lower() for part in match.groups() if part) if match else ()


def _cards(document: Document) -> Iterator[ParsedCard]:
    """Cut the lines into records at tag lines and badges, and each record into cards."""
    badge: tuple[str, ...] = ()
    record: list[int] = []
    for line in _text_lines(document):
        text = document.lines[line]
        if _TAG_LINE.match(text):
            yield from _record_cards(document, record, line, badge, tuple(_TAG.findall(text)))
            record, badge = [], ()
        elif following := _badge(text):
            yield from _record_cards(document, record, line, badge, ())
            record, badge = [], following
        else:
            record.append(line)
    yield from _record_cards(document, record, len(document.lines), badge, ())


def _record_cards(
    document: Document, record: list[int], end: int, badge: tuple[str, ...], tags: tuple[str, ...]
) -> Iterator[ParsedCard]:
    """Yield the cards of a record; the badge is its first card's, the tags are its last card's."""
    starts = _question_lines(document, record)
    for index, start in enumerate(starts):
        last = index == len(starts) - 1
        stop = end if last else starts[index + 1]
        yield card_at(
            document,
            clean_question(document.lines[start]),
            start,
            (start + 1, stop),
            tags=(badge if index == 0 else ()) + (tags if last else ()),
        )


def _question_lines(document: Document, record: list[int]) -> list[int]:
    """Return the lines of a record that ask: the first, and later ones that have an answer.

    A question right below another one means that the first was left without an answer.
    """
    starts = record[:1]
    for before, line in pairwise(record[:-1]):
        asks = likeness(document.lines[line]) >= ASKS
        if asks and (before != starts[-1] or likeness(document.lines[before]) >= TELLS):
            starts.append(line)
    return starts
