"""LayerNorm and the feed-forward network by hand, by their laws and by finite differences."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.feed_forward import (
    FeedForwardWeights,
    feed_forward,
    feed_forward_backward,
    feed_forward_weights,
)
from flashdeck.reference.layer_norm import (
    LayerNormWeights,
    layer_norm,
    layer_norm_backward,
    layer_norm_weights,
)
from flashdeck.reference.residual import residual
from tests.reference.numerical import assert_gradient

Array = NDArray[np.float64]


def test_normalising_by_hand() -> None:
    # mean 3, variance ((-2)^2 + 0 + 2^2) / 3 = 8/3
    found = layer_norm([1.0, 3.0, 5.0], layer_norm_weights(3), epsilon=0)
    root = np.sqrt(8 / 3)
    np.testing.assert_allclose(found.output, [-2 / root, 0, 2 / root], rtol=1e-15)
    weights = LayerNormWeights(np.array([1.0, 2.0, 3.0]), np.array([0.0, 0.5, 1.0]))
    np.testing.assert_allclose(
        layer_norm([1.0, 3.0, 5.0], weights, epsilon=0).output, [-2 / root, 0.5, 1 + 6 / root]
    )


@given(st.integers(2, 8), st.integers(0, 10**6), st.floats(-100, 100), st.floats(0.1, 100))
def test_each_vector_has_mean_0_and_variance_1_however_it_was_shifted_and_stretched(
    d: int, seed: int, shift: float, stretch: float
) -> None:
    x = np.random.default_rng(seed).standard_normal((2, 3, d))
    weights = layer_norm_weights(d)
    found = layer_norm(x, weights, epsilon=0).output
    np.testing.assert_allclose(found.mean(axis=-1), 0, atol=1e-13)
    np.testing.assert_allclose(found.var(axis=-1), 1, rtol=1e-9)
    moved = layer_norm(x * stretch + shift, weights, epsilon=0).output
    np.testing.assert_allclose(moved, found, atol=1e-9)


def test_equal_numbers_become_0_and_large_ones_stay_finite() -> None:
    assert (
        layer_norm([[1e4] * 3, [-1e4] * 3], layer_norm_weights(3)).output.tolist()
        == [[0, 0, 0]] * 2
    )


def test_the_gradients_of_the_norm_are_what_finite_differences_measure() -> None:
    rng = np.random.default_rng(1)
    x, grad_output = rng.standard_normal((2, 2, 3, 4))
    weights = LayerNormWeights(*rng.standard_normal((2, 4)))

    def loss() -> float:
        return float((layer_norm(x, weights).output * grad_output).sum())

    found = layer_norm_backward(layer_norm(x, weights), grad_output)
    assert_gradient(found.inputs, loss, x)
    for claimed, array in zip(found.weights, weights, strict=True):
        assert_gradient(claimed, loss, array)


def test_the_feed_forward_network_by_hand() -> None:
    weights = FeedForwardWeights(
        np.array([[1.0, -1.0]]), np.array([0.0, 1.0]), np.array([[2.0], [10.0]]), np.array([0.5])
    )
    # x = 3: hidden max(0, 3) = 3 and max(0, -3 + 1) = 0, output 6.5; x = -1: 0 and 2, output 20.5
    found = feed_forward([[3.0], [-1.0]], weights)
    assert found.hidden.tolist() == [[3, 0], [0, 2]]
    assert found.output.tolist() == [[6.5], [20.5]]


def test_each_position_goes_through_the_feed_forward_network_by_itself() -> None:
    rng = np.random.default_rng(2)
    x, weights = rng.standard_normal((2, 5, 4)), feed_forward_weights(4, 7, rng)
    together = feed_forward(x, weights).output
    for index in np.ndindex(2, 5):
        np.testing.assert_allclose(feed_forward(x[index], weights).output, together[index])


def test_the_gradients_of_the_feed_forward_network_are_what_finite_differences_measure() -> None:
    rng = np.random.default_rng(3)
    x, grad_output = rng.standard_normal((2, 2, 3, 4))
    weights = feed_forward_weights(4, 5, rng)

    def loss() -> float:
        return float((feed_forward(x, weights).output * grad_output).sum())

    found = feed_forward_backward(feed_forward(x, weights), grad_output)
    assert_gradient(found.inputs, loss, x)
    for claimed, array in zip(found.weights, weights, strict=True):
        assert_gradient(claimed, loss, array)


def test_the_norm_stands_before_the_sublayer_or_after_the_addition() -> None:
    rng = np.random.default_rng(4)
    x, norm, inner = (
        rng.standard_normal((3, 4)),
        layer_norm_weights(4),
        feed_forward_weights(4, 5, rng),
    )

    def normed(x: Array) -> Array:
        return layer_norm(x, norm).output

    def sublayer(x: Array) -> Any:
        return feed_forward(x, inner)

    post = normed(x + sublayer(x).output)
    assert residual(x, sublayer, norm, "post").output.tolist() == post.tolist()
    pre = x + sublayer(normed(x)).output
    assert residual(x, sublayer, norm, "pre").output.tolist() == pre.tolist()
    with pytest.raises(ValueError, match="order: 'between'; expected 'pre' or 'post'"):
        residual(x, sublayer, norm, "between")  # type: ignore[arg-type]


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match=r"gain: shape \(2,\); expected \(d,\) .* d = 3"):
        layer_norm([1.0, 2.0, 3.0], layer_norm_weights(2))
    weights = feed_forward_weights(3, 4, np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"w_1: shape \(3, 4\); .* d_model = 2 as in inputs"):
        feed_forward([1.0, 2.0], weights)
    with pytest.raises(ValueError, match=r"b_2: shape \(2,\); expected \(d_model,\)"):
        feed_forward([1.0, 2.0, 3.0], weights._replace(b_2=np.ones(2)))
    with pytest.raises(ValueError, match=r"inputs: NaN in shape \(1,\)"):
        layer_norm([np.nan], layer_norm_weights(1))
