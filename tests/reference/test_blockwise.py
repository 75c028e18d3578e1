"""Blockwise attention is the plain one, whatever the blocks, and keeps no n × n scores."""

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.attention import scaled_dot_product_attention
from flashdeck.reference.blockwise import blockwise_attention
from flashdeck.reference.masks import causal_mask, combined, padding_mask

Array = NDArray[np.float64]


def drawn(
    seed: int, n_queries: int, n_keys: int, batch: tuple[int, ...] = ()
) -> tuple[Array, Array, Array]:
    rng = np.random.default_rng(seed)
    return (
        rng.standard_normal((*batch, n_queries, 3)),
        rng.standard_normal((*batch, n_keys, 3)),
        rng.standard_normal((*batch, n_keys, 2)),
    )


def assert_same(ours: Array, plain: Array) -> None:
    assert ours.shape == plain.shape
    assert np.abs(ours - plain).max() <= 5e-15 * np.abs(plain).max()


@given(
    st.integers(0, 10**6),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.tuples(st.integers(1, 10), st.integers(1, 10)),
    st.booleans(),
    st.booleans(),
)
def test_every_size_of_block_gives_the_plain_result(
    seed: int, n: tuple[int, int], blocks: tuple[int, int], masked: bool, causal: bool
) -> None:
    q, k, v = drawn(seed, *n, batch=(2,))
    mask = np.random.default_rng(seed).random((2, *n)) < 0.5 if masked else None
    masks = [each for each in (mask, causal_mask(*n) if causal else None) if each is not None]
    plain = scaled_dot_product_attention(q, k, v, combined(*masks) if masks else None)
    ours = blockwise_attention(
        q, k, v, mask, causal=causal, query_block=blocks[0], key_block=blocks[1]
    )
    assert_same(ours, plain.output)


def test_blocks_of_the_usual_size_give_the_plain_result() -> None:
    q, k, v = drawn(1, 700, 1300, batch=(2,))
    lengths = padding_mask([900, 3], 1300)
    plain = scaled_dot_product_attention(q, k, v, lengths, scale=1.0).output
    assert_same(blockwise_attention(q, k, v, lengths, scale=1.0), plain)
    causal = scaled_dot_product_attention(q, k, v, causal_mask(700, 1300)).output
    assert_same(blockwise_attention(q, k, v, causal=True), causal)


def test_batches_broadcast() -> None:
    q, k, v = drawn(2, 4, 5)
    many = np.stack([q, -q])
    assert_same(blockwise_attention(many, k, v), scaled_dot_product_attention(many, k, v).output)


def test_scores_of_ten_thousand_in_any_order_of_blocks_stay_finite() -> None:
    keys = np.array([[1e4], [-1e4], [1e4 - 1], [0.0]])
    values = np.arange(4.0)[:, None]
    for order in ([0, 1, 2, 3], [1, 3, 2, 0]):
        args: Any = (np.array([[1.0], [-1.0]]), keys[order], values[order])
        assert_same(
            blockwise_attention(*args, key_block=1), scaled_dot_product_attention(*args).output
        )


def test_a_query_that_may_look_nowhere_gets_0_and_one_that_sees_one_key_gets_its_value() -> None:
    q, k, v = drawn(3, 3, 4)
    mask = np.zeros((3, 4), dtype=np.bool_)
    mask[1, 2] = True
    found = blockwise_attention(q, k, v, mask, key_block=1)
    assert found.tolist() == [[0, 0], v[2].tolist(), [0, 0]]


def test_memory_grows_with_n_and_not_with_its_square() -> None:
    peaks = []
    for n in (1024, 4096):
        q, k, v = drawn(4, n, n)
        tracemalloc.start()
        output = blockwise_attention(q, k, v, causal=True)
        peaks.append(tracemalloc.get_traced_memory()[1] - output.nbytes)
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0] < 8e6 < 4096 * 4096 * 8


def test_what_does_not_fit_is_named() -> None:
    q, k, v = drawn(5, 2, 3)
    with pytest.raises(ValueError, match=r"values: shape \(2, 2\); .* n_keys = 3"):
        blockwise_attention(q, k, v[:2])
    with pytest.raises(ValueError, match=r"mask: shape \(3, 3\); .* the scores \(2, 3\)"):
        blockwise_attention(q, k, v, np.ones((3, 3), dtype=np.bool_))
    with pytest.raises(ValueError, match="blocks: 0 queries, 512 keys; expected at least 1"):
        blockwise_attention(q, k, v, query_block=0)
