"""The GRU by hand, step by step, in both readings, by central differences and at the extremes."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from flashdeck.reference import lstm
from flashdeck.reference.gru import (
    Weights,
    backward,
    forward,
    parameter_count,
    parameter_ratio,
    step,
    with_update_turned,
)
from flashdeck.reference.memory import path
from tests.reference.numerical import assert_gradient

Array = NDArray[np.float64]
BOTH = pytest.mark.parametrize("reset_after", [True, False])


def drawn(n_input: int, n_hidden: int, seed: int) -> Weights:
    draw = np.random.default_rng(seed).standard_normal
    rows = 3 * n_hidden
    return Weights(draw((rows, n_input)), draw((rows, n_hidden)), draw(rows), draw(rows))


def test_one_step_by_hand() -> None:
    # rows r, z, n; x = 1, h = -1
    weights = Weights(
        np.array([[1.0], [0.5], [2.0]]),
        np.array([[1.0], [1.5], [3.0]]),
        np.array([0.5, 0.0, 0.0]),
        np.array([0.0, 0.0, 0.25]),
    )
    r, z = 1 / (1 + math.exp(-0.5)), 1 / (1 + math.exp(1))
    after = math.tanh(2 + r * (-3 + 0.25))
    before = math.tanh(2 + 3 * (r * -1) + 0.25)
    for reset_after, n in ((True, after), (False, before)):
        found = step([1.0], [-1.0], weights, reset_after=reset_after)
        np.testing.assert_allclose(np.ravel(found), [r, z, n, (1 - z) * n - z], rtol=1e-14)


@BOTH
@pytest.mark.parametrize("batch", [(), (1,), (3,), (2, 3)])
def test_the_sequence_is_the_step_repeated(batch: tuple[int, ...], reset_after: bool) -> None:
    weights = drawn(3, 4, 0)
    draw = np.random.default_rng(1).standard_normal
    x, h_0 = draw((5, *batch, 3)), draw((*batch, 4))
    states = forward(x, weights, h_0, reset_after=reset_after)
    assert states.gates.shape == (5, *batch, 12)
    assert states.h.shape == (6, *batch, 4)
    assert (states.h[0] == h_0).all()
    for t in range(5):
        found = step(x[t], states.h[t], weights, reset_after=reset_after)
        ours = states.r[t], states.z[t], states.n[t], states.h[t + 1]
        np.testing.assert_allclose(ours, found, rtol=1e-12, atol=1e-14)


@BOTH
@pytest.mark.parametrize("batch", [(), (2,)])
def test_every_gradient_is_the_central_difference(
    batch: tuple[int, ...], reset_after: bool
) -> None:
    draw = np.random.default_rng(2).standard_normal
    x, h_0, d_h = draw((5, *batch, 3)), draw((*batch, 4)), draw((5, *batch, 4))
    weights = drawn(3, 4, 3)

    def loss() -> float:
        return float((forward(x, weights, h_0, reset_after=reset_after).h[1:] * d_h).sum())

    states = forward(x, weights, h_0, reset_after=reset_after)
    found = backward(x, states, weights, d_h, reset_after=reset_after)
    assert_gradient(found.x, loss, x)
    assert_gradient(found.h_0, loss, h_0)
    for claimed, array in zip(found.weights, weights, strict=True):
        assert_gradient(claimed, loss, array)


def test_where_the_reset_gate_is_open_both_resets_are_the_same() -> None:
    weights = drawn(3, 4, 4)
    weights.b_x[:4] = 1e4  # r = 1
    x = np.random.default_rng(5).standard_normal((6, 2, 3))
    np.testing.assert_allclose(
        forward(x, weights).h, forward(x, weights, reset_after=False).h, rtol=1e-12
    )


@BOTH
def test_a_turned_update_gate_is_the_other_reading_of_the_state(reset_after: bool) -> None:
    weights = drawn(3, 4, 6)
    draw = np.random.default_rng(7).standard_normal
    x, h = draw((2, 3)), draw((2, 4))
    found = step(x, h, weights, reset_after=reset_after)
    turned = step(x, h, with_update_turned(weights), reset_after=reset_after)
    np.testing.assert_allclose(turned.z, 1 - found.z, rtol=1e-13)
    # Chung et al.: h_t = (1 - z) h_(t-1) + z n with the z that was given
    expected = (1 - found.z) * h + found.z * found.n
    np.testing.assert_allclose(turned.h, expected, rtol=1e-13)
    for again, array in zip(with_update_turned(with_update_turned(weights)), weights, strict=True):
        assert (again == array).all()


def test_along_the_state_the_derivative_is_the_update_gate() -> None:
    weights = drawn(3, 4, 8)
    weights.w_h[:] = 0  # the gates and the candidate ignore the state
    x = np.random.default_rng(9).standard_normal((6, 2, 3))
    states = forward(x, weights)
    d_h = np.zeros((6, 2, 4))
    d_h[-1] = 1
    np.testing.assert_allclose(backward(x, states, weights, d_h).h_0, path(states.z)[0], rtol=1e-12)


@BOTH
def test_a_shut_update_gate_holds_the_state_for_five_thousand_steps(reset_after: bool) -> None:
    weights = Weights(np.ones((6, 1)), np.ones((6, 2)), np.zeros(6), np.zeros(6))
    weights.b_x[2:4] = 1e4  # z = 1
    x = np.ones((5_000, 1))
    states = forward(x, weights, [0.25, -0.5], reset_after=reset_after)
    assert states.h[-1].tolist() == [0.25, -0.5]
    d_h = np.zeros((5_000, 2))
    d_h[-1] = 1
    found = backward(x, states, weights, d_h, reset_after=reset_after)
    assert found.h_0.tolist() == [1, 1]


@BOTH
def test_logits_of_ten_thousand_stay_finite(reset_after: bool) -> None:
    weights = drawn(3, 4, 10)
    x = np.random.default_rng(11).choice([-1e4, 1e4], size=(50, 2, 3))
    states = forward(x, weights, reset_after=reset_after)
    found = backward(x, states, weights, np.ones((50, 2, 4)), reset_after=reset_after)
    for array in (*states, found.x, found.h_0, *found.weights):
        assert np.isfinite(array).all()
    assert np.abs(states.h).max() <= 1


def test_a_gru_has_three_quarters_of_an_lstms_parameters() -> None:
    assert parameter_count(3, 5, biases=2) == sum(array.size for array in drawn(3, 5, 12))
    for sizes in ((3, 5), (256, 256), (1, 1)):
        assert parameter_ratio(*sizes) == 0.75
        ours, theirs = parameter_count(*sizes, biases=2), lstm.parameter_count(*sizes, biases=2)
        assert 4 * ours == 3 * theirs


W = Weights(np.ones((6, 3)), np.ones((6, 2)), np.ones(6), np.ones(6))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"x": np.ones((0, 1, 3))}, r"x: shape \(0, 1, 3\); expected .* with no axis empty"),
        ({"x": np.full((2, 1, 3), np.nan)}, r"x: NaN in shape \(2, 1, 3\)"),
        ({"x": np.ones((2, 1, 4))}, r"w_x: shape \(6, 3\); .* input = 4 as in x \(2, 1, 4\)"),
        ({"weights": W._replace(w_h=np.ones((6, 3)))}, r"w_h: shape \(6, 3\); expected"),
        ({"weights": W._replace(b_h=np.ones(2))}, r"b_h: shape \(2,\); expected \(3 hidden,\)"),
        ({"h_0": np.ones(2)}, r"h_0: shape \(2,\); .* batch... = \(1,\) as in x \(2, 1, 3\)"),
    ],
)
def test_what_does_not_fit_is_named_with_its_shape(given: dict[str, Any], says: str) -> None:
    fitting: dict[str, Any] = {"x": np.ones((2, 1, 3)), "weights": W}
    with pytest.raises(ValueError, match=says):
        forward(**(fitting | given))
