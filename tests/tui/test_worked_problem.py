"""A card with a problem on the study screen: asked, answered on the card, graded."""

from typing import TYPE_CHECKING

import pytest

from flashdeck.questions import AnswerKind, Question, value_text
from flashdeck.study.quiz.worked import card_problems

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import Query, Seat, Sit

CARD = "## Work it out. {{#{0} .worked}}\n```quiz attention\nask: weights\n```\n"


@pytest.fixture
def problem(desk: "Desk", query: "Query") -> Question:
    """Give the problem of a new card: its answer is a number, with a mistake to make."""
    desk.write("Worked.md", CARD.format("work"))
    desk.bring_in()
    for attempt in range(200):
        query("UPDATE card SET id = ?", f"card{attempt}")
        (found,) = card_problems(desk.cards()[0])
        if isinstance(found, Question) and found.slips and found.kind is AnswerKind.NUMBER:
            return found
    raise AssertionError


async def answer(seat: "Seat", text: str) -> None:
    seat.press("a")
    await seat.until(lambda: seat.app.focused is not None)
    seat.paste(text)
    await seat.until(lambda: seat.app.focused.value == text)  # type: ignore[union-attr]
    seat.press("enter")


async def test_the_problem_is_asked_and_its_solution_shown(
    problem: Question, sit: "Sit", query: "Query"
) -> None:
    async with sit(study=True, size=(100, 80)) as seat:
        await seat.sees("Work it out.", "What is weights[", problem.task, "Press a to type")
        assert "What each word looks for." not in seat.text
        seat.press("space")
        await seat.sees(problem.expected_text, "What each word looks for.", "4  Easy")
        seat.press("3")
        await seat.sees("Done for now.")
        assert query("SELECT quality FROM review") == [(4,)]


async def test_a_typed_mistake_is_named_and_the_answer_shown(problem: Question, sit: "Sit") -> None:
    slip = problem.slips[0]
    async with sit(study=True, size=(100, 80)) as seat:
        await seat.sees("What is weights[")
        await answer(seat, value_text(slip.answer, problem.digits))
        await seat.sees(f"Not right: it is {problem.expected_text}", f"This is {slip.says}.")
        await seat.sees("What each word looks for.", "1  Again")
        seat.press("1")
        await seat.sees("0 due · 0 new · 1 again", "Press a to type")


async def test_nonsense_and_escape_leave_the_question_as_it_is(
    problem: Question, sit: "Sit", query: "Query"
) -> None:
    async with sit(study=True, size=(100, 80)) as seat:
        await seat.sees("What is weights[")
        await answer(seat, "q")
        await seat.sees("'q' is no number.", problem.task)
        seat.press("escape")
        await seat.until(lambda: seat.app.focused is None)
        assert "What each word looks for." not in seat.text
        assert seat.screen == "StudyScreen"
        assert query("SELECT * FROM review") == []


async def test_on_other_cards_the_key_does_nothing(three: "Desk", sit: "Sit") -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("a")
        await seat.settled()
        seat.press("space")
        await seat.sees("Alpha")


async def test_a_wrong_fence_says_so_and_the_card_can_be_graded(desk: "Desk", sit: "Sit") -> None:
    desk.write("Bad.md", "## Work it out. {.x}\n```quiz atention\n```\n")
    desk.bring_in()
    async with sit(study=True) as seat:
        await seat.sees("there is no demo called 'atention'", "Did you mean attention?")
        seat.press("a", "space")
        await seat.sees("3  Good")
        seat.press("3")
        await seat.sees("Done for now.")


async def test_on_a_low_screen_the_field_and_what_is_said_of_it_scroll_into_sight(
    problem: Question, sit: "Sit"
) -> None:
    del problem
    async with sit(study=True, size=(80, 24)) as seat:
        await seat.sees("Work it out.", "a Answer")
        seat.press("a")
        await seat.until(lambda: seat.app.focused is not None)
        seat.paste("nothing")
        await seat.sees("nothing")
        seat.press("enter")
        await seat.sees("'nothing' is no number.")
