"""Attention by brute force on tiny inputs, by its laws, by hand, and against PyTorch."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.attention import (
    Attention,
    causal_mask,
    scaled_dot_product_attention,
    softmax,
)

Array = NDArray[np.float64]

SHAPES = st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4))


def drawn(
    shape: tuple[int, int, int, int], seed: int, batch: tuple[int, ...] = ()
) -> tuple[Array, Array, Array]:
    """Return queries, keys and values for (n_queries, n_keys, d_k, d_v)."""
    n_queries, n_keys, d_k, d_v = shape
    draw = np.random.default_rng(seed)
    return (
        draw.standard_normal((*batch, n_queries, d_k)) * 2,
        draw.standard_normal((*batch, n_keys, d_k)) * 2,
        draw.standard_normal((*batch, n_keys, d_v)) * 2,
    )


def by_loops(q: Array, k: Array, v: Array, mask: NDArray[np.bool_] | None = None) -> Array:
    """Attend with nothing but Python's own arithmetic."""
    output = []
    for i, query in enumerate(q.tolist()):
        seen = [j for j in range(len(k)) if mask is None or mask[i, j]]
        scores = {
            j: math.fsum(a * b for a, b in zip(query, k[j].tolist(), strict=True))
            / math.sqrt(len(query))
            for j in seen
        }
        powers = {j: math.exp(score - max(scores.values())) for j, score in scores.items()}
        total = math.fsum(powers.values())
        output.append(
            [
                math.fsum(powers[j] / total * float(v[j, column]) for j in seen)
                for column in range(v.shape[1])
            ]
        )
    return np.array(output)


def test_one_query_by_hand() -> None:
    # q.k = 0, 2, 0; over sqrt(4): 0, 1, 0; e^0 + e^1 + e^0 = 2 + e
    found = scaled_dot_product_attention(
        [[1, 0, 1, 0]], [[0, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 1]], [[1], [10], [100]]
    )
    assert found.products.tolist() == [[0, 2, 0]]
    assert found.scores.tolist() == [[0, 1, 0]]
    e = math.e
    np.testing.assert_allclose(found.weights, [[1 / (2 + e), e / (2 + e), 1 / (2 + e)]], rtol=1e-15)
    np.testing.assert_allclose(found.output, [[(101 + 10 * e) / (2 + e)]], rtol=1e-15)


@given(SHAPES, st.integers(0, 10**6), st.booleans())
def test_the_output_is_what_plain_loops_compute(
    shape: tuple[int, int, int, int], seed: int, masked: bool
) -> None:
    q, k, v = drawn(shape, seed)
    mask = None
    if masked:
        mask = np.random.default_rng(seed).random((shape[0], shape[1])) < 0.6
    found = scaled_dot_product_attention(q, k, v, mask)
    np.testing.assert_allclose(found.output, by_loops(q, k, v, mask), rtol=1e-12, atol=1e-12)


@given(SHAPES, st.integers(0, 10**6))
def test_every_row_of_weights_is_positive_and_sums_to_one(
    shape: tuple[int, int, int, int], seed: int
) -> None:
    weights = scaled_dot_product_attention(*drawn(shape, seed, batch=(2, 3))).weights
    assert weights.shape == (2, 3, shape[0], shape[1])
    assert (weights >= 0).all()
    np.testing.assert_allclose(weights.sum(-1), 1, rtol=1e-14)


@given(SHAPES, st.integers(0, 10**6))
def test_shuffled_queries_shuffle_the_output_and_shuffled_keys_leave_it(
    shape: tuple[int, int, int, int], seed: int
) -> None:
    q, k, v = drawn(shape, seed)
    output = scaled_dot_product_attention(q, k, v).output
    shuffle = np.random.default_rng(seed + 1)
    order = shuffle.permutation(shape[0])
    np.testing.assert_allclose(
        scaled_dot_product_attention(q[order], k, v).output, output[order], rtol=1e-12
    )
    other = shuffle.permutation(shape[1])
    np.testing.assert_allclose(
        scaled_dot_product_attention(q, k[other], v[other]).output, output, rtol=1e-9, atol=1e-12
    )


@given(SHAPES, st.integers(0, 10**6))
def test_each_batch_is_attended_by_itself(shape: tuple[int, int, int, int], seed: int) -> None:
    q, k, v = drawn(shape, seed, batch=(3,))
    together = scaled_dot_product_attention(q, k, v).output
    for i in range(3):
        alone = scaled_dot_product_attention(q[i], k[i], v[i]).output
        np.testing.assert_allclose(together[i], alone, rtol=1e-12)


def test_with_a_causal_mask_no_later_value_counts() -> None:
    q, k, v = drawn((5, 5, 3, 2), 1)
    before = scaled_dot_product_attention(q, k, v, causal_mask(5)).output
    k[3:], v[3:] = 9, -9
    after = scaled_dot_product_attention(q, k, v, causal_mask(5)).output
    assert before[:3].tolist() == after[:3].tolist()
    assert before[0].tolist() == v[0].tolist()
    assert before[3:].tolist() != after[3:].tolist()


