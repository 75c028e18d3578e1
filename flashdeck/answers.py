"""Reading what a learner types as an answer: numbers in many spellings, and words.

Nothing that is typed is ever evaluated as code: arithmetic is read by a small grammar of its own.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from unicodedata import category, normalize

LONGEST = 500
DEEPEST = 20

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<word>[^\W\d_]+|[√∞])"
    r"|(?P<sign>\*\*|[-+*/^%()]))"
)
_DECIMAL_COMMA = re.compile(r"^[+-]?\d+,\d+%?$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_SIGNS = str.maketrans({"−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "⁄": "/", "，": ","})
_CONSTANTS = {
    "pi": math.pi,
    "π": math.pi,
    "e": math.e,
    "inf": math.inf,
    "infinity": math.inf,
    "∞": math.inf,
}
_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "√": math.sqrt,
    "exp": math.exp,
    "ln": math.log,
    "log": math.log,
    "tanh": math.tanh,
}


class NotANumberError(ValueError):
    """What was typed is no number, or not as many as were asked for."""


def read_numbers(text: str, count: int) -> list[float]:
    """Return the ``count`` numbers in ``text``: `0.42`, `.42`, `42%`, `1/3`, `[0.1 0.9]`.

    Brackets, commas, semicolons and spaces may stand between them; a single number may have a
    decimal comma. Raises NotANumberError.
    """
    text = text.strip().translate(_SIGNS)
    if len(text) > LONGEST:
        raise NotANumberError("that is too long for a number")
    if count == 1:
        return [_single(text.strip("[]{} \t"))]
    parts = _parts(re.sub(r"[\[\]{}]", " ", text))
    if len(parts) != count:
        raise NotANumberError(f"{count} numbers are asked for, not {len(parts)}")
    return [_value(part) for part in parts]


def _single(text: str) -> float:
    if _GROUPED.match(text) and text.count(",") > 1:
        return _value(text.replace(",", ""))
    return _value(text.replace(",", ".") if _DECIMAL_COMMA.match(text) else text)


def _parts(text: str) -> list[str]:
    """Split at commas and semicolons if there are any, else at spaces, also behind lines."""
    split = re.split(r"[,;\n]+" if re.search(r"[,;]", text) else r"\s+", text.strip())
    return [inner for part in split for inner in _spaced(part.strip()) if inner]


def _spaced(part: str) -> list[str]:
    """Split a row such as `0.1 0.9` between numbers, but not around an operator."""
    return re.split(r"(?<=[\d.%)])\s+(?=[-+]?[\d.(]|[√∞πe])(?![-+]\s)", part)


def _value(text: str) -> float:
    try:
        return _Arithmetic(text).value()
    except (OverflowError, ZeroDivisionError, NotANumberError):
        raise NotANumberError(f"{text[:40]!r} is no number") from None
    except ValueError:
        raise NotANumberError(f"{text[:40]!r} has no value") from None


class _Arithmetic:
    """Sums, products, powers, roots and a few functions, read by recursive descent."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._place = 0
        self._depth = 0

    def value(self) -> float:
        """Return what the whole text is worth."""
        result = self._sum()
        if self._peek():
            raise NotANumberError
        return result

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self._place += 1
        return token

    def _sum(self) -> float:
        self._depth += 1
        if self._depth > DEEPEST:
            raise NotANumberError
        total = self._product()
        while self._peek() in ("+", "-"):
            total += self._product() if self._next() == "+" else -self._product()
        self._depth -= 1
        return total

    def _product(self) -> float:
        total = self._signed()
        while self._peek() in ("*", "/"):
            if self._next() == "*":
                total *= self._signed()
            else:
                total /= self._signed()
        return total

    def _signed(self) -> float:
        sign = 1.0
        while self._peek() in ("+", "-"):
            sign = -sign if self._next() == "-" else sign
        return sign * self._power()

    def _power(self) -> float:
        base = self._percent()
        if self._peek() not in ("^", "**"):
            return base
        self._next()
        self._depth += 1
        if self._depth > DEEPEST:
            raise NotANumberError
        result = math.pow(base, self._signed())
        self._depth -= 1
        return result

    def _percent(self) -> float:
        value = self._atom()
        while self._peek() == "%":
            self._next()
            value /= 100
        return value

    def _atom(self) -> float:
        token = self._next()
        if token == "(":
            inside = self._sum()
            if self._next() != ")":
                raise NotANumberError
            return inside
        if token[:1].isdigit() or token[:1] == ".":
            return float(token)
        word = token.lower()
        if word in _FUNCTIONS:
            return _FUNCTIONS[word](self._percent())
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        raise NotANumberError


def _tokens(text: str) -> Iterator[str]:
    place, end = 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            raise NotANumberError
        yield match[0].strip()
        place = match.end()


def tolerance(digits: int) -> float:
    """Return how far a number may be off when ``digits`` decimals are asked for: one unit."""
    return 10.0**-digits * (1 + 1e-9)


def is_close(given: float, expected: float, digits: int) -> bool:
    """Tell whether ``given`` equals ``expected`` to ``digits`` decimals, one off in the last."""
    if math.isinf(expected) or math.isinf(given):
        return given == expected
    return abs(given - expected) <= tolerance(digits)


class Piece(StrEnum):
    """What became of a part of the right answer in the one that was given."""

    SAME = "same"
    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Difference:
    """A run of characters that both answers share, or that only one of them has."""

    piece: Piece
    text: str


def plain_form(text: str) -> str:
    """Return ``text`` without what does not count: case, spacing, accents' coding, end marks."""
    folded = normalize("NFKC", text).casefold()
    words = "".join(_plain(char) for char in folded).split()
    return " ".join(words).strip(".!?:;, ")


def _plain(char: str) -> str:
    if category(char) == "Pd" or char == "−":
        return "-"
    return {"’": "'", "‘": "'", "“": '"', "”": '"', "`": "", "*": "", "$": ""}.get(char, char)


def is_same_text(given: str, expected: str) -> bool:
    """Tell whether two answers in words differ in nothing that counts."""
    return plain_form(given) == plain_form(expected)


def differences(given: str, expected: str) -> list[Difference]:
    """Return how ``given`` differs from ``expected``, in the order of reading."""
    left, right = plain_form(given), plain_form(expected)
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Difference(Piece.SAME, left[i:j]))
            continue
        if j > i:
            found.append(Difference(Piece.EXTRA, left[i:j]))
        if m > k:
            found.append(Difference(Piece.MISSING, right[k:m]))
    return found
