"""The laws that every installed demo keeps, whatever it computes."""

import json
import re
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from flashdeck.demos import Demo, Params, Step, demo_named, demo_names, run_demo
from flashdeck.errors import DemoError
from flashdeck.formulas import to_unicode

DEMOS = [demo_named(name) for name in demo_names()]
SEEDS = range(12)
HOSTILE = (
    2**40,
    -(2**40),
    float("nan"),
    float("inf"),
    "x" * 100_000,
    "x " * 100_000,
    [0.5] * 100_000,
    [[0.5] * 1_000] * 1_000,
    {"a": 1},
)

every_demo = pytest.mark.parametrize("demo", DEMOS, ids=lambda demo: demo.name)


def drawn(demo: Demo, seed: int) -> Params:
    """Return one draw of fresh parameters."""
    if demo.fresh is None:
        return demo.params.model_validate({"seed": seed})
    return demo.fresh(np.random.default_rng(seed))


def asked(demo: Demo, steps: Any) -> dict[str, Any]:
    return {step.name: step.value for step in steps if step.name in demo.asks}


def told_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether a learner who writes three digits writes something else somewhere."""
    return any(_differ(one[name], other[name]) for name in one if name in other)


def _differ(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return bool(one != other)
    if one.shape != other.shape:
        return True
    return not np.allclose(one, other, rtol=5e-3, atol=1e-3)


def test_attention_is_among_the_installed_demos() -> None:
    assert "attention" in demo_names()


@every_demo
def test_every_step_is_complete(demo: Demo) -> None:
    steps = run_demo(demo.name, {}).steps
    names = [step.name for step in steps]
    assert len(set(names)) == len(names)
    for step in steps:
        _check(step)


def _check(step: Step) -> None:
    assert re.fullmatch("[a-z][a-z0-9_-]*", step.name)
    assert step.why.rstrip().endswith((".", "!", "?"))
    assert "\\" not in to_unicode(step.formula), step.formula
    assert "\n" not in step.filled
    assert "nan" not in step.filled
    assert all(axis.name for axis in step.axes)
    if isinstance(step.value, str):
        assert step.value
        return
    assert step.value.dtype == np.float64
    assert tuple(len(axis.labels) for axis in step.axes) == step.value.shape
    assert not np.isnan(step.value).any()


@every_demo
def test_it_says_what_it_is_and_what_to_look_for(demo: Demo) -> None:
    assert re.fullmatch("[a-z][a-z0-9-]*", demo.name)
    assert demo_named(demo.name) is demo
    assert demo.title
    assert not demo.title.endswith(".")
    assert demo.look_for.endswith((".", "?"))


@every_demo
def test_it_runs_on_its_defaults_and_twice_the_same(demo: Demo) -> None:
    first, second = (
        json.dumps([step.as_json() for step in demo.run(demo.params())]) for _ in range(2)
    )
    assert first == second


@every_demo
def test_its_json_is_plain(demo: Demo) -> None:
    trace = run_demo(demo.name, {}).as_json()
    assert json.loads(json.dumps(trace, allow_nan=False)) == trace
    assert list(trace) == ["demo", "params", "steps"]
    for step in trace["steps"]:
        assert list(step) == ["name", "formula", "axes", "value", "why", "filled"]


@every_demo
def test_its_parameters_as_shown_give_the_same_trace(demo: Demo) -> None:
    trace = run_demo(demo.name, {})
    assert run_demo(demo.name, trace.params).as_json() == trace.as_json()


@every_demo
def test_every_parameter_has_a_default_and_no_other_is_taken(demo: Demo) -> None:
    assert not any(field.is_required() for field in demo.params.model_fields.values())
    assert demo.params.model_config["extra"] == "forbid"


@every_demo
def test_what_may_be_asked_is_a_step_with_a_value(demo: Demo) -> None:
    assert len(set(demo.asks)) == len(demo.asks)
    steps = {step.name: step for step in demo.run(demo.params())}
    for name in demo.asks:
        value = steps[name].value
        assert value.strip() if isinstance(value, str) else value.size
    if demo.asks:
        assert demo.fresh is not None or "seed" in demo.params.model_fields


@every_demo
def test_fresh_parameters_are_valid_and_run(demo: Demo) -> None:
    if not demo.asks:
        return
    shown = set()
    for seed in SEEDS:
        params = drawn(demo, seed)
        as_json = params.model_dump_json()
        assert demo.params.model_validate_json(as_json) == params
        shown.add(as_json)
        for step in demo.run(params):
            _check(step)
    assert len(shown) > 1


@every_demo
def test_a_demo_that_asks_knows_two_mistakes(demo: Demo) -> None:
    assert len(demo.mistakes) >= (2 if demo.asks else 0)
    says = [mistake.says for mistake in demo.mistakes.values()]
    assert len(set(says)) == len(says)
    for name, text in zip(demo.mistakes, says, strict=True):
        assert re.fullmatch("[a-z][a-z0-9-]*", name)
        assert text
        assert not text.endswith(".")  # it is put into a sentence


@every_demo
def test_each_mistake_shows_on_the_defaults(demo: Demo) -> None:
    right = {step.name: step.value for step in demo.run(demo.params())}
    for mistake in demo.mistakes.values():
        wrong = {step.name: step.value for step in mistake.run(demo.params())}
        assert wrong.keys() <= right.keys()
        assert told_apart(wrong, right)


@every_demo
def test_each_mistake_gives_an_answer_of_its_own_to_most_fresh_questions(demo: Demo) -> None:
    if demo.asks:
        assert sum(all_told_apart(demo, drawn(demo, seed)) for seed in SEEDS) > len(SEEDS) / 2


def all_told_apart(demo: Demo, params: Params) -> bool:
    right = asked(demo, demo.run(params))
    answers = [right]
    for name, mistake in demo.mistakes.items():
        wrong = asked(demo, mistake.run(params))
        for step, value in wrong.items():
            assert isinstance(value, str) or value.shape == right[step].shape, name
        answers.append(right | wrong)
    return all(told_apart(one, other) for one, other in combinations(answers, 2))


@every_demo
def test_what_is_far_out_of_bounds_is_refused(demo: Demo) -> None:
    for name in demo.params.model_fields:
        for value in HOSTILE:
            with pytest.raises(DemoError) as caught:
                run_demo(demo.name, {name: value})
            assert name in caught.value.message
            assert len(caught.value.message) < 2_000


@every_demo
def test_defaults_are_computed_without_a_wait(demo: Demo) -> None:
    params = demo.params()
    assert min(seconds(lambda: demo.run(params)) for _ in range(3)) < 0.25


@every_demo
def test_every_bound_can_be_gone_to_within_a_second_and_256_megabytes(demo: Demo) -> None:
    for given in extremes(demo):
        with suppress(DemoError):  # what does not fit together is refused
            tracemalloc.start()
            try:
                assert seconds(partial(run_demo, demo.name, given)) < 1.0, given
                assert tracemalloc.get_traced_memory()[1] < 256 * 2**20, given
            finally:
                tracemalloc.stop()


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of one call: another program's work does not count."""
    started = time.process_time()
    work()
    return time.process_time() - started


def extremes(demo: Demo) -> Iterator[dict[str, Any]]:
    """Yield each parameter at each of its ends and choices, then all at their greatest."""
    ends = {
        name: _ends(schema)
        for name, schema in demo.params.model_json_schema().get("properties", {}).items()
    }
    for name, values in ends.items():
        yield from ({name: value} for value in values)
    yield {name: values[-1] for name, values in ends.items() if values}


def _ends(schema: dict[str, Any]) -> list[Any]:
    """Return the least and the greatest value of a field, as its JSON schema bounds it."""
    if schema.get("type") == "boolean":
        return [False, True]
    if schema.get("type") in ("integer", "number"):
        return [schema[end] for end in ("minimum", "maximum") if end in schema]
    if schema.get("type") == "string":
        return ["x" * schema["maxLength"]] if "maxLength" in schema else []
    if schema.get("type") == "array":
        items = _ends(schema.get("items", {}))
        least, most = schema.get("minItems", 1), schema.get("maxItems", 1)
        return [[items[0]] * least, [items[-1]] * most] if items else []
    return [*schema.get("enum", ())]
