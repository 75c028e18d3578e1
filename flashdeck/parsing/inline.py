"""What stands inside a line of Markdown and is no running text: code, formulas, links, comments."""

import re
from collections.abc import Iterator

from flashdeck import late

FILLER = "\0"
"""Stands for a character that is not running text; no cleaned note contains it."""

_RUN = late.pattern(r"`+")
_MATH = late.pattern(r"\$\$[^$]+\$\$|(?<![\\$])\$(?=[^\s$])[^$\n]*(?<![\s\\])\$(?![\d$])")
_LINK = late.pattern(
    r"\[\[[^\[\]\n]*\]\]|(?<=\])\([^()\s]*\)|<[A-Za-z/!][^<>]*>|\b[a-z][a-z0-9+.-]{1,20}://[^\s<>]*"
)


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each code span, the backticks included."""
    runs = [match.span() for match in _RUN.finditer(text)]
    closing: dict[int, int] = {}
    partners = [0] * len(runs)
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        partners[index] = closing.get(length, 0)
        closing[length] = index
    index = 0
    while index < len(runs):
        if partner := partners[index]:
            yield runs[index][0], runs[partner][1]
            index = partner
        index += 1


def without_code(text: str) -> str:
    """Return ``text``, as long as before, with fillers in place of code spans."""
    return _blanked(text, code_spans(text)) if "`" in text else text


def without_math(text: str) -> str:
    """Return ``text``, as long as before, with fillers in place of formulas."""
    return _MATH.sub(_filled, text) if "$" in text else text


def without_links(text: str) -> str:
    """Return ``text``, as long as before, with fillers for addresses, wiki links and HTML tags."""
    return _LINK.sub(_filled, text)


def running_text(text: str) -> str:
    """Return ``text``, as long as before, with fillers for code, formulas, links and HTML tags."""
    return without_links(without_math(without_code(text)))


def _filled(match: re.Match[str]) -> str:
    return FILLER * len(match[0])


def _blanked(text: str, spans: Iterator[tuple[int, int]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += [text[done:start], FILLER * (end - start)]
        done = end
    return "".join([*parts, text[done:]])
