"""The demos of Elman networks: numbers worked by hand, shapes counted by hand, wrong sizes told."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from tests.demos.values import refusal, values

ONE_STEP = {
    "x": [1, 2],
    "h": [1, -1],
    "w_xh": [[1, 0.5], [0, -1]],
    "w_hh": [[0.5, 1], [2, 1]],
    "b_h": [0.25, 0.5],
}


def test_one_step_as_worked_by_hand() -> None:
    found = values("rnn-step", ONE_STEP)
    assert_allclose(found["input_part"], [2, -2])  # 1·1 + 0.5·2 and 0·1 − 1·2
    assert_allclose(found["state_part"], [-0.5, 1])  # 0.5·1 − 1·1 and 2·1 − 1·1
    assert_allclose(found["sum"], [1.75, -0.5])
    assert_allclose(found["h"], [math.tanh(1.75), math.tanh(-0.5)], rtol=1e-15)
    relu = values("rnn-step", ONE_STEP | {"activation": "relu"})
    assert_allclose(relu["h"], [1.75, 0])


@pytest.mark.parametrize(
    ("mistake", "step", "expected"),
    [
        ("no-activation", "h", [1.75, -0.5]),
        ("transposed", "state_part", [-1.5, 0]),  # 0.5·1 − 2·1 and 1·1 − 1·1
        ("transposed", "h", [math.tanh(0.75), math.tanh(-1.5)]),
        ("no-bias", "sum", [1.5, -1]),
        ("no-bias", "h", [math.tanh(1.5), math.tanh(-1)]),
    ],
)
def test_the_mistakes_of_one_step_make_the_numbers_that_they_say(
    mistake: str, step: str, expected: list[float]
) -> None:
    assert_allclose(values("rnn-step", ONE_STEP, mistake)[step], expected, rtol=1e-15)


def test_the_filled_formulas_of_one_step_can_be_read_back() -> None:
    trace = run_demo("rnn-step", ONE_STEP)
    assert trace.step("input_part").filled == "input_part[1] = 1·1 + 0.5·2 = 2"
    assert trace.step("sum").filled == "sum[1] = 2 + (−0.5) + 0.25 = 1.75"


SCALAR = {"tokens": "a b", "n_input": 1, "n_hidden": 1, "x": [[1], [0]], "b_h": [0]}


def test_the_card_of_a_scalar_network_is_reproduced() -> None:
    found = values("rnn-unrolled", SCALAR | {"w_xh": [[1]], "w_hh": [[0.5]]})
    assert_allclose(found["states"], [[0.7616], [0.3634]], atol=5e-5)  # decks/rnn-families.md
    assert_allclose(found["last"], [math.tanh(0.5 * math.tanh(1))], rtol=1e-15)


@pytest.mark.parametrize(
    ("mistake", "second"),
    [("no-memory", 0.0), ("no-recurrent-weight", math.tanh(math.tanh(1)))],
)
def test_the_mistakes_of_the_unrolled_network(mistake: str, second: float) -> None:
    found = values("rnn-unrolled", SCALAR | {"w_xh": [[1]], "w_hh": [[0.5]]}, mistake)
    assert_allclose(found["states"], [[math.tanh(1)], [second]], rtol=1e-15)


def test_a_changed_word_changes_its_state_and_all_later_ones_only() -> None:
    one = values("rnn-unrolled", {"tokens": "a fine day it was"})["states"]
    other = values("rnn-unrolled", {"tokens": "a fine cat it was"})["states"]
    changed = np.any(one != other, axis=1)
    assert changed.tolist() == [False, False, True, True, True]


def test_the_same_word_has_the_same_vector_in_every_sentence() -> None:
    x = values("rnn-unrolled", {"tokens": "the cat saw the dog"})["x"]
    assert_allclose(x[0], x[3])
    assert not np.allclose(x[1], x[4])
    assert_allclose(values("rnn-unrolled", {"tokens": "dog"})["x"][0], x[4])


@pytest.mark.parametrize(
    ("task", "read", "states", "written", "parameters"),
    [
        ("sentiment", 5, 5, 1, 80),  # 6·4 + 6·6 + 6 = 66, and 2·6 + 2 = 14
        ("caption", 1, 3, 3, 80),
        ("entities", 5, 5, 5, 80),
        ("translation", 5, 8, 3, 158),  # and a decoder of 6·6 + 6·6 + 6 = 78
    ],
)
def test_the_shapes_of_each_task(
    task: str, read: int, states: int, written: int, parameters: int
) -> None:
    found = values("rnn-shapes", {"task": task})
    assert found["input"].tolist() == [read, 2, 4]
    assert found["states"].tolist() == [states, 2, 6]
    assert found["output"].tolist() == [written, 2, 2]
    assert found["parameters"] == parameters


def test_the_parameters_do_not_grow_with_the_sentence_but_with_the_mistake() -> None:
    assert values("rnn-shapes", {"time": 64})["parameters"] == 80
    assert values("rnn-shapes", {"time": 64}, "weights-each-step")["parameters"] == 64 * 66 + 14
    assert values("rnn-shapes", {}, "no-recurrent-weights")["parameters"] == 80 - 36
    assert values("rnn-shapes", {}, "other-outputs")["output"].tolist() == [5, 2, 2]
    wrong = values("rnn-shapes", {"task": "entities"}, "other-outputs")
    assert wrong["output"].tolist() == [1, 2, 2]


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("rnn-step", {"w_xh": [[1, 2]]}, "w_xh needs 2 rows of 2 numbers"),
        ("rnn-step", {"w_hh": [[1], [2]]}, "w_hh needs 2 rows of 2 numbers"),
        ("rnn-step", {"h": [1], "b_h": [1, 2]}, "b_h needs 1 number"),
        ("rnn-step", {"w_xh": [[1, 2], [1]]}, "w_xh needs 2 rows of 2 numbers"),
        ("rnn-step", {"activation": "relux"}, "activation is 'relux': input should be 'tanh' or"),
        ("rnn-unrolled", {"x": [[1, 2]]}, "x needs 5 rows of 2 numbers"),
        ("rnn-unrolled", {"n_hidden": 13}, "n_hidden is 13: input should be less than or equal"),
        ("rnn-shapes", {"task": "poetry"}, "task is 'poetry': input should be 'sentiment', "),
        ("rnn-shapes", {"time": 65}, "time is 65: input should be less than or equal to 64"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(
    name: str, given: dict[str, Any], message: str
) -> None:
    assert message in refusal(name, given)


def test_the_largest_numbers_over_the_most_words_stay_finite() -> None:
    huge = [[1e6] * 12] * 12
    given = {"tokens": "w " * 12, "n_input": 12, "n_hidden": 12, "activation": "relu"}
    found = values("rnn-unrolled", given | {"x": huge, "w_xh": huge, "w_hh": huge})
    assert np.isfinite(found["states"]).all()
