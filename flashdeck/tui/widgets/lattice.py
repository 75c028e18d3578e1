"""A lattice: states from top to bottom, time from left to right, with the ways through it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from textual.content import Content

from flashdeck.demos.text import numbers
from flashdeck.demos.trace import Step, View
from flashdeck.text import one_line
from flashdeck.tui.text import FAINT, MUTED
from flashdeck.tui.widgets.heatmap import LONGEST_LABEL, cell, levels_of, to_the_right

STAY, MOVE, FALL, CLOSED = "→", "↘", "↓", "·"


def lattice(step: Step, *, monochrome: bool = False) -> Content:
    """Return a step's value (time, states) as nodes, joined where both ends can be reached.

    An arrow to the right stays in a state, one downwards goes on to the next: with time, or in a
    grid without. Where no path comes, the value is 0, or -inf if it holds logarithms.
    """
    assert not isinstance(step.value, str)
    return Content("\n").join(_lines(step, step.value.T, monochrome))


def _lines(step: Step, value: NDArray[np.float64], monochrome: bool) -> Iterator[Content]:
    texts = np.array(numbers(value)).reshape(value.shape)
    times = [one_line(label, LONGEST_LABEL) for label in step.axes[0].labels]
    states = [one_line(label, LONGEST_LABEL) for label in step.axes[1].labels]
    left = max(cell_len(state) for state in states)
    width = max(*(cell_len(time) for time in times), *(len(text) for text in texts.flat)) + 2
    open_ = np.isfinite(value) if (value < 0).any() else value > 0
    levels = levels_of(value)
    yield Content(" " * left + " ".join(to_the_right(time, width) for time in times)).stylize(MUTED)
    for row, state in enumerate(states):
        parts: list[Content | tuple[str, str]] = [(state + " " * (left - cell_len(state)), MUTED)]
        for t in range(len(times)):
            if t:
                stays = open_[row, t - 1] and open_[row, t]
                parts.append((STAY if stays else " ", FAINT))
            text = str(texts[row, t]) if open_[row, t] else CLOSED
            parts.append(cell(text, width, float(levels[row, t]), monochrome))
        yield Content.assemble(*parts)
        if row + 1 < len(states):
            joined = _falls if step.view is View.GRID else _moves
            yield Content(joined(open_, row, left, width)).stylize(FAINT)


def _falls(open_: NDArray[np.bool_], row: int, left: int, width: int) -> str:
    """Return the line between two states: an arrow where the state goes on at the same time."""
    falls = open_[row] & open_[row + 1]
    arrows = ((FALL if fall else " ").rjust(width - 1) for fall in falls)
    return (" " * left + "  ".join(arrows)).rstrip()


def _moves(open_: NDArray[np.bool_], row: int, left: int, width: int) -> str:
    """Return the line between two states: an arrow where time goes on and the state does too."""
    moves = open_[row, :-1] & open_[row + 1, 1:]
    return " " * (left + width) + (" " * width).join(MOVE if move else " " for move in moves)