def test_the_causal_mask_lets_query_i_see_key_j_up_to_i() -> None:
    assert causal_mask(2, 3).tolist() == [[True, False, False], [True, True, False]]
    assert causal_mask(3).tolist() == [[j <= i for j in range(3)] for i in range(3)]


def test_a_query_that_may_look_nowhere_gets_nothing() -> None:
    q, k, v = drawn((2, 3, 2, 2), 2)
    mask = np.array([[False] * 3, [True] * 3])
    found = scaled_dot_product_attention(q, k, v, mask)
    assert found.weights[0].tolist() == [0, 0, 0]
    assert found.output[0].tolist() == [0, 0]
    np.testing.assert_allclose(found.output[1:], by_loops(q[1:], k, v), rtol=1e-12)


def test_logits_of_ten_thousand_stay_finite() -> None:
    weights = softmax([[1e4, -1e4, 0.0], [-1e4, -1e4, -1e4], [1e4, 1e4, -1e4]])
    np.testing.assert_allclose(
        weights, [[1.0, 0.0, 0.0], [1 / 3, 1 / 3, 1 / 3], [0.5, 0.5, 0.0]], atol=1e-300, rtol=1e-15
    )
    found = scaled_dot_product_attention([[1e4]], [[1.0], [-1.0]], [[3.0], [5.0]])
    assert found.scores.tolist() == [[1e4, -1e4]]
    assert found.output.tolist() == [[3.0]]


def test_a_scale_of_ones_own_replaces_the_root_of_d_k() -> None:
    q, k, v = drawn((2, 3, 4, 2), 3)
    found = scaled_dot_product_attention(q, k, v, scale=1.0)
    assert found.scores.tolist() == found.products.tolist()
    # doubling the queries and halving the scale changes nothing, exactly
    doubled = scaled_dot_product_attention(q * 2, k, v, scale=0.5)
    assert doubled.output.tolist() == found.output.tolist()


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=6), st.floats(-100, 100))
def test_softmax_does_not_change_when_every_score_is_shifted(
    scores: list[float], shift: float
) -> None:
    shifted = softmax(np.array(scores) + shift)
    np.testing.assert_allclose(shifted, softmax(scores), rtol=1e-10, atol=1e-300)


def test_softmax_runs_along_the_axis_that_is_named() -> None:
    scores = np.log([[1.0, 3.0], [1.0, 1.0]])
    np.testing.assert_allclose(softmax(scores), [[0.25, 0.75], [0.5, 0.5]], rtol=1e-15)
    np.testing.assert_allclose(softmax(scores, axis=0), [[0.5, 0.75], [0.5, 0.25]], rtol=1e-15)


def attend(**changed: Any) -> Attention:
    given: dict[str, Any] = {
        "queries": np.ones((2, 3)),
        "keys": np.ones((4, 3)),
        "values": np.ones((4, 5)),
    }
    return scaled_dot_product_attention(**(given | changed))


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("queries", np.ones(3), r"queries have shape \(3,\)"),
        ("queries", np.ones((0, 3)), r"queries have shape \(0, 3\)"),
        ("queries", np.full((2, 3), np.nan), r"queries of shape \(2, 3\) contain NaN"),
        ("keys", np.ones((4, 2)), r"keys have shape \(4, 2\); their last axis must be d_k = 3"),
        ("keys", np.ones((4, 0)), r"keys have shape \(4, 0\)"),
        ("keys", np.array([[1, np.nan, 1]] * 4), "keys of shape .* contain NaN"),
        ("values", np.ones((3, 5)), r"values have shape \(3, 5\); they need one row for each key"),
        ("values", 1.0, r"values have shape \(\)"),
        (
            "mask",
            np.ones((3, 4), bool),
            r"mask has shape \(3, 4\); it must broadcast to .*\(2, 4\)",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_shape(name: str, value: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        attend(**{name: value})


@pytest.mark.parametrize("batch", [(), (2,), (2, 3)])
@pytest.mark.parametrize("masked", [False, True])
def test_pytorch_computes_the_same(batch: tuple[int, ...], masked: bool) -> None:
    torch = pytest.importorskip("torch")
    attention = torch.nn.functional.scaled_dot_product_attention
    for seed, shape in enumerate([(1, 1, 1, 1), (5, 7, 4, 3), (16, 16, 64, 64)]):
        q, k, v = drawn(shape, seed, batch)
        mask = causal_mask(shape[0], shape[1]) if masked else None
        theirs = attention(
            *(torch.from_numpy(array) for array in (q, k, v)),
            attn_mask=None if mask is None else torch.from_numpy(mask),
        ).numpy()
        ours = scaled_dot_product_attention(q, k, v, mask).output
        assert theirs.dtype == np.float64
        assert np.abs(ours - theirs).max() <= 5e-15 * np.abs(theirs).max()
