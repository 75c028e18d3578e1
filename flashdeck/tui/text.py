"""The one door through which text from notes reaches a widget: never a bare string."""

import re

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from flashdeck.formulas import formulas_as_unicode
from flashdeck.text import clean, one_line

MUTED, FAINT = "$text 60%", "$text 38%"
"""What a style sheet calls $text-muted and $text-disabled: in content, those come out white."""
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str, style: str = "") -> Content:
    """Return text as content in which nothing is markup and nothing a control character."""
    content = Content(clean(text))
    return content.stylize(style) if style else content


def title_line(text: str, limit: int = 80) -> Content:
    """Return text on one line, formulas in Unicode, at most ``limit`` characters long."""
    return Content(one_line(formulas_as_unicode(text), limit))


class ControlFilter(LineFilter):
    """The last gate before the terminal: whatever a widget drew, control characters are dropped."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments with printable text only."""
        return [
            segment._replace(text=_UNSAFE.sub("", segment.text))
            if not segment.control and _UNSAFE.search(segment.text)
            else segment
            for segment in segments
        ]
