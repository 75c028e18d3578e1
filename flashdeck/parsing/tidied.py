"""Marks of lines, line for line, as Markdown wants them.

`##Title` gets its blank, `## Title ##` loses its end, and what a page pasted as a no-break space
behind a number or a bullet becomes a blank.
"""

import re
from bisect import bisect_right
from collections.abc import Callable

from flashdeck import late
from flashdeck.parsing.visible import fence_spans

FEW = 2
"""Headings without a blank from which they are headings, if fewer have one."""
NO_BREAK = "\u00a0"

_PASTED = late.pattern(rf"\n[ \t>]*(?:[-*+]|\d{{1,4}}[.)]|#{{1,6}}){NO_BREAK}(?=\S)")
_HEADING = late.pattern(r"\n##{0,5}[ \t][^\n]*")
_UNSPACED = late.pattern(r"\n###{0,4}(?=[^\W_]|[¿*`])")


def tidied(text: str) -> str:
    """Return ``text`` with such marks mended outside its fences."""
    if NO_BREAK in text:
        text = _mended(text, _PASTED, lambda mark: mark[:-1] + " ")
    if "#\n" in text or text.endswith("#"):
        text = _mended(text, _HEADING, _without_end)
    if "\n##" in text or text.startswith("##"):
        within = f"\n{text}"
        unspaced = len(_UNSPACED.findall(within))
        if unspaced >= FEW and unspaced > len(_HEADING.findall(within)):
            text = _mended(text, _UNSPACED, lambda mark: f"{mark} ")
    return text


def _without_end(heading: str) -> str:
    """Return a heading without the number signs that close it."""
    title = heading.rstrip().rstrip("#")
    return title.rstrip() if title[-1:] in " \t" and title.strip("# \t") else heading


def _mended(text: str, pattern: re.Pattern[str], mend: Callable[[str], str]) -> str:
    """Return ``text`` with what ``pattern`` finds outside its fences mended."""
    spans = list(fence_spans(text))
    starts = [start for start, _ in spans]

    def mended(match: re.Match[str]) -> str:
        place = bisect_right(starts, match.start()) - 1
        is_hidden = place >= 0 and match.start() < spans[place][1]
        return match[0] if is_hidden else mend(match[0])

    return pattern.sub(mended, f"\n{text}")[1:]
