"""Multi-head attention against heads computed one by one, and what it is blind to."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from flashdeck.reference.attention import scaled_dot_product_attention
from flashdeck.reference.equivariance import permutation_gap
from flashdeck.reference.glorot import glorot
from flashdeck.reference.masks import causal_mask, padding_mask
from flashdeck.reference.multihead import (
    MultiHeadWeights,
    multi_head_attention,
    multi_head_attention_backward,
    multi_head_weights,
)
from flashdeck.reference.positions import relative_bias, sinusoidal_positions
from tests.reference.numerical import assert_gradient

Array = NDArray[np.float64]


def weights(seed: int = 0, heads: int = 2, d_model: int = 6, d_k: int = 3, d_v: int = 2) -> Any:
    """Return weights whose d_k and d_v are no fraction of d_model, biases included."""
    draw = np.random.default_rng(seed).standard_normal
    return MultiHeadWeights(
        draw((heads, d_model, d_k)),
        draw((heads, d_model, d_k)),
        draw((heads, d_model, d_v)),
        draw((heads * d_v, d_model)),
        draw((heads, d_k)),
        draw((heads, d_k)),
        draw((heads, d_v)),
        draw(d_model),
    )


def tokens(seed: int, *shape: int) -> Array:
    return np.random.default_rng(seed).standard_normal(shape)


def test_the_heads_are_attentions_side_by_side() -> None:
    w, q, kv = weights(), tokens(1, 2, 4, 6), tokens(2, 2, 5, 6)
    mask = padding_mask([3, 5], 5)
    heads = [
        scaled_dot_product_attention(
            q @ w.w_q[i] + w.b_q[i], kv @ w.w_k[i] + w.b_k[i], kv @ w.w_v[i] + w.b_v[i], mask
        ).output
        for i in range(2)
    ]
    found = multi_head_attention(q, kv, kv, w, mask)
    np.testing.assert_allclose(found.concatenated, np.concatenate(heads, axis=-1), rtol=1e-12)
    np.testing.assert_allclose(
        found.output, np.concatenate(heads, axis=-1) @ w.w_o + w.b_o, rtol=1e-12
    )
    assert found.heads.weights.shape == (2, 2, 4, 5)
    np.testing.assert_allclose(found.heads.weights.sum(axis=-1), 1, rtol=1e-14)


def test_the_gradients_are_what_finite_differences_measure() -> None:
    w, q = weights(1), tokens(3, 2, 3, 6)
    k, v = tokens(4, 4, 6), tokens(6, 4, 6)  # the same for the whole batch
    grad_output = tokens(5, 2, 3, 6)

    def loss() -> float:
        return float((multi_head_attention(q, k, v, w).output * grad_output).sum())

    found = multi_head_attention_backward(multi_head_attention(q, k, v, w), grad_output)
    for claimed, array in zip(found[:3], (q, k, v), strict=True):
        assert_gradient(claimed, loss, array)
    for claimed, array in zip(found.weights, w, strict=True):
        assert_gradient(claimed, loss, array)


def test_self_attention_is_blind_to_order_until_positions_or_a_mask_tell_it() -> None:
    w, x, order = weights(2), tokens(6, 2, 5, 6), [3, 0, 4, 1, 2]
    positions = sinusoidal_positions(5, 6)
    mask = causal_mask(5)

    def plain(x: Array) -> Array:
        return multi_head_attention(x, x, x, w).output

    assert permutation_gap(plain, x, order) < 1e-13
    assert permutation_gap(lambda x: plain(x + positions), x, order) > 0.1
    assert permutation_gap(lambda x: multi_head_attention(x, x, x, w, mask).output, x, order) > 0.1


def test_each_head_has_its_own_relative_bias() -> None:
    w, x = weights(3), tokens(7, 4, 6)
    bias = relative_bias(tokens(8, 8, 2), 4, 4)
    found = multi_head_attention(x, x, x, w, bias=bias)
    plain = multi_head_attention(x, x, x, w)
    np.testing.assert_allclose(found.heads.scores - plain.heads.scores, bias, atol=1e-14)


def test_fresh_weights_stay_within_the_bound_of_glorot() -> None:
    made = multi_head_weights(8, 4, np.random.default_rng(0))
    assert made.w_q.shape == made.w_v.shape == (4, 8, 2)
    assert 0.55 < np.abs(made.w_q).max() <= np.sqrt(6 / 16)
    assert not made.b_q.any()
    assert np.abs(glorot(np.random.default_rng(0), 1, 5)).max() <= 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"queries": np.ones((2, 5))}, r"keys: shape \(3, 6\); .* d_model = 5 as in queries"),
        ({"keys": np.ones((2, 6))}, r"values: shape \(3, 6\); .* n_keys = 2 as in keys \(2, 6\)"),
        ({"mask": np.ones(3, bool)}, r"mask: shape \(3,\); expected \(..., n_queries, n_keys\)"),
        ({"mask": np.ones((3, 3), bool)}, r"mask: shape \(.*3, 3\); .* scores \(2, 2, 3\)"),
        ({"mask": np.ones((2, 3))}, "mask: float64"),
        (
            {"weights": weights()._replace(w_o=np.ones((5, 6)))},
            r"w_o: shape \(5, 6\); .* \(2 d_v, d_model\)",
        ),
        ({"weights": weights()._replace(b_k=np.ones((1, 3)))}, r"b_k: shape \(1, 3\); .* heads"),
    ],
)
def test_what_does_not_fit_is_named(changed: dict[str, Any], says: str) -> None:
    given: dict[str, Any] = {
        "queries": np.ones((2, 6)),
        "keys": np.ones((3, 6)),
        "values": np.ones((3, 6)),
        "weights": weights(),
    }
    with pytest.raises(ValueError, match=says):
        multi_head_attention(**given | changed)


def test_heads_that_do_not_divide_the_width_are_refused() -> None:
    with pytest.raises(ValueError, match="heads: 3; expected a divisor of d_model = 8"):
        multi_head_weights(8, 3, np.random.default_rng(0))


def test_an_order_that_is_no_permutation_is_refused() -> None:
    with pytest.raises(ValueError, match=r"order: \[0, 0\] in shape \(2,\)"):
        permutation_gap(lambda x: x, [[1], [2]], [0, 0])
