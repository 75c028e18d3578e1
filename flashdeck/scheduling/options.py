"""Reading the values that schedulers are given, as words such as `0.9`, `1m,10m` or `no`."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

Reader = Callable[[str], Any]
"""Turns a word into a value; its ValueError says what is allowed."""

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}
_DAY = timedelta(days=1)


def number(least: float, most: float) -> Reader:
    """Return a reader of numbers from ``least`` to ``most``."""

    def read(word: str) -> float:
        try:
            value = float(word)
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            raise ValueError(f"a number from {least:g} to {most:g}")
        return value

    return read


def whole(least: int, most: int) -> Reader:
    """Return a reader of whole numbers from ``least`` to ``most``."""

    def read(word: str) -> int:
        if not (word.isascii() and word.isdigit() and least <= int(word) <= most):
            raise ValueError(f"a whole number from {least} to {most:,}")
        return int(word)

    return read


def listed(reader: Reader) -> Reader:
    """Return a reader of several such values with commas between them."""

    def read(word: str) -> tuple[Any, ...]:
        return tuple(reader(part) for part in word.split(","))

    return read


def steps(word: str) -> tuple[timedelta, ...]:
    """Read waiting times shorter than a day, such as `1m,10m` or `2h`, or `none`."""
    if word == "none":
        return ()
    found = [re.fullmatch(r"([1-9]\d{0,3})([mh])", part) for part in word.split(",")]
    waits = tuple(int(match[1]) * _UNITS[match[2]] for match in found if match)
    if not all(found) or max(waits) >= _DAY:
        raise ValueError("minutes or hours of less than a day, such as 1m,10m, or none")
    return waits


def yes_or_no(word: str) -> bool:
    """Read `yes` or `no`."""
    if word not in ("yes", "no"):
        raise ValueError("yes or no")
    return word == "yes"
