"""The demo `clipping`: a gradient made shorter by its norm, or entry by entry."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos.arrays import Array, Vector, entries
from flashdeck.demos.demo import Demo, Mistake, Params
from flashdeck.demos.filled import factor, plain_sum, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import gradients

Limit = Annotated[float, Field(ge=1e-3, le=1e6, allow_inf_nan=False)]


class ClippingParams(Params):
    """A gradient, and the limit for its norm or for each of its entries."""

    gradient: Vector = (8.0, -6.0)
    limit: Limit = 5.0


def clipping_steps(params: ClippingParams) -> Sequence[Step]:
    """Return the norm, the factor, the gradient clipped both ways, and its direction."""
    by_norm = gradients.clip_by_norm([params.gradient], params.limit)[0]
    by_value = gradients.clip_by_value([params.gradient], params.limit)[0]
    given = Step(
        "gradient",
        "g",
        np.array(params.gradient),
        "As it comes from backpropagation.",
        (entries(len(params.gradient)),),
    )
    norm = gradients.global_norm([params.gradient])
    return [
        given,
        *_norm_steps(params, norm),
        *_clipped_steps(params, by_norm, by_value),
        _direction_step(params, by_norm, by_value),
    ]


def _norm_steps(params: ClippingParams, norm: float) -> list[Step]:
    squares = plain_sum(x * x for x in params.gradient)
    scale = _scale(params, norm)
    return [
        Step(
            "norm",
            r"\lVert g \rVert = \sqrt{\sum_i g_i^2}",
            np.array(norm),
            "The length of the whole gradient: one number for all weights together.",
            view=View.SCALAR,
            filled=f"norm = √({squares}) = {shown(norm)}",
        ),
        Step(
            "factor",
            r"\min\left(1, \frac{\theta}{\lVert g \rVert}\right)",
            np.array(scale),
            "A gradient that is short enough stays as it is.",
            view=View.SCALAR,
            filled=f"factor = min(1, {shown(params.limit)}/{shown(norm)}) = {shown(scale)}",
        ),
    ]


def _scale(params: ClippingParams, norm: float) -> float:
    return min(1.0, params.limit / norm) if norm else 1.0


def _clipped_steps(params: ClippingParams, by_norm: Array, by_value: Array) -> list[Step]:
    entry, first = (entries(len(params.gradient)),), params.gradient[0]
    scale, limit = _scale(params, gradients.global_norm([params.gradient])), shown(params.limit)
    return [
        Step(
            "by_norm",
            r"g \cdot \min\left(1, \frac{\theta}{\lVert g \rVert}\right)",
            by_norm,
            "All entries shrink by one factor: the step is shorter and goes the same way.",
            entry,
            filled=f"by_norm[1] = {factor(first)}·{shown(scale)} = {shown(by_norm[0])}",
        ),
        Step(
            "by_value",
            r"\min(\theta, \max(-\theta, g_i))",
            by_value,
            "Each entry by itself: large ones are cut, small ones stay, and the step turns.",
            entry,
            filled=f"by_value[1] = min({limit}, max(−{limit}, {shown(first)}))"
            f" = {shown(by_value[0])}",
        ),
    ]


def _direction_step(params: ClippingParams, by_norm: Array, by_value: Array) -> Step:
    cosines = [_cosine(np.array(params.gradient), clipped) for clipped in (by_norm, by_value)]
    return Step(
        "direction",
        r"\frac{g^\top g'}{\lVert g \rVert \lVert g' \rVert}",
        np.array(cosines),
        "The cosine of the angle to the gradient as it was: 1 is the same direction.",
        (Axis("clipped", ("by_norm", "by_value")),),
    )


def _cosine(one: Array, other: Array) -> float:
    lengths = np.linalg.norm(one) * np.linalg.norm(other)
    return float(one @ other / lengths) if lengths else 1.0


def _cut_for_norm(params: ClippingParams) -> Sequence[Step]:
    by_value = gradients.clip_by_value([params.gradient], params.limit)[0]
    return _clipped_steps(params, by_value, by_value)


def _sum_of_sizes(params: ClippingParams) -> Sequence[Step]:
    return _with_norm(params, float(np.abs(params.gradient).sum()))


def _no_root(params: ClippingParams) -> Sequence[Step]:
    return _with_norm(params, float(np.square(params.gradient).sum()))


def _with_norm(params: ClippingParams, norm: float) -> Sequence[Step]:
    clipped = np.array(params.gradient) * _scale(params, norm)
    return [*_norm_steps(params, norm), _clipped_steps(params, clipped, clipped)[0]]


def _fresh(draw: np.random.Generator) -> ClippingParams:
    """Draw the sides of a right triangle, and a limit that is shorter than the longer of them."""
    sides = draw.permutation([(3.0, 4.0), (6.0, 8.0), (5.0, 12.0), (8.0, 15.0)][draw.integers(4)])
    limit = float(draw.choice([1.0, 2.0, 2.5]))
    return ClippingParams(gradient=tuple(sides * draw.choice([-1.0, 1.0], 2)), limit=limit)


demo = Demo(
    name="clipping",
    title="Gradient clipping, by norm and by value",
    look_for="Clipping by norm keeps the direction; clipping by value turns it.",
    params=ClippingParams,
    run=clipping_steps,
    mistakes={
        "value-for-norm": Mistake(
            "each entry cut by itself, which is clipping by value", _cut_for_norm
        ),
        "sum-of-sizes": Mistake("the sum of the absolute values as the norm", _sum_of_sizes),
        "no-root": Mistake("the sum of the squares as the norm, without the root", _no_root),
    },
    asks=("norm", "factor", "by_norm", "by_value"),
    fresh=_fresh,
)
