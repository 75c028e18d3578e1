"""Whether a value that a note states is the one that a demo computes."""

import re
from decimal import Decimal, InvalidOperation
from math import isinf

from flashdeck.answers import is_same_text
from flashdeck.demos.run import run_demo
from flashdeck.demos.trace import Step
from flashdeck.errors import DemoError
from flashdeck.parsing.stated import Stated
from flashdeck.questions import number_text
from flashdeck.yaml_text import YamlError, read_yaml

FORM = "Write {{demo:NAME.STEP[PLACE] key=value = NUMBER}}, the place counted from 0."
_GROUPS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_HALF = 0.5 * (1 + 1e-9)
"""Half a unit of the last decimal, with room for a number that lies between two."""


def check_stated(stated: Stated) -> None:
    """Raise DemoError unless the demo gives the stated value, rounded to its decimals."""
    if not stated.demo:
        raise DemoError(f"{stated.source} cannot be read", FORM)
    given = {name: _yaml(name, text) for name, text in stated.given}
    step = run_demo(stated.demo, given).step(stated.step)
    where = f"{stated.demo}.{stated.step}"
    if isinstance(step.value, str):
        if not is_same_text(stated.value, step.value):
            raise DemoError(f"{where} is {step.value}, not {stated.value}", f"Write {step.value}.")
        return
    value = _at(step, stated.place, where)
    right = _rounded_like(stated.value, value)
    if right is not None:
        place = f"[{', '.join(stated.place)}]" if stated.place else ""
        message = f"{where}{place} is {number_text(value, 0)}, not {stated.value}"
        raise DemoError(message, f"Write {right}.")


def _yaml(name: str, text: str) -> object:
    try:
        return read_yaml(text)
    except YamlError as error:
        raise DemoError(f"{name}={text}: {error.message}", "Quote the value.") from error


def _at(step: Step, place: tuple[str, ...], where: str) -> float:
    """Return the entry at a place, each part of it a position from 0 or a label."""
    assert not isinstance(step.value, str)
    if len(place) != len(step.axes):
        names = ", ".join(axis.name for axis in step.axes)
        raise DemoError(
            f"{where} needs {len(step.axes)} places, not {len(place)}",
            f"Its axes: {names}." if names else "It is a single number: give no place.",
        )
    index = []
    for part, axis in zip(place, step.axes, strict=True):
        if part.isdecimal() and int(part) < len(axis.labels):
            index.append(int(part))
        elif part in axis.labels:
            index.append(axis.labels.index(part))
        else:
            raise DemoError(
                f"{where} has no {axis.name} {part!r}",
                f"Give a number from 0 to {len(axis.labels) - 1}, or one of: "
                f"{', '.join(axis.labels)}.",
            )
    return float(step.value[tuple(index)])


def _rounded_like(written: str, value: float) -> str | None:
    """Return ``value`` in the form of ``written``, or None if that is what is written.

    Raises DemoError if it is no number.
    """
    text = _GROUPS.sub("", written.replace("−", "-").replace("∞", "inf")).strip()
    percent = text.endswith("%")
    try:
        number = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        raise DemoError(f"{written!r} is no number", FORM) from None
    exponent = number.as_tuple().exponent
    if isinf(value) or not isinstance(exponent, int):
        return None if float(number) == value else number_text(value, 0)
    value = value * 100 if percent else value
    if abs(value - float(number)) <= _HALF * 10.0**exponent:
        return None
    right = f"{value:.{max(0, -exponent)}f}" if abs(exponent) <= 12 else f"{value:.3g}"
    return right + "%" * percent
