"""Questions from cards: only what can fairly be chosen or typed is, the rest is graded oneself."""

from collections.abc import Sequence
from random import Random

import pytest

from flashdeck.cards import Card, Kind
from flashdeck.questions import DID_NOT, KNEW, AnswerKind, Question, judge
from flashdeck.study.quiz.card_questions import card_question

CAPITALS = ["Paris", "Rome", "Vienna", "Lisbon", "Dublin"]


def card(answer: str, question: str = "What is the capital of Spain?") -> Card:
    return Card("id", "Europe/Capitals", Kind.BASIC, question, answer, (), (), None, 1)


def forms(answer: str, others: Sequence[str] = CAPITALS, **changes: str) -> set[AnswerKind]:
    return {card_question(card(answer, **changes), others, Random(s)).kind for s in range(30)}


def drawn(answer: str, others: Sequence[str], kind: AnswerKind) -> Question:
    questions = (card_question(card(answer), others, Random(s)) for s in range(99))
    return next(question for question in questions if question.kind is kind)


def test_a_short_answer_is_typed_or_chosen() -> None:
    assert forms("Madrid") == {AnswerKind.TYPED, AnswerKind.CHOICE}
    assert forms("Madrid", []) == {AnswerKind.TYPED}
    assert forms("Madrid", ["Paris", "madrid."]) == {AnswerKind.TYPED}


@pytest.mark.parametrize(
    "answer",
    [
        "$E = mc^2$",
        "One of seven words that stand here",
        "A sentence of more than forty characters.",
    ],
)
def test_formulas_and_sentences_are_chosen_but_never_typed(answer: str) -> None:
    assert forms(answer) == {AnswerKind.CHOICE}


@pytest.mark.parametrize(
    "answer",
    ["Madrid.\n\nSince 1561.", "x" * 81, "- Madrid", "```demo attention\n```", "![map](a.png)"],
)
def test_what_is_long_or_has_parts_is_graded_by_oneself(answer: str) -> None:
    assert forms(answer) == {AnswerKind.SELF}
    question = card_question(card(answer), CAPITALS, Random(1))
    assert (question.expected, question.choices) == (KNEW, (KNEW, DID_NOT))
    assert question.solution == answer


def test_a_question_with_code_or_options_of_its_own_is_graded_by_oneself() -> None:
    assert forms("B", question="Which?\n\n- A\n- B") == {AnswerKind.SELF}


def test_wrong_choices_are_other_answers_of_similar_length_and_only_once_each() -> None:
    others = ["madrid", "Paris", "paris", "Old Madrid", "Rome", "A much longer answer", "a\nb"]
    for seed in range(30):
        question = card_question(card("Madrid"), others, Random(seed))
        if question.choices:
            assert sorted(question.choices) == sorted(
                ["Madrid", "Paris", "Rome", "A much longer answer"]
            )
            assert judge(question, str(question.choices.index("Madrid") + 1)).right


def test_choices_are_shown_without_marks_and_formulas_in_unicode() -> None:
    question = drawn("**$h_t$** is `kept`", ["$c_t$ is lost", "*nothing*"], AnswerKind.CHOICE)
    assert set(question.choices) == {"hₜ is kept", "cₜ is lost", "nothing"}
    assert question.expected == "hₜ is kept"


def test_a_typed_answer_counts_whatever_its_case_marks_and_end() -> None:
    question = drawn("**Madrid**.", [], AnswerKind.TYPED)
    assert judge(question, "madrid").right
    assert not judge(question, "Madrit").right
