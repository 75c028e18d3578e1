"""Two layers that read towards each other."""

import numpy as np
import pytest
from numpy.typing import NDArray

from flashdeck.reference import bptt, rnn
from flashdeck.reference.bidirectional import Layer, Pullback, backward, forward
from tests.reference.numerical import assert_gradient

Array = NDArray[np.float64]


def drawn(seed: int) -> tuple[rnn.Weights, rnn.Weights, Array]:
    draw = np.random.default_rng(seed).standard_normal
    past, future = (rnn.Weights(draw((4, 3)), draw((4, 4)) / 2, draw(4)) for _ in range(2))
    return past, future, draw((6, 2, 3))


def layer(weights: rnn.Weights) -> Layer:
    return lambda x: rnn.forward(x, weights)[1:]


def pullback(weights: rnn.Weights) -> Pullback[bptt.Gradients]:
    return lambda x, d_h: bptt.backward(x, rnn.forward(x, weights), weights, d_h)


def test_each_step_knows_all_that_was_and_all_that_comes() -> None:
    past, future, x = drawn(0)
    before = forward(x, layer(past), layer(future))
    assert before.h.shape == (6, 2, 8)
    x[3] += 1
    after = forward(x, layer(past), layer(future))
    np.testing.assert_array_equal(
        (before.forwards != after.forwards).any(axis=(1, 2)), [False] * 3 + [True] * 3
    )
    np.testing.assert_array_equal(
        (before.backwards != after.backwards).any(axis=(1, 2)), [True] * 4 + [False] * 2
    )


def test_a_reversed_sequence_gives_reversed_states_with_the_halves_exchanged() -> None:
    past, future, x = drawn(1)
    found = forward(x, layer(past), layer(future))
    turned = forward(x[::-1], layer(future), layer(past))
    assert (turned.forwards == found.backwards[::-1]).all()
    assert (turned.backwards == found.forwards[::-1]).all()
    assert (turned.h[::-1] == np.roll(found.h, 4, axis=-1)).all()


def test_every_gradient_is_the_central_difference() -> None:
    past, future, x = drawn(2)
    d_h = np.random.default_rng(3).standard_normal((6, 2, 8))

    def loss() -> float:
        return float((forward(x, layer(past), layer(future)).h * d_h).sum())

    d_x, d_past, d_future = backward(x, d_h, pullback(past), pullback(future))
    assert_gradient(d_x, loss, x)
    for weights, gradient in ((past, d_past.weights), (future, d_future.weights)):
        for claimed, array in zip(gradient, weights, strict=True):
            assert_gradient(claimed, loss, array)


def test_what_does_not_fit_is_named_with_its_shape() -> None:
    past, future, x = drawn(4)
    with pytest.raises(ValueError, match=r"x: shape \(0, 2, 3\); expected .* with no axis empty"):
        forward(x[:0], layer(past), layer(future))
    with pytest.raises(ValueError, match=r"x: NaN in shape \(6, 2, 3\)"):
        forward(x * np.nan, layer(past), layer(future))
    with pytest.raises(ValueError, match=r"d_h: shape \(6, 2, 7\); expected .*2 hidden"):
        backward(x, np.ones((6, 2, 7)), pullback(past), pullback(future))
