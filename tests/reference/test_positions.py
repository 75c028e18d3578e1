"""Positions: by hand, by their laws, and T5's buckets in whole numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.positions import (
    learned_positions,
    learned_positions_backward,
    relative_bias,
    relative_buckets,
    rotary,
    sinusoidal_positions,
)
from tests.reference.numerical import assert_gradient

Array = NDArray[np.float64]


def test_sinusoidal_positions_by_hand() -> None:
    # d = 4: the angles of position 1 are 1 and 1 / 10000^(2/4) = 0.01
    found = sinusoidal_positions(2, 4)
    assert found[0].tolist() == [0, 1, 0, 1]
    np.testing.assert_allclose(
        found[1], [np.sin(1), np.cos(1), np.sin(0.01), np.cos(0.01)], rtol=1e-15
    )
    assert sinusoidal_positions(3, 5).shape == (3, 5)
    assert sinusoidal_positions(1, 1).tolist() == [[0]]


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 8))
def test_the_product_of_two_sinusoidal_positions_depends_on_their_distance(
    i: int, j: int, pairs: int
) -> None:
    table = sinusoidal_positions(90, 2 * pairs)
    assert table[i] @ table[j] == pytest.approx(table[0] @ table[abs(i - j)], abs=1e-12)


def test_a_step_of_k_is_the_same_rotation_everywhere() -> None:
    table = sinusoidal_positions(30, 6)
    for k in (1, 7):
        turn, *_ = np.linalg.lstsq(table[:-k], table[k:], rcond=None)
        np.testing.assert_allclose(table[:-k] @ turn, table[k:], atol=1e-11)


def test_learned_positions_end_where_the_table_does() -> None:
    table = np.arange(6.0).reshape(3, 2)
    assert learned_positions(table, 2).tolist() == [[0, 1], [2, 3]]
    with pytest.raises(ValueError, match=r"n: 4; expected 1 to 3, the positions in table \(3, 2\)"):
        learned_positions(table, 4)


def test_the_table_collects_the_gradients_of_its_rows() -> None:
    rng = np.random.default_rng(0)
    table, grad = rng.standard_normal((4, 2)), rng.standard_normal((3, 2, 2))

    def loss() -> float:
        return float(((np.zeros((3, 2, 2)) + learned_positions(table, 2)) * grad).sum())

    assert_gradient(learned_positions_backward(grad, 4), loss, table)
    with pytest.raises(ValueError, match="longest: 1; expected at least n = 2"):
        learned_positions_backward(grad, 1)


def in_whole_numbers(offset: int, buckets: int, longest: int, bidirectional: bool) -> int:
    """Return the bucket without a logarithm: of m, the last with (d/s)^steps >= (longest/s)^m."""
    first = 0
    if bidirectional:
        buckets //= 2
        first = buckets if offset > 0 else 0
    distance = abs(offset) if bidirectional else max(-offset, 0)
    single = buckets // 2
    if distance < single:
        return first + distance
    steps = buckets - single
    m = 0
    while (
        m + 1 < steps and distance**steps * single ** (m + 1) >= longest ** (m + 1) * single**steps
    ):
        m += 1
    return first + single + m


@pytest.mark.parametrize("bidirectional", [True, False])
@pytest.mark.parametrize(
    ("buckets", "longest"), [(32, 128), (4, 3), (8, 16), (16, 1000), (64, 4096), (32, 17)]
)
def test_the_buckets_are_those_of_whole_numbers(
    buckets: int, longest: int, bidirectional: bool
) -> None:
    if longest <= buckets // (4 if bidirectional else 2):
        pytest.skip("every bucket is for a single distance")
    offsets = np.arange(-5000, 5001)
    found = relative_buckets(offsets, buckets, longest, bidirectional=bidirectional)
    expected = [in_whole_numbers(o, buckets, longest, bidirectional) for o in offsets.tolist()]
    assert found.tolist() == expected
    assert found.min() == 0
    assert found.max() == buckets - 1


def test_the_buckets_of_t5() -> None:
    # 16 a side: 0 to 7 single, then 8 for 8..11, 9 for 12..15, 10 for 16..22, ... 15 from 91 on
    offsets = [0, -1, -7, -8, -11, -12, -15, -16, -22, -23, -90, -91, -9999]
    buckets = [0, 1, 7, 8, 8, 9, 9, 10, 10, 11, 14, 15, 15]
    assert relative_buckets(offsets).tolist() == buckets
    mirrored = relative_buckets([-offset for offset in offsets])
    assert mirrored.tolist() == [0, *(bucket + 16 for bucket in buckets[1:])]
    assert relative_buckets([5, 1, 0, -1, -16], bidirectional=False).tolist() == [0, 0, 0, 1, 16]


def test_the_bias_looks_up_each_heads_number_for_the_offset() -> None:
    table = np.arange(16.0).reshape(8, 2)  # (buckets, heads)
    found = relative_bias(table, 2, 3)
    assert found.shape == (2, 2, 3)
    buckets = relative_buckets(np.array([[0, 1, 2], [-1, 0, 1]]), 8)
    assert found.tolist() == [table[buckets, head].tolist() for head in (0, 1)]


@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(0, 50), st.integers(-20, 20))
def test_the_product_of_two_rotated_vectors_depends_on_their_distance(
    seed: int, pairs: int, position: int, offset: int
) -> None:
    q, k = np.random.default_rng(seed).standard_normal((2, 1, 2 * pairs))

    def product(m: int, n: int) -> float:
        return float((rotary(q, np.array([m])) @ rotary(k, np.array([n])).T)[0, 0])

    assert product(position, position + offset) == pytest.approx(product(0, offset), abs=1e-11)


def test_rotary_turns_complex_numbers() -> None:
    x = np.random.default_rng(1).standard_normal((2, 5, 6))
    numbers = x[..., 0::2] + 1j * x[..., 1::2]
    angles = np.arange(5)[:, None] * 10_000.0 ** (-np.arange(0, 6, 2) / 6)
    turned = numbers * np.exp(1j * angles)
    found = rotary(x)
    np.testing.assert_allclose(found[..., 0::2], turned.real, atol=1e-14)
    np.testing.assert_allclose(found[..., 1::2], turned.imag, atol=1e-14)
    np.testing.assert_allclose((found**2).sum(axis=-1), (x**2).sum(axis=-1), rtol=1e-13)


def test_the_gradient_of_rotary_turns_back() -> None:
    x, grad = np.random.default_rng(2).standard_normal((2, 3, 4))
    assert_gradient(rotary(grad, -np.arange(3)), lambda: float((rotary(x) * grad).sum()), x)


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match="n, d_model: 0, 4"):
        sinusoidal_positions(0, 4)
    with pytest.raises(ValueError, match=r"vectors: shape \(2, 3\); expected an even d"):
        rotary(np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"positions: shape \(3,\); .* n = 2 as in vectors"):
        rotary(np.ones((2, 4)), np.arange(3))
    with pytest.raises(ValueError, match="n_queries, n_keys: 2, 0; expected whole numbers >= 1"):
        relative_bias(np.ones((8, 2)), 2, 0)
    with pytest.raises(ValueError, match=r"offsets: float64 in shape \(1,\); expected integers"):
        relative_buckets([0.5])
    with pytest.raises(ValueError, match="buckets, longest: 2, 128; expected at least 4 buckets"):
        relative_buckets([0], 2)
    with pytest.raises(ValueError, match=r"buckets, longest: 32, 8; .* longest > 8"):
        relative_buckets([0], 32, 8)
