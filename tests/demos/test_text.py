"""A trace as plain lines, drawn by hand for a few small values."""

import numpy as np
import pytest

from flashdeck.demos import Axis, Step, run_demo
from flashdeck.demos.text import numbers, step_lines, trace_lines, value_lines

AB = Axis("row", ("a", "b"))
XY = Axis("column", ("x", "long"))


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([1.0, -2.0, 0.0], ["1", "-2", "0"]),
        ([0.5, 1.0], ["0.500", "1.000"]),
        ([1.0, np.inf, -np.inf], ["1", "∞", "-∞"]),
        ([0.25, -np.inf], ["0.250", "-∞"]),
        ([0.001, 0.0005], ["1.00e-03", "5.00e-04"]),
        ([123456.5], ["1.23e+05"]),
        ([1e12], ["1.00e+12"]),
        ([0.0], ["0"]),
    ],
)
def test_all_numbers_of_a_value_are_written_in_one_form(
    values: list[float], shown: list[str]
) -> None:
    assert numbers(np.array(values)) == shown


def test_a_matrix_is_an_aligned_table() -> None:
    step = Step("s", "", np.array([[1.0, 0.5], [10.25, -1.0]]), "", (AB, XY))
    assert list(value_lines(step)) == [
        "       x   long",
        "a  1.000  0.500",
        "b 10.250 -1.000",
    ]


def test_a_vector_a_number_and_a_stack_have_their_own_forms() -> None:
    vector = Step("s", "", np.array([1.0, 2.0]), "", (XY,))
    assert list(value_lines(vector)) == [" x long", " 1    2"]
    assert list(value_lines(Step("s", "", np.array(2.5), ""))) == ["2.500"]
    stack = Step("s", "", np.array([[[1.0, 2.0]], [[3.0, 4.0]]]), "", (AB, Axis("r", ("r",)), XY))
    assert list(value_lines(stack)) == [
        "row a:",
        "  x long",
        "r 1    2",
        "row b:",
        "  x long",
        "r 3    4",
    ]


def test_a_step_is_its_name_formula_value_and_reason() -> None:
    step = Step("sum", r"\sum_i x_i", np.array(3.0), "All added up.")
    assert list(step_lines(step, "1. ")) == ["1. sum  ∑ᵢ xᵢ", "   3", "   All added up."]
    words = Step("said", "", "one\ntwo", "As it is.")
    assert list(step_lines(words)) == ["said", "   one", "   two", "   As it is."]


def test_no_word_of_a_deck_can_move_the_cursor_or_set_the_clipboard() -> None:
    hostile = ["\x1b]52;c;aGk=\x07", "\x9b31m", "\u202eabc", "ok\r"]
    lines = "\n".join(trace_lines(run_demo("attention", {"tokens": hostile})))
    assert not set(lines) & set("\x1b\x07\x9b\u202e\r")
    assert "abc" in lines
