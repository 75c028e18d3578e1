"""A question of a quiz, and what becomes of an answer to it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flashdeck.answers import (
    Difference,
    NotANumberError,
    differences,
    is_close,
    is_same_text,
    plain_form,
    read_numbers,
    tolerance,
)

WHOLE_DIGITS = 6
"""A whole number may be off by a rounding error of arithmetic, and no more."""
BROKEN_DIGITS = 2
"""Where whole numbers are asked for, a mistake may lead to another; to so many decimals."""
KNEW, DID_NOT = "I knew it", "I did not know it"

Value = tuple[float, ...] | str
"""An answer: numbers, or text."""


class AnswerKind(StrEnum):
    """How a question is answered."""

    NUMBER = "number"
    ROW = "row"
    SEQUENCE = "sequence"
    CHOICE = "choice"
    TYPED = "typed"
    SELF = "self"


class NotAnAnswerError(ValueError):
    """What was typed cannot be an answer to the question, which is therefore asked again."""


SLIP_DIGITS = 2
"""To how many decimals a mistake must be met where the right answer is a whole number."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A known mistake: its name, what it is in a sentence, and the answer to which it leads."""

    name: str
    says: str
    answer: Value


@dataclass(frozen=True, slots=True)
class Question:
    """A question with all that it takes to ask it, to judge an answer and to explain.

    ``topic`` is the deck or demo and ``key`` says which question of it this is. ``digits`` are the
    decimals asked for; 0 means whole numbers, exactly. ``unseen`` names the known mistakes that do
    not show in this answer. Prompt and solution are Markdown of a card, or aligned lines.
    """

    kind: AnswerKind
    topic: str
    key: str
    prompt: str
    expected: Value
    digits: int = 0
    choices: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()
    unseen: tuple[str, ...] = ()
    hint: str = ""
    solution: str = ""
    card_id: str | None = None
    is_markdown: bool = False

    @property
    def expected_text(self) -> str:
        """The right answer as text."""
        return value_text(self.expected, self.digits)

    def as_json(self) -> dict[str, Any]:
        """Return the question with its answer as plain values."""
        return {
            "kind": self.kind.value,
            "topic": self.topic,
            "question": self.key,
            "prompt": self.prompt,
            "task": self.task,
            "choices": list(self.choices),
            "expected": self.expected_text,
            "digits": self.digits,
            "mistakes": [
                {"name": s.name, "says": s.says, "answer": value_text(s.answer, self.digits)}
                for s in self.slips
            ],
            "unseen": list(self.unseen),
            "hint": self.hint,
            "solution": self.solution,
            "card": self.card_id,
        }

    @property
    def task(self) -> str:
        """What to type, in a sentence."""
        if self.kind in (AnswerKind.CHOICE, AnswerKind.SELF):
            return f"Choose 1 to {len(self.choices)}."
        if self.kind not in (AnswerKind.NUMBER, AnswerKind.ROW):
            return "Type the answer."
        count = len(self.expected)
        noun = "number" if count == 1 else "numbers"
        if self.digits:
            return f"Give {count} {noun} to {self.digits} decimals."
        return f"Give {count} whole {noun}."


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer was right, what was understood, and which known mistake it equals."""

    right: bool
    given: str
    slip: Slip | None = None
    differences: tuple[Difference, ...] = ()


def judge(question: Question, text: str) -> Verdict:
    """Return the verdict on what was typed; raises NotAnAnswerError if it is no answer at all."""
    given = _read(question, text)
    shown = value_text(given, question.digits) if isinstance(given, str) else text.strip()
    if is_same(question.kind, given, question.expected, question.digits):
        return Verdict(True, shown)
    return Verdict(False, shown, _slip(question, given), _differences(question, given))


def _slip(question: Question, given: Value) -> Slip | None:
    """Return the mistake that gives this answer, the nearest if several are close."""
    kind, digits = question.kind, question.digits or SLIP_DIGITS
    near = (slip for slip in question.slips if is_same(kind, given, slip.answer, digits))
    return min(near, key=lambda slip: _distance(given, slip.answer), default=None)


def _distance(one: Value, other: Value) -> float:
    if isinstance(one, str) or isinstance(other, str):
        return 0.0
    return max((abs(a - b) for a, b in zip(one, other, strict=True) if a != b), default=0.0)


def is_same(kind: AnswerKind, given: Value, expected: Value, digits: int) -> bool:
    """Tell whether two answers count as the same."""
    if isinstance(given, str) or isinstance(expected, str):
        if not (isinstance(given, str) and isinstance(expected, str)):
            return False
        if kind is AnswerKind.SEQUENCE:
            return bare(given) == bare(expected)
        return given == expected if kind is AnswerKind.CHOICE else is_same_text(given, expected)
    return len(given) == len(expected) and all(
        is_close(a, b, _decimals(b, digits)) for a, b in zip(given, expected, strict=True)
    )


def can_be_told_apart(kind: AnswerKind, one: Value, other: Value, digits: int) -> bool:
    """Tell whether no answer could be taken for both: they differ by over twice the tolerance."""
    if isinstance(one, str) or isinstance(other, str):
        return not is_same(kind, one, other, digits)
    if len(one) != len(other):
        return True
    return any(_is_far(a, b, digits) for a, b in zip(one, other, strict=True))


def _is_far(a: float, b: float, digits: int) -> bool:
    if math.isinf(a) or math.isinf(b):
        return a != b
    return abs(a - b) > tolerance(_decimals(a, digits)) + tolerance(_decimals(b, digits))


def _decimals(value: float, digits: int) -> int:
    """Return to how many decimals an answer must equal ``value``."""
    return digits or (WHOLE_DIGITS if value.is_integer() else BROKEN_DIGITS)


def bare(text: str) -> str:
    """Return a sequence without what only sets its parts apart: spaces and commas."""
    return "".join(plain_form(text).replace(",", " ").split())


def _read(question: Question, text: str) -> Value:
    text = text.strip()
    if not text:
        raise NotAnAnswerError(question.task)
    if question.choices:
        return _chosen(question, text)
    if isinstance(question.expected, str):
        return text
    try:
        return tuple(read_numbers(text, len(question.expected)))
    except NotANumberError as error:
        raise NotAnAnswerError(f"{error}. {question.task}") from None


def _chosen(question: Question, text: str) -> str:
    if text.isdecimal() and 1 <= int(text) <= len(question.choices):
        return question.choices[int(text) - 1]
    if question.kind is AnswerKind.SELF and text.lower() in ("y", "n"):
        return KNEW if text.lower() == "y" else DID_NOT
    for choice in question.choices:
        if is_same_text(text, choice):
            return choice
    raise NotAnAnswerError(question.task)


def can_be_numbered(choices: Sequence[str]) -> bool:
    """Tell whether no choice reads like the number of one: typing `3` must not mean two things."""
    return not any(text.isdecimal() and 1 <= int(text) <= len(choices) for text in choices)


def _differences(question: Question, given: Value) -> tuple[Difference, ...]:
    """Return how words differ; of two numbers the difference says nothing."""
    typed = question.kind in (AnswerKind.TYPED, AnswerKind.SEQUENCE)
    if not typed or not isinstance(given, str) or not isinstance(question.expected, str):
        return ()
    return tuple(differences(given, question.expected))


def value_text(value: Value, digits: int) -> str:
    """Return an answer as text, numbers with ``digits`` decimals."""
    return value if isinstance(value, str) else ", ".join(number_text(x, digits) for x in value)


def number_text(value: float, digits: int) -> str:
    """Return a number with ``digits`` decimals; with none, as short as it can be."""
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    text = f"{value:.{digits}f}" if digits else f"{value:.6g}"
    return text.removeprefix("-") if float(text) == 0 else text
