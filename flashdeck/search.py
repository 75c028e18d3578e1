"""The language of searches: from an expression such as `tag:rnn -is:suspended` to a tree.

A search is terms side by side, which all have to hold; `or` between them, `-` before one and
parentheses work as usual. A term is a word, a "phrase", or `name:value`, most as in Anki.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from flashdeck.cards import Flag, Kind
from flashdeck.errors import SearchError
from flashdeck.text import clean

STATES = ("due", "new", "suspended", "buried", "leech", "flagged", "retired")
PROPERTIES = ("ease", "interval", "lapses", "reviews", "due", "stability", "difficulty")
_ANKI = {"ivl": "interval", "reps": "reviews", "s": "stability", "d": "difficulty"}
EVENTS = ("added", "edited", "introduced", "rated")
NO_FLAG = "none"

MOST_CHARACTERS = 2_000
MOST_TERMS = 100
MOST_STARS = 8
MOST_NESTED = 30
"""SQLite has limits of its own, whose errors would tell a learner nothing."""
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Pattern:
    """The pieces of a text between which anything may stand; one piece is the text itself."""

    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """What fulfils every part; without parts, every card."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """What fulfils one of the parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What does not fulfil the part."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Contains:
    """Cards with the pattern somewhere in one of these: question, answer, path, file."""

    fields: tuple[str, ...]
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Named:
    """Cards whose deck or tag has this name, or is below it."""

    field: str
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Id:
    """The card with this id in its note, or whose own id begins so."""

    value: str


@dataclass(frozen=True, slots=True)
class OfKind:
    """Cards that are asked in this way."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Is:
    """Cards in one of STATES."""

    state: str


@dataclass(frozen=True, slots=True)
class Flagged:
    """Cards with this flag, or with none."""

    flag: Flag | None


@dataclass(frozen=True, slots=True)
class Property:
    """Reviewed cards of which one of PROPERTIES compares so with a number."""

    name: str
    comparison: str
    number: float


@dataclass(frozen=True, slots=True)
class Within:
    """Cards to which one of EVENTS happened in the last days; ``button`` is that of a review."""

    event: str
    days: int
    button: int | None = None


Node = All | Either | Not | Contains | Named | Id | OfKind | Is | Flagged | Property | Within


class _WrongError(Exception):
    """What is wrong with a value, and what would be right."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def parse_search(text: str) -> Node:
    """Return what a search means; raises SearchError with the place of what is wrong."""
    text = clean(text)
    if len(text) > MOST_CHARACTERS:
        raise SearchError(f"it is longer than {MOST_CHARACTERS:,} characters", "Search for less.")
    return _Parser(text).whole()


def mentions(node: Node, state: str) -> bool:
    """Tell whether a search speaks of a state, be it to find or to leave out such cards."""
    match node:
        case All(parts) | Either(parts):
            return any(mentions(part, state) for part in parts)
        case Not(part):
            return mentions(part, state)
    return node == Is(state)


