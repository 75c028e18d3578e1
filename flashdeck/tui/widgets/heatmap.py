"""A matrix as coloured cells with their values, readable without colour too."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from textual.content import Content, Span
from textual.style import Style

from flashdeck.demos.text import numbers
from flashdeck.demos.trace import Step
from flashdeck.text import one_line
from flashdeck.tui.palette import cividis, ink_on
from flashdeck.tui.text import FAINT, MUTED

SHADES = " ░▒▓█"
LONGEST_LABEL = 16


def heatmap(step: Step, *, monochrome: bool = False) -> Content:
    """Return a step's vector or matrix as lines of cells with row and column labels."""
    assert not isinstance(step.value, str)
    value = np.atleast_2d(step.value)
    rows = step.axes[0].labels if step.value.ndim == 2 else ("",)
    columns = step.axes[-1].labels
    return Content("\n").join(_lines(value, _shown(rows), _shown(columns), monochrome))


def _shown(labels: tuple[str, ...]) -> list[str]:
    return [one_line(label, LONGEST_LABEL) for label in labels]


def _lines(
    value: NDArray[np.float64], rows: list[str], columns: list[str], monochrome: bool
) -> Iterator[Content]:
    texts = np.array(numbers(value)).reshape(value.shape).tolist()
    levels = levels_of(value)
    left = max(cell_len(row) for row in rows)
    widest = max(len(text) for row in texts for text in row)
    widths = [max(cell_len(column), widest) + 2 for column in columns]
    heads = "".join(
        to_the_right(column, width) for column, width in zip(columns, widths, strict=True)
    )
    yield Content(" " * left + heads).stylize(MUTED)
    for row, text, level in zip(rows, texts, levels, strict=True):
        cells = [
            cell(word, width, float(x), monochrome)
            for word, width, x in zip(text, widths, level, strict=True)
        ]
        yield Content.assemble((row + " " * (left - cell_len(row)), MUTED), *cells)


def to_the_right(text: str, width: int) -> str:
    """Return text at the right of a cell, with a space behind it."""
    return " " * (width - 1 - cell_len(text)) + text + " "


def levels_of(value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each entry's place between the least and the greatest finite value; -inf is NaN."""
    finite = value[np.isfinite(value)]
    low, high = (finite.min(), finite.max()) if finite.size else (0.0, 0.0)
    span = high - low
    levels = np.zeros_like(value) if span == 0 else (value - low) / span
    return np.where(np.isfinite(value), levels, np.nan)


def cell(text: str, width: int, level: float, monochrome: bool) -> Content:
    """Return a value on the colour of its ``level``, or behind a shade; faint if it is NaN."""
    shown = to_the_right(text, width)
    if np.isnan(level):
        return Content(shown).stylize(FAINT)
    if monochrome:
        shade = SHADES[min(int(level * len(SHADES)), len(SHADES) - 1)]
        return Content(shade + shown[1:])
    background = cividis(level)
    style = Style(background=background, foreground=ink_on(background))
    return Content(shown, spans=[Span(0, len(shown), style)])
