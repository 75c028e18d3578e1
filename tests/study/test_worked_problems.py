"""Cards with a quiz fence: scheduled like any card, asked with other numbers at every review."""

from typing import TYPE_CHECKING

import pytest

from flashdeck.cards import Card, Kind
from flashdeck.errors import DemoError
from flashdeck.questions import Question
from flashdeck.scheduling import Grade
from flashdeck.study.quiz.worked import card_problems

if TYPE_CHECKING:
    from flashdeck.study.session import Session
    from tests.conftest import Desk

FENCE = "```quiz attention\nask: weights\n```\n"
CARD = f"## Work it out. {{#work .worked}}\n{FENCE}"


@pytest.fixture
def worked(desk: "Desk") -> "Desk":
    desk.write("Worked.md", CARD)
    desk.bring_in()
    return desk


def asked(session: "Session") -> Question:
    assert session.card is not None
    (problem,) = card_problems(session.card)
    assert isinstance(problem, Question)
    return problem


def test_a_quiz_fence_makes_a_card_of_its_own_kind(worked: "Desk") -> None:
    (card,) = worked.cards()
    assert (card.kind, card.question, card.tags) == (Kind.QUIZ, "Work it out.", ("worked",))
    assert card.answer == FENCE.strip()


def test_a_fence_without_parameters_is_an_answer(desk: "Desk") -> None:
    desk.write("Bare.md", "## Work it out. {.x}\n```quiz attention\n```\n")
    assert desk.bring_in().problems == []
    assert [card.kind for card in desk.cards()] == [Kind.QUIZ]


def test_every_review_asks_other_numbers_and_looking_again_the_same(worked: "Desk") -> None:
    prompts = []
    for _ in range(4):
        session = worked.session()
        first = asked(session)
        assert asked(worked.session()) == first
        prompts.append(first.prompt)
        session.grade(Grade.GOOD)
        worked.later(days=400)
    assert len(set(prompts)) == 4


def test_a_repeat_in_the_same_session_has_new_numbers_and_undo_brings_the_old_ones_back(
    worked: "Desk",
) -> None:
    session = worked.session()
    first = asked(session)
    session.grade(Grade.AGAIN)
    second = asked(session)
    assert second.prompt != first.prompt
    session.undo()
    assert asked(session) == first


def test_it_is_scheduled_like_any_card(worked: "Desk") -> None:
    worked.ask_everything()
    memory = worked.memory("Work it out.")
    assert memory is not None
    assert (memory.repetitions, memory.interval_days) == (1, 1)


def test_two_cards_and_two_fences_ask_different_numbers(desk: "Desk") -> None:
    desk.write("Two.md", f"## One. {{.x}}\n{FENCE}\n{FENCE}\n## Two.\n{FENCE}")
    desk.bring_in()
    problems = [p for card in desk.cards() for p in card_problems(card)]
    prompts = {p.prompt for p in problems if isinstance(p, Question)}
    assert len(prompts) == len(problems) == 3


def test_a_fence_in_the_question_is_asked_too(desk: "Desk") -> None:
    card = Card("id", "d", Kind.QUIZ, f"Work it out.\n\n{FENCE}", "As below.", (), (), None, 1)
    (problem,) = card_problems(card)
    assert isinstance(problem, Question)
    del desk


@pytest.mark.parametrize(
    ("fence", "message"),
    [
        ("quiz atention\n", "there is no demo called 'atention'"),
        ("quiz attention\nask: queries\n", "a quiz on attention cannot ask for 'queries'"),
        ("quiz attention\nd_k: 0\n", "d_k is 0"),
        ("quiz attention\n- 1\n", "are no mapping"),
    ],
)
def test_check_names_the_line_of_a_wrong_fence(desk: "Desk", fence: str, message: str) -> None:
    desk.write("bad.md", f"---\ndeck: B\n---\n## Work it out.\nSo:\n\n```{fence}```\n")
    problem = desk.problem()
    assert (problem.line, message in problem.message) == (7, True)
    (card,) = (card for card in desk.cards() if card.kind is Kind.QUIZ)
    (error,) = card_problems(card)
    assert isinstance(error, DemoError)


def test_check_says_nothing_of_a_good_fence(worked: "Desk") -> None:
    assert worked.bring_in().problems == []
