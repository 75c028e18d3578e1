"""The demos of the LSTM: gates set by hand, the shipped cards, and what each mistake makes."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from flashdeck.errors import DemoError
from tests.demos.values import values


def logit(p: float) -> float:
    return math.log(p / (1 - p))


GATED = {
    "x": [0],
    "h": [0],
    "c": [2],
    "w": [[0, 0]] * 4,
    "b": [logit(0.5), logit(0.9), math.atanh(-0.4), logit(0.7)],
}
"""The gates of the card `lstm-step` in decks/lstm-gates.md, set by their biases alone."""


def test_the_card_of_one_step_is_reproduced() -> None:
    found = values("lstm-step", GATED)
    assert_allclose(found["gates"][:, 0], [0.5, 0.9, -0.4, 0.7], rtol=1e-12)
    assert_allclose(found["c"], [1.6], rtol=1e-12)
    assert_allclose(found["h"], [0.645], atol=5e-4)


@pytest.mark.parametrize(
    ("mistake", "c", "h"),
    [
        ("no-tanh-out", 1.6, 1.12),  # the card that spots this mistake
        ("gates-swapped", 0.5 * 2 - 0.9 * 0.4, 0.7 * math.tanh(0.64)),
        ("forget-erases", 0.1 * 2 - 0.2, 0.0),
    ],
)
def test_the_mistakes_of_one_step(mistake: str, c: float, h: float) -> None:
    found = values("lstm-step", GATED, mistake)
    assert_allclose(found["c"], [c], atol=1e-12)
    assert_allclose(found["h"], [h], atol=1e-12)


def test_a_sigmoid_candidate_is_never_negative() -> None:
    found = values("lstm-step", GATED, "sigmoid-candidate")
    g = 1 / (1 + math.exp(-math.atanh(-0.4)))
    assert_allclose(found["gates"][2], [g], rtol=1e-12)
    assert_allclose(found["c"], [1.8 + 0.5 * g], rtol=1e-12)


def test_the_rows_of_the_weights_are_i_f_g_o_over_input_and_state() -> None:
    given = {"x": [1], "h": [10], "c": [0], "w": [[1, 0], [0, 1], [2, 0], [0, 2]], "b": [0] * 4}
    assert values("lstm-step", given)["sums"].tolist() == [[1], [10], [2], [20]]


def test_drawn_weights_fit_whatever_sizes_are_given() -> None:
    found = values("lstm-step", {"x": [1.0, 0.5], "h": [0.0, 0.0], "c": [0, 0]})
    assert found["w"].shape == (8, 4)
    assert_allclose(found["sums"].ravel(), found["w"] @ [1, 0.5, 0, 0] + found["b"])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"c": [1]}, "c needs 2 numbers"),
        ({"w": [[1, 2, 3, 4]] * 4}, "w needs 8 rows of 4 numbers"),
        ({"b": [0, 0, 0, 0]}, "b needs 8 numbers"),
    ],
)
def test_states_and_weights_that_do_not_fit_are_refused(
    given: dict[str, Any], message: str
) -> None:
    with pytest.raises(DemoError, match=message):
        run_demo("lstm-step", given)


def test_the_cell_of_a_sequence_is_what_its_gates_say() -> None:
    found = values("lstm-sequence", {"tokens": "one two three"})
    c = np.zeros(4)
    for t in range(3):
        c = found["f"][t] * c + found["i"][t] * found["g"][t]
        assert_allclose(found["c"][t], c, rtol=1e-12)
        assert_allclose(found["h"][t], found["o"][t] * np.tanh(c), rtol=1e-12)
    left = [found["f"][1] * found["f"][2], found["f"][2], np.ones(4)]
    assert_allclose(found["left"], left, rtol=1e-12)


def test_a_forget_gate_wide_open_keeps_all_and_one_shut_keeps_nothing() -> None:
    shut = {"tokens": "one two three", "n_input": 1, "n_hidden": 1, "forget_bias": -10}
    assert values("lstm-sequence", shut)["left"][0, 0] < 1e-4
    assert values("lstm-sequence", shut | {"forget_bias": 10})["left"][0, 0] > 0.99


def test_the_mistakes_over_a_sequence() -> None:
    found = values("lstm-sequence", {})
    written = found["i"] * found["g"]
    assert_allclose(values("lstm-sequence", {}, "not-carried")["c"], written)
    assert_allclose(values("lstm-sequence", {}, "all-kept")["c"], written.cumsum(axis=0))
    assert_allclose(values("lstm-sequence", {}, "no-tanh-out")["h"], found["o"] * found["c"])


def test_the_card_on_the_forget_bias_is_reproduced() -> None:
    found = values("forget-bias", {"biases": [0, 1]})
    assert_allclose(found["gate"], [0.5, 1 / (1 + math.exp(-1))], rtol=1e-12)
    assert_allclose(found["kept"][:, 20], [0.000001, 0.0019], rtol=0.06)
    assert_allclose(found["half"], [1, math.log(2) / math.log(1 + math.exp(-1))], rtol=1e-12)


def test_the_mistakes_about_the_forget_bias() -> None:
    given = {"biases": [0], "time": 3}
    assert_allclose(values("forget-bias", given)["kept"], [[1, 0.5, 0.25, 0.125]])
    assert values("forget-bias", given, "losses-added")["kept"].tolist() == [[1, 0.5, 0, 0]]
    assert values("forget-bias", given, "one-step")["kept"].tolist() == [[0.5] * 4]
    lost = values("forget-bias", {"biases": [math.log(3)], "time": 2}, "what-is-lost")
    assert_allclose(lost["gate"], [0.25])
    assert_allclose(lost["kept"], [[1, 0.25, 0.0625]])


def test_the_widest_biases_over_the_most_steps_stay_numbers() -> None:
    found = values("forget-bias", {"biases": [-10, 10], "time": 200})
    assert np.isfinite(found["kept"]).all()
    assert np.isfinite(found["half"]).all()
