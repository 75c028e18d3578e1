"""The separator that a vault's owner has set in place of `::`, as the scheduled lines show it."""

import re
from collections import Counter
from collections.abc import Sequence

from flashdeck.parsing.inline import running_text

ENOUGH = 2
SHARE = 0.6

_RUN = re.compile(r"[-=~|>;/&→⇒➔⟶]{2,12}|[→⇒➔⟶]")


def own_separator(scheduled: Sequence[str]) -> str:
    """Return the sign that stands once in most of the ``scheduled`` lines, or nothing."""
    found = Counter(
        run
        for line in scheduled
        for run, times in Counter(_RUN.findall(running_text(line))).items()
        if times == 1
    )
    separator, times = found.most_common(1)[0] if found else ("", 0)
    return separator if times >= max(ENOUGH, SHARE * len(scheduled)) else ""


def split_at(separator: str, line: str) -> tuple[str, str] | None:
    """Return what stands before and after ``separator`` in the running text of ``line``."""
    place = running_text(line).find(separator)
    front, back = line[:place].strip(), line[place + len(separator) :].strip()
    return (front, back) if place > 0 and front and back else None
