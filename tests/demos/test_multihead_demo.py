"""The demo `multi-head`: two heads of width 1 by hand, and what its mistakes do."""

from math import exp, sqrt

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from flashdeck.errors import DemoError
from tests.demos.values import values

BY_HAND = {
    "tokens": "a b",
    "d_model": 2,
    "heads": 2,
    "embeddings": [[1, 0], [0, 1]],
    "w_q": [[1, 0], [0, 2]],
    "w_k": [[2, 1], [0, 1]],
    "w_v": [[4, 0], [0, 8]],
    "w_o": [[1, 1], [0, 1]],
}


def test_two_heads_as_worked_by_hand() -> None:
    found = values("multi-head", BY_HAND)
    assert_allclose(found["queries"], [[[1], [0]], [[0], [2]]])  # columns 1 and 2 of W^Q
    assert_allclose(found["scores"], [[[2, 0], [0, 0]], [[0, 0], [2, 2]]])
    p = exp(2) / (1 + exp(2))
    assert_allclose(found["weights"], [[[p, 1 - p], [0.5, 0.5]], [[0.5, 0.5], [0.5, 0.5]]])
    assert_allclose(found["heads"], [[[4 * p], [2.0]], [[4.0], [4.0]]])
    assert_allclose(found["concatenated"], [[4 * p, 4.0], [2.0, 4.0]])
    assert_allclose(found["output"], [[4 * p, 4 * p + 4.0], [2.0, 6.0]])
    assert found["parameters"] == 16


def test_the_mistakes_make_the_numbers_that_they_say() -> None:
    scaled = values("multi-head", BY_HAND, "scaled-by-d-model")
    assert_allclose(scaled["scores"][0], [[sqrt(2), 0.0], [0.0, 0.0]])
    p = exp(sqrt(2)) / (1 + exp(sqrt(2)))
    assert_allclose(scaled["output"][0], [4 * p, 4 * p + 4])
    p = exp(2) / (1 + exp(2))
    not_moved = values("multi-head", BY_HAND, "not-moved")["concatenated"]
    assert_allclose(not_moved, [[4 * p, 2.0], [4.0, 4.0]])
    assert_allclose(
        values("multi-head", BY_HAND, "not-mixed")["output"], [[4 * p, 4.0], [2.0, 4.0]]
    )
    assert values("multi-head", BY_HAND, "full-size-heads")["parameters"] == 32


def test_more_heads_cut_the_same_matrices_into_more_slices() -> None:
    one, two = (values("multi-head", {"heads": heads}) for heads in (1, 2))
    assert one["parameters"] == two["parameters"] == 64
    assert_allclose(np.concatenate(list(two["values"]), axis=1), one["values"][0])


def test_heads_that_do_not_divide_the_width_are_refused() -> None:
    with pytest.raises(DemoError, match="heads is 3: it must divide d_model, which is 4"):
        run_demo("multi-head", {"heads": 3})
