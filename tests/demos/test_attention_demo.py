"""The demo `attention`: its numbers by hand, its bounds, and what its mistakes do."""

import math

import numpy as np
import pytest

from flashdeck.demos import demo_named, run_demo
from flashdeck.demos.trace import Trace
from flashdeck.errors import DemoError

BY_HAND = {
    "tokens": "a b",
    "queries": [[2, 0, 0, 0], [0, 0, 0, 0]],
    "keys": [[1, 0, 0, 0], [0, 1, 0, 0]],
    "values": [[1, 0], [0, 1]],
}


def value(trace: Trace, name: str) -> list[list[float]]:
    found = trace.step(name).value
    assert not isinstance(found, str)
    rows: list[list[float]] = found.tolist()
    return rows


def test_given_matrices_give_the_numbers_worked_by_hand() -> None:
    trace = run_demo("attention", BY_HAND)
    assert value(trace, "products") == [[2, 0], [0, 0]]
    assert value(trace, "scores") == [[1, 0], [0, 0]]  # over sqrt(4)
    p = math.e / (1 + math.e)
    np.testing.assert_allclose(value(trace, "weights"), [[p, 1 - p], [0.5, 0.5]], rtol=1e-15)
    np.testing.assert_allclose(value(trace, "output"), [[p, 1 - p], [0.5, 0.5]], rtol=1e-15)


def test_a_causal_demo_hides_what_comes_later() -> None:
    trace = run_demo("attention", BY_HAND | {"causal": True})
    assert value(trace, "scores") == [[1, -math.inf], [0, 0]]
    assert value(trace, "weights") == [[1, 0], [0.5, 0.5]]


def test_the_mistakes_make_the_numbers_that_they_say() -> None:
    demo = demo_named("attention")
    params = demo.params.model_validate(BY_HAND)
    unscaled = {step.name: step.value for step in demo.mistakes["no-scaling"].run(params)}
    p = math.e**2 / (1 + math.e**2)
    np.testing.assert_allclose(unscaled["weights"], [[p, 1 - p], [0.5, 0.5]], rtol=1e-15)  # type: ignore[arg-type]
    wrong_axis = {step.name: step.value for step in demo.mistakes["wrong-axis"].run(params)}
    q = math.e / (1 + math.e)
    np.testing.assert_allclose(wrong_axis["weights"], [[q, 0.5], [1 - q, 0.5]], rtol=1e-15)  # type: ignore[arg-type]


def test_words_may_be_given_as_a_list_or_in_one_line() -> None:
    one_line = run_demo("attention", {"tokens": "the cat sat"})
    as_list = run_demo("attention", {"tokens": ["the", "cat", "sat"]})
    assert one_line.as_json() == as_list.as_json()
    assert one_line.step("weights").axes[0].labels == ("the", "cat", "sat")


def test_another_seed_gives_other_numbers_and_the_same_seed_the_same() -> None:
    outputs = [value(run_demo("attention", {"seed": seed}), "output") for seed in (1, 2, 1)]
    assert outputs[0] == outputs[2] != outputs[1]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"d_k": 0}, "d_k is 0: input should be greater than or equal to 1"),
        ({"d_k": 10**9}, "d_k is 1000000000: input should be less than or equal to 64"),
        ({"d_k": "four"}, "d_k is 'four': input should be a valid integer"),
        ({"d_k": 2.5}, "d_k is 2.5: "),
        ({"d_k": None}, "d_k is None: "),
        ({"seed": -1}, "seed is -1: "),
        ({"causal": "maybe"}, "causal is 'maybe': input should be a valid boolean"),
        ({"tokens": []}, "tokens is []: "),
        ({"tokens": ["w"] * 13}, "at most 12 items"),
        ({"tokens": ["w" * 25]}, "tokens.0 is "),
        ({"tokens": 5}, "tokens is 5: "),
        ({"queries": [[1, 2]]}, "queries has 1 rows for 3 tokens: give one each"),
        ({"queries": [[1], [1, 2], [1]]}, "queries has rows of different lengths"),
        ({"queries": [[1]] * 3, "keys": [[1, 2]] * 3}, "queries and keys need rows of the same"),
        ({"queries": [[math.nan]] * 3}, "queries.0.0 is nan: "),
        ({"queries": [[math.inf]] * 3}, "queries.0.0 is inf: "),
        ({"queries": [[1e7]] * 3}, "queries.0.0 is 10000000.0: "),
        ({"values": [[0] * 65] * 3}, "at most 64 items"),
        ({"dk": 3}, "there is no parameter 'dk'"),
        ({"seed": 2**32}, "seed is 4294967296: input should be less than or equal to 4294967295"),
        ({"tokens": ["\ud800"]}, "tokens.0 is "),
    ],
    ids=lambda item: str(item)[:40] if isinstance(item, str) else "",
)
def test_what_is_out_of_bounds_is_refused_by_field_value_and_limit(
    given: dict[str, object], message: str
) -> None:
    with pytest.raises(DemoError) as caught:
        run_demo("attention", given)
    assert message in caught.value.message
    assert caught.value.message.startswith("demo attention: ")
    assert "d_k" in caught.value.hint
    assert len(caught.value.message) < 500


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(DemoError) as caught:
        run_demo("attention", {"d_k": 0, "seed": -1, "heads": 2})
    for part in ("d_k is 0", "seed is -1", "no parameter 'heads'"):
        assert part in caught.value.message


def test_of_very_many_wrong_words_only_the_first_are_named() -> None:
    with pytest.raises(DemoError) as caught:
        run_demo("attention", {"tokens": [1] * 1_000})
    assert "tokens.7 is 1" in caught.value.message
    assert caught.value.message.endswith("and 992 more")


def test_a_misspelt_demo_is_answered_with_the_right_one() -> None:
    with pytest.raises(DemoError, match="no demo called 'atention'") as caught:
        run_demo("atention", {})
    assert caught.value.hint == "Did you mean attention?"


def test_the_largest_inputs_stay_finite() -> None:
    extreme = [[1e6] * 64] * 6 + [[-1e6] * 64] * 6
    given = dict.fromkeys(("queries", "keys", "values"), extreme)
    trace = run_demo("attention", {"tokens": ["w"] * 12, **given})
    for step in trace.steps:
        assert not isinstance(step.value, str)
        assert np.isfinite(step.value).all()
