r"""The vanilla recurrent network: J. L. Elman, Finding structure in time, 1990.

$h_t = \tanh(W_{hh} h_{t-1} + W_{xh} x_t + b_h)$ and $y_t = W_{hy} h_t + b_y$, with the same
weights at every step. Time is the first axis, the features are the last, and any batch axes stand
between them.
"""

from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Sizes

Activation = Literal["tanh", "relu"]


class Weights(NamedTuple):
    """The recurrence: ``w_xh`` (hidden, input), ``w_hh`` (hidden, hidden), ``b_h`` (hidden,)."""

    w_xh: Array
    w_hh: Array
    b_h: Array


class Readout(NamedTuple):
    """The output layer: ``w_hy`` (output, hidden) and ``b_y`` (output,)."""

    w_hy: Array
    b_y: Array


def step(
    x: ArrayLike, h: ArrayLike, weights: Weights, activation: Activation = "tanh"
) -> Array:  # (batch..., hidden)
    r"""Return $h_t = \phi(W_{hh} h_{t-1} + W_{xh} x_t + b_h)$ for $\phi$ tanh or ReLU.

    ``x`` is $x_t$ (batch..., input), ``h`` is $h_{t-1}$ (batch..., hidden). Raises ValueError for
    shapes that do not fit and for NaN, as every function here does.
    """
    sizes = Sizes()
    x = sizes.floats("x", x, "batch...", "input")
    w_xh, w_hh, b_h = checked(weights, sizes)
    h = sizes.floats("h", h, "batch...", "hidden")
    return _activate(h @ w_hh.T + x @ w_xh.T + b_h, activation)


def forward(
    x: ArrayLike,
    weights: Weights,
    h_0: ArrayLike | None = None,
    activation: Activation = "tanh",
) -> Array:  # (time + 1, batch..., hidden)
    """Return every state of the unrolled network: ``h[t]`` is $h_t$, and ``h[0]`` is $h_0$.

    ``x`` (time, batch..., input) holds $x_1$ to $x_T$; without ``h_0`` (batch..., hidden) it is 0.
    The product with the input is one for all steps, since it waits for no state.
    """
    sizes = Sizes()
    x = sizes.floats("x", x, "time", "batch...", "input")
    w_xh, w_hh, b_h = checked(weights, sizes)
    h = new_states(sizes, "h_0", h_0)
    states = flat(h)  # (time + 1, batch, hidden)
    np.matmul(rows(x), w_xh.T, out=rows(states[1:]))
    states[1:] += b_h
    for before, a in pairwise(states):
        a += before @ w_hh.T
        _activate(a, activation, out=a)
    return h


def output(h: ArrayLike, readout: Readout) -> Array:  # (..., output)
    r"""Return $y_t = W_{hy} h_t + b_y$ for states ``h`` (..., hidden)."""
    sizes = Sizes()
    h = sizes.floats("h", h, "batch...", "hidden")
    w_hy = sizes.floats("w_hy", readout.w_hy, "output", "hidden")
    b_y = sizes.floats("b_y", readout.b_y, "output")
    return h @ w_hy.T + b_y


def many_to_one(x: ArrayLike, weights: Weights, readout: Readout) -> Array:  # (batch..., output)
    """Return the one output after the last step, as for the sentiment of a sentence."""
    return output(forward(x, weights)[-1], readout)


def many_to_many(
    x: ArrayLike, weights: Weights, readout: Readout
) -> Array:  # (time, batch..., output)
    """Return an output for each step, aligned with the input, as for naming entities."""
    return output(forward(x, weights)[1:], readout)


def one_to_many(
    x: ArrayLike, length: int, weights: Weights, readout: Readout
) -> Array:  # (length, batch..., output)
    """Return ``length`` outputs for one input ``x`` (batch..., input), as for a caption.

    The input is given again at every step: I. Goodfellow et al., Deep learning, 2016, fig. 10.9.
    """
    if length < 1:
        raise ValueError(f"length: {length}; expected at least 1 step")
    x = Sizes().floats("x", x, "batch...", "input")
    return many_to_many(np.broadcast_to(x, (length, *x.shape)), weights, readout)


def many_to_many_unaligned(
    x: ArrayLike, length: int, encoder: Weights, decoder: Weights, readout: Readout
) -> Array:  # (length, batch..., output)
    """Return outputs of another length than the input, as for translation.

    The encoder's last state, the one thing that passes, is the decoder's input at every step.
    """
    return one_to_many(forward(x, encoder)[-1], length, decoder, readout)


def parameter_count(n_input: int, n_hidden: int, gates: int = 1, biases: int = 1) -> int:
    """Return how many numbers a recurrent layer learns; the length of its input is not asked.

    An Elman layer is one such block, a GRU three and an LSTM four. ``biases`` is 1 as in the
    papers, 2 as in PyTorch.
    """
    return gates * n_hidden * (n_input + n_hidden + biases)


def slope(h: Array, activation: Activation) -> Array:
    r"""Return $\phi'(a_t)$ from $h_t = \phi(a_t)$: $1 - h_t^2$ for tanh, $[h_t > 0]$ for ReLU."""
    if activation == "tanh":
        return 1.0 - h * h
    if activation == "relu":
        return (h > 0).astype(np.float64)
    raise _unknown(activation)


def checked(weights: Weights, sizes: Sizes) -> Weights:
    """Return the weights as arrays whose axes fit those that ``sizes`` knows."""
    return Weights(
        w_hh=sizes.floats("w_hh", weights.w_hh, "hidden", "hidden"),
        w_xh=sizes.floats("w_xh", weights.w_xh, "hidden", "input"),
        b_h=sizes.floats("b_h", weights.b_h, "hidden"),
    )


def new_states(sizes: Sizes, name: str, first: ArrayLike | None) -> Array:
    """Return room for the states 0 to T (time + 1, batch..., hidden) with the first one set."""
    states = np.empty((sizes["time"] + 1, *sizes.batch(), sizes["hidden"]))
    states[0] = 0.0 if first is None else sizes.floats(name, first, "batch...", "hidden")
    return states


def flat(array: Array) -> Array:
    """Return (time, batch..., features) as (time, batch, features), a view where one can be."""
    return array.reshape(len(array), -1, array.shape[-1])


def rows(array: Array) -> Array:
    """Return (..., features) as (all steps of all batches, features), a view where one can be."""
    return array.reshape(-1, array.shape[-1])


def _activate(a: Array, activation: Activation, out: Array | None = None) -> Array:
    if activation == "tanh":
        return np.tanh(a, out=out)
    if activation == "relu":
        return np.maximum(a, 0.0, out=out)
    raise _unknown(activation)


def _unknown(activation: str) -> ValueError:
    return ValueError(f"activation: {activation!r}; expected 'tanh' or 'relu'")
