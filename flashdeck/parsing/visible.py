"""Which lines of a note are not to be read: those of fences at any depth and of comments."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from flashdeck import late
from flashdeck.text import holds

_FENCE = late.pattern(
    r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<mark>`{3,}+|~{3,}+)(?P<info>[^`\n]*)(?=\n|$)"
)
_SOUND = late.pattern(
    r"```[^`\n]*\n(?:[^`]++|`(?!``))*+"
    r"(?:(?<=\n)|(?<=\n )|(?<=\n  )|(?<=\n   ))```[ \t]*(?=\n|$)"
)
"""A fence without any other mark inside, which needs no second look."""
_MARGINS = frozenset(("", " ", "  ", "   "))
_TICKS, _MARKS = late.pattern("```"), late.pattern("```|~~~")
_RESUMES = late.pattern(
    r"\n[ \t]*\n(?=#{1,6}[ \t]|(?:\*\*)?(?:Q|A|Question|Answer)[ \t]?\d{0,3}[:.)])"
)


def hidden_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of fences, and of comments that leave no other text on their lines."""
    fences = list(fence_spans(text))
    yield from fences
    if holds(text, "<!--"):
        yield from _comments(text, fences)


def lines_of(spans: Iterator[tuple[int, int]], starts: Sequence[int]) -> frozenset[int]:
    """Return the 0-based lines that ``spans`` touch, where ``starts`` are the lines' offsets."""
    return frozenset(
        line
        for start, end in spans
        for line in range(bisect_right(starts, start) - 1, bisect_right(starts, end - 1))
    )


def sound_fences(text: str) -> list[tuple[int, int]] | None:
    """Return the fences without their margins, or None if other marks stand in ``text``."""
    if holds(text, "~~~"):
        return None
    found = [match.span() for match in _SOUND.finditer(text)]
    sound = sum(text[text.rfind("\n", 0, start) + 1 : start] in _MARGINS for start, _ in found)
    return found if 2 * sound == text.count("```") else None


def fence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield fences from mark to mark, whatever list or quote they stand in.

    One that is never closed ends where a heading or a question follows a blank line.
    """
    sound = sound_fences(text)
    if sound is not None:
        yield from sound
        return
    opened: re.Match[str] | None = None
    for match in _fence_marks(text):
        if opened is None:
            opened = match
        elif match["mark"].startswith(opened["mark"]) and not match["info"].strip():
            yield opened.start(), match.end()
            opened = None
    if opened:
        resumed = _RESUMES.search(text, opened.end())
        yield opened.start(), resumed.start() + 1 if resumed else len(text)


def _fence_marks(text: str) -> Iterator[re.Match[str]]:
    """Yield the lines that may open or close a fence."""
    end = -1
    for marks in (_MARKS if holds(text, "~~~") else _TICKS).finditer(text):
        if marks.start() < end:
            continue  # a line is looked at once, however many marks are on it
        start = text.rfind("\n", 0, marks.start()) + 1
        if match := _FENCE.match(text, start):
            yield match
        end = text.find("\n", marks.start())
        if end < 0:
            return


def _comments(text: str, fences: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    starts = [start for start, _ in fences]
    place = text.find("<!--")
    while place >= 0:
        fence = bisect_right(starts, place) - 1
        if fence >= 0 and place < fences[fence][1]:
            end = fences[fence][1]
        else:
            end = _comment_end(text, place)
            yield from _whole_lines(text, place, end)
        place = text.find("<!--", end)


def _comment_end(text: str, place: int) -> int:
    """Return where a comment ends; one that is never closed ends before the next blank line."""
    close = text.find("-->", place + 4)
    if close >= 0:
        return close + 3
    blank = text.find("\n\n", place)
    return blank if blank >= 0 else len(text)


def _whole_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield ``start:end`` without the first and last line if other text stands on them."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = last if last >= 0 else len(text)
    if text[first:start].strip():
        first = text.find("\n", start, end) + 1 or last
    if text[end:last].strip():
        last = text.rfind("\n", start, end)
    if first < last:
        yield first, last
