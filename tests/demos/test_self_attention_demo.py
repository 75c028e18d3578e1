"""The demos `self-attention` and `cross-attention`: numbers by hand, and whose rows are whose."""

from math import exp

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from flashdeck.errors import DemoError
from tests.demos.values import values

SELF = {
    "tokens": "a b",
    "d_model": 1,
    "d_k": 1,
    "embeddings": [[1], [2]],
    "w_q": [[1]],
    "w_k": [[2]],
    "w_v": [[3]],
}
CROSS = SELF | {"source": "x y z", "memory": [[0], [1], [-1]]}


def test_self_attention_as_worked_by_hand() -> None:
    found = values("self-attention", SELF)
    assert_allclose(found["queries"], [[1], [2]])
    assert_allclose(found["keys"], [[2], [4]])
    assert_allclose(found["values"], [[3], [6]])
    assert_allclose(found["products"], [[2, 4], [4, 8]])
    a, b = 1 / (1 + exp(2)), 1 / (1 + exp(4))
    assert_allclose(found["weights"], [[a, 1 - a], [b, 1 - b]], rtol=1e-12)
    assert_allclose(found["output"], [[6 - 3 * a], [6 - 3 * b]], rtol=1e-12)


def test_the_mistakes_of_self_attention_make_the_numbers_that_they_say() -> None:
    assert_allclose(values("self-attention", SELF, "one-matrix")["products"], [[1, 2], [2, 4]])
    given = SELF | {"embeddings": [[1], [0]], "d_k": 2, "w_q": [[1, 0]], "w_k": [[2, 2]]}
    given = given | {"w_v": [[1, 1]], "embeddings": [[1], [3]]}
    right = values("self-attention", given)["products"]
    assert_allclose(right, [[2, 6], [6, 18]])
    assert_allclose(values("self-attention", given, "no-scaling")["scores"], right)
    drawn = {"seed": 8}
    right = values("self-attention", drawn)["products"]
    assert_allclose(values("self-attention", drawn, "keys-ask")["products"], right.T, rtol=1e-12)
    assert not np.allclose(right, right.T)


def test_the_same_word_has_the_same_vectors_wherever_it_stands() -> None:
    found = values("self-attention", {"tokens": "the cat the"})
    for name in ("embeddings", "queries", "keys", "values", "output"):
        assert_allclose(found[name][0], found[name][2], rtol=1e-12)


def test_cross_attention_as_worked_by_hand() -> None:
    found = values("cross-attention", CROSS)
    assert_allclose(found["keys"], [[0], [2], [-2]])
    assert_allclose(found["products"], [[0, 2, -2], [0, 4, -4]])
    total = 1 + exp(2) + exp(-2)
    assert_allclose(found["weights"][0], [1 / total, exp(2) / total, exp(-2) / total], rtol=1e-12)
    assert_allclose(found["output"][0], [3 * (exp(2) - exp(-2)) / total], rtol=1e-12)


def test_the_mistakes_of_cross_attention_make_the_numbers_that_they_say() -> None:
    as_self = values("self-attention", SELF)
    found = values("cross-attention", CROSS, "decoder-only")
    for name in ("queries", "keys", "values", "weights", "output"):
        assert_allclose(found[name], as_self[name], rtol=1e-12)
    exchanged = values("cross-attention", CROSS, "exchanged")
    assert_allclose(exchanged["products"], [[0, 0], [2, 4], [-2, -4]])
    columns = values("cross-attention", CROSS, "wrong-axis")["weights"]
    assert_allclose(columns.sum(axis=0), [1, 1, 1], rtol=1e-12)


def test_the_axes_are_the_words() -> None:
    weights = run_demo("cross-attention", {}).step("weights")
    assert [axis.labels for axis in weights.axes] == [("le", "chat"), ("the", "cat", "sat")]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"embeddings": [[1]]}, "embeddings needs 2 rows of 1 number"),
        ({"w_q": [[1, 2]]}, "w_q needs 1 row of 1 number"),
        ({"memory": [[1, 2]]}, "memory needs 3 rows of 1 number"),
        ({"d_k": 13}, "d_k is 13: input should be less than or equal to 12"),
        ({"source": []}, "source is []"),
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, object], message: str) -> None:
    with pytest.raises(DemoError) as caught:
        run_demo("cross-attention", CROSS | given)
    assert message in caught.value.message
