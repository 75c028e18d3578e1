"""Changing one parameter of a demo by a key: one step up or down from where it is."""

import math
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from flashdeck.demos.demo import Params
from flashdeck.demos.registry import demo_named


def choices_of(params: type[Params], name: str) -> tuple[object, ...]:
    """Return the values that a parameter may take, if they are a short list."""
    annotation = params.model_fields[name].annotation
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def next_value(demo: str, params: Mapping[str, Any], name: str, direction: int) -> Any:
    """Return the value one step up (1) or down (-1) from that of ``name``.

    Switches flip, choices go round, whole numbers change by one, others by one in their second
    digit. Anything else, such as words or a matrix, stays as it is.
    """
    value = params[name]
    choices = choices_of(demo_named(demo).params, name)
    if choices:
        return choices[(choices.index(value) + direction) % len(choices)]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + direction
    if isinstance(value, float):
        return _next_float(value, direction)
    return value


def _next_float(value: float, direction: int) -> float:
    size = 10.0 ** (math.floor(math.log10(abs(value))) - 1) if value else 0.1
    return round((round(value / size) + direction) * size, 12)
