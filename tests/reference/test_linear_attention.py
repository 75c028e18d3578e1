"""Linear attention three ways: from the left, from the right, and step by step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.linear_attention import (
    LinearState,
    feature_map,
    linear_attention,
    linear_attention_step,
)

Array = NDArray[np.float64]
SIZES = (st.integers(1, 6), st.integers(1, 4), st.integers(0, 10**6))


def from_the_left(q: Array, k: Array, v: Array, causal: bool) -> Array:
    """Make the n × n similarities first, as the definition (eq. 4) reads."""
    similar = feature_map(q) @ feature_map(k).swapaxes(-1, -2)
    if causal:
        similar = np.tril(similar)
    return np.asarray(similar / similar.sum(axis=-1, keepdims=True) @ v)


@given(*SIZES, st.booleans())
def test_the_product_may_be_taken_from_the_right(n: int, d: int, seed: int, causal: bool) -> None:
    q, k, v = np.random.default_rng(seed).standard_normal((3, 2, n, d))
    expected = from_the_left(q, k, v, causal)
    found = linear_attention(q, k, v, causal=causal)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


@given(*SIZES)
def test_the_steps_of_the_recurrent_form_give_the_causal_one(n: int, d: int, seed: int) -> None:
    q, k, v = np.random.default_rng(seed).standard_normal((3, n, d))
    state = LinearState(np.zeros((d, d)), np.zeros(d))
    expected = linear_attention(q, k, v, causal=True)
    for i in range(n):
        state, output = linear_attention_step(state, q[i], k[i], v[i])
        assert output.tolist() == expected[i].tolist()


def test_the_feature_map_is_elu_plus_one() -> None:
    np.testing.assert_allclose(feature_map([-1.0, 0, 2]), [np.exp(-1), 1, 3], rtol=1e-15)
    assert feature_map([-1e4, 1e4]).tolist() == [0, 10001]


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match=r"keys: shape \(4, 2\); .* n = 3 as in queries"):
        linear_attention(np.ones((3, 2)), np.ones((4, 2)), np.ones((4, 2)), causal=True)
    with pytest.raises(ValueError, match=r"queries: NaN in shape \(1, 1\)"):
        linear_attention([[np.nan]], [[1]], [[1]])
