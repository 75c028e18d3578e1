"""The demo `feed-forward`: two words by hand, and what its mistakes do."""

import pytest
from numpy.testing import assert_allclose

from tests.demos.values import refusal, values

BY_HAND = {
    "tokens": "a b",
    "d_ff": 2,
    "inputs": [[1, 2], [-1, 1]],
    "w_1": [[1, -1], [1, -1]],
    "b_1": [-1, 1],
    "w_2": [[2, -3], [1, 1]],
    "b_2": [1, -1],
}


def test_two_words_as_worked_by_hand() -> None:
    found = values("feed-forward", BY_HAND)
    assert found["before"].tolist() == [[2, -2], [-1, 1]]
    assert found["hidden"].tolist() == [[2, 0], [0, 1]]
    assert found["output"].tolist() == [[5, -7], [2, 0]]


@pytest.mark.parametrize(
    ("mistake", "expected"),
    [
        ("no-relu", [[3, -9], [0, 3]]),
        ("relu-at-the-end", [[5, 0], [2, 0]]),
        ("no-biases", [[6, -9], [0, 0]]),
    ],
)
def test_the_mistakes_make_the_numbers_that_they_say(
    mistake: str, expected: list[list[float]]
) -> None:
    assert values("feed-forward", BY_HAND, mistake)["output"].tolist() == expected


def test_the_same_word_has_the_same_row_at_any_place() -> None:
    output = values("feed-forward", {"tokens": "the cat the"})["output"]
    assert_allclose(output[0], output[2], rtol=1e-15)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"w_1": [[1]]}, "w_1 needs 2 rows of 2 numbers"),
        ({"b_1": [1]}, "b_1 needs 2 numbers"),
        ({"w_2": [[1]]}, "w_2 needs 2 rows of 2 numbers"),
        ({"b_2": [1]}, "b_2 needs 2 numbers"),
        ({"inputs": [[1, 2]]}, "inputs needs 2 rows of 2 numbers"),
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, object], message: str) -> None:
    assert message in refusal("feed-forward", BY_HAND | given)
