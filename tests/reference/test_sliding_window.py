"""Sliding-window attention is the plain one under the window's mask."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.reference.attention import scaled_dot_product_attention
from flashdeck.reference.masks import sliding_window_mask
from flashdeck.reference.sliding_window import sliding_window_attention


@given(st.integers(1, 20), st.integers(0, 6), st.integers(0, 6), st.integers(0, 10**6))
def test_the_window_gives_what_the_mask_gives(n: int, before: int, after: int, seed: int) -> None:
    q, k, v = np.random.default_rng(seed).standard_normal((3, 2, n, 4))
    mask = sliding_window_mask(n, before, after)
    plain = scaled_dot_product_attention(q, k, v, mask).output
    ours = sliding_window_attention(q, k, v, before, after)
    assert np.abs(ours - plain).max() <= 5e-15 * np.abs(plain).max()


def test_a_window_of_oneself_returns_the_values() -> None:
    q, k, v = np.random.default_rng(1).standard_normal((3, 5, 2))
    assert sliding_window_attention(q, k, v, 0, 0).tolist() == v.tolist()


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match=r"keys: shape \(4, 2\); .* n = 3 as in queries"):
        sliding_window_attention(np.ones((3, 2)), np.ones((4, 2)), np.ones((4, 2)), 1, 1)
    with pytest.raises(ValueError, match="before, after: 0, -1"):
        sliding_window_attention(np.ones((3, 2)), np.ones((3, 2)), np.ones((3, 2)), 0, -1)
