"""Plain text in numbered sections with lettered questions: `1. Section`, `a. Question`, answer."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import Claim, card_at, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.placeholders import is_placeholder
from flashdeck.parsing.questions import clean_question, clean_title
from flashdeck.parsing.words.titles import is_law

NAME = "lettered"
ENOUGH_CARDS = 3
MAX_INTRODUCTION = 3

_SECTION = late.pattern(r"^ {0,3}(\d{1,5})[.)]\s*(\S.*)$")
_LETTER = late.pattern(r"^ {0,3}\(?([a-zA-Z])[.)]\s*(.*)$")
_FIRST = late.pattern(r"\n {0,3}\(?[aA][.)]")
_PART = late.pattern(r"^ {0,3}(?:part|section|chapter|unit)\s+[ivxlcd\d]+\b.{0,80}$", re.IGNORECASE)


class _Mark(NamedTuple):
    """A line that begins a part, a numbered section or a lettered question (0-based)."""

    kind: str
    line: int
    text: str


def claim(document: Document) -> Claim | None:
    """Claim a document whose letters run a, b, c under its sections."""
    if not _FIRST.search(document.broken_text):
        return None
    marks = list(_marks(document))
    cards = list(_cards(document, marks))
    answered = sum(not is_placeholder(card.answer) for card in cards)
    if answered < max(ENOUGH_CARDS, len(cards) / 2):
        return None
    if not any(mark.kind == "section" for mark in marks) or is_law(document):
        return None
    written = [i for i, line in enumerate(document.lines, 1) if line.strip()]
    inside = {line for card in cards for line in card.lines}
    score = sum(line in inside for line in written) / len(written)
    paths = [mark.line + 1 for mark in marks if mark.kind != "letter" or not mark.text.strip()]
    return make_claim(NAME, score, cards, paths)


def _marks(document: Document) -> Iterator[_Mark]:
    headings = {block.start: block.text for block in document.headings}
    letter = number = ""
    fresh = True
    for line, text in enumerate(document.lines):
        if line in document.verbatim_lines:
            continue
        if line in headings or _PART.match(text):
            yield _Mark("part", line, clean_title(headings.get(line, text).strip()))
            fresh, number = True, ""
        elif (match := _SECTION.match(text)) and _opens_section(document, line, match[1], number):
            yield _Mark("section", line, clean_title(match[2]))
            fresh, number = True, match[1]
        elif (match := _LETTER.match(text)) and _continues(match[1], letter, fresh):
            yield _Mark("letter", line, match[2])
            fresh, letter = False, match[1]


def _opens_section(document: Document, line: int, number: str, previous: str) -> bool:
    """Tell a section from a numbered list: it counts on, and an `a.` follows before any number."""
    if previous and int(number) != int(previous) + 1:
        return False
    following = [text for text in document.lines[line + 1 : line + 12] if text.strip()]
    for text in following[: MAX_INTRODUCTION + 1]:
        letter = _LETTER.match(text)
        if letter and letter[1] in "aA":
            return True
        if _SECTION.match(text):
            return False
    return False


def _continues(letter: str, previous: str, fresh: bool) -> bool:
    if fresh:
        return letter in "aA"
    return bool(previous) and letter == chr(ord(previous) + 1)


def _cards(document: Document, marks: list[_Mark]) -> Iterator[ParsedCard]:
    part: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    ends = [mark.line for mark in marks[1:]] + [len(document.lines)]
    for mark, end in zip(marks, ends, strict=False):
        if mark.kind == "part":
            part, section = (mark.text,), ()
        elif mark.kind == "section":
            section = (mark.text,)
        else:
            line = _question_line(document, mark, end)
            question = clean_question(document.lines[line] if line > mark.line else mark.text)
            yield card_at(document, question, line, (line + 1, end), path=part + section)


def _question_line(document: Document, mark: _Mark, end: int) -> int:
    """Return the line of the question's text, which may follow a letter that stands alone."""
    if mark.text.strip():
        return mark.line
    following = (i for i in range(mark.line + 1, end) if document.lines[i].strip())
    return next(following, mark.line)
