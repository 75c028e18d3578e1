"""Where the question above an answer begins if text that introduces several stands above it."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.edges import is_back_link, is_gap, is_wrapper
from flashdeck.parsing.questions import asks, likeness

SINGLE = 3
MOST = 0.6
"""Share of the questions that must be one paragraph each between two answers."""
ASKING = 0.7

_TITLE = late.pattern(r"[ \t]*(\*\*|__)[^*_\n]{1,60}\1[:：]?[ \t]*$")


class _Between(NamedTuple):
    """The paragraphs, as their 0-based first and last lines, between two answers or a heading."""

    paragraphs: list[tuple[int, int]]
    is_opening: bool


def floors(document: Document, answers: Sequence[tuple[int, int]]) -> Mapping[int, int]:
    """Return by the first line of each of some 0-based ``answers`` where a question may begin.

    Text that opens a note or a section is left above it if the other questions are one paragraph
    each; so are always ways back to the top.
    """
    places = list(_between(document, answers))
    single = sum(not it.is_opening and len(it.paragraphs) == 1 for it in places)
    may_cut = single >= max(SINGLE, MOST * len(places))
    found: dict[int, int] = {}
    for (start, _), place in zip(answers, places, strict=True):
        if not place.paragraphs:
            continue
        first, last = place.paragraphs[0], place.paragraphs[-1]
        opens = place.is_opening or bool(_TITLE.match(document.lines[first[0]]))
        if may_cut and first != last and opens and _asks(document, *last):
            found[start] = last[0]
        elif not place.is_opening:
            found[start] = first[0]
    return found


def _between(document: Document, answers: Sequence[tuple[int, int]]) -> Iterator[_Between]:
    headings = [heading.end for heading in document.headings]
    above = 0
    for start, end in answers:
        place = bisect_right(headings, start)
        heading = headings[place - 1] if place else 0
        top = max(above, heading)
        yield _Between(list(_paragraphs(document, top, start)), not above or heading >= above)
        above = end


def _paragraphs(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last lines of the runs of text in ``start:end``."""
    first: int | None = None
    for line in range(start, end):
        if line in document.rule_lines or _says_nothing(document.lines[line]):
            if first is not None:
                yield first, line - 1
            first = None
        elif first is None:
            first = line
    if first is not None:
        yield first, end - 1


def _says_nothing(line: str) -> bool:
    return not line.strip() or is_gap(line) or is_wrapper(line) or is_back_link(line)


def _asks(document: Document, first: int, last: int) -> bool:
    lines = document.lines
    return asks(lines[last]) or likeness(lines[first]) >= ASKING
