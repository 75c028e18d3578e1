"""The attention of a recurrent decoder by plain loops, its laws, and hard against soft."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.alignment import (
    Alignment,
    additive_scores,
    attend,
    attend_backward,
    attend_hard,
    attentional_state,
    concat_scores,
    dot_scores,
    general_scores,
    hard_score_gradient,
)
from tests.reference.numerical import assert_gradient

Array = NDArray[np.float64]


class Case:
    """Two sequences of 3 queries and 5 keys of other widths, and the weights of every score."""

    def __init__(self, seed: int) -> None:
        draw = np.random.default_rng(seed).standard_normal
        self.queries, self.keys = draw((2, 3, 4)), draw((2, 5, 6))
        self.w_a, self.u_a, self.v_a = draw((7, 4)), draw((7, 6)), draw(7)
        self.w = draw((4, 6))

    def additive(self) -> Array:
        return additive_scores(self.queries, self.keys, self.w_a, self.u_a, self.v_a)


def dot(a: list[float], b: list[float]) -> float:
    return math.fsum(x * y for x, y in zip(a, b, strict=True))


@given(st.integers(0, 10**6))
def test_the_scores_are_what_plain_loops_compute(seed: int) -> None:
    case = Case(seed)
    additive, general = case.additive(), general_scores(case.queries, case.keys, case.w)
    for b, i, j in np.ndindex(2, 3, 5):
        s, h = case.queries[b, i].tolist(), case.keys[b, j].tolist()
        hidden = [
            math.tanh(dot(w, s) + dot(u, h))
            for w, u in zip(case.w_a.tolist(), case.u_a.tolist(), strict=True)
        ]
        np.testing.assert_allclose(additive[b, i, j], dot(case.v_a.tolist(), hidden), atol=1e-12)
        turned = [dot(row, h) for row in case.w.tolist()]
        np.testing.assert_allclose(general[b, i, j], dot(s, turned), atol=1e-12)


def test_concat_is_additive_with_its_matrices_side_by_side() -> None:
    case = Case(0)
    w_a = np.concatenate([case.w_a, case.u_a], axis=1)
    assert (concat_scores(case.queries, case.keys, w_a, case.v_a) == case.additive()).all()


def test_dot_is_general_with_the_identity() -> None:
    case = Case(1)
    keys = case.keys[..., :4]
    general = general_scores(case.queries, keys, np.eye(4))
    np.testing.assert_allclose(dot_scores(case.queries, keys), general, rtol=1e-14)


def test_one_encoding_serves_many_batches() -> None:
    case = Case(2)
    one = case.keys[0]
    shared = general_scores(case.queries, one, case.w)
    np.testing.assert_allclose(shared[1], general_scores(case.queries[1], one, case.w), rtol=1e-13)
    assert attend(shared, one).context.shape == (2, 3, 6)


def test_soft_weights_sum_to_one_and_a_mask_hides() -> None:
    case = Case(3)
    mask = np.array([True, True, False, True, False])
    found = attend(case.additive(), case.keys, mask)
    np.testing.assert_allclose(found.weights.sum(axis=-1), 1, rtol=1e-14)
    assert not found.weights[..., ~mask].any()
    seen = attend(case.additive()[..., mask], case.keys[:, mask])
    np.testing.assert_allclose(found.context, seen.context, rtol=1e-13)
    assert not attend(case.additive(), case.keys, np.zeros(5, bool)).context.any()


def test_the_gradients_of_soft_attention_are_central_differences() -> None:
    case = Case(4)
    scores, d_c = case.additive(), np.random.default_rng(5).standard_normal((2, 3, 6))

    def loss() -> float:
        return float((attend(scores, case.keys).context * d_c).sum())

    d_scores, d_values = attend_backward(attend(scores, case.keys), case.keys, d_c)
    assert_gradient(d_scores, loss, scores)
    assert_gradient(d_values, loss, case.keys)
    np.testing.assert_allclose(d_scores.sum(axis=-1), 0, atol=1e-13)


def test_hard_attention_sees_one_value_as_often_as_its_weight_says() -> None:
    weights = np.array([0.0, 0.5, 0.2, 0.3, 0.0])
    values = np.arange(10.0).reshape(5, 2)
    many = np.broadcast_to(weights, (40_000, 1, 5))
    places, contexts = attend_hard(many, values, np.random.default_rng(6))
    assert places.shape == (40_000, 1)
    assert (contexts == values[places]).all()
    shares = np.bincount(places.ravel(), minlength=5) / 40_000
    np.testing.assert_allclose(shares, weights, atol=0.01)
    assert (shares[weights == 0] == 0).all()
    np.testing.assert_allclose(contexts.mean(axis=0)[0], weights @ values, atol=0.1)


def test_in_expectation_the_hard_gradient_is_the_gradient_of_the_expectation() -> None:
    scores = np.random.default_rng(7).standard_normal((1, 5))
    rewards = np.array([1.0, -2.0, 0.5, 3.0, 0.0])
    weights = attend(scores, np.zeros((5, 1))).weights
    expected = np.zeros((1, 5))
    for place in range(5):
        gradient = hard_score_gradient(weights, [place], rewards[[place]])
        expected += weights[0, place] * gradient

    def expectation() -> float:
        return float(attend(scores, rewards[:, None]).context[0, 0])

    assert_gradient(expected, expectation, scores)


def test_scores_of_ten_thousand_look_at_one_place() -> None:
    found = attend([[1e4, -1e4, 0.0]], [[1.0], [2.0], [3.0]])
    assert found.weights.tolist() == [[1, 0, 0]]
    assert found.context.tolist() == [[1]]


def test_the_attentional_state_joins_context_and_state() -> None:
    found = attentional_state([0.5], [1.0, -1.0], [[1.0, 2.0, 3.0]])
    np.testing.assert_allclose(found, [math.tanh(0.5 + 2 - 3)], rtol=4e-15)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"queries": np.ones(4)}, r"queries: shape \(4,\); expected \(..., n_queries, d_query\)"),
        ({"keys": np.ones((2, 0, 6))}, r"keys: shape \(2, 0, 6\); expected .* no axis empty"),
        ({"keys": np.ones((3, 5, 6))}, r"keys: shape \(3, 5, 6\); .* ... = \(2,\) as in queries"),
        ({"keys": np.full((5, 6), np.nan)}, r"keys: NaN in shape \(5, 6\)"),
        ({"w_a": np.ones((7, 6))}, r"w_a: shape \(7, 6\); .* d_query = 4 as in queries \(2, 3, 4"),
        ({"u_a": np.ones((8, 6))}, r"u_a: shape \(8, 6\); .* n = 7 as in w_a \(7, 4\)"),
        ({"v_a": np.ones((7, 1))}, r"v_a: shape \(7, 1\); expected \(n,\)"),
    ],
)
def test_what_does_not_fit_is_named_with_its_shape(given: dict[str, Any], says: str) -> None:
    case = Case(8)
    fitting = {"queries": case.queries, "keys": case.keys}
    fitting |= {"w_a": case.w_a, "u_a": case.u_a, "v_a": case.v_a}
    with pytest.raises(ValueError, match=says):
        additive_scores(**(fitting | given))


def test_values_masks_and_weights_that_do_not_fit_are_named() -> None:
    with pytest.raises(ValueError, match=r"values: shape \(4, 1\); .* n_keys = 3 as in scores"):
        attend(np.ones((2, 3)), np.ones((4, 1)))
    with pytest.raises(
        ValueError, match=r"mask: shape \(4,\); expected to broadcast to .*\(2, 3\)"
    ):
        attend(np.ones((2, 3)), np.ones((3, 1)), np.ones(4, bool))
    with pytest.raises(ValueError, match=r"weights: shape \(1, 2\); expected rows >= 0 that sum"):
        attend_hard([[0.5, 0.6]], np.ones((2, 1)), np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"d_context: shape \(1, 2\); .* d_value = 1 as in values"):
        attend_backward(Alignment(np.ones((1, 2)), np.ones((1, 1))), np.ones((2, 1)), [[1.0, 2.0]])
