r"""The gated recurrent unit: K. Cho et al., 2014, eqs. (5) to (8).

With $a_t = W_x x_t + b_x$ and $p_t = W_h h_{t-1} + b_h$ the gates, in PyTorch's order r, z, n, are
$r_t = \sigma(a_r + p_r)$, $z_t = \sigma(a_z + p_z)$ and the candidate
$\tilde h_t = n_t = \tanh(a_n + r_t \odot p_n)$. The state is
$h_t = (1 - z_t) \odot n_t + z_t \odot h_{t-1}$.

This resets after the product, as PyTorch and cuDNN do. With ``reset_after=False`` it is the
paper's $\tilde h_t = \tanh(a_n + W_{hn} (r_t \odot h_{t-1}) + b_{hn})$. J. Chung et al., 2014, call
z what is $1 - z$ here: `with_update_turned` goes from one reading to the other. Along the state
alone $\frac{\partial h_t}{\partial h_{t-1}} = z_t$, which `memory.path` multiplies up. Time is the
first axis, the features are the last, and any batch axes stand between them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference import lstm, rnn
from flashdeck.reference.bptt import outer_sum
from flashdeck.reference.checks import Array, Sizes
from flashdeck.reference.functions import sigmoid
from flashdeck.reference.rnn import flat, new_states, rows


class Weights(NamedTuple):
    """``w_x`` (3 hidden, input), ``w_h`` (3 hidden, hidden), ``b_x`` and ``b_h`` (3 hidden,).

    Their rows are r, z, n.
    """

    w_x: Array
    w_h: Array
    b_x: Array
    b_h: Array


class Step(NamedTuple):
    """The gates r, z, the candidate n and the state h of one step, each (batch..., hidden)."""

    r: Array
    z: Array
    n: Array
    h: Array


class States(NamedTuple):
    """Every value of a sequence.

    ``gates`` is (time, batch..., 3 hidden); ``h`` is (time + 1, batch..., hidden), where ``h[t]``
    is $h_t$.
    """

    gates: Array
    h: Array

    @property
    def r(self) -> Array:
        """The reset gate at each step (time, batch..., hidden)."""
        return _split(self.gates)[0]

    @property
    def z(self) -> Array:
        """The update gate at each step (time, batch..., hidden)."""
        return _split(self.gates)[1]

    @property
    def n(self) -> Array:
        r"""The candidate $\tilde h_t$ at each step (time, batch..., hidden)."""
        return _split(self.gates)[2]


class Gradients(NamedTuple):
    """The gradients by ``x``, ``h_0`` and the weights, in their shapes."""

    x: Array
    h_0: Array
    weights: Weights


def step(x: ArrayLike, h: ArrayLike, weights: Weights, *, reset_after: bool = True) -> Step:
    """Return one step for $x_t$ ``x`` (batch..., input) and $h_{t-1}$ ``h`` (batch..., hidden).

    Raises ValueError for shapes that do not fit and for NaN, as every function here does.
    """
    sizes = Sizes()
    x = sizes.floats("x", x, "batch...", "input")
    w_x, w_h, b_x, b_h = _checked(weights, sizes)
    h = sizes.floats("h", h, "batch...", "hidden")
    a_r, a_z, a_n = _split(x @ w_x.T + b_x)
    p_r, p_z, p_n = _split(h @ w_h.T + b_h)
    r, z = sigmoid(a_r + p_r), sigmoid(a_z + p_z)
    if reset_after:
        n = np.tanh(a_n + r * p_n)
    else:
        n = np.tanh(a_n + (r * h) @ np.split(w_h, 3)[2].T + np.split(b_h, 3)[2])
    return Step(r, z, n, (1.0 - z) * n + z * h)


def forward(
    x: ArrayLike, weights: Weights, h_0: ArrayLike | None = None, *, reset_after: bool = True
) -> States:
    """Return every gate and state for the sequence ``x`` (time, batch..., input).

    Without ``h_0`` (batch..., hidden) it is 0. The product with the input is one for all steps,
    since it waits for no state, and the gates are computed in its place.
    """
    sizes = Sizes()
    x = sizes.floats("x", x, "time", "batch...", "input")
    w_x, w_h, b_x, b_h = _checked(weights, sizes)
    states = new_states(sizes, "h_0", h_0)
    both = 2 * sizes["hidden"]
    gates = (rows(x) @ w_x.T).reshape(len(x), -1, len(w_x))  # (time, batch, 3 hidden)
    gates += b_x
    h = flat(states)
    # what the state is multiplied by before the reset: all three parts, or r and z alone
    early = np.ascontiguousarray((w_h if reset_after else w_h[:both]).T)
    late = np.ascontiguousarray(w_h[both:].T)
    for t, a in enumerate(gates):
        p = h[t] @ early
        p += b_h[: early.shape[1]]
        gate = a[:, :both]
        gate += p[:, :both]
        sigmoid(gate, out=gate)
        r, z, n = _split(a)
        n += r * p[:, both:] if reset_after else (r * h[t]) @ late + b_h[both:]
        np.tanh(n, out=n)
        np.subtract(h[t], n, out=h[t + 1])  # (1 - z) n + z h = n + z (h - n)
        h[t + 1] *= z
        h[t + 1] += n
    return States(gates.reshape(*x.shape[:-1], -1), states)


def backward(
    x: ArrayLike, states: States, weights: Weights, d_h: ArrayLike, *, reset_after: bool = True
) -> Gradients:
    r"""Return the gradients of a loss L by backpropagation through time.

    ``d_h`` (time, batch..., hidden) is the direct $\partial L_t / \partial h_t$ of each step.
    Backwards from the last step:
    $\delta a_n = \delta h_t \odot (1 - z_t) \odot (1 - n_t^2)$,
    $\delta a_z = \delta h_t \odot (h_{t-1} - n_t) \odot \sigma'_z$,
    $\delta a_r = \delta a_n \odot p_n \odot \sigma'_r$,
    $\delta p = (\delta a_r, \delta a_z, r_t \odot \delta a_n)$ and
    $\delta h_{t-1} = \delta h_t \odot z_t + W_h^\top \delta p$.
    """
    sizes = Sizes()
    x = sizes.floats("x", x, "time", "batch...", "input")
    w_x, w_h, _, b_h = _checked(weights, sizes)
    gates = sizes.floats("states.gates", states.gates, "time", "batch...", "3 hidden")
    h = sizes.floats("states.h", states.h, "time + 1", "batch...", "hidden")
    d_h = sizes.floats("d_h", d_h, "time", "batch...", "hidden")
    d_a = np.empty_like(gates)  # (time, batch..., 3 hidden)
    w_r, w_z, w_n = np.split(w_h, 3)
    p_n = h[:-1] @ w_n.T + np.split(b_h, 3)[2] if reset_after else h[:-1]
    d_state = np.zeros_like(h[0])
    for t in range(len(x) - 1, -1, -1):
        d_state += d_h[t]
        r, z, n = _split(gates[t])
        d_r, d_z, d_n = _split(d_a[t])
        d_n[...] = d_state * (1.0 - z) * (1.0 - n * n)
        d_z[...] = d_state * (h[t] - n) * z * (1.0 - z)
        # the gradient of what r multiplies: p_n where it resets after, h where before
        d_kept = d_n if reset_after else d_n @ w_n
        d_r[...] = d_kept * p_n[t] * r * (1.0 - r)
        d_state = d_state * z + d_r @ w_r + d_z @ w_z
        d_state += (d_kept * r) @ w_n if reset_after else d_kept * r
    return Gradients(d_a @ w_x, d_state, _weight_gradients(x, h, gates, d_a, reset_after))


def with_update_turned(weights: Weights) -> Weights:
    r"""Return the weights for which z means $1 - z$: the other reading of the update gate.

    $\sigma(-a) = 1 - \sigma(a)$, so the rows of z change their sign.
    """
    turned = Weights(*(array.copy() for array in _checked(weights, Sizes())))
    for array in turned:
        np.split(array, 3)[1][...] *= -1.0
    return turned


def parameter_count(n_input: int, n_hidden: int, biases: int = 1) -> int:
    """Return how many numbers the layer learns: three Elman layers.

    ``biases`` is 1 as in the paper, 2 as in PyTorch and in `Weights`.
    """
    return rnn.parameter_count(n_input, n_hidden, gates=3, biases=biases)


def parameter_ratio(n_input: int, n_hidden: int) -> float:
    """Return parameters of a GRU per parameter of an LSTM: 3/4 for whatever sizes."""
    return parameter_count(n_input, n_hidden) / lstm.parameter_count(n_input, n_hidden)


def _weight_gradients(x: Array, h: Array, gates: Array, d_a: Array, reset_after: bool) -> Weights:
    d_p, multiplied = d_a.copy(), h[:-1]
    r, d_n = _split(gates)[0], _split(d_p)[2]
    if reset_after:
        d_n *= r
    w_h = outer_sum(d_p, multiplied)
    if not reset_after:
        np.split(w_h, 3)[2][...] = outer_sum(d_n, r * multiplied)
    return Weights(outer_sum(d_a, x), w_h, rows(d_a).sum(axis=0), rows(d_p).sum(axis=0))


def _split(a: Array) -> list[Array]:
    """Return views of the three parts r, z, n of the last axis."""
    return np.split(a, 3, axis=-1)


def _checked(weights: Weights, sizes: Sizes) -> Weights:
    return Weights(
        w_h=sizes.floats("w_h", weights.w_h, "3 hidden", "hidden"),
        w_x=sizes.floats("w_x", weights.w_x, "3 hidden", "input"),
        b_x=sizes.floats("b_x", weights.b_x, "3 hidden"),
        b_h=sizes.floats("b_h", weights.b_h, "3 hidden"),
    )
