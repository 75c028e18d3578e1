"""Answers as learners type them: numbers in every spelling, words with their difference shown."""

import math
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flashdeck.answers import (
    NotANumberError,
    Piece,
    differences,
    is_close,
    is_same_text,
    read_numbers,
)

SPELLINGS = [
    ("0.42", 0.42),
    (".42", 0.42),
    ("0,42", 0.42),
    ("42%", 0.42),
    ("42 %", 0.42),
    ("1/3", 1 / 3),
    ("-1/3", -1 / 3),
    ("−0.5", -0.5),
    ("sqrt(2)/2", math.sqrt(2) / 2),
    ("√2/2", math.sqrt(2) / 2),
    ("√(1+3)", 2.0),
    ("2^-1", 0.5),
    ("-2^2", -4.0),
    ("2**3**2", 512.0),
    ("e^2", math.e**2),
    ("exp(1)/(1+exp(1))", math.e / (1 + math.e)),
    ("3·4", 12.0),
    ("2 × 3 + 1", 7.0),
    ("1e-3", 0.001),
    ("[0.25]", 0.25),
    ("1,234,567", 1234567.0),
    ("-∞", -math.inf),
    ("ln(1)", 0.0),
    ("  7 ", 7.0),
]
ROWS = [
    ("[0.1 0.9]", [0.1, 0.9]),
    ("0.1, 0.9", [0.1, 0.9]),
    ("0.1,0.9", [0.1, 0.9]),
    ("(0.1; 0.9)".strip("()"), [0.1, 0.9]),
    ("10% 90%", [0.1, 0.9]),
    ("1/2 -1/2", [0.5, -0.5]),
    ("1 / 2, 1 - 1", [0.5, 0.0]),
    ("[[1 2]]", [1.0, 2.0]),
]
NONSENSE = [
    "",
    "abc",
    "1/0",
    "sqrt(-1)",
    "1 2",
    "0.5.5",
    "()",
    "1 +",
    "__import__('os')",
    "9**9**9**9",
    "(" * 100 + "1" + ")" * 100,
    "1" * 501,
    "ln(0)",
    "²",
    "٣x",
    "1e999999 / 1e999999 +",
]


@pytest.mark.parametrize(("text", "value"), SPELLINGS)
def test_a_number_is_read_in_every_usual_spelling(text: str, value: float) -> None:
    assert read_numbers(text, 1) == pytest.approx([value], rel=1e-15)


@pytest.mark.parametrize(("text", "values"), ROWS)
def test_rows_may_have_brackets_commas_or_spaces(text: str, values: list[float]) -> None:
    assert read_numbers(text, 2) == pytest.approx(values)


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_refused_and_never_run(text: str) -> None:
    with pytest.raises(NotANumberError):
        read_numbers(text, 1)


def test_another_number_of_numbers_is_said() -> None:
    with pytest.raises(NotANumberError, match="2 numbers are asked for, not 3"):
        read_numbers("1 2 3", 2)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_what_python_prints_is_read_back(value: float) -> None:
    assert read_numbers(repr(value), 1) == [value]


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_a_number_or_the_one_error(text: str) -> None:
    with suppress(NotANumberError):
        assert isinstance(read_numbers(text, 1)[0], float)


def test_the_last_decimal_may_be_off_by_one() -> None:
    assert is_close(0.165, 0.1642, 3)
    assert not is_close(0.166, 0.1642, 3)
    assert is_close(-math.inf, -math.inf, 3)
    assert not is_close(1e9, math.inf, 3)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Long Short-Term  Memory", "long short‑term memory."),
        ("naive", "NAIVE"),
        ("e\u0301tat", "État"),
        ("ﬁne", "fine"),
        ("`cat`", "**cat**"),
        ("it's", "it’s"),
        ("! no", "no !?"),
    ],
)
def test_case_spacing_and_coding_do_not_count(given_text: str, expected: str) -> None:
    assert is_same_text(given_text, expected)


def test_accents_and_letters_do_count() -> None:
    assert not is_same_text("etat", "état")
    assert not is_same_text("cat", "act")


@given(st.text(max_size=30), st.text(max_size=30))
@example("!\r0", "")
def test_the_differences_make_one_answer_of_the_other(given_text: str, expected: str) -> None:
    found = differences(given_text, expected)
    without_missing = "".join(d.text for d in found if d.piece is not Piece.MISSING)
    without_extra = "".join(d.text for d in found if d.piece is not Piece.EXTRA)
    assert is_same_text(without_missing, given_text)
    assert is_same_text(without_extra, expected)
