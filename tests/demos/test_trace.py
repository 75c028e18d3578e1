"""What every installed demo must keep to: steps that fit their axes, bounds, and real mistakes."""

import json
from typing import Any

import numpy as np
import pytest

from flashdeck.demos import Axis, Demo, Step, Trace, demo_named, demo_names, run_demo
from flashdeck.errors import NotFoundError

DEMOS = [demo_named(name) for name in demo_names()]


def ids(demo: Demo) -> str:
    return demo.name


def test_attention_is_among_the_installed_demos() -> None:
    assert "attention" in demo_names()


@pytest.mark.parametrize("demo", DEMOS, ids=ids)
def test_every_step_of_a_demo_is_complete(demo: Demo) -> None:
    steps = run_demo(demo.name, {}).steps
    names = [step.name for step in steps]
    assert len(set(names)) == len(names)
    for step in steps:
        shape = () if isinstance(step.value, str) else step.value.shape
        assert tuple(len(axis.labels) for axis in step.axes) == shape
        assert all(axis.name for axis in step.axes)
        assert step.why.rstrip().endswith((".", "∞.", "!"))
        assert isinstance(step.value, str) or not np.isnan(step.value).any()


@pytest.mark.parametrize("demo", DEMOS, ids=ids)
def test_a_demo_runs_on_its_defaults_and_twice_the_same(demo: Demo) -> None:
    assert demo.title
    assert demo.look_for
    first, second = (
        json.dumps([step.as_json() for step in demo.run(demo.params())]) for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize("demo", DEMOS, ids=ids)
def test_each_mistake_changes_something_that_the_right_answer_shows(demo: Demo) -> None:
    right = {step.name: step.value for step in demo.run(demo.params())}
    assert demo.mistakes
    for mistake in demo.mistakes.values():
        assert mistake.says
        wrong = {step.name: step.value for step in mistake.run(demo.params())}
        assert wrong.keys() <= right.keys()
        assert any(not same(wrong[name], right[name]) for name in wrong)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return bool(one == other)
    return one.shape == other.shape and bool(np.allclose(one, other, atol=1e-6))


@pytest.mark.parametrize("demo", DEMOS, ids=ids)
def test_every_parameter_of_a_demo_has_a_default_and_no_other_is_taken(demo: Demo) -> None:
    assert not any(field.is_required() for field in demo.params.model_fields.values())
    assert demo.params.model_config["extra"] == "forbid"


@pytest.mark.parametrize("demo", DEMOS, ids=ids)
def test_a_demo_as_json_is_plain_json(demo: Demo) -> None:
    trace = run_demo(demo.name, {}).as_json()
    assert json.loads(json.dumps(trace, allow_nan=False)) == trace
    assert list(trace) == ["demo", "params", "steps"]
    for step in trace["steps"]:
        assert list(step) == ["name", "formula", "axes", "value", "why", "filled"]


@pytest.mark.parametrize(
    ("value", "axes"),
    [
        (np.zeros((2, 3)), (Axis("row", ("a", "b")),)),
        (np.zeros((2, 3)), (Axis("row", ("a", "b")), Axis("column", ("a", "b")))),
        (np.zeros(2), ()),
        (np.array(1.0), (Axis("x", ("a",)),)),
        ("text", (Axis("x", ("a",)),)),
    ],
)
def test_a_step_whose_axes_do_not_fit_cannot_be_made(value: Any, axes: tuple[Axis, ...]) -> None:
    with pytest.raises(ValueError, match="do not fit the value"):
        Step("wrong", "", value, "", axes)


def test_infinities_become_words_in_json() -> None:
    step = Step("s", "", np.array([1.5, np.inf, -np.inf]), "", (Axis("x", ("a", "b", "c")),))
    assert step.as_json()["value"] == [1.5, "inf", "-inf"]
    assert step.as_json()["axes"] == [{"name": "x", "labels": ["a", "b", "c"]}]


def test_an_unknown_step_is_answered_with_the_known_ones() -> None:
    trace = Trace("t", {}, (Step("one", "", "1", ""), Step("two", "", "2", "")))
    assert trace.step("two").value == "2"
    with pytest.raises(NotFoundError, match="no step 'three'") as caught:
        trace.step("three")
    assert "one, two" in caught.value.hint
