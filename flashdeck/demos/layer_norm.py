"""The demo `layer-norm`: the residual connection and the normalisation after it."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from pydantic import model_validator

from flashdeck.demos.arrays import Array, Vector, check_vector, entries, given_or
from flashdeck.demos.demo import Demo, Mistake, Params
from flashdeck.demos.filled import factor, plain_sum, shown
from flashdeck.demos.trace import Step, View
from flashdeck.reference.layer_norm import EPSILON, LayerNormWeights


class LayerNormParams(Params):
    """A word's vector, what a sublayer adds to it, and the learned gain and bias."""

    x: Vector = (1.0, 4.0, 2.0, 3.0)
    sublayer: Vector = (1.0, 2.0, 0.0, 3.0)
    gain: Vector | None = None
    bias: Vector | None = None

    @model_validator(mode="after")
    def _lengths_fit(self) -> Self:
        for name in ("sublayer", "gain", "bias"):
            check_vector(name, getattr(self, name), len(self.x))
        return self


def layer_norm_steps(params: LayerNormParams) -> Sequence[Step]:
    """Return the steps from the two vectors to their normalised sum."""
    x, added = np.array(params.x), np.array(params.sublayer)
    weights, entry = _weights(params), entries(len(params.x))
    return [
        Step("x", "x", x, "The word's vector, as it came in.", (entry,)),
        Step("sublayer", "f(x)", added, "What attention or feed-forward found.", (entry,)),
        Step(
            "sum",
            "z = x + f(x)",
            x + added,
            "The residual connection: what came in goes on, the sublayer only adds to it.",
            (entry,),
            filled=f"sum[1] = {plain_sum((x[0], added[0]))} = {shown(x[0] + added[0])}",
        ),
        Step("gain", r"\gamma", weights.gain, "Learned: how large each entry may be.", (entry,)),
        Step("bias", r"\beta", weights.bias, "Learned: where each entry lies.", (entry,)),
        *_norm_steps(params, x + added),
    ]


def _weights(params: LayerNormParams) -> LayerNormWeights:
    n = len(params.x)
    return LayerNormWeights(given_or(params.gain, np.ones(n)), given_or(params.bias, np.zeros(n)))


def _norm_steps(
    params: LayerNormParams, z: Array, variance: float | None = None, power: float = 0.5
) -> list[Step]:
    """Return the steps of the normalisation; ``variance`` and ``power`` can be mistaken."""
    mean = float(z.mean())
    variance = float(z.var()) if variance is None else variance
    normalised: Array = (z - mean) / (variance + EPSILON) ** power
    weights = _weights(params)
    return [
        _mean_step(z, mean),
        _variance_step(z, mean, variance),
        _normalised_step(z, mean, normalised),
        Step(
            "output",
            r"y = \gamma \odot \hat{z} + \beta",
            weights.gain * normalised + weights.bias,
            "Gain and bias let the layer undo what was too much.",
            (entries(len(z)),),
        ),
    ]


def _mean_step(z: Array, mean: float) -> Step:
    return Step(
        "mean",
        r"\mu = \frac{1}{d} \sum_i z_i",
        np.asarray(mean),
        "Over the entries of this one vector: no other word and no other sequence matters.",
        view=View.SCALAR,
        filled=f"mean = ({plain_sum(z)}) / {len(z)} = {shown(mean)}",
    )


def _variance_step(z: Array, mean: float, variance: float) -> Step:
    squares = " + ".join(f"{factor(x - mean)}²" for x in z)
    return Step(
        "variance",
        r"\sigma^2 = \frac{1}{d} \sum_i (z_i - \mu)^2",
        np.asarray(variance),
        "The mean squared distance from the mean, over d and not d - 1.",
        view=View.SCALAR,
        filled=f"variance = ({squares}) / {len(z)} = {shown(float(z.var()))}",
    )


def _normalised_step(z: Array, mean: float, normalised: Array) -> Step:
    return Step(
        "normalised",
        r"\hat{z} = \frac{z - \mu}{\sqrt{\sigma^2 + \epsilon}}",
        normalised,
        "Mean 0 and variance 1, whatever came in; ε = 0.00001 only keeps the root from 0.",
        (entries(len(z)),),
        filled=f"normalised[1] = ({shown(z[0])} − {factor(mean)}) / √{shown(float(z.var()))}"
        f" = {shown(normalised[0])}",
    )


def _sum(params: LayerNormParams) -> Array:
    return np.add(params.x, params.sublayer, dtype=np.float64)


def _no_residual(params: LayerNormParams) -> Sequence[Step]:
    return _norm_steps(params, np.array(params.sublayer))


def _over_one_less(params: LayerNormParams) -> Sequence[Step]:
    z = _sum(params)
    return _norm_steps(params, z, variance=float(z.var()) * len(z) / max(1, len(z) - 1))


def _no_root(params: LayerNormParams) -> Sequence[Step]:
    return _norm_steps(params, _sum(params), power=1.0)


def _normed_before_sum(params: LayerNormParams) -> Sequence[Step]:
    x, added = np.array(params.x), np.array(params.sublayer)
    *_, output = _norm_steps(params, x)
    assert not isinstance(output.value, str)
    return [Step("output", output.formula, output.value + added, output.why, output.axes)]


def _fresh(draw: np.random.Generator) -> LayerNormParams:
    """Draw four entries that lie 2 or 3 above and below a whole mean, so that σ is whole."""
    mean, spread = int(draw.integers(-1, 4)), int(draw.integers(2, 4))
    z = mean + spread * draw.permutation([-1, -1, 1, 1])
    x = draw.integers(-2, 4, 4)
    return LayerNormParams(
        x=tuple(x.tolist()),
        sublayer=tuple((z - x).tolist()),
        gain=(2.0, 2.0, 1.0, 1.0),
        bias=(0.0, 1.0, 0.0, -1.0),
    )


demo = Demo(
    name="layer-norm",
    title="Add & Norm: the residual connection and layer normalisation",
    look_for="That one vector is normalised by its own mean and spread, after the sum.",
    params=LayerNormParams,
    run=layer_norm_steps,
    mistakes={
        "no-residual": Mistake("the sublayer's output normalised without x", _no_residual),
        "over-d-minus-1": Mistake("the variance over d − 1 instead of d", _over_one_less),
        "no-root": Mistake("divided by the variance instead of its root", _no_root),
        "normed-before-sum": Mistake(
            "x normalised first and the sublayer added after", _normed_before_sum
        ),
    },
    asks=("sum", "mean", "variance", "normalised", "output"),
    fresh=_fresh,
)
