"""Symbols with a probability each, frame by frame: what the demos of CTC read."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.demo import MOST_TOKENS, Params, Seed
from flashdeck.demos.filled import shown
from flashdeck.demos.trace import Axis, Step
from flashdeck.reference.checks import Array

BLANK = "-"
MOST_SYMBOLS = 9
NOTHING = "(nothing)"
MOST_TERMS = 6
ROUNDING = 5e-3
"""How far the sum of a row may be from 1: thirds are written with three digits."""

Probability = Annotated[float, Field(ge=0, le=1)]
Distribution = Annotated[list[Probability], Field(min_length=1, max_length=MOST_SYMBOLS)]
Distributions = Annotated[list[Distribution], Field(min_length=1, max_length=MOST_TOKENS)]
Frames = Annotated[int, Field(ge=1, le=MOST_TOKENS)]
Letters = Annotated[str, Field(min_length=1, max_length=6, pattern=r"^[^\s-]+$")]
"""Labels of one character each, none of them the blank."""


class FrameParams(Params, ABC):
    """A distribution over ``symbols`` for every frame: given as rows, or drawn from a seed."""

    frames: Frames = 4
    seed: Seed = 0
    probabilities: Distributions | None = None

    @property
    @abstractmethod
    def symbols(self) -> tuple[str, ...]:
        """The symbols in the order of the columns, the blank first."""

    @model_validator(mode="after")
    def _probabilities_fit(self) -> Self:
        for row in self.probabilities or ():
            check_distribution("probabilities", row, self.symbols)
        return self


def check_distribution(name: str, row: list[float], symbols: tuple[str, ...]) -> None:
    """Raise ValueError for a row that has not one probability a symbol, or not the sum 1."""
    if len(row) != len(symbols):
        raise ValueError(
            f"{name} has a row of {len(row)}: give one number for each of {' '.join(symbols)}"
        )
    if abs(sum(row) - 1) > ROUNDING:
        raise ValueError(f"{name} has a row with the sum {sum(row):.4g}: a row sums to 1")


def with_blank(letters: str) -> tuple[str, ...]:
    """Return the blank and each letter once, in the order of their first appearance."""
    return (BLANK, *dict.fromkeys(letters))


def distributions(params: FrameParams) -> Array:
    """Return the probabilities (frames, symbols)."""
    if params.probabilities is not None:
        return np.array(params.probabilities, dtype=np.float64)
    draw = np.random.default_rng(params.seed)
    return drawn_distributions(draw, params.frames, len(params.symbols))


def drawn_distributions(draw: np.random.Generator, rows: int, columns: int) -> Array:
    """Return distributions (rows, columns) in whole tenths, none of them 0."""
    favours = draw.dirichlet(np.full(columns, 0.5), rows)
    return np.asarray((1 + draw.multinomial(10 - columns, favours)) / 10)


def logarithms(probabilities: Array) -> Array:
    """Return the natural logarithms, -inf for 0."""
    with np.errstate(divide="ignore"):
        return np.log(probabilities)


def probabilities_step(params: FrameParams) -> Step:
    """Return the step that shows the network's output."""
    return Step(
        "probabilities",
        "y^t_k",
        distributions(params),
        "What the network gives: in each frame a probability for every symbol, the blank among"
        " them.",
        (frames_axis(len(distributions(params))), Axis("symbol", params.symbols)),
    )


def loss_step(probability: float, why: str) -> Step:
    """Return the step from the probability of the labels to their loss."""
    loss = float(-logarithms(np.asarray(probability))) + 0.0
    filled = f"loss = −ln {shown(probability)} = {shown(loss)}"
    return Step("loss", r"-\ln p(l)", np.asarray(loss), why, filled=filled)


def sum_filled(name: str, terms: Sequence[float]) -> str:
    """Return the sum of these terms with the numbers put in, the middle of a long one left out."""
    written = [shown(term) for term in terms]
    if len(written) > MOST_TERMS:
        written = [*written[:3], "…", written[-1]]
    return f"{name} = {' + '.join(written) or '0'} = {shown(sum(terms))}"


def frames_axis(frames: int) -> Axis:
    """Return the axis of the frames, counted from 1."""
    return Axis("frame", tuple(str(t + 1) for t in range(frames)))


def spelled(letters: Iterable[str]) -> str:
    """Return letters as one word, and something to see where there are none."""
    return "".join(letters) or NOTHING
