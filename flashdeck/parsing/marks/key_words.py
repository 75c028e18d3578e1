"""Numbered questions without options that a key of letters answers too, in words.

`3. True or false: ...` in a quiz whose key says `2. B`, `3. False`.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.answer_keys import Key
from flashdeck.parsing.questions import clean_question

_COUNTED = late.pattern(
    r"[ ]{0,3}(?:#{1,6}[ \t]+)?(?:[-*][ \t]+)?(?:\*\*)?(?P<word>[^\W\d_]{1,12}[ \t]?)?"
    r"(?P<number>\d{1,3})"
    r"(?:[.):](?:\*\*)?[ \t]+(?P<text>\S.*)|(?(word)[.):]?(?:\*\*)?[ \t]*$|(?!)))"
)
"""A number and what it asks or answers, or a stub such as `**Question 3**` above what it asks."""


class Worded(NamedTuple):
    """A question over the 0-based lines ``start:end`` and its answer on ``line`` of a key."""

    start: int
    end: int
    question: str
    answer: str
    line: int


def worded(document: Document, keys: Sequence[Key], taken: AbstractSet[int]) -> Iterator[Worded]:
    """Yield the questions outside the 0-based lines ``taken`` that each key answers in words."""
    headings = [heading.start for heading in document.headings]
    floor = 0
    for key in keys:
        place = bisect_right(headings, key.line)
        end = headings[place] if place < len(headings) else len(document.lines)
        asked = _counted(document, range(floor, key.line), taken)
        said = _counted(document, range(key.line + 1, end), frozenset())
        for number in sorted(asked.keys() & said.keys() - key.entries.keys()):
            start, line = asked[number][0], said[number][0]
            question, stop = _question(document, *asked[number], key.line, taken)
            if question and said[number][1]:
                yield Worded(start, stop, question, said[number][1].strip(), line)
        floor = end


def _question(
    document: Document, start: int, text: str, end: int, taken: AbstractSet[int]
) -> tuple[str, int]:
    """Return a question, of which ``text`` is on 0-based line ``start``, and the line after it."""
    stop = start + 1
    while not text and stop < end and not document.lines[stop].strip():
        stop += 1
    body = stop
    while stop < end and stop not in taken and _goes_on(document.lines[stop]):
        stop += 1
    lines = [text, *document.lines[body:stop]] if text else document.lines[body:stop]
    return "\n".join([clean_question(lines[0]), *lines[1:]]) if lines else "", stop


def _goes_on(line: str) -> bool:
    """Tell whether a line goes on with the question above it."""
    return bool(line.strip()) and not _COUNTED.match(line)


def _counted(
    document: Document, lines: range, taken: AbstractSet[int]
) -> dict[int, tuple[int, str]]:
    """Return the line and the text of each number that stands before one line only."""
    found: dict[int, tuple[int, str]] = {}
    twice: set[int] = set()
    for line in lines:
        match = _COUNTED.match(document.lines[line])
        if match and line not in taken and line not in document.hidden_lines:
            number = int(match["number"])
            twice |= {number} & found.keys()
            found[number] = line, match["text"] or ""
    return {number: place for number, place in found.items() if number not in twice}
