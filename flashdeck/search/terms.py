"""The terms of a search: what may stand before a colon, and what behind it."""

import re
from collections.abc import Callable

from flashdeck.cards import Flag, Kind
from flashdeck.search.tree import (
    EVENTS,
    PROPERTIES,
    STATES,
    Contains,
    Flagged,
    Id,
    Is,
    Named,
    Node,
    OfKind,
    Pattern,
    Property,
    Within,
)

_ANKI = {"ivl": "interval", "reps": "reviews", "s": "stability", "d": "difficulty"}
NO_FLAG = "none"
MOST_DAYS = 36_500


class WrongValueError(Exception):
    """What is wrong with a value, and what would be right."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def _text_of(pattern: Pattern) -> str:
    return "*".join(pattern.pieces)


def _given(name: str, pattern: Pattern) -> Pattern:
    if pattern.pieces == ("",):
        raise WrongValueError(
            f"there is nothing behind {name}:", f"Write for instance {_LIKE[name]}."
        )
    return pattern


def _contains(name: str, *fields: str) -> Callable[[Pattern], Node]:
    return lambda pattern: Contains(fields, _given(name, pattern) if name else pattern)


def _named(name: str) -> Callable[[Pattern], Node]:
    return lambda pattern: Named(name, _given(name, pattern))


def _id(pattern: Pattern) -> Node:
    return Id(_text_of(_given("id", pattern)))


def _choice(name: str, words: tuple[str, ...], value: str) -> str:
    if value.lower() not in words:
        raise WrongValueError(f"{name}:{value} is unknown", f"Known: {', '.join(words)}.")
    return value.lower()


def _is(pattern: Pattern) -> Node:
    return Is(_choice("is", STATES, _text_of(pattern)))


def _kind(pattern: Pattern) -> Node:
    return OfKind(Kind(_choice("kind", tuple(Kind), _text_of(pattern))))


def _flag(pattern: Pattern) -> Node:
    """Read a colour or `none`, or Anki's number for it."""
    words = (NO_FLAG, *Flag)
    value = _text_of(pattern)
    number = int(value) if len(value) == 1 and value in "01234" else None
    word = words[number] if number is not None else _choice("flag", words, value)
    return Flagged(None if word == NO_FLAG else Flag(word))


def _property(pattern: Pattern) -> Node:
    value = _text_of(pattern)
    found = re.fullmatch(r"([a-z]+)(<=|>=|!=|=|<|>)(-?\d+(?:\.\d+)?)", value.lower(), re.ASCII)
    if found is None:
        raise WrongValueError(
            f"prop:{value} compares nothing", f"Write for instance {_LIKE['prop']}."
        )
    name = _ANKI.get(found[1], found[1])
    return Property(_choice("prop", PROPERTIES, name), found[2], float(found[3]))


def _within(event: str) -> Callable[[Pattern], Node]:
    def read(pattern: Pattern) -> Node:
        value = _text_of(pattern)
        form = r"(\d{1,5})(?::([1-4]))?" if event == "rated" else r"(\d{1,5})()"
        found = re.fullmatch(form, value, re.ASCII)
        if found is None or not 1 <= int(found[1]) <= MOST_DAYS:
            days = f"a number of days from 1 to {MOST_DAYS:,}"
            raise WrongValueError(f"{event}:{value} is not {days}", f"Write {_LIKE[event]}.")
        return Within(event, int(found[1]), int(found[2]) if found[2] else None)

    return read


_LIKE = {
    "deck": 'deck:Maths, or deck:"Linear algebra"',
    "tag": "tag:rnn, or tag:rn*",
    "question": "question:gate",
    "answer": "answer:tanh",
    "path": "path:attention for the headings above the question",
    "file": "file:lstm.md",
    "id": "id:lstm-one-step",
    "prop": "prop:ease<2 or prop:interval>=21",
    "added": "added:7 for the last seven days",
    "edited": "edited:7 for the last seven days",
    "introduced": "introduced:1 for what was first asked today",
    "rated": "rated:1 for today, or rated:7:1 for Again in the last seven days",
}
READERS: dict[str, Callable[[Pattern], Node]] = {
    "": _contains("", "question", "answer"),
    "deck": _named("deck"),
    "tag": _named("tag"),
    "is": _is,
    "flag": _flag,
    "prop": _property,
    "kind": _kind,
    **{event: _within(event) for event in EVENTS},
    **{field: _contains(field, field) for field in ("question", "answer", "path", "file")},
    "id": _id,
}
"""Reads the value of a term by its name; a word has none. Each raises WrongValueError."""
