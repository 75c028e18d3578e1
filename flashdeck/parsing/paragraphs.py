"""Where the paragraphs of a note begin and end, told by lines that say nothing."""

import re

from flashdeck import late
from flashdeck.parsing.document import Document

FEW_LINES = 12

BLANK = late.pattern(
    r"^[ \t>]*(?:</?(?:br|p|div|hr|center|summary)\b[^<>]*>[ \t]*)*$", re.IGNORECASE
)


def paragraph_end(document: Document, line: int) -> int:
    """Return the line after the paragraph that 0-based ``line`` is in."""
    while line < len(document.lines) and not BLANK.match(document.lines[line]):
        line += 1
    return line


def last_paragraph(document: Document, lines: list[int], bottom: int) -> int:
    """Return the first line of the text above: all of it, or the last paragraph of a long one.

    Code makes no text long, as it belongs to what asks about it.
    """
    inside = [i for i in lines if i >= bottom]
    written = [i for i in inside if not BLANK.match(document.lines[i])]
    if sum(line not in document.fenced_lines for line in written) <= FEW_LINES:
        return written[0]
    start = written[-1]
    while start > bottom and (
        start in document.fenced_lines or not BLANK.match(document.lines[start - 1])
    ):
        start -= 1
    above = start - 1
    while above >= bottom and BLANK.match(document.lines[above]):
        above -= 1
    if start in document.fenced_lines and above >= bottom:
        while above > bottom and not BLANK.match(document.lines[above - 1]):
            above -= 1
        return above
    return start
