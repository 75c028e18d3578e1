"""Where questions of several paragraphs begin, told by numbers that count on: `2. A shop ...`."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.answers import announcing_lines
from flashdeck.parsing.marks.stems import Numbered, numbered

FEW = 2
_STOPS = ("heading", "hr")
MOST = 0.6
"""Share of the questions that must have a number above what asks."""


def counted_starts(document: Document, asking: Sequence[int]) -> list[int]:
    """Return for each 0-based line that asks where its question begins.

    That is there unless a number above it, below any other answer, counts on from the last.
    """
    read = [list(_numbers(document, line)) for line in asking]
    kinds = Counter(kind for found in read for kind in {mark.kind for _, mark in found})
    if not kinds:
        return list(asking)
    best = max((_series(read, kind) for kind in kinds), key=len)
    if len(best) < max(FEW, MOST * len(asking)):
        return list(asking)
    return [best.get(place, line) for place, line in enumerate(asking)]


def _numbers(document: Document, last: int) -> Iterator[tuple[int, Numbered]]:
    """Yield the lines with a number, down to ``last``, but not those within a list.

    They stand below the last heading, rule or label of an answer.
    """
    labels = document.once(announcing_lines)
    place = bisect_left(labels, last)
    stops = [block.end for block in document.blocks_between(0, last) if block.kind in _STOPS]
    start = max([*labels[place - 1 : place], *stops[-1:]], default=-1) + 1
    listed = (-1, 0)
    for line in range(max(0, start - 1), last + 1):
        mark = numbered(document.lines[line]) if line not in document.hidden_lines else None
        if mark and (line - 1, mark.number - 1) != listed:
            yield line, mark
        listed = (line, mark.number) if mark else listed


def _series(read: Sequence[list[tuple[int, Numbered]]], kind: str) -> dict[int, int]:
    """Return the lines, by the place of their question, on which numbers of a ``kind`` rise."""
    found: dict[int, int] = {}
    above = 0
    for place, marks in enumerate(read):
        own = ((line, mark.number) for line, mark in marks if mark.kind == kind)
        line, number = next(((line, number) for line, number in own if number > above), (-1, 0))
        if number:
            found[place], above = line, number
    return found
