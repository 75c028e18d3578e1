"""Fences whose end is not where their author meant it, closed where a reader sees them end.

Markdown takes a fence that is closed too far to the right, in the line of its last code, with words
behind the mark, or not at all, to go on through the text below, and questions with it.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.visible import sound_fences

_MARK = late.pattern(r"`{3,}|~{3,}")
_LANGUAGE = late.pattern(r"[\w+#.{}=\"'-]+[ \t]*$")
_MARKDOWN = late.pattern(r"[ \t]*(?:md|markdown|mdx|rst|text|txt)\b", re.IGNORECASE)
_NESTED = late.pattern(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*$")
_LABEL = r"(?:\*\*)?(?:Q|Question)[ \t]?\d{0,3}[:.)]"
_BLANK = r"\n([ \t]*)\n(?:[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*\n(?:[ \t]*\n)*)?"
_ASKS = r"(?:[^\n]*\w)?+(?=[^\w\n]*[?？؟])"
"""A line behind whose last letter there is a question mark."""
_QUESTION_BELOW = late.pattern(
    rf"{_BLANK}(?=#{{2,6}}[ \t]+\S|#[ \t]{_ASKS}|{_LABEL})", re.MULTILINE
)
_SURE_BELOW = late.pattern(
    rf"{_BLANK}(?=#{{1,6}}[ \t]+(?:{_ASKS}|\W{{0,3}}(?:Q[ .]?)?\d{{1,3}}[.):]))",
    re.MULTILINE,
)
MOST_INDENT = 3
MOST_INSIDE = 50
"""A fence that holds more lines with marks than this is taken to be open to the end."""


class _Sort(Enum):
    """What a line with the mark of a fence looks like."""

    OPENING = auto()
    END = auto()
    INDENTED_END = auto()
    WORDS = auto()
    GLUED = auto()


class _Line(NamedTuple):
    """A line with the mark of a fence, from ``start`` to ``end`` in the text."""

    start: int
    end: int
    indent: str
    mark: str
    rest: str
    sort: _Sort


def mended(text: str) -> str:
    """Return ``text`` with such fences closed, line for line, to find its blocks in.

    A line that ends a fence badly is replaced by the mark alone.
    """
    if sound_fences(text) is not None:
        return text
    parts: list[str] = []
    done = 0
    for start, end, mark in _closings(text, list(_lines(text))):
        parts += (text[done:start], mark)
        done = end
    return "".join((*parts, text[done:])) if parts else text


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines with the mark of a fence at their beginning or at their end."""
    done = 0
    for match in _MARK.finditer(text):
        if match.start() < done:
            continue
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        done = end = len(text) if end < 0 else end
        before, rest = text[start : match.start()], text[match.end() : end]
        if sort := _sort(before, match[0], rest):
            yield _Line(start, end, before, match[0], rest, sort)


def _sort(before: str, mark: str, rest: str) -> _Sort | None:
    if not _NESTED.match(before) and before.strip():
        return _Sort.GLUED if not rest.strip() and "`" not in before and mark[0] == "`" else None
    if mark[0] in rest:
        return None
    if not rest.strip():
        return _Sort.INDENTED_END if _is_far(before) else _Sort.END
    return _Sort.OPENING if _LANGUAGE.match(rest) else _Sort.WORDS


def _is_far(before: str) -> bool:
    """Tell whether a mark behind ``before`` ends no fence that stands at the margin."""
    return len(before.expandtabs(4)) > MOST_INDENT or bool(before.strip(" "))


def _closings(text: str, lines: Sequence[_Line]) -> Iterator[tuple[int, int, str]]:
    """Yield the lines, by their offsets, that must become the end of a fence, with its mark."""
    index = 0
    while index < len(lines):
        opening = lines[index]
        index += 1
        if opening.sort in (_Sort.GLUED, _Sort.INDENTED_END):
            continue
        ahead = lines[index : index + MOST_INSIDE]
        length = next((i for i, line in enumerate(ahead) if _closes(line, opening)), len(ahead))
        inside, close = ahead[:length], ahead[length] if length < len(ahead) else None
        if bad := _bad_end(text, opening, inside, close):
            yield (*bad, opening.indent + opening.mark)
            while index < len(lines) and lines[index].start <= bad[0]:
                index += 1
        elif close is None:
            return
        else:
            index += length + 1


def _closes(line: _Line, opening: _Line) -> bool:
    """Tell whether a line ends a fence by the rules; in a list or a quote it is indented."""
    is_end = line.sort is _Sort.END
    is_end |= _is_far(opening.indent) and line.sort is _Sort.INDENTED_END
    return is_end and line.mark.startswith(opening.mark)


def _bad_end(
    text: str, opening: _Line, inside: Sequence[_Line], close: _Line | None
) -> tuple[int, int] | None:
    """Return the line at which a fence was meant to end, by its offsets, if it ends elsewhere."""
    if (close and not inside) or _is_far(opening.indent) or _MARKDOWN.match(opening.rest):
        return None
    openings = [line.start for line in inside if line.sort is _Sort.OPENING]
    last = len(text) if close is None else max(openings, default=-1)
    nested = 0
    for line in inside:
        if line.sort is _Sort.OPENING:
            nested += bool(line.indent)
        elif line.sort is _Sort.INDENTED_END and nested:
            nested -= 1
        elif not nested and _is_like(line, opening) and line.start < last:
            return line.start, line.end
    if close is None:
        below = _QUESTION_BELOW.search(text, opening.end)
    else:
        below = _SURE_BELOW.search(text, opening.end, last) if openings else None
    return below.span(1) if below else None


def _is_like(line: _Line, opening: _Line) -> bool:
    """Tell whether a line may have been meant as the end of the fence."""
    return line.sort is not _Sort.END and line.mark.startswith(opening.mark)
