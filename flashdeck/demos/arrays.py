"""What the demos share: bounded vectors, labelled axes, and arrays that are given or drawn."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from flashdeck.demos.demo import MOST_TOKENS, Number
from flashdeck.demos.trace import Axis

Array = NDArray[np.float64]

Vector = Annotated[tuple[Number, ...], Field(min_length=1, max_length=MOST_TOKENS)]
Weight = Annotated[float, Field(ge=-10, le=10, allow_inf_nan=False)]
"""A number that may be multiplied by itself once a step."""
Width = Annotated[int, Field(ge=1, le=MOST_TOKENS)]
"""How many entries a vector has that is drawn."""


def entries(count: int, name: str = "entry") -> Axis:
    """Return an axis whose places are 1 to ``count``."""
    return Axis(name, tuple(str(i + 1) for i in range(count)))


def times(last: int, first: int = 1, name: str = "t") -> Axis:
    """Return an axis of the steps ``first`` to ``last``."""
    return Axis(name, tuple(str(t) for t in range(first, last + 1)))


def drawn(draw: np.random.Generator, *shape: int) -> Array:
    """Return normal numbers with one decimal, which can be read and typed again."""
    return draw.standard_normal(shape).round(1) + 0.0


def embedded(tokens: Sequence[str], width: int, seed: int) -> Array:
    """Return a drawn vector for each token (tokens, width), for the same word always the same."""
    draws = (np.random.default_rng([seed, *token.encode()]) for token in tokens)
    return np.stack([drawn(draw, width) for draw in draws])


def given_or(value: Sequence[object] | None, otherwise: Array) -> Array:
    """Return what was given as an array, or else what was drawn in its place."""
    return otherwise if value is None else np.array(value, dtype=np.float64)


def check_matrix(
    name: str, rows: Sequence[Sequence[float]] | None, height: int, width: int
) -> None:
    """Raise ValueError unless ``rows``, if given, are ``height`` rows of ``width`` numbers."""
    if rows is not None and (len(rows) != height or {len(row) for row in rows} != {width}):
        raise ValueError(f"{name} needs {_rows(height)} of {_numbers(width)}")


def check_vector(name: str, row: Sequence[float] | None, length: int) -> None:
    """Raise ValueError unless ``row``, if given, has ``length`` numbers."""
    if row is not None and len(row) != length:
        raise ValueError(f"{name} needs {_numbers(length)}")


def check_heads(heads: int, d_model: int) -> None:
    """Raise ValueError unless ``heads`` share out ``d_model`` evenly."""
    if d_model % heads:
        raise ValueError(f"heads is {heads}: it must divide d_model, which is {d_model}")


def whole(draw: np.random.Generator, *shape: int, most: int = 2) -> Array:
    """Return whole numbers from 1 to ``most`` with random signs: never 0, easy to multiply."""
    sizes = draw.integers(1, most + 1, shape)
    return np.asarray(sizes * draw.choice([-1.0, 1.0], shape))


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _numbers(count: int) -> str:
    return "1 number" if count == 1 else f"{count} numbers"
