"""Layer normalisation: J. L. Ba, J. R. Kiros and G. E. Hinton, Layer normalization, 2016."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.broadcasting import summed_to
from flashdeck.reference.checks import Array, Sizes, floats

EPSILON = 1e-5


class LayerNormWeights(NamedTuple):
    r"""The gain $\gamma$ and the bias $\beta$, each (d,)."""

    gain: Array
    bias: Array


class LayerNorm(NamedTuple):
    r"""Every value of one normalisation.

    ``normalised`` $\hat x = (x - \mu) / \sigma$ (..., d), ``deviation`` $\sigma$ (..., 1),
    ``weights``, and ``output`` (..., d).
    """

    normalised: Array
    deviation: Array
    weights: LayerNormWeights
    output: Array


class LayerNormGradients(NamedTuple):
    """The gradients of a loss by the inputs (..., d) and by the weights."""

    inputs: Array
    weights: LayerNormWeights


def layer_norm_weights(d: int) -> LayerNormWeights:
    """Return the weights before training: gain 1, bias 0."""
    return LayerNormWeights(np.ones(d), np.zeros(d))


def layer_norm(inputs: ArrayLike, weights: LayerNormWeights, epsilon: float = EPSILON) -> LayerNorm:
    r"""Return $\gamma \odot (x - \mu) / \sqrt{\sigma^2 + \epsilon} + \beta$ (eqs. 3 and 4).

    $\mu$ and $\sigma^2$ are the mean and the variance (over d, not d - 1) of each vector of
    ``inputs`` (..., d) by itself. Raises ValueError for shapes that do not fit and for NaN.
    """
    sizes = Sizes()
    x = sizes.floats("inputs", inputs, "...", "d")
    gain = sizes.floats("gain", weights.gain, "d")
    bias = sizes.floats("bias", weights.bias, "d")
    centred = x - x.mean(axis=-1, keepdims=True)
    deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + epsilon)
    normalised = centred / deviation
    return LayerNorm(normalised, deviation, LayerNormWeights(gain, bias), gain * normalised + bias)


def layer_norm_backward(found: LayerNorm, grad_output: ArrayLike) -> LayerNormGradients:
    r"""Return the gradients of a loss L from $dy = \partial L / \partial y$ (..., d).

    With $g = \gamma \odot dy$ and means over d,
    $dx = (g - \mathrm{mean}(g) - \hat x\, \mathrm{mean}(g \odot \hat x)) / \sigma$,
    $d\gamma = \sum dy \odot \hat x$, $d\beta = \sum dy$: the chain rule through eqs. 3 and 4.
    """
    grad = floats("grad_output", grad_output, *map(str, found.output.shape))
    grad_normalised = grad * found.weights.gain
    along = (grad_normalised * found.normalised).mean(axis=-1, keepdims=True)
    mean = grad_normalised.mean(axis=-1, keepdims=True)
    shape = found.weights.gain.shape
    return LayerNormGradients(
        (grad_normalised - mean - found.normalised * along) / found.deviation,
        LayerNormWeights(summed_to(grad * found.normalised, shape), summed_to(grad, shape)),
    )
