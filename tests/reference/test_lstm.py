"""The LSTM by hand, step by step, by central differences and at the extremes."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from flashdeck.reference.functions import sigmoid
from flashdeck.reference.lstm import (
    States,
    Weights,
    backward,
    forward,
    parameter_count,
    step,
    with_forget_bias,
)
from flashdeck.reference.memory import path
from tests.reference.numerical import assert_gradient

Array = NDArray[np.float64]


def drawn(n_input: int, n_hidden: int, seed: int) -> Weights:
    draw = np.random.default_rng(seed).standard_normal
    return Weights(draw((4 * n_hidden, n_input + n_hidden)), draw(4 * n_hidden))


def test_one_step_by_hand() -> None:
    # rows i, f, g, o over [x, h]; x = 1, h = -1, c = 2
    weights = Weights(
        np.array([[1.0, 0.5], [0.0, 1.0], [2.0, 0.0], [1.0, 1.0]]), np.array([0, 1.0, 0, 0.5])
    )
    found = step([1.0], [-1.0], [2.0], weights)
    i, f, o = (1 / (1 + math.exp(-z)) for z in (0.5, 0.0, 0.5))
    g = math.tanh(2)
    c = f * 2 + i * g
    expected = [i, f, g, o, c, o * math.tanh(c)]
    np.testing.assert_allclose(np.ravel(found), expected, rtol=4e-15)


def test_one_fused_product_is_four_separate_ones() -> None:
    weights = drawn(3, 4, 0)
    draw = np.random.default_rng(1).standard_normal
    x, h, c = draw((2, 3)), draw((2, 4)), draw((2, 4))
    found = step(x, h, c, weights)
    functions = (sigmoid, sigmoid, np.tanh, sigmoid)
    for k in range(4):
        w, b = weights.w[4 * k : 4 * k + 4], weights.b[4 * k : 4 * k + 4]
        gate = functions[k](x @ w[:, :3].T + h @ w[:, 3:].T + b)
        np.testing.assert_allclose(found[k], gate, rtol=1e-13)


@pytest.mark.parametrize("batch", [(), (1,), (3,), (2, 3)])
def test_the_sequence_is_the_step_repeated(batch: tuple[int, ...]) -> None:
    weights = drawn(3, 4, 2)
    draw = np.random.default_rng(3).standard_normal
    x, h_0, c_0 = draw((5, *batch, 3)), draw((*batch, 4)), draw((*batch, 4))
    states = forward(x, weights, h_0, c_0)
    assert states.gates.shape == (5, *batch, 16)
    assert states.h.shape == states.c.shape == (6, *batch, 4)
    assert (states.h[0] == h_0).all()
    assert (states.c[0] == c_0).all()
    gates = states.i, states.f, states.g, states.o
    for t in range(5):
        found = step(x[t], states.h[t], states.c[t], weights)
        for ours, one in zip((*(gate[t] for gate in gates), states.c[t + 1]), found, strict=False):
            np.testing.assert_allclose(ours, one, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(states.h[t + 1], found.h, rtol=1e-12, atol=1e-14)


def test_without_first_states_they_are_zero() -> None:
    weights = drawn(3, 4, 4)
    x = np.random.default_rng(5).standard_normal((3, 2, 3))
    zeros = np.zeros((2, 4))
    assert (forward(x, weights).h == forward(x, weights, zeros, zeros).h).all()


@pytest.mark.parametrize("batch", [(), (2,)])
def test_every_gradient_is_the_central_difference(batch: tuple[int, ...]) -> None:
    draw = np.random.default_rng(6).standard_normal
    x, h_0, c_0, d_c = draw((5, *batch, 3)), *(draw((*batch, 4)) for _ in range(3))
    d_h = draw((5, *batch, 4))
    weights = drawn(3, 4, 7)

    def loss() -> float:
        states = forward(x, weights, h_0, c_0)
        return float((states.h[1:] * d_h).sum() + (states.c[-1] * d_c).sum())

    found = backward(x, forward(x, weights, h_0, c_0), weights, d_h, d_c)
    assert_gradient(found.x, loss, x)
    assert_gradient(found.h_0, loss, h_0)
    assert_gradient(found.c_0, loss, c_0)
    assert_gradient(found.weights.w, loss, weights.w)
    assert_gradient(found.weights.b, loss, weights.b)


def test_along_the_cell_the_derivative_is_the_forget_gate() -> None:
    weights = drawn(3, 4, 8)
    draw = np.random.default_rng(9).standard_normal
    x, h, c = draw((2, 3)), draw((2, 4)), draw((2, 4))
    # h_(t-1) is held still, so that the gates do not move with c_(t-1)
    assert_gradient(step(x, h, c, weights).f, lambda: float(step(x, h, c, weights).c.sum()), c)


def test_with_gates_that_ignore_the_state_the_path_is_the_whole_gradient() -> None:
    weights = drawn(3, 4, 10)
    weights.w[:, 3:] = 0
    x = np.random.default_rng(11).standard_normal((6, 2, 3))
    states = forward(x, weights)
    ones = np.ones((2, 4))
    found = backward(x, states, weights, np.zeros((6, 2, 4)), d_c=ones)
    np.testing.assert_allclose(found.c_0, path(states.f)[0], rtol=1e-12)


def test_a_forget_bias_of_one_keeps_more_of_the_first_memory() -> None:
    draw = np.random.default_rng(12)
    weights = Weights(draw.standard_normal((16, 7)) * 0.05, np.zeros(16))
    x = draw.standard_normal((20, 3))
    shares = []
    for bias in (0.0, 1.0, 4.0):
        biased = with_forget_bias(weights, bias)
        kept = path(forward(x, biased, c_0=np.ones(4)).f)[0]
        np.testing.assert_allclose(kept ** (1 / 20), 1 / (1 + math.exp(-bias)), rtol=0.1)
        shares.append(kept.max())
    assert shares[0] < shares[1] < shares[2]
    assert not weights.b.any()


def test_a_cell_whose_gates_are_shut_holds_its_memory_for_five_thousand_steps() -> None:
    b = np.repeat([-1e4, 1e4, 0.0, 1e4], 2)  # nothing in, all kept, all shown
    weights = Weights(np.zeros((8, 3)), b)
    states = forward(np.ones((5_000, 1)), weights, c_0=[0.25, -3.0])
    assert states.c[-1].tolist() == [0.25, -3.0]
    assert path(states.f)[0].tolist() == [1, 1]
    d_h = np.zeros((5_000, 2))
    d_h[-1] = 1
    found = backward(np.ones((5_000, 1)), states, weights, d_h)
    np.testing.assert_allclose(found.c_0, 1 - np.tanh([0.25, -3.0]) ** 2, rtol=1e-12)


def test_logits_of_ten_thousand_stay_finite() -> None:
    weights = drawn(3, 4, 13)
    x = np.random.default_rng(14).choice([-1e4, 1e4], size=(50, 2, 3))
    states = forward(x, weights)
    found = backward(x, states, weights, np.ones((50, 2, 4)))
    for array in (*states, found.x, found.h_0, found.c_0, *found.weights):
        assert np.isfinite(array).all()
    assert (states.gates.min(), states.gates.max()) == (-1, 1)


def test_the_count_of_parameters_is_that_of_the_weights() -> None:
    weights = drawn(3, 5, 15)
    assert parameter_count(3, 5) == weights.w.size + weights.b.size
    assert parameter_count(3, 5, biases=2) == 200  # as many as torch.nn.LSTM(3, 5) has


W = Weights(np.ones((8, 5)), np.ones(8))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"x": np.ones((0, 1, 3))}, r"x: shape \(0, 1, 3\); expected .* with no axis empty"),
        ({"x": np.full((2, 1, 3), np.nan)}, r"x: NaN in shape \(2, 1, 3\)"),
        ({"x": np.ones((2, 1, 4))}, r"w: shape \(8, 5\); .* input = 4 as in x \(2, 1, 4\)"),
        ({"weights": W._replace(b=np.ones(7))}, r"b: shape \(7,\); expected \(4 hidden,\)"),
        ({"h_0": np.ones(2)}, r"h_0: shape \(2,\); .* batch... = \(1,\) as in x \(2, 1, 3\)"),
        ({"c_0": np.ones((1, 3))}, r"c_0: shape \(1, 3\); .* hidden = 2 as in b \(8,\)"),
    ],
)
def test_what_does_not_fit_is_named_with_its_shape(given: dict[str, Any], says: str) -> None:
    fitting: dict[str, Any] = {"x": np.ones((2, 1, 3)), "weights": W}
    with pytest.raises(ValueError, match=says):
        forward(**(fitting | given))


def test_states_of_another_sequence_are_refused() -> None:
    x = np.ones((2, 1, 3))
    states = forward(np.ones((3, 1, 3)), W)
    with pytest.raises(ValueError, match=r"states.gates: shape \(3, 1, 8\); .* time = 2 as in x"):
        backward(x, states, W, np.ones((2, 1, 2)))
    fitting = forward(x, W)
    with pytest.raises(ValueError, match=r"states.c: shape \(2, 1, 2\); expected \(time \+ 1, "):
        backward(x, States(fitting.gates, fitting.c[1:], fitting.h), W, np.ones((2, 1, 2)))
    with pytest.raises(ValueError, match=r"d_c: shape \(2,\); expected \(batch..., hidden\)"):
        backward(x, fitting, W, np.ones((2, 1, 2)), d_c=np.ones(2))
