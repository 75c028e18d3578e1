"""The demo `scaling`: what the width of the keys does to scores, softmax and gradient."""

import math
from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos.arrays import Array, entries
from flashdeck.demos.demo import Demo, Mistake, Params, Seed
from flashdeck.demos.filled import shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.functions import softmax
from flashdeck.reference.scaling import ScalingEffect, dot_product_variance, effect_of_scaling

BOTH = Axis("scores", ("q·k", "q·k / √d_k"))
LEAST_SURPRISING = 3.0
"""A normal score is beyond so many standard deviations once in 370 times."""


class ScalingParams(Params):
    """Queries and keys whose entries are independent, with mean 0 and variance 1.

    ``claimed`` is a size that somebody says scores of this width have.
    """

    d_k: Annotated[int, Field(ge=1, le=1024)] = 512
    claimed: Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)] = 200
    n_keys: Annotated[int, Field(ge=2, le=32)] = 8
    n_queries: Annotated[int, Field(ge=1, le=200)] = 100
    seed: Seed = 1


def _drawn_scores(params: ScalingParams) -> Array:
    """Return the products (n_queries, n_keys) of the queries and keys that this seed draws."""
    draw = np.random.default_rng(params.seed)
    q = draw.standard_normal((params.n_queries, params.d_k))
    return np.asarray(q @ draw.standard_normal((params.n_keys, params.d_k)).T)


def _effect(params: ScalingParams, d_k: int) -> ScalingEffect:
    draw = np.random.default_rng(params.seed)
    return effect_of_scaling(d_k, params.n_keys, params.n_queries, draw)


def scaling_steps(params: ScalingParams) -> Sequence[Step]:
    """Return what is expected of the scores, what was drawn, and what the softmax makes of it."""
    scale = params.d_k**-0.5
    return [
        *_expected_steps(params, np.array([1.0, scale])),
        *_drawn_steps(params, _drawn_scores(params)),
        *_softmax_steps(params, _drawn_scores(params)[0]),
        _gradient_step(params),
    ]


def _expected_steps(
    params: ScalingParams, scales: Array, *, spread_is_variance: bool = False
) -> list[Step]:
    variance = np.array([dot_product_variance(params.d_k, scale) for scale in scales])
    deviation = variance if spread_is_variance else np.sqrt(variance)
    times = np.asarray(params.claimed / deviation[0])
    d_k, claimed = params.d_k, shown(params.claimed)
    return [
        Step(
            "variance",
            r"\text{Var}(q \cdot k) = d_k",
            variance,
            "Each of the d_k products q_i·k_i has variance 1, and variances of independent terms"
            " add up; a factor counts squared.",
            (BOTH,),
            filled=f"variance[q·k] = {d_k}·1 = {d_k}",
        ),
        Step(
            "deviation",
            r"\sqrt{d_k}",
            deviation,
            "How far from 0 a typical score lies: the root of the variance.",
            (BOTH,),
            filled=f"deviation[q·k] = √{d_k} = {shown(d_k**0.5)}",
        ),
        Step(
            "claimed_deviations",
            r"\frac{s}{\sqrt{d_k}}",
            times,
            f"Is ±{claimed} a usual score? {_verdict(params)}",
            view=View.SCALAR,
            filled=f"{claimed} / √{d_k} = {shown(params.claimed / d_k**0.5)} standard deviations",
        ),
    ]


def _verdict(params: ScalingParams) -> str:
    if params.claimed <= params.d_k**0.5:
        return f"Yes: at d_k = {params.d_k} that is within one standard deviation."
    if params.claimed <= LEAST_SURPRISING * params.d_k**0.5:
        return f"It happens: at d_k = {params.d_k} that is within three standard deviations."
    needed = math.ceil((params.claimed / LEAST_SURPRISING) ** 2)
    return f"No: only from d_k = {needed} on would it be within three standard deviations."


def _drawn_steps(params: ScalingParams, scores: Array) -> list[Step]:
    both = np.stack([scores, scores / np.sqrt(params.d_k)])
    largest = np.abs(both).max(axis=(1, 2))
    return [
        Step(
            "measured_variance",
            r"\frac{1}{n} \sum (s - \bar{s})^2",
            both.var(axis=(1, 2)),
            f"The same for {scores.size} scores that were really drawn.",
            (BOTH,),
        ),
        Step(
            "largest",
            r"\max |s|",
            largest,
            f"The largest of these {scores.size} scores, whatever its sign.",
            (BOTH,),
        ),
    ]


def _softmax_steps(params: ScalingParams, row: Array) -> list[Step]:
    weights = softmax(np.stack([row, row / np.sqrt(params.d_k)]))
    effect = _effect(params, params.d_k)
    return [
        Step(
            "weights",
            r"\text{softmax}(s)",
            weights,
            "The first query: the wider the keys, the fewer of them the unscaled softmax keeps.",
            (BOTH, entries(params.n_keys, "key")),
            View.HEATMAP,
        ),
        Step(
            "entropy",
            r"-\sum_i a_i \ln a_i",
            np.array([effect.unscaled.entropy, effect.scaled.entropy]),
            "How evenly attention is spread, the mean over the queries: 0 is all on one key,"
            f" ln {params.n_keys} = {shown(np.log(params.n_keys))} the same for each.",
            (BOTH,),
        ),
    ]


def _gradient_step(params: ScalingParams) -> Step:
    """Return the softmax's sensitivity at each power of two up to d_k, and at d_k."""
    widths = [2**i for i in range(11) if 2**i < params.d_k] + [params.d_k]
    effects = [_effect(params, d_k) for d_k in widths]
    norms = [[e.unscaled.sensitivity, e.scaled.sensitivity] for e in effects]
    return Step(
        "gradient",
        r"\left\lVert \frac{\partial a}{\partial s} \right\rVert"
        r" = \left\lVert \text{diag}(a) - a a^\top \right\rVert",
        np.array(norms).T,
        "What a saturated softmax lets through: unscaled, it falls as the keys get wider, and"
        " queries and keys stop learning.",
        (BOTH, Axis("d_k", tuple(map(str, widths)))),
        View.LINE,
    )


def _variance_as_spread(params: ScalingParams) -> Sequence[Step]:
    scales = np.array([1.0, params.d_k**-0.5])
    return _expected_steps(params, scales, spread_is_variance=True)


def _divided_by_width(params: ScalingParams) -> Sequence[Step]:
    return _expected_steps(params, np.array([1.0, 1.0 / params.d_k]))


def _fresh(draw: np.random.Generator) -> ScalingParams:
    """Draw a width whose root is a whole number, and a claim that it divides."""
    root = int(draw.integers(2, 13))
    return ScalingParams(d_k=root**2, claimed=root * float(draw.integers(2, 10)), n_queries=20)


demo = Demo(
    name="scaling",
    title="Why the scores are divided by √d_k",
    look_for="How far scores spread at this width, and how much gradient the softmax then passes.",
    params=ScalingParams,
    run=scaling_steps,
    mistakes={
        "variance-as-spread": Mistake(
            "the variance d_k taken for the size of a typical score", _variance_as_spread
        ),
        "divided-by-width": Mistake("the scores divided by d_k instead of √d_k", _divided_by_width),
    },
    asks=("variance", "deviation", "claimed_deviations"),
    fresh=_fresh,
)
