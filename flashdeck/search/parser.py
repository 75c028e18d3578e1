"""Reading a search from left to right.

A search is terms side by side, which all have to hold; `or` between them, `-` before one and
parentheses work as usual. A term is a word, a "phrase", or `name:value`, most as in Anki.
"""

import re
from collections.abc import Callable
from typing import NoReturn

from flashdeck.errors import SearchError
from flashdeck.search.terms import READERS, WrongValueError
from flashdeck.search.tree import All, Contains, Either, Node, Not, Pattern
from flashdeck.text import clean

MOST_CHARACTERS = 2_000
MOST_TERMS = 100
MOST_STARS = 8
MOST_NESTED = 30
"""SQLite has limits of its own, whose errors would tell a learner nothing."""


def parse_search(text: str) -> Node:
    """Return what a search means; raises SearchError with the place of what is wrong."""
    text = clean(text)
    if len(text) > MOST_CHARACTERS:
        raise SearchError(f"it is longer than {MOST_CHARACTERS:,} characters", "Search for less.")
    return _Parser(text).whole()


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
        if key not in READERS:
            names = ", ".join(f"{it}:" for it in READERS if it)
            hint = f'Known: {names}. To search for the text, quote it: "{name[0]}".'
            self._fail(start, f"there is no {name[0]}", hint)
        quoted = self.text[self.at : self.at + 1] == '"'
        return self._read(key, start, Pattern((self._quoted(),)) if quoted else self._bare())

    def _read(self, key: str, start: int, pattern: Pattern) -> Node:
        try:
            return READERS[key](pattern)
        except WrongValueError as error:
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
