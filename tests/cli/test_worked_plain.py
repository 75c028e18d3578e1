"""A card with a problem in a plain session: asked, answered or looked at, and graded."""

from typing import TYPE_CHECKING

import pytest

from flashdeck.questions import Question, value_text
from flashdeck.store import open_store
from flashdeck.store.cards import all_cards
from flashdeck.study.quiz.worked import card_problems

if TYPE_CHECKING:
    from flashdeck.cards import Card
    from tests.cli.conftest import Cli

CARD = "## Work it out. {#work .worked}\nLike this:\n\n```quiz attention\nask: weights\n```\n"


@pytest.fixture
def worked(cli: "Cli") -> "Cli":
    cli.write("Worked.md", CARD)
    cli.fill()
    return cli


def problem_of(cli: "Cli") -> Question:
    """Return the problem of the card's first review."""
    store = open_store(cli.store)
    with store.read() as connection:
        card: Card = next(all_cards(connection))
    store.close()
    (problem,) = card_problems(card)
    assert isinstance(problem, Question)
    return problem


def test_the_problem_is_asked_and_its_solution_shown(worked: "Cli") -> None:
    problem = problem_of(worked)
    told = worked.study("", "3")
    before, after = told.split("Type your answer, or press Enter to see it.\n")
    assert f"Q: Work it out.\n\n{problem.prompt}\n" in before
    assert problem.task in before
    assert problem.solution not in before
    assert f"A: Like this:\n\n{problem.expected_text}\n\n{problem.solution}\n" in after
    assert "Good: 1 day." in after


def test_an_answer_is_judged_and_then_the_card_graded(worked: "Cli") -> None:
    problem = problem_of(worked)
    told = worked.study("nonsense", problem.expected_text, "4")
    assert "Right: " in told
    assert problem.solution in told
    assert "Easy: 1 day." in told


def test_a_mistake_is_named(worked: "Cli") -> None:
    problem = problem_of(worked)
    slip = problem.slips[0]
    typed = value_text(slip.answer, problem.digits)
    if problem.choices:
        typed = str(problem.choices.index(typed) + 1)
    told = worked.study(typed, "1", "q")
    assert f"Not right: it is {problem.expected_text}\nThis is {slip.says}.\n" in told
    again = told.split("Again: today")[1]
    assert "Q: Work it out." in again
    assert problem.prompt not in again


def test_a_wrong_fence_stops_no_one(cli: "Cli") -> None:
    cli.write("Bad.md", "## Work it out. {.x}\n```quiz atention\n```\n")
    cli.fill()
    told = cli.study("0.5", "", "3")
    assert "(there is no demo called 'atention' Did you mean attention?)" in told
    assert "There is nothing to answer here." in told
    assert "Good: 1 day." in told
