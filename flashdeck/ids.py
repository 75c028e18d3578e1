"""Identifiers that two stores never share by chance."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

_TIME_DIGITS = 12
_CARD_LETTERS = 16
_LETTERS = b"abcdefghijklmnopqrstuvwxyz234567" * 8
"""A letter or digit for each byte, every one for equally many bytes."""


def new_card_ids(count: int) -> Iterator[str]:
    """Yield ids of 80 random bits as 16 letters and digits; a few of the first suffice to type."""
    letters = os.urandom(_CARD_LETTERS * count).translate(_LETTERS).decode()
    return (letters[i : i + _CARD_LETTERS] for i in range(0, len(letters), _CARD_LETTERS))


def new_event_id(at: datetime, after: str | None = None) -> str:
    """Return an id of 32 hexadecimal digits that sorts by time: 48 bits of ms, 80 random bits.

    It sorts behind the id ``after``, if that is one, even if the clock has gone back since.
    """
    ms = int(at.timestamp() * 1000)
    if after is not None:
        with suppress(ValueError):
            ms = max(ms, int(after[:_TIME_DIGITS], 16) + 1)
    return f"{ms:012x}{os.urandom(10).hex()}"


def first_id(at: datetime) -> str:
    """Return what no id of an event at or after ``at`` sorts before."""
    return f"{int(at.timestamp() * 1000):012x}"
