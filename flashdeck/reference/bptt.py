r"""Backpropagation through time: P. J. Werbos, 1990; R. Pascanu et al., 2013, eqs. (3) to (5).

The weights are shared by all steps, so the gradient is a sum over the steps of what each use of
them contributes: $\frac{\partial L}{\partial W_{hh}} = \sum_t \delta_t h_{t-1}^\top$ with
$\delta_t = \frac{\partial L}{\partial a_t} = \phi'(a_t) \odot \left(
\frac{\partial L_t}{\partial h_t} + W_{hh}^\top \delta_{t+1} \right)$.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Sizes
from flashdeck.reference.rnn import Activation, Weights, checked, flat, rows, slope


class Gradients(NamedTuple):
    """The gradient by ``x`` (time, batch..., input), ``h_0`` (batch..., hidden) and the weights."""

    x: Array
    h_0: Array
    weights: Weights


def deltas(
    h: ArrayLike, weights: Weights, d_h: ArrayLike, activation: Activation = "tanh"
) -> Array:  # (time, batch..., hidden)
    r"""Return $\delta_t = \frac{\partial L}{\partial a_t}$ for $t = 1 \ldots T$.

    ``h`` (time + 1, batch..., hidden) are the states that `rnn.forward` returned, ``d_h``
    (time, batch..., hidden) holds the direct gradients $\partial L_t / \partial h_t$.
    """
    sizes = Sizes()
    d_h = sizes.floats("d_h", d_h, "time", "batch...", "hidden")
    h = sizes.floats("h", h, "time + 1", "batch...", "hidden")
    w_hh = sizes.floats("w_hh", weights.w_hh, "hidden", "hidden")
    slopes = slope(h[1:], activation)
    found = slopes * d_h
    for t in range(len(d_h) - 2, -1, -1):
        found[t] += slopes[t] * (found[t + 1] @ w_hh)
    return found


def contributions(
    x: ArrayLike,
    h: ArrayLike,
    weights: Weights,
    d_h: ArrayLike,
    activation: Activation = "tanh",
) -> Weights:
    r"""Return what each step's use of the weights adds to their gradient, summed over the batch.

    At step t it is $\delta_t x_t^\top$, $\delta_t h_{t-1}^\top$ and $\delta_t$: the weights' shapes
    behind a leading time axis, whose sum is the gradient.
    """
    x, h, d_h = _inputs(x, h, weights, d_h)
    delta = flat(deltas(h, weights, d_h, activation))  # (time, batch, hidden)
    columns = np.swapaxes(delta, 1, 2)  # (time, hidden, batch)
    return Weights(columns @ flat(x), columns @ flat(h)[:-1], delta.sum(axis=1))


def backward(
    x: ArrayLike,
    h: ArrayLike,
    weights: Weights,
    d_h: ArrayLike,
    activation: Activation = "tanh",
) -> Gradients:
    r"""Return the whole gradient, $\sum_t \delta_t x_t^\top$ and so on as one product each."""
    x, h, d_h = _inputs(x, h, weights, d_h)
    delta = deltas(h, weights, d_h, activation)
    w_xh, w_hh, _ = weights
    return Gradients(
        delta @ np.asarray(w_xh),
        delta[0] @ np.asarray(w_hh),
        Weights(outer_sum(delta, x), outer_sum(delta, h[:-1]), rows(delta).sum(axis=0)),
    )


def truncated(
    x: ArrayLike,
    h: ArrayLike,
    weights: Weights,
    d_h: ArrayLike,
    window: int,
    every: int = 1,
    activation: Activation = "tanh",
) -> Gradients:
    """Return the gradient that goes back through at most ``window`` steps, the states kept.

    After ``every`` steps the losses since the last time are carried back through the ``window``
    latest steps: BPTT(h; h') of R. J. Williams and J. Peng, 1990. With ``every=1`` each loss sees
    the window before it; with ``every=window`` the sequence falls into chunks whose states go on
    and whose gradients do not; with a window of T nothing is lost. ``x`` gets its share, ``h_0``
    only from windows that reach it.
    """
    if not 1 <= every <= window:
        raise ValueError(f"window: {window} with every = {every}; expected 1 <= every <= window")
    x, h, d_h = _inputs(x, h, weights, d_h)
    total = backward(x, h, weights, np.zeros_like(d_h), activation)
    for last in range(every, len(x) + every, every):
        begin, end = max(0, last - window), min(last, len(x))
        direct = d_h[begin:end].copy()
        direct[: max(0, last - every - begin)] = 0.0
        part = backward(x[begin:end], h[begin : end + 1], weights, direct, activation)
        total.x[begin:end] += part.x
        if begin == 0:
            total.h_0[...] += part.h_0
        for sum_, term in zip(total.weights, part.weights, strict=True):
            sum_ += term
    return total


def outer_sum(delta: Array, inputs: Array) -> Array:
    r"""Return $\sum \delta u^\top$ over steps and batches as one product: (n_delta, n_inputs)."""
    return rows(delta).T @ rows(inputs)


def _inputs(
    x: ArrayLike, h: ArrayLike, weights: Weights, d_h: ArrayLike
) -> tuple[Array, Array, Array]:
    sizes = Sizes()
    x = sizes.floats("x", x, "time", "batch...", "input")
    checked(weights, sizes)
    h = sizes.floats("h", h, "time + 1", "batch...", "hidden")
    return x, h, sizes.floats("d_h", d_h, "time", "batch...", "hidden")
