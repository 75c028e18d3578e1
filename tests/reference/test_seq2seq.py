"""Encoder and decoder: everything passes the context, and the probabilities sum to one."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from flashdeck.reference import gru
from flashdeck.reference.rnn import Readout
from flashdeck.reference.seq2seq import (
    Weights,
    backward,
    d_logits,
    forward,
    log_likelihood,
    translate,
)
from tests.reference.numerical import assert_gradient

Array = NDArray[np.float64]
TOKENS = 3


def drawn(seed: int, n_input: int = 2, n_hidden: int = 4) -> Weights:
    draw = np.random.default_rng(seed).standard_normal

    def layer(n: int) -> gru.Weights:
        rows = 3 * n_hidden
        return gru.Weights(draw((rows, n)), draw((rows, n_hidden)), draw(rows), draw(rows))

    readout = Readout(draw((TOKENS, n_hidden)), draw(TOKENS))
    return Weights(layer(n_input), layer(TOKENS), readout)


def embedded(tokens: list[int]) -> Array:
    """Return one-hot decoder inputs: nothing to start with, then all tokens but the last."""
    return np.concatenate([np.zeros((1, TOKENS)), np.eye(TOKENS)[tokens[:-1]]])


def test_the_outputs_length_is_its_own_and_the_contexts_size_is_not_the_inputs() -> None:
    weights = drawn(0)
    for length in (1, 9):
        x = np.random.default_rng(length).standard_normal((length, 5, 2))
        states = forward(x, np.zeros((4, 5, TOKENS)), weights)
        assert states.context.shape == (5, 4)
        assert states.logits.shape == (4, 5, TOKENS)
        assert (states.decoder.h[0] == states.encoder.h[-1]).all()


def test_over_all_outputs_of_a_length_the_probabilities_sum_to_one() -> None:
    weights = drawn(1)
    x = np.random.default_rng(2).standard_normal((5, 2))
    total = 0.0
    for labels in product(range(TOKENS), repeat=4):
        logits = forward(x, embedded(list(labels)), weights).logits
        total += float(np.exp(log_likelihood(logits, labels)))
    np.testing.assert_allclose(total, 1, rtol=1e-12)


def test_every_gradient_is_the_central_difference() -> None:
    weights = drawn(3)
    draw = np.random.default_rng(4)
    x, y = draw.standard_normal((5, 2, 2)), draw.standard_normal((4, 2, TOKENS))
    labels = draw.integers(TOKENS, size=(4, 2))

    def loss() -> float:
        return -float(log_likelihood(forward(x, y, weights).logits, labels).sum())

    states = forward(x, y, weights)
    found = backward(x, y, states, weights, d_logits(states.logits, labels))
    assert_gradient(found.x, loss, x)
    assert_gradient(found.y, loss, y)
    for claimed, arrays in zip(found.weights, weights, strict=True):
        for gradient, array in zip(claimed, arrays, strict=True):
            assert_gradient(gradient, loss, array)


def test_all_that_the_encoder_learns_comes_through_the_context() -> None:
    weights = drawn(5)
    draw = np.random.default_rng(6).standard_normal
    x, y, d_y = draw((5, 2)), draw((3, TOKENS)), draw((3, TOKENS))
    states = forward(x, y, weights)
    found = backward(x, y, states, weights, d_y)
    d_h = np.zeros((5, 4))
    d_h[-1] = found.context
    alone = gru.backward(x, states.encoder, weights.encoder, d_h)
    assert (alone.x == found.x).all()


def test_translating_chooses_what_scores_best_after_its_own_tokens() -> None:
    for seed in range(20):
        weights = drawn(seed)
        x = np.random.default_rng(seed).standard_normal((5, 2))
        written = translate(x, np.eye(TOKENS), weights, start=0, end=2, limit=6)
        inputs = np.eye(TOKENS)[[0, *written]]
        best = forward(x, inputs, weights).logits.argmax(axis=-1).tolist()
        assert best[: len(written)] == written
        assert len(written) == 6 or best[len(written)] == 2
        assert 2 not in written


def test_scores_of_ten_thousand_stay_finite() -> None:
    assert log_likelihood([[1e4, -1e4, 0.0]], [1]) == -2e4
    np.testing.assert_array_equal(d_logits([[1e4, -1e4, 0.0]], [1]), [[1, -1, 0]])


def test_what_does_not_fit_is_named_with_its_shape() -> None:
    weights = drawn(7)
    x, y = np.ones((5, 2)), np.ones((3, TOKENS))
    with pytest.raises(ValueError, match=r"x: shape \(0, 2\); expected .* with no axis empty"):
        forward(x[:0], y, weights)
    with pytest.raises(ValueError, match=r"y: shape \(3, 1, 3\); .* batch... = \(\) as in x"):
        forward(x, y[:, None], weights)
    with pytest.raises(ValueError, match=r"w_x: shape \(12, 3\); .* input = 2 as in x \(3, 2\)"):
        forward(x, y[:, :2], weights)
    with pytest.raises(ValueError, match=r"labels: 3 to 3 in shape \(1,\); expected 0 to 2"):
        log_likelihood(np.ones((1, TOKENS)), [3])
    with pytest.raises(ValueError, match=r"end: 5 to 5 in shape \(\); expected 0 to 2"):
        translate(x, np.eye(TOKENS), weights, start=0, end=5, limit=3)
