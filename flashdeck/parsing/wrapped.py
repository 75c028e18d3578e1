"""A whole note within one fence of Markdown, as a chat hands it out."""

import re

from flashdeck import late

FEW = 4
"""The most written lines around the fence."""
HEAD = 5_000
"""Within so many characters it must open."""
SHORTEST = 6
"""The fewest lines within it."""
RULE = "***"
"""What stands for a line of the fence: it divides, and hides nothing."""

_OPENING = late.pattern(r"(`{3,}|~{3,})[ \t]*(?:markdown|md)[ \t]*$", re.IGNORECASE)
_FENCE = late.pattern(r"[ \t]*(?:`{3,}|~{3,})[^`]*$")
_BARE = late.pattern(r"(?:`{3,}|~{3,})[ \t]*$")


def unwrapped(text: str) -> str:
    """Return ``text``, line for line, without the one fence of Markdown around nearly all of it."""
    head = text[:HEAD]
    if not any(opening in head for opening in ("```m", "~~~m", "```M")):
        return text
    lines = text.split("\n")
    opening = _opening(lines)
    if opening is None:
        return text
    closing = _closing(lines, opening)
    if closing - opening <= SHORTEST or _written(lines[closing + 1 :]) > FEW:
        return text
    for line in (opening, closing):
        if line < len(lines):
            lines[line] = RULE
    return "\n".join(lines)


def _opening(lines: list[str]) -> int | None:
    """Return the line of the only fence of Markdown if hardly anything stands above it."""
    found = [i for i, line in enumerate(lines) if _OPENING.match(line)]
    return found[0] if len(found) == 1 and _written(lines[: found[0]]) <= FEW else None


def _closing(lines: list[str], opening: int) -> int:
    """Return the line of the last fence if the others pair off, or the number of lines."""
    fences = [i for i in range(opening + 1, len(lines)) if _FENCE.match(lines[i])]
    is_odd = len(fences) % 2 == 1 and _BARE.match(lines[fences[-1]])
    return fences[-1] if is_odd else len(lines)


def _written(lines: list[str]) -> int:
    return sum(bool(line.strip()) for line in lines)
