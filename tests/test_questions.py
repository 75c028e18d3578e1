"""Judging answers: read generously, compared within what was asked for, mistakes recognised."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.answers import Piece
from flashdeck.questions import (
    DID_NOT,
    KNEW,
    AnswerKind,
    NotAnAnswerError,
    Question,
    Slip,
    can_be_numbered,
    can_be_told_apart,
    judge,
    number_text,
)


def numeric(*expected: float, digits: int, slips: tuple[Slip, ...] = ()) -> Question:
    kind = AnswerKind.NUMBER if len(expected) == 1 else AnswerKind.ROW
    return Question(kind, "t", "t.x", "?", expected, digits, slips=slips)


def worded(expected: str, kind: AnswerKind = AnswerKind.TYPED, *slips: Slip) -> Question:
    return Question(kind, "t", "t.x", "?", expected, slips=slips)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("0.333", True),
        (".334", True),
        ("1/3", True),
        ("33.3%", True),
        ("0.335", False),
        ("0.3", False),
        ("0,333", True),
    ],
)
def test_a_number_may_be_one_off_in_the_last_asked_decimal(text: str, right: bool) -> None:
    assert judge(numeric(1 / 3, digits=3), text).right is right


@pytest.mark.parametrize(
    ("text", "right"), [("7", True), ("7.0", True), ("6", False), ("8", False)]
)
def test_a_whole_number_is_right_exactly_or_not_at_all(text: str, right: bool) -> None:
    assert judge(numeric(7.0, digits=0), text).right is right


@pytest.mark.parametrize(
    ("text", "right"),
    [("0, -inf", True), ("[0 -∞]", True), ("0 inf", False), ("-inf 0", False)],
)
def test_a_row_of_a_mask_has_infinities(text: str, right: bool) -> None:
    assert judge(numeric(0.0, -math.inf, digits=0), text).right is right


@pytest.mark.parametrize("text", ["", "   ", "abc", "1 2", "__import__('os')", "9" * 600])
def test_what_is_no_number_is_no_answer(text: str) -> None:
    with pytest.raises(NotAnAnswerError, match=r"Give 1 number to 2 decimals\."):
        judge(numeric(0.5, digits=2), text)


@pytest.mark.parametrize("text", ["1.4142", "1.414", "1.41", "sqrt(2)"])
def test_a_mistake_that_is_not_whole_is_recognised_where_whole_numbers_are_asked(text: str) -> None:
    question = numeric(2.0, digits=0, slips=(Slip("root", "The root.", (math.sqrt(2),)),))
    verdict = judge(question, text)
    assert (verdict.right, verdict.slip) == (False, question.slips[0])
    assert judge(question, "1").slip is None
    assert not judge(question, "1.999").right
    assert can_be_told_apart(AnswerKind.NUMBER, (2.0,), (1.98,), 0)
    assert not can_be_told_apart(AnswerKind.NUMBER, (1.99,), (1.98,), 0)


def test_a_wrong_number_that_equals_a_mistake_is_told_so() -> None:
    question = numeric(0.25, digits=2, slips=(Slip("a", "A.", (0.5,)), Slip("b", "B.", (0.75,))))
    verdict = judge(question, "3/4")
    assert (verdict.right, verdict.slip) == (False, question.slips[1])
    assert judge(question, "0.62").slip is None
    assert judge(question, ".25").slip is None


def test_a_sequence_is_compared_without_case_spaces_and_commas() -> None:
    question = worded("c a t", AnswerKind.SEQUENCE, Slip("kept", "K.", "c c a t"))
    assert judge(question, "CAT").right
    assert judge(question, "c, a, t").right
    assert judge(question, "ccat").slip == question.slips[0]
    with pytest.raises(NotAnAnswerError):
        judge(question, " ")


def test_typed_words_differ_where_they_differ() -> None:
    assert judge(worded("Café au lait"), "cafe\u0301  AU lait.").right
    wrong = judge(worded("Gradient clipping"), "gradient cliping")
    assert not wrong.right
    assert [(d.piece, d.text) for d in wrong.differences] == [
        (Piece.SAME, "gradient clip"),
        (Piece.MISSING, "p"),
        (Piece.SAME, "ing"),
    ]


def test_choices_are_chosen_by_number_or_by_their_words() -> None:
    question = Question(
        AnswerKind.CHOICE, "t", "t.x", "?", "b", choices=("a", "b"), slips=(Slip("n", "N.", "a"),)
    )
    assert judge(question, "2").right
    assert judge(question, "B").right
    assert judge(question, "1").slip == question.slips[0]
    for nonsense in ("0", "3", "c", "²"):
        with pytest.raises(NotAnAnswerError, match=r"Choose 1 to 2\."):
            judge(question, nonsense)


def test_choices_that_read_like_their_numbers_are_not_numbered() -> None:
    assert can_be_numbered(["0", "4", "-1"])
    assert can_be_numbered(["1.5", "2 words", "x"])
    assert not can_be_numbered(["7", "8", "3"])


def test_a_self_graded_card_is_known_or_not() -> None:
    question = Question(AnswerKind.SELF, "t", "t.x", "?", KNEW, choices=(KNEW, DID_NOT))
    assert [judge(question, text).right for text in ("1", "y", "Y", "2", "n")] == [
        True,
        True,
        True,
        False,
        False,
    ]


finite = st.floats(-1e3, 1e3)


@given(finite, finite, finite, st.sampled_from([0, 2, 3]))
def test_no_answer_counts_as_both_of_two_values_told_apart(
    one: float, other: float, answer: float, digits: int
) -> None:
    if can_be_told_apart(AnswerKind.NUMBER, (one,), (other,), digits):
        text = repr(answer)
        rights = [judge(numeric(value, digits=digits), text).right for value in (one, other)]
        assert rights != [True, True]


@given(finite, st.sampled_from([2, 3]))
def test_a_number_as_it_is_shown_is_a_right_answer(value: float, digits: int) -> None:
    assert judge(numeric(value, digits=digits), number_text(value, digits)).right
