"""The demo `permutation-equivariance`: 0 without positions or mask, and not with them."""

from math import exp

import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from flashdeck.errors import DemoError
from tests.demos.values import values

BY_HAND = {"tokens": "a b", "order": [2, 1], "d_model": 1, "embeddings": [[1], [0]]}


def test_two_words_as_worked_by_hand() -> None:
    found = values("permutation-equivariance", BY_HAND)
    p = exp(1) / (1 + exp(1))
    assert_allclose(found["output"], [[p], [0.5]], rtol=1e-12)
    assert_allclose(found["output_of_shuffled"], [[0.5], [p]], rtol=1e-12)
    assert found["gap"] == 0
    causal = values("permutation-equivariance", BY_HAND | {"causal": True})
    assert_allclose(causal["output"], [[1.0], [0.5]], rtol=1e-12)  # a sees itself, b sees both
    assert_allclose(causal["output_of_shuffled"], [[0.0], [p]], rtol=1e-12)
    assert_allclose(causal["gap"], 0.5, rtol=1e-12)


def test_positions_tell_of_the_order() -> None:
    assert values("permutation-equivariance", {})["gap"] == 0
    assert values("permutation-equivariance", {"positions": "sinusoidal"})["gap"] > 0.1


def test_the_mistakes_make_the_numbers_that_they_say() -> None:
    given = {"tokens": "a b c", "order": [2, 3, 1], "d_model": 1, "embeddings": [[1], [0], [2]]}
    a, b, c = values("permutation-equivariance", given)["output"][:, 0]
    assert_allclose(
        values("permutation-equivariance", given)["output_of_shuffled"][:, 0], [b, c, a]
    )
    invariant = values("permutation-equivariance", given, "invariant")
    assert_allclose(invariant["output_of_shuffled"][:, 0], [a, b, c])
    assert_allclose(invariant["gap"], max(abs(a - b), abs(b - c), abs(c - a)))
    back = values("permutation-equivariance", given, "inverse-order")
    assert_allclose(back["output_of_shuffled"][:, 0], [c, a, b])


@pytest.mark.parametrize("order", [[1, 2], [1, 2, 2], [1, 2, 4], [0, 1, 2]])
def test_what_is_no_order_of_the_words_is_refused(order: list[int]) -> None:
    with pytest.raises(DemoError, match="order"):
        run_demo("permutation-equivariance", {"order": order})
