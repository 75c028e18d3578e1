r"""Long short-term memory: S. Hochreiter and J. Schmidhuber, 1997; F. Gers et al., 2000.

$z = W [x_t, h_{t-1}] + b$ falls into the gates i, f, g, o, in PyTorch's order:
$i_t = \sigma(z_i)$, $f_t = \sigma(z_f)$, $\tilde c_t = g_t = \tanh(z_g)$, $o_t = \sigma(z_o)$.
The cell state is $c_t = f_t \odot c_{t-1} + i_t \odot \tilde c_t$ and the hidden state
$h_t = o_t \odot \tanh(c_t)$. Along the cell alone $\frac{\partial c_t}{\partial c_{t-1}} = f_t$,
which `memory.path` multiplies up. Time is the first axis, the features are the last, and any batch
axes stand between them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference import rnn
from flashdeck.reference.bptt import outer_sum
from flashdeck.reference.checks import Array, Sizes
from flashdeck.reference.functions import sigmoid
from flashdeck.reference.rnn import flat, new_states, rows


class Weights(NamedTuple):
    """``w`` (4 hidden, input + hidden) and ``b`` (4 hidden,), their rows being i, f, g, o."""

    w: Array
    b: Array


class Step(NamedTuple):
    """The gates i, f, g, o and the states c and h of one step, each (batch..., hidden)."""

    i: Array
    f: Array
    g: Array
    o: Array
    c: Array
    h: Array


class States(NamedTuple):
    """Every value of a sequence.

    ``gates`` is (time, batch..., 4 hidden); ``c`` and ``h`` are (time + 1, batch..., hidden), where
    ``c[t]`` is $c_t$ and ``c[0]`` is $c_0$.
    """

    gates: Array
    c: Array
    h: Array

    @property
    def i(self) -> Array:
        """The input gate at each step (time, batch..., hidden)."""
        return _split(self.gates)[0]

    @property
    def f(self) -> Array:
        """The forget gate at each step (time, batch..., hidden)."""
        return _split(self.gates)[1]

    @property
    def g(self) -> Array:
        r"""The candidate $\tilde c_t$ at each step (time, batch..., hidden)."""
        return _split(self.gates)[2]

    @property
    def o(self) -> Array:
        """The output gate at each step (time, batch..., hidden)."""
        return _split(self.gates)[3]


class Gradients(NamedTuple):
    """The gradients by ``x``, ``h_0``, ``c_0`` and the weights, in their shapes."""

    x: Array
    h_0: Array
    c_0: Array
    weights: Weights


def step(x: ArrayLike, h: ArrayLike, c: ArrayLike, weights: Weights) -> Step:
    """Return one step from one fused product of the weights with $[x_t, h_{t-1}]$.

    ``x`` is $x_t$ (batch..., input); ``h`` and ``c`` are $h_{t-1}$ and $c_{t-1}$ (batch...,
    hidden). Raises ValueError for shapes that do not fit and for NaN, as every function here does.
    """
    sizes = Sizes()
    x = sizes.floats("x", x, "batch...", "input")
    h = sizes.floats("h", h, "batch...", "hidden")
    c = sizes.floats("c", c, "batch...", "hidden")
    w, b = _checked(weights, sizes)
    z = np.concatenate([x, h], axis=-1) @ w.T + b  # (batch..., 4 hidden)
    z_i, z_f, z_g, z_o = _split(z)
    i, f, g, o = sigmoid(z_i), sigmoid(z_f), np.tanh(z_g), sigmoid(z_o)
    c = f * c + i * g
    return Step(i, f, g, o, c, o * np.tanh(c))


def forward(
    x: ArrayLike,
    weights: Weights,
    h_0: ArrayLike | None = None,
    c_0: ArrayLike | None = None,
) -> States:
    """Return every gate and state for the sequence ``x`` (time, batch..., input).

    Without ``h_0`` and ``c_0`` (batch..., hidden) these are 0. The product with the input is one
    for all steps, since it waits for no state, and the gates are computed in its place.
    """
    sizes = Sizes()
    x = sizes.floats("x", x, "time", "batch...", "input")
    w, b = _checked(weights, sizes)
    n_input, n_hidden = sizes["input"], sizes["hidden"]
    states_h, states_c = new_states(sizes, "h_0", h_0), new_states(sizes, "c_0", c_0)
    w_h = np.ascontiguousarray(w[:, n_input:].T)  # the layout that its many small products want
    gates = (rows(x) @ w[:, :n_input].T).reshape(len(x), -1, 4 * n_hidden)
    gates += b
    h, c = flat(states_h), flat(states_c)
    products, memory = np.empty_like(gates[0]), np.empty_like(h[0])
    for t, z in enumerate(gates):
        z += np.matmul(h[t], w_h, out=products)
        i, f, g, o = _split(z)
        sigmoid(z[:, : 2 * n_hidden], out=z[:, : 2 * n_hidden])
        np.tanh(g, out=g)
        sigmoid(o, out=o)
        np.multiply(f, c[t], out=c[t + 1])
        c[t + 1] += np.multiply(i, g, out=memory)
        np.multiply(o, np.tanh(c[t + 1], out=memory), out=h[t + 1])
    return States(gates.reshape(*x.shape[:-1], -1), states_c, states_h)


def backward(
    x: ArrayLike,
    states: States,
    weights: Weights,
    d_h: ArrayLike,
    d_c: ArrayLike | None = None,
) -> Gradients:
    r"""Return the gradients of a loss L by backpropagation through time.

    ``d_h`` (time, batch..., hidden) is the direct $\partial L_t / \partial h_t$ of each step,
    ``d_c`` (batch..., hidden) is $\partial L / \partial c_T$, if the last cell state is used as
    well. Backwards from the last step, $\delta c_t$ gains
    $\delta h_t \odot o_t \odot (1 - \tanh^2 c_t)$; then
    $\delta z_i = \delta c_t \odot g_t \odot \sigma'_i$,
    $\delta z_f = \delta c_t \odot c_{t-1} \odot \sigma'_f$,
    $\delta z_g = \delta c_t \odot i_t \odot (1 - g_t^2)$,
    $\delta z_o = \delta h_t \odot \tanh(c_t) \odot \sigma'_o$,
    $\delta h_{t-1} = W_h^\top \delta z$ and $\delta c_{t-1} = \delta c_t \odot f_t$.
    """
    sizes = Sizes()
    x = sizes.floats("x", x, "time", "batch...", "input")
    w, _ = _checked(weights, sizes)
    gates, c, h = _checked_states(states, sizes)
    d_h = sizes.floats("d_h", d_h, "time", "batch...", "hidden")
    d_z = np.empty_like(gates)  # (time, batch..., 4 hidden)
    d_state = np.zeros_like(c[0])
    d_cell = np.zeros_like(c[0])
    if d_c is not None:
        d_cell += sizes.floats("d_c", d_c, "batch...", "hidden")
    for t in range(len(x) - 1, -1, -1):
        d_state += d_h[t]
        d_cell = _step_back(_split(gates[t]), c[t], c[t + 1], d_state, d_cell, _split(d_z[t]))
        d_state = d_z[t] @ w[:, sizes["input"] :]
    inputs = np.concatenate([x, h[:-1]], axis=-1)
    return Gradients(
        d_z @ w[:, : sizes["input"]],
        d_state,
        d_cell,
        Weights(outer_sum(d_z, inputs), rows(d_z).sum(axis=0)),
    )


def with_forget_bias(weights: Weights, bias: float = 1.0) -> Weights:
    """Return the weights with every forget bias set to ``bias``: R. Jozefowicz et al., 2015.

    At 1 an untrained cell keeps 73% at each step, and gradients live long enough to be learned
    from; at 0 it keeps half.
    """
    w, b = _checked(weights, Sizes())
    b = b.copy()
    _split(b)[1][...] = bias
    return Weights(w, b)


def parameter_count(n_input: int, n_hidden: int, biases: int = 1) -> int:
    """Return how many numbers the layer learns: four Elman layers."""
    return rnn.parameter_count(n_input, n_hidden, gates=4, biases=biases)


def _step_back(
    gates: list[Array], c_before: Array, c: Array, d_h: Array, d_c: Array, d_z: list[Array]
) -> Array:
    """Write the gradient of one step's gates before their functions; return that of c_(t-1)."""
    i, f, g, o = gates
    exposed = np.tanh(c)
    d_c = d_c + d_h * o * (1.0 - exposed * exposed)
    d_z[0][...] = d_c * g * i * (1.0 - i)
    d_z[1][...] = d_c * c_before * f * (1.0 - f)
    d_z[2][...] = d_c * i * (1.0 - g * g)
    d_z[3][...] = d_h * exposed * o * (1.0 - o)
    return d_c * f


def _split(z: Array) -> list[Array]:
    """Return views of the four parts i, f, g, o of the last axis."""
    return np.split(z, 4, axis=-1)


def _checked(weights: Weights, sizes: Sizes) -> Weights:
    return Weights(
        b=sizes.floats("b", weights.b, "4 hidden"),
        w=sizes.floats("w", weights.w, "4 hidden", "input + hidden"),
    )


def _checked_states(states: States, sizes: Sizes) -> States:
    return States(
        sizes.floats("states.gates", states.gates, "time", "batch...", "4 hidden"),
        sizes.floats("states.c", states.c, "time + 1", "batch...", "hidden"),
        sizes.floats("states.h", states.h, "time + 1", "batch...", "hidden"),
    )
