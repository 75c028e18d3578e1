"""Columns of blocks for terminals, one for each value or for the mean of several."""

import itertools
from collections.abc import Sequence

BLOCKS = " ▁▂▃▄▅▆▇█"


def columns(values: Sequence[float], top: float, width: int, height: int) -> list[str]:
    """Return ``height`` lines of at most ``width`` columns; ``top`` is where the scale ends.

    Longer series are shown as the means of equal parts. Each line begins with the scale.
    """
    shown = means(values, width)
    margin = max(len(f"{top:.0f}"), 1)
    lines = []
    for row in range(height - 1, -1, -1):
        eighths = (round(value / max(top, 1e-9) * height * 8) - row * 8 for value in shown)
        cells = "".join(BLOCKS[max(0, min(8, part))] for part in eighths)
        label = f"{top:.0f}" if row == height - 1 else "0" if row == 0 else ""
        lines.append(f"{label:>{margin}} │{cells}".rstrip())
    return lines


def means(values: Sequence[float], parts: int) -> list[float]:
    """Return the means of at most ``parts`` neighbouring groups of values."""
    count = min(parts, len(values))
    edges = [index * len(values) // count for index in range(count + 1)] if count else [0]
    return [sum(values[start:end]) / (end - start) for start, end in itertools.pairwise(edges)]
