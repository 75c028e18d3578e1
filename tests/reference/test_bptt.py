"""Backpropagation through time against central differences, and its sums against each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.bptt import backward, contributions, deltas, truncated
from flashdeck.reference.rnn import Activation, Weights, forward
from tests.reference.numerical import assert_gradient

Array = NDArray[np.float64]
TIME = 7


class Case:
    """A small network, its input, and a loss that weighs every state."""

    def __init__(self, seed: int, activation: Activation = "tanh", time: int = TIME) -> None:
        draw = np.random.default_rng(seed).standard_normal
        self.x, self.h_0, self.d_h = draw((time, 2, 3)), draw((2, 4)), draw((time, 2, 4))
        self.weights = Weights(draw((4, 3)), draw((4, 4)) / 2, draw(4))
        self.activation: Activation = activation
        self.h = self.run()

    def run(self) -> Array:
        return forward(self.x, self.weights, self.h_0, self.activation)

    def loss(self) -> float:
        return float((self.run()[1:] * self.d_h).sum())


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_every_gradient_is_the_central_difference(activation: Activation) -> None:
    case = Case(0, activation)
    found = backward(case.x, case.h, case.weights, case.d_h, activation)
    assert_gradient(found.x, case.loss, case.x)
    assert_gradient(found.h_0, case.loss, case.h_0)
    for claimed, array in zip(found.weights, case.weights, strict=True):
        assert_gradient(claimed, case.loss, array)


@given(st.integers(0, 10**6), st.sampled_from(["tanh", "relu"]), st.integers(1, 9))
def test_the_contributions_of_the_steps_sum_to_the_gradient(
    seed: int, activation: Activation, time: int
) -> None:
    case = Case(seed, activation, time)
    arguments = case.x, case.h, case.weights, case.d_h, activation
    for part, whole in zip(contributions(*arguments), backward(*arguments).weights, strict=True):
        assert part.shape == (time, *whole.shape)
        np.testing.assert_allclose(part.sum(axis=0), whole, rtol=1e-10, atol=1e-12)


def test_a_contribution_is_what_one_steps_own_copy_of_the_weights_would_get() -> None:
    case = Case(1)
    found = contributions(case.x, case.h, case.weights, case.d_h)
    copies = [Weights(*(array.copy() for array in case.weights)) for _ in range(TIME)]

    def loss() -> float:
        h, total = case.h_0, 0.0
        for t, own in enumerate(copies):
            h = forward(case.x[t : t + 1], own, h)[-1]
            total += float((h * case.d_h[t]).sum())
        return total

    for t in (0, 3, TIME - 1):
        for part, array in zip(found, copies[t], strict=True):
            assert_gradient(part[t], loss, array)


def test_a_loss_at_one_step_owes_nothing_to_later_ones() -> None:
    case = Case(2)
    case.d_h[:3] = case.d_h[4:] = 0
    assert not deltas(case.h, case.weights, case.d_h)[4:].any()
    assert deltas(case.h, case.weights, case.d_h)[:4].all()


@given(st.integers(0, 10**6), st.integers(1, TIME + 2), st.integers(1, TIME + 2))
def test_truncation_counts_each_loss_back_to_where_its_window_begins(
    seed: int, window: int, every: int
) -> None:
    case = Case(seed)
    if every > window:
        window, every = every, window
    found = truncated(case.x, case.h, case.weights, case.d_h, window, every)
    expected = [np.zeros_like(array) for array in case.weights]
    d_x = np.zeros_like(case.x)
    for t in range(1, TIME + 1):  # the loss at step t alone, in copies of the weights a step
        alone = np.zeros_like(case.d_h)
        alone[t - 1] = case.d_h[t - 1]
        flush = -(-t // every) * every  # the step after which this loss is carried back
        first = max(0, flush - window)
        parts = contributions(case.x, case.h, case.weights, alone)
        for sum_, part in zip(expected, parts, strict=True):
            sum_ += part[first:].sum(axis=0)
        d_x[first:] += backward(case.x, case.h, case.weights, alone).x[first:]
    for ours, sum_ in zip(found.weights, expected, strict=True):
        np.testing.assert_allclose(ours, sum_, rtol=1e-10, atol=1e-11)
    np.testing.assert_allclose(found.x, d_x, rtol=1e-10, atol=1e-11)


@pytest.mark.parametrize("every", [1, 3, TIME])
def test_a_window_of_the_whole_sequence_loses_nothing(every: int) -> None:
    case = Case(3)
    found = truncated(case.x, case.h, case.weights, case.d_h, TIME + 2, every)
    whole = backward(case.x, case.h, case.weights, case.d_h)
    np.testing.assert_allclose(found.h_0, whole.h_0, rtol=1e-12)
    for ours, theirs in zip(found.weights, whole.weights, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=1e-13)


def test_chunks_are_sequences_of_their_own_whose_first_state_is_given() -> None:
    case = Case(4)
    found = truncated(case.x, case.h, case.weights, case.d_h, window=3, every=3)
    chunks = [
        backward(
            case.x[a : a + 3], forward(case.x[a : a + 3], case.weights, case.h[a]),
            case.weights, case.d_h[a : a + 3],
        )
        for a in (0, 3, 6)
    ]  # fmt: skip
    for ours, *parts in zip(found.weights, *(chunk.weights for chunk in chunks), strict=True):
        np.testing.assert_allclose(ours, sum(parts), rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(found.x, np.concatenate([c.x for c in chunks]), rtol=1e-12)
    np.testing.assert_allclose(found.h_0, chunks[0].h_0, rtol=1e-12)


def test_what_does_not_fit_is_named_with_its_shape() -> None:
    case = Case(5)
    with pytest.raises(ValueError, match="activation: 'sine'; expected 'tanh' or 'relu'"):
        deltas(case.h, case.weights, case.d_h, "sine")  # type: ignore[arg-type]
    for window, every in ((2, 3), (0, 0)):
        with pytest.raises(ValueError, match="expected 1 <= every <= window"):
            truncated(case.x, case.h, case.weights, case.d_h, window, every)
    with pytest.raises(ValueError, match=r"h: shape \(7, 2, 4\); expected \(time \+ 1, .*time = 7"):
        backward(case.x, case.h[1:], case.weights, case.d_h)
    with pytest.raises(ValueError, match=r"d_h: shape \(6, 2, 4\); .* time = 7 as in x"):
        backward(case.x, case.h, case.weights, case.d_h[1:])
    with pytest.raises(ValueError, match=r"d_h: NaN in shape \(7, 2, 4\)"):
        truncated(case.x, case.h, case.weights, case.d_h * np.nan, window=2)
