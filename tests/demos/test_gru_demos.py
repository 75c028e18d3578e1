"""The demos of the GRU and of both directions: the shipped cards, counts, what each word sees."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from flashdeck.errors import DemoError
from tests.demos.values import values

GATED = {
    "x": [0],
    "h": [0.8],
    "w_x": [[0]] * 3,
    "w_h": [[0]] * 3,
    "b": [0, math.log(0.25 / 0.75), math.atanh(-0.2)],
}
"""The gates of the last card of decks/rnn-families.md, set by their biases alone."""


def test_the_card_of_one_step_is_reproduced_in_both_conventions() -> None:
    found = values("gru-step", GATED)
    assert_allclose(found["z"], [0.25], rtol=1e-12)
    assert_allclose(found["n"], [-0.2], rtol=1e-12)
    assert_allclose(found["h"], [0.05], rtol=1e-12)
    assert_allclose(values("gru-step", GATED, "update-turned")["h"], [0.55], rtol=1e-12)
    assert_allclose(values("gru-step", GATED, "all-kept")["h"], [0.8 - 0.15], rtol=1e-12)


RESET = {
    "x": [1, 0],
    "h": [1, 2],
    "w_x": [[0, 0]] * 6,
    "w_h": [[0, 0]] * 4 + [[0, 0.5], [0.25, 0]],
    "b": [0, math.log(3), 0, 0, 0, 0],  # r = 0.5 and 0.75
}


@pytest.mark.parametrize(
    ("given", "mistake", "n"),
    [
        ({}, None, [0.5 * 1, 0.75 * 0.25]),  # r ⊙ (W h)
        ({"reset": "before"}, None, [0.5 * 1.5, 0.25 * 0.5]),  # W (r ⊙ h)
        ({}, "no-reset", [1, 0.25]),
    ],
)
def test_the_reset_gate_comes_before_or_after_the_product(
    given: dict[str, Any], mistake: str | None, n: list[float]
) -> None:
    assert_allclose(values("gru-step", RESET | given, mistake)["n"], np.tanh(n), rtol=1e-12)


def test_the_filled_formula_of_a_gate_can_be_read_back() -> None:
    given = {"x": [1], "h": [-1], "w_x": [[2], [0], [0]], "w_h": [[1], [0], [0]], "b": [0.5, 0, 0]}
    assert run_demo("gru-step", given).step("r").filled == "r[1] = σ(2·1 + 1·(−1) + 0.5) = 0.8176"


def test_states_and_weights_that_do_not_fit_are_refused() -> None:
    for given, message in (
        ({"w_x": [[1, 2]] * 3}, "w_x needs 6 rows of 2 numbers"),
        ({"w_h": [[1, 2]] * 3}, "w_h needs 6 rows of 2 numbers"),
        ({"b": [1, 2, 3]}, "b needs 6 numbers"),
    ):
        with pytest.raises(DemoError, match=message):
            run_demo("gru-step", given)


def test_the_cards_on_parameters_are_reproduced() -> None:
    found = values("gru-lstm-parameters", {})
    assert found["parameters"].tolist() == [620, 1860, 2480]  # decks/lstm-gates.md
    two = values("gru-lstm-parameters", {"biases": 2})
    assert two["parameters"].tolist() == [640, 1920, 2560]
    large = values("gru-lstm-parameters", {"n_input": 100, "n_hidden": 100})
    assert large["parameters"][1:].tolist() == [60_300, 80_400]


def test_the_mistakes_about_parameters() -> None:
    name = "gru-lstm-parameters"
    assert values(name, {}, "no-state")["parameters"].tolist() == [220, 660, 880]
    assert values(name, {}, "no-bias")["parameters"].tolist() == [600, 1800, 2400]
    assert values(name, {}, "no-candidates")["parameters"].tolist() == [620, 1240, 1860]


def changed(name: str, mistake: str | None = None) -> list[bool]:
    """Tell for each word whether a step changes with the last of three words."""
    one, other = (
        values("bidirectional", {"tokens": tokens}, mistake)[name]
        for tokens in ("a b c", "a b other")
    )
    return [bool(differ) for differ in np.any(one != other, axis=1)]


def test_only_the_layer_from_the_right_knows_what_follows() -> None:
    assert changed("forwards") == [False, False, True]
    assert changed("backwards") == [True, True, True]
    assert changed("h") == [True, True, True]
    assert changed("backwards", "both-from-the-left") == [False, False, True]


def test_the_layer_from_the_right_by_its_own_recurrence() -> None:
    found = values("bidirectional", {"tokens": "a b c"})
    after = np.zeros(2)
    for t in (2, 1, 0):
        after = np.tanh(found["w_hh_back"] @ after + found["input_parts_back"][t])
        assert_allclose(found["backwards"][t], after, rtol=1e-12)
    assert_allclose(found["h"], np.hstack([found["forwards"], found["backwards"]]))


def test_the_mistakes_about_two_directions() -> None:
    right = values("bidirectional", {})
    assert_allclose(
        values("bidirectional", {}, "not-turned-back")["backwards"], right["backwards"][::-1]
    )
    shared = values("bidirectional", {"tokens": "a"}, "shared-weights")
    assert_allclose(shared["forwards"], shared["backwards"])
