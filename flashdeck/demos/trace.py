"""What a demo shows: a list of named steps, each with a formula, a value and a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flashdeck.errors import NotFoundError


class View(StrEnum):
    """How a step likes to be seen.

    A lattice goes on in time when it moves to the next state; a grid moves along one axis at once.
    """

    HEATMAP = "heatmap"
    LINE = "line"
    LATTICE = "lattice"
    GRID = "grid"
    TABLE = "table"
    SCALAR = "scalar"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Axis:
    """A named axis of an array and one label for each of its places."""

    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``value`` is an array with one axis entry per dimension, or text without axes.

    ``formula`` is LaTeX, ``filled`` the same for one entry with its numbers put in, as a line of
    text; ``why`` is one sentence.
    """

    name: str
    formula: str
    value: NDArray[np.float64] | str
    why: str
    axes: tuple[Axis, ...] = ()
    view: View = View.TABLE
    filled: str = ""

    def __post_init__(self) -> None:
        """Hold value and axes together; a mismatch is a bug of the demo."""
        shape = () if isinstance(self.value, str) else self.value.shape
        labels = tuple(len(axis.labels) for axis in self.axes)
        if labels != shape:
            raise ValueError(f"step {self.name}: the axes {labels} do not fit the value {shape}")

    def as_json(self) -> dict[str, Any]:
        """Return the step as plain values; infinities become the words `inf` and `-inf`."""
        value = self.value if isinstance(self.value, str) else _plain(self.value.tolist())
        return {
            "name": self.name,
            "formula": self.formula,
            "axes": [{"name": axis.name, "labels": list(axis.labels)} for axis in self.axes],
            "value": value,
            "why": self.why,
            "filled": self.filled,
        }


@dataclass(frozen=True, slots=True)
class Trace:
    """All steps of one run of a demo, with the parameters it ran on."""

    demo: str
    params: Mapping[str, Any]
    steps: Sequence[Step]

    def step(self, name: str) -> Step:
        """Return the step called ``name``; raises NotFoundError."""
        for step in self.steps:
            if step.name == name:
                return step
        known = ", ".join(step.name for step in self.steps)
        raise NotFoundError(f"demo {self.demo} has no step {name!r}", f"Its steps: {known}.")

    def as_json(self) -> dict[str, Any]:
        """Return the trace as plain values."""
        return {
            "demo": self.demo,
            "params": dict(self.params),
            "steps": [step.as_json() for step in self.steps],
        }


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if value in (float("inf"), float("-inf")) else value