class _Parser:
    """Reads an expression from left to right; ``at`` is the place of the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.terms = 0
        self.nested = 0

    def whole(self) -> Node:
        if not self.text.strip():
            return All(())
        node = self._either()
        if self.at < len(self.text):
            self._fail(self.at, "this parenthesis closes nothing", "Take it away, or quote it.")
        return node

    def _either(self) -> Node:
        parts = [self._all()]
        while self._takes("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _all(self) -> Node:
        parts = [self._term()]
        while True:
            joined = self._takes("and")
            if not joined and (self._at_end() or self._sees("or")):
                return parts[0] if len(parts) == 1 else All(tuple(parts))
            parts.append(self._term())

    def _term(self) -> Node:
        """Read one term, which has to be there."""
        if self._at_end() or self._sees("or") or self._sees("and"):
            here = f"before {self._word_here()!r}" if self.at < len(self.text) else "at the end"
            self._fail(self.at, f"a word is missing {here}", 'To search for "or", quote it.')
        start = self.at
        self.terms += 1
        if self.terms > MOST_TERMS:
            self._fail(start, f"there are more than {MOST_TERMS} words", "Search for less.")
        mark = self.text[start]
        if mark == "-":
            return self._negated()
        if mark == "(":
            return self._group()
        if mark == '"':
            return Contains(("question", "answer"), Pattern((self._quoted(),)))
        return self._word()

    def _negated(self) -> Node:
        start = self.at
        self.at += 1
        if self.at == len(self.text) or self.text[self.at] in " \t\n)":
            hint = 'Put what must not be found right behind it, or quote it: "-".'
            self._fail(start, "there is nothing behind this minus", hint)
        return Not(self._deeper(start, self._term))

    def _group(self) -> Node:
        start = self.at
        self.at += 1
        node = self._deeper(start, self._either)
        if self.at == len(self.text):
            self._fail(start, "this parenthesis is never closed", "Close it with ), or quote it.")
        self.at += 1
        return node

    def _deeper(self, start: int, read: Callable[[], Node]) -> Node:
        self.nested += 1
        if self.nested > MOST_NESTED:
            self._fail(start, "this is nested too deeply", "Write it with fewer parentheses.")
        node = read()
        self.nested -= 1
        return node

    def _quoted(self) -> str:
        """Read a phrase in quotes; a quote within it is written twice."""
        start = self.at
        found = re.compile(r'"((?:[^"]|"")*)"').match(self.text, start)
        if found is None:
            self._fail(start, "this quote is never closed", 'Close it with ".')
        self.at = found.end()
        if not found[1]:
            self._fail(start, "there is nothing between these quotes", "Write a phrase there.")
        return found[1].replace('""', '"')

    def _word(self) -> Node:
        start = self.at
        name = re.compile(r"([A-Za-z]+):").match(self.text, start)
        if name is None:
            return self._read("", start, self._bare())
        self.at = name.end()
        key = name[1].lower()
        if key not in _READERS:
            names = ", ".join(f"{it}:" for it in _READERS if it)
            hint = f'Known: {names}. To search for the text, quote it: "{name[0]}".'
            self._fail(start, f"there is no {name[0]}", hint)
        quoted = self.text[self.at : self.at + 1] == '"'
        return self._read(key, start, Pattern((self._quoted(),)) if quoted else self._bare())

    def _read(self, key: str, start: int, pattern: Pattern) -> Node:
        try:
            return _READERS[key](pattern)
        except _WrongError as error:
            self._fail(start, error.message, error.hint)

    def _bare(self) -> Pattern:
        """Read up to the next space, or to a parenthesis that closes what was opened before."""
        start, depth = self.at, 0
        while self.at < len(self.text) and not self.text[self.at].isspace():
            depth += {"(": 1, ")": -1}.get(self.text[self.at], 0)
            if depth < 0:
                break
            self.at += 1
        pieces = tuple(re.sub(r"\*+", "*", self.text[start : self.at]).split("*"))
        if len(pieces) > MOST_STARS + 1:
            self._fail(start, f"there are more than {MOST_STARS} stars", "Quote what is no star.")
        return Pattern(pieces)

    def _at_end(self) -> bool:
        """Pass over spaces and tell whether nothing more belongs here."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at == len(self.text) or self.text[self.at] == ")"

    def _sees(self, word: str) -> bool:
        return not self._at_end() and self._word_here().lower() == word

    def _takes(self, word: str) -> bool:
        seen = self._sees(word)
        self.at += len(word) if seen else 0
        return seen

    def _word_here(self) -> str:
        return re.compile(r"[^\s()]*").match(self.text, self.at)[0] or self.text[self.at]  # type: ignore[index]

    def _fail(self, place: int, message: str, hint: str) -> NoReturn:
        raise SearchError(f"at character {place + 1}: {message}", hint)


def _text_of(pattern: Pattern) -> str:
    return "*".join(pattern.pieces)


def _given(name: str, pattern: Pattern) -> Pattern:
    if pattern.pieces == ("",):
        raise _WrongError(f"there is nothing behind {name}:", f"Write for instance {_LIKE[name]}.")
    return pattern


def _contains(name: str, *fields: str) -> Callable[[Pattern], Node]:
    return lambda pattern: Contains(fields, _given(name, pattern) if name else pattern)


def _named(name: str) -> Callable[[Pattern], Node]:
    return lambda pattern: Named(name, _given(name, pattern))


def _id(pattern: Pattern) -> Node:
    return Id(_text_of(_given("id", pattern)))


def _choice(name: str, words: tuple[str, ...], value: str) -> str:
    if value.lower() not in words:
        raise _WrongError(f"{name}:{value} is unknown", f"Known: {', '.join(words)}.")
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
        raise _WrongError(f"prop:{value} compares nothing", f"Write for instance {_LIKE['prop']}.")
    name = _ANKI.get(found[1], found[1])
    return Property(_choice("prop", PROPERTIES, name), found[2], float(found[3]))


def _within(event: str) -> Callable[[Pattern], Node]:
    def read(pattern: Pattern) -> Node:
        value = _text_of(pattern)
        form = r"(\d{1,5})(?::([1-4]))?" if event == "rated" else r"(\d{1,5})()"
        found = re.fullmatch(form, value, re.ASCII)
        if found is None or not 1 <= int(found[1]) <= MOST_DAYS:
            days = f"a number of days from 1 to {MOST_DAYS:,}"
            raise _WrongError(f"{event}:{value} is not {days}", f"Write {_LIKE[event]}.")
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
_READERS: dict[str, Callable[[Pattern], Node]] = {
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
