"""The position-wise feed-forward network: A. Vaswani et al., 2017, section 3.3."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.broadcasting import summed_to
from flashdeck.reference.checks import Array, Sizes, floats
from flashdeck.reference.glorot import glorot


class FeedForwardWeights(NamedTuple):
    """``w_1`` (d_model, d_ff), ``b_1`` (d_ff,), ``w_2`` (d_ff, d_model), ``b_2`` (d_model,)."""

    w_1: Array
    b_1: Array
    w_2: Array
    b_2: Array


class FeedForward(NamedTuple):
    """Every value of one pass.

    ``inputs`` (..., d_model), ``hidden`` (..., d_ff) after the ReLU, ``output`` (..., d_model).
    """

    inputs: Array
    weights: FeedForwardWeights
    hidden: Array
    output: Array


class FeedForwardGradients(NamedTuple):
    """The gradients of a loss by the inputs (..., d_model) and by the weights."""

    inputs: Array
    weights: FeedForwardWeights


def feed_forward_weights(d_model: int, d_ff: int, rng: np.random.Generator) -> FeedForwardWeights:
    """Return weights drawn after Glorot and biases of 0."""
    return FeedForwardWeights(
        glorot(rng, d_model, d_ff), np.zeros(d_ff), glorot(rng, d_ff, d_model), np.zeros(d_model)
    )


def feed_forward(inputs: ArrayLike, weights: FeedForwardWeights) -> FeedForward:
    r"""Return $\max(0, x W_1 + b_1) W_2 + b_2$ (eq. 2) for each vector of ``inputs`` by itself.

    Raises ValueError for shapes that do not fit and for NaN.
    """
    sizes = Sizes()
    x = sizes.floats("inputs", inputs, "...", "d_model")
    known = FeedForwardWeights(
        sizes.floats("w_1", weights.w_1, "d_model", "d_ff"),
        sizes.floats("b_1", weights.b_1, "d_ff"),
        sizes.floats("w_2", weights.w_2, "d_ff", "d_model"),
        sizes.floats("b_2", weights.b_2, "d_model"),
    )
    hidden = np.maximum(x @ known.w_1 + known.b_1, 0.0)  # (..., d_ff)
    return FeedForward(x, known, hidden, hidden @ known.w_2 + known.b_2)


def feed_forward_backward(found: FeedForward, grad_output: ArrayLike) -> FeedForwardGradients:
    r"""Return the gradients of a loss L from $dy = \partial L / \partial y$ (..., d_model).

    With h the hidden values and a = x W_1 + b_1: $da = (dy\, W_2^\top) \odot [a > 0]$,
    $dx = da\, W_1^\top$, $dW_2 = \sum h^\top dy$, $dW_1 = \sum x^\top da$, and the biases collect
    $dy$ and $da$.
    """
    grad = floats("grad_output", grad_output, *map(str, found.output.shape))
    w = found.weights
    grad_hidden = np.where(found.hidden > 0, grad @ w.w_2.T, 0.0)
    return FeedForwardGradients(
        grad_hidden @ w.w_1.T,
        FeedForwardWeights(
            _outer(found.inputs, grad_hidden),
            summed_to(grad_hidden, w.b_1.shape),
            _outer(found.hidden, grad),
            summed_to(grad, w.b_2.shape),
        ),
    )


def _outer(inputs: Array, grad: Array) -> Array:
    """Return the sum over all positions of the outer products: (inputs, outputs)."""
    return inputs.reshape(-1, inputs.shape[-1]).T @ grad.reshape(-1, grad.shape[-1])
