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
    attention_backward,
    entropy,
    scaled_dot_product_attention,
)
from flashdeck.reference.functions import softmax
from flashdeck.reference.masks import causal_mask
from tests.reference.numerical import assert_gradient

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
        ("queries", np.ones(3), r"queries: shape \(3,\); expected \(..., n_queries, d_k\)"),
        ("queries", np.ones((0, 3)), r"queries: shape \(0, 3\); .* with no axis empty"),
        ("queries", np.full((2, 3), np.nan), r"queries: NaN in shape \(2, 3\)"),
        ("keys", np.ones((4, 2)), r"keys: shape \(4, 2\); .* d_k = 3 as in queries \(2, 3\)"),
        ("keys", np.ones((4, 0)), r"keys: shape \(4, 0\)"),
        ("keys", np.array([[1, np.inf, 1]] * 4), r"keys: infinity in shape \(4, 3\)"),
        ("values", np.ones((3, 5)), r"values: shape \(3, 5\); .* n_keys = 4 as in keys \(4, 3\)"),
        ("values", 1.0, r"values: shape \(\); expected \(..., n_keys, d_v\)"),
        ("mask", np.ones((3, 4), bool), r"mask: shape \(3, 4\); .* the scores \(2, 4\)"),
        ("mask", np.zeros((2, 4)), r"mask: float64 in shape \(2, 4\); expected bool, True where"),
        ("bias", np.ones((3, 4)), r"bias: shape \(3, 4\); .* the scores \(2, 4\)"),
        ("bias", np.full((2, 4), np.nan), r"bias: NaN in shape \(2, 4\)"),
    ],
)
def test_what_does_not_fit_is_named_with_its_shape(name: str, value: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        attend(**{name: value})


@given(SHAPES, st.integers(0, 10**6), st.booleans())
def test_the_gradient_is_what_finite_differences_measure(
    shape: tuple[int, int, int, int], seed: int, masked: bool
) -> None:
    rng = np.random.default_rng(seed)
    q, k, v = drawn(shape, seed)
    bias = rng.standard_normal((1, shape[1]))
    mask = rng.random(shape[:2]) < 0.6 if masked else None
    grad_output = rng.standard_normal((shape[0], shape[3]))

    def loss() -> float:
        found = scaled_dot_product_attention(q, k, v, mask, bias=bias)
        return float((found.output * grad_output).sum())

    found = scaled_dot_product_attention(q, k, v, mask, bias=bias)
    gradients = attention_backward(found, grad_output)
    assert_gradient(gradients.queries, loss, q)
    assert_gradient(gradients.keys, loss, k)
    assert_gradient(gradients.values, loss, v)
    assert_gradient(gradients.scores.sum(axis=0, keepdims=True), loss, bias)


def test_keys_that_serve_a_whole_batch_collect_its_gradients() -> None:
    q, k, v = drawn((2, 3, 4, 2), 5)
    batch = np.stack([q, q * 2, q - 1])
    together = attention_backward(scaled_dot_product_attention(batch, k, v), np.ones((3, 2, 2)))
    alone = [
        attention_backward(scaled_dot_product_attention(each, k, v), np.ones((2, 2)))
        for each in batch
    ]
    assert together.queries.shape == batch.shape
    np.testing.assert_allclose(together.keys, sum(one.keys for one in alone), rtol=1e-12)
    np.testing.assert_allclose(together.values, sum(one.values for one in alone), rtol=1e-12)


def test_a_gradient_of_another_shape_than_the_output_is_refused() -> None:
    with pytest.raises(ValueError, match=r"grad_output: shape \(2, 4\); expected \(2, 5\)"):
        attention_backward(attend(), np.ones((2, 4)))


def test_a_bias_is_added_to_the_scaled_scores() -> None:
    q, k, v = drawn((2, 3, 4, 2), 6)
    bias = np.array([[0.5, 0, -1], [0, 2, 0]])
    found = scaled_dot_product_attention(q, k, v, bias=bias)
    np.testing.assert_allclose(found.scores, q @ k.T / 2 + bias, rtol=1e-15)


def test_entropy_is_0_for_one_key_and_the_logarithm_of_their_number_for_all_alike() -> None:
    assert entropy([[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]]).tolist() == [0, math.log(2)]
    assert entropy(np.full((2, 8), 1 / 8)) == pytest.approx(math.log(8), rel=1e-15)
    with pytest.raises(ValueError, match=r"weights: negative numbers in shape \(2,\)"):
        entropy([1.5, -0.5])


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
