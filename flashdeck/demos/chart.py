"""Lines over an axis, drawn in Braille dots so that any terminal shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flashdeck.demos.trace import Step
from flashdeck.text import one_line

WIDTH = 56
HEIGHT = 10
LOG_SPAN = 1e3
"""The ratio of largest to smallest positive value from which the axis is logarithmic."""
LONGEST_NAME = 20

_BRAILLE = 0x2800
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_ROWS, _COLUMNS = len(_DOTS), len(_DOTS[0])

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one line; ``series`` is the index of the line it belongs to."""

    text: str
    series: int | None = None


Line = list[Piece]


def chart_lines(step: Step, width: int = WIDTH, height: int = HEIGHT) -> Iterator[Line]:
    """Yield the chart of a step whose value is (points) or (series, points).

    Values that are not finite leave a gap; each line's name stands at its end.
    """
    assert not isinstance(step.value, str)
    values = np.atleast_2d(step.value)
    names = step.axes[0].labels if step.value.ndim == 2 else (step.name,)
    scale = _Scale.of(values)
    dots, owners = _drawn(scale.apply(values), width, height)
    ends = _end_names(scale.apply(values), names, height)
    ticks = {0: scale.shown(1.0), height // 2: scale.shown(0.5), height - 1: scale.shown(0.0)}
    left = max(len(text) for text in ticks.values())
    for row in range(height):
        tick = ticks.get(row, "").rjust(left)
        yield [
            Piece(tick + (" ┤" if row in ticks else " │")),
            *_runs(dots[row], owners[row]),
            *ends.get(row, []),
        ]
    yield from _x_axis(step, left, width, scale)


def _x_axis(step: Step, left: int, width: int, scale: "_Scale") -> Iterator[Line]:
    axis = step.axes[-1]
    first, last = one_line(axis.labels[0], width // 3), one_line(axis.labels[-1], width // 3)
    middle = one_line(axis.name, width // 3).center(max(0, width - len(first) - len(last)))
    yield [Piece(" " * left + " └" + "─" * width)]
    yield [Piece(" " * (left + 2) + first + middle + last)]
    if scale.is_log:
        yield [Piece(" " * (left + 2) + "(logarithmic axis)")]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Maps ``low`` to 0 and ``high`` to 1, linearly or by logarithms."""

    low: float
    high: float
    is_log: bool

    @classmethod
    def of(cls, values: Array) -> "_Scale":
        """Return the scale that shows all finite ``values``."""
        finite = values[np.isfinite(values)]
        if not finite.size:
            return cls(0.0, 1.0, is_log=False)
        low, high = float(finite.min()), float(finite.max())
        is_log = low > 0 and high / low >= LOG_SPAN
        if low == high:
            low, high = low - 0.5, high + 0.5
        return cls(low, high, is_log)

    def apply(self, values: Array) -> Array:
        """Return the places of ``values`` between 0 and 1; NaN where they are not finite."""
        values = np.where(np.isfinite(values), values, np.nan)
        if self.is_log:
            spread = np.log(self.high) - np.log(self.low)
            return np.asarray((np.log(values) - np.log(self.low)) / spread)
        return np.asarray((values - self.low) / (self.high - self.low))

    def shown(self, place: float) -> str:
        """Return the value at ``place`` as text."""
        if self.is_log:
            value = float(self.low * (self.high / self.low) ** place)
        else:
            value = self.low + (self.high - self.low) * place
        return f"{value + 0.0:.3g}"


def _drawn(places: Array, width: int, height: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the dots of each character cell (height, width) and the line last drawn in it."""
    dots = np.zeros((height, width), dtype=np.int64)
    owners = np.full((height, width), -1, dtype=np.int64)
    for series, line in enumerate(places):
        for x, y in _points(line, width * _COLUMNS, height * _ROWS):
            dots[y // _ROWS, x // _COLUMNS] |= _DOTS[y % _ROWS][x % _COLUMNS]
            owners[y // _ROWS, x // _COLUMNS] = series
    return dots, owners


def _points(line: Array, width: int, height: int) -> Iterator[tuple[int, int]]:
    """Yield the dots of one line, from the top left; neighbours are joined."""
    xs = np.linspace(0, width - 1, len(line)) if len(line) > 1 else np.array([(width - 1) / 2])
    ys = (1 - line) * (height - 1)
    for i in range(len(line)):
        if np.isfinite(ys[i]):
            yield round(float(xs[i])), round(float(ys[i]))
        if i + 1 < len(line) and np.isfinite(ys[i]) and np.isfinite(ys[i + 1]):
            steps = 2 * int(max(abs(xs[i + 1] - xs[i]), abs(ys[i + 1] - ys[i])))
            for part in np.linspace(0, 1, steps, endpoint=False):
                x = xs[i] + (xs[i + 1] - xs[i]) * part
                y = ys[i] + (ys[i + 1] - ys[i]) * part
                yield round(float(x)), round(float(y))


def _end_names(places: Array, names: Sequence[str], height: int) -> dict[int, Line]:
    """Return the names to write behind each row, every one near its line's last point."""
    wanted = []
    for series, line in enumerate(places):
        finite = line[np.isfinite(line)]
        if finite.size:
            wanted.append((round(float((1 - finite[-1]) * (height - 1))), series))
    rows: dict[int, Line] = {}
    for row, series in sorted(wanted):
        near = sorted(range(height), key=lambda other: (abs(other - row), other))
        free = next((other for other in near if other not in rows), row)
        name = Piece(" " + one_line(names[series], LONGEST_NAME), series)
        rows.setdefault(free, []).append(name)
    return rows


def _runs(dots: NDArray[np.int64], owners: NDArray[np.int64]) -> Iterator[Piece]:
    text, series = "", -1
    for dot, owner in zip(dots.tolist(), owners.tolist(), strict=True):
        if owner != series and text:
            yield Piece(text, series if series >= 0 else None)
            text = ""
        series = owner
        text += chr(_BRAILLE + dot) if dot else " "
    yield Piece(text, series if series >= 0 else None)
