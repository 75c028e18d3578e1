"""Running a demo on parameters from a card, a command line or a form."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from flashdeck.demos.demo import Demo, Params
from flashdeck.demos.registry import demo_named, demo_names, is_plugin, plugin_errors
from flashdeck.demos.trace import Step, Trace
from flashdeck.errors import DemoError
from flashdeck.yaml_text import YamlError, read_yaml

LONGEST_SHOWN = 40
MOST_SHOWN = 8
"""How many wrong parameters one message names: a list of words may be wrong at every place."""


def validated(name: str, given: Mapping[str, Any]) -> Params:
    """Return the demo's parameters with ``given`` over the defaults.

    Raises DemoError that names each field, what was given and what is allowed.
    """
    return accepted(demo_named(name), given)


def accepted(demo: Demo, given: Mapping[str, Any]) -> Params:
    """Return ``given`` over the demo's defaults; raises DemoError as `validated` does."""
    try:
        return demo.params.model_validate(dict(given))
    except ValidationError as error:
        known = ", ".join(demo.params.model_fields)
        raise DemoError(
            f"demo {demo.name}: {_sentences(error)}", f"Its parameters: {known}."
        ) from error


def _sentences(error: ValidationError) -> str:
    wrong = error.errors(include_url=False, include_context=False)
    sentences = [_sentence(dict(item)) for item in wrong[:MOST_SHOWN]]
    more = [f"and {len(wrong) - MOST_SHOWN} more"] if len(wrong) > MOST_SHOWN else []
    return "; ".join(sentences + more)


def _sentence(error: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"])
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        return f"there is no parameter {where!r}"
    if not where:
        return message
    shown = repr(error["input"])
    shown = shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"
    return f"{where} is {shown}: {message[:1].lower()}{message[1:]}"


def run_demo(name: str, given: Mapping[str, Any]) -> Trace:
    """Return the trace of a demo; equal parameters are computed once.

    Raises DemoError, also for whatever a plug-in raises.
    """
    with plugin_errors(name):
        try:
            return _trace(name, validated(name, given).model_dump_json())
        except ValueError as error:
            raise DemoError(f"demo {name}: {error}", "Change the parameters.") from error


@lru_cache(maxsize=64)
def _trace(name: str, params_json: str) -> Trace:
    demo = demo_named(name)
    params = demo.params.model_validate_json(params_json)
    shown = params.model_dump(mode="json", exclude_none=True)
    steps = tuple(demo.run(params))
    for step in steps:
        if not isinstance(step, Step):
            raise TypeError(f"a step is {type(step).__name__}")
    return Trace(name, shown, steps)


def working_demos() -> tuple[list[Demo], list[DemoError]]:
    """Return the demos that load, and what is wrong with the others.

    Plug-ins are also run once, on their defaults.
    """
    working, failing = [], []
    for name in demo_names():
        try:
            demo = demo_named(name)
            if is_plugin(name):
                run_demo(name, {})
        except DemoError as error:
            failing.append(error)
        else:
            working.append(demo)
    return working, failing


def fence_parameters(body: str) -> dict[str, Any]:
    """Return the parameters that the YAML of a demo fence gives; raises DemoError."""
    try:
        value = read_yaml(body)
    except YamlError as error:
        raise DemoError(
            f"the demo's parameters are not valid YAML (line {error.line + 1}): {error.message}",
            "Write one `name: value` a line.",
        ) from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise DemoError("the demo's parameters are no mapping", "Write one `name: value` a line.")
    return {str(key): item for key, item in value.items()}
