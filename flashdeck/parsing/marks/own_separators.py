"""The separators that a vault's owner has set in place of `::` and `?`, as schedules show them."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.inline import running_text

SHARE = 0.6
USUAL = ("::", ":::", "?", "??")

_RUN = late.pattern(r"[-=~|>;/&:@→←⇒➔⟶]{2,12}|[→⇒➔⟶]")
_ALONE = late.pattern(r"[ \t]*(?!\$\$|[|>`])(?P<sign>[^\w\s]{1,8})[ \t]*$")
_GAPS = late.pattern(r"==|\{\{|\{[^\w\s{}]\{")


class Separator(NamedTuple):
    """A sign between two sides, and whether each side asks for the other."""

    sign: str
    both_ways: bool


def own_separator(scheduled: Sequence[tuple[str, int]]) -> Separator | None:
    """Return what stands once in most of the ``scheduled`` lines, unless it is the usual sign.

    With each line comes for how many cards it has been scheduled: two if both its sides ask.
    """
    lines = [(running_text(line), times) for line, times in scheduled if not _GAPS.search(line)]
    return _parting([(_RUN.findall(line), times) for line, times in lines])


def own_line(scheduled: Sequence[tuple[Sequence[str], int]]) -> Separator | None:
    """Return the sign alone on a line that parts most of the ``scheduled`` passages, if any."""
    inner = ((filter(None, map(_ALONE.match, lines[1:-1])), times) for lines, times in scheduled)
    return _parting([([match["sign"] for match in found], times) for found, times in inner])


def _parting(scheduled: Sequence[tuple[Sequence[str], int]]) -> Separator | None:
    """Return the sign that stands once in most of what is scheduled for so many cards."""
    found: Counter[str] = Counter()
    twice: Counter[str] = Counter()
    for signs, times in scheduled:
        for sign, count in Counter(signs).items():
            found[sign] += count == 1
            twice[sign] += count == 1 and times == 2
    sign, times = found.most_common(1)[0] if found else ("", 0)
    if not sign or sign in USUAL or times < SHARE * len(scheduled):
        return None
    return Separator(sign, 2 * twice[sign] > times)


def split_at(sign: str, line: str) -> tuple[str, str] | None:
    """Return what stands before and after ``sign`` in the running text of ``line``."""
    place = running_text(line).find(sign)
    front, back = line[:place].strip(), line[place + len(sign) :].strip()
    return (front, back) if place > 0 and front and back else None
