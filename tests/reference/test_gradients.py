"""Jacobian products within their bound, at any length; clipping by its laws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.bptt import backward
from flashdeck.reference.gradients import (
    clip_by_norm,
    clip_by_value,
    global_norm,
    jacobians,
    log_bound,
    log_norms,
    products,
    spectral_norm,
)
from flashdeck.reference.rnn import Activation, Weights, forward
from tests.reference.numerical import assert_gradient

Array = NDArray[np.float64]


def drawn(seed: int, scale: float = 1.0, time: int = 6) -> tuple[Array, Weights]:
    draw = np.random.default_rng(seed).standard_normal
    weights = Weights(draw((4, 3)), draw((4, 4)) * scale, draw(4))
    return draw((time, 2, 3)), weights


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_a_jacobian_is_the_central_difference_of_a_step(activation: Activation) -> None:
    x, weights = drawn(0)
    h = forward(x, weights, activation=activation)
    found = jacobians(h, weights.w_hh, activation)
    assert found.shape == (6, 2, 4, 4)
    before = h[3].copy()
    for row in range(4):

        def state(row: int = row) -> float:
            return float(forward(x[3:4], weights, before, activation)[-1][..., row].sum())

        assert_gradient(found[3][:, row], state, before)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_the_products_carry_the_gradient_back_to_every_state(activation: Activation) -> None:
    x, weights = drawn(1)
    h = forward(x, weights, activation=activation)
    d_h = np.zeros((6, 2, 4))
    d_h[-1] = np.random.default_rng(2).standard_normal((2, 4))
    across = products(jacobians(h, weights.w_hh, activation))
    found = backward(x, h, weights, d_h, activation)
    np.testing.assert_allclose(
        np.einsum("bi,bij->bj", d_h[-1], across[0]), found.h_0, rtol=1e-10, atol=1e-13
    )
    assert (across[-1] == np.eye(4)).all()


@given(st.integers(0, 10**6), st.floats(0.05, 3), st.sampled_from(["tanh", "relu"]))
def test_no_norm_is_above_the_bound(seed: int, scale: float, activation: Activation) -> None:
    x, weights = drawn(seed, scale)
    steps = jacobians(forward(x, weights, activation=activation), weights.w_hh, activation)
    far = np.arange(6, -1, -1)[:, None]
    assert (log_norms(steps) <= log_bound(weights.w_hh, far) + 1e-12).all()
    with np.errstate(divide="ignore"):
        expected = np.log(spectral_norm(products(steps)))
    alive = expected > -30
    np.testing.assert_allclose(log_norms(steps)[alive], expected[alive], rtol=1e-9, atol=1e-9)


def test_an_orthogonal_recurrence_without_slope_meets_the_bound() -> None:
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    steps = np.broadcast_to(turn * 1.5, (100, 2, 2))
    np.testing.assert_allclose(
        log_norms(steps), log_bound(turn * 1.5, np.arange(100, -1, -1)), atol=1e-12
    )


@pytest.mark.parametrize("scale", [0.5, 1.5])
def test_after_five_thousand_steps_the_norm_is_still_a_number(scale: float) -> None:
    turn = np.array([[0.6, -0.8], [0.8, 0.6]]) * scale
    found = log_norms(np.broadcast_to(turn, (5_000, 2, 2)))
    np.testing.assert_allclose(found[0], 5_000 * math.log(scale), rtol=1e-12)
    np.testing.assert_allclose(log_bound(turn, 5_000), 5_000 * math.log(scale), rtol=1e-12)


def test_a_dead_unit_ends_the_gradient() -> None:
    steps = np.ones((3, 2, 2))
    steps[1] = 0
    assert log_norms(steps).tolist() == [-np.inf, -np.inf, math.log(2), 0]
    assert log_bound(np.zeros((2, 2)), [0, 1]).tolist() == [0, -np.inf]
    assert log_bound(np.eye(2), [0, 3], gamma=0.25).tolist() == [0, 3 * math.log(0.25)]


GRADIENTS = st.lists(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=4), min_size=1, max_size=3)


@given(GRADIENTS, st.floats(1e-3, 1e4))
def test_clipping_by_norm_keeps_the_direction(given_: list[list[float]], limit: float) -> None:
    clipped = clip_by_norm(given_, limit)
    norm = global_norm(given_)
    np.testing.assert_allclose(norm, math.hypot(*(v for each in given_ for v in each)), rtol=1e-14)
    assert global_norm(clipped) <= limit * (1 + 1e-14) or norm <= limit
    factor = min(1.0, limit / norm) if norm else 1.0
    for before, after in zip(given_, clipped, strict=True):
        np.testing.assert_allclose(after, np.array(before) * factor, rtol=1e-14)


def test_clipping_by_value_may_turn_the_direction() -> None:
    assert [g.tolist() for g in clip_by_value([[3.0, 0.5], [-2.0]], 1.0)] == [[1, 0.5], [-1]]
    assert [g.tolist() for g in clip_by_norm([[3.0, 4.0]], 1.0)] == [[3 * 0.2, 4 * 0.2]]


def test_gradients_too_large_to_be_squared_are_clipped() -> None:
    assert global_norm([[3e200, 4e200]]) == pytest.approx(5e200, rel=1e-15)
    np.testing.assert_allclose(clip_by_norm([[3e200, 4e200]], 1.0), [[0.6, 0.8]], rtol=1e-14)
    assert [g.tolist() for g in clip_by_norm([[0.0, 0.0]], 1.0)] == [[0, 0]]
    np.testing.assert_allclose(global_norm([[3e-200], [4e-200]]), 5e-200, rtol=1e-14)


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match="max_norm: 0; expected a number above 0"):
        clip_by_norm([[1.0]], 0)
    with pytest.raises(ValueError, match=r"limit: -1\.0; expected a number above 0"):
        clip_by_value([[1.0]], -1.0)
    with pytest.raises(ValueError, match=r"gradients: NaN in shape \(1,\)"):
        clip_by_norm([[np.nan]], 1.0)
    with pytest.raises(ValueError, match=r"w_hh: shape \(2, 3\); expected \(hidden, hidden\)"):
        log_bound(np.ones((2, 3)), 1)
    with pytest.raises(ValueError, match=r"steps: shape \(0, 2, 2\); expected .* no axis empty"):
        log_norms(np.ones((0, 2, 2)))
    with pytest.raises(ValueError, match=r"h: shape \(3, 5\); .* hidden = 4 as in w_hh \(4, 4\)"):
        jacobians(np.ones((3, 5)), np.ones((4, 4)))
