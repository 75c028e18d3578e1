"""A quiz on the screen: typing, choosing, the verdict with the mistake behind it, the results."""

from typing import TYPE_CHECKING

import pytest

from flashdeck.questions import AnswerKind, Question, value_text
from flashdeck.study.quiz.plan import QuizPlan
from flashdeck.study.quiz.request import QuizRequest

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import Query, Seat, Sit

RIGHTS = "SELECT right FROM quiz_answer ORDER BY id"


def seed_with(desk: "Desk", kind: AnswerKind, what: str = "attention") -> tuple[int, Question]:
    """Return a seed whose first question is of this kind and, on a demo, has a mistake to make."""
    for seed in range(60):
        plan = QuizPlan(desk.store, QuizRequest(what, 1, seed))
        question = next(iter(plan)).question
        if question.kind is kind and (question.slips or question.card_id):
            return seed, question
    raise AssertionError


def asked(what: str | None, seed: int, count: int = 1) -> QuizRequest:
    return QuizRequest(what, count, seed)


async def typed(seat: "Seat", text: str) -> None:
    seat.paste(text)
    await seat.until(lambda: seat.app.screen.query_one("#answer").value == text)  # type: ignore[attr-defined]
    seat.press("enter")


async def test_a_mistake_is_named_and_the_solution_worked(
    desk: "Desk", sit: "Sit", query: "Query"
) -> None:
    seed, question = seed_with(desk, AnswerKind.NUMBER)
    slip = question.slips[0]
    async with sit(quiz=asked("attention", seed), size=(100, 70)) as seat:
        await seat.sees("Quiz · attention", "1 of 1 · 0 right", "queries  Q", "What is ")
        await seat.sees(question.task)
        assert f"This is {slip.says}" not in seat.text
        await typed(seat, value_text(slip.answer, question.digits))
        await seat.sees(f"Not right: it is {question.expected_text}", f"This is {slip.says}.")
        await seat.sees("1. queries  Q", "What each word looks for.", "Results")
        assert query(RIGHTS) == [(0,)]
        seat.press("enter")
        await seat.sees("0 of 1 right.", "attention: 1 of 1 wrong", f"{slip.says} (1 time)")
        seat.press("enter")
        await seat.left()


async def test_nonsense_is_asked_again_and_hints_do_not_count(
    desk: "Desk", sit: "Sit", query: "Query"
) -> None:
    seed, question = seed_with(desk, AnswerKind.NUMBER)
    async with sit(quiz=asked("attention", seed), size=(100, 60)) as seat:
        await seat.sees("What is ")
        await typed(seat, "what?")
        await seat.sees("'what?' is no number.")
        seat.app.screen.query_one("#answer").value = ""  # type: ignore[attr-defined]
        await typed(seat, "?")
        await seat.sees(question.hint.split(". ")[-1][:40])
        assert query(RIGHTS) == []
        await typed(seat, question.expected_text)
        await seat.sees("Right: ", "1 right")
        assert query(RIGHTS) == [(1,)]


async def test_f3_gives_up_and_shows_the_solution(desk: "Desk", sit: "Sit", query: "Query") -> None:
    seed, question = seed_with(desk, AnswerKind.ROW)
    async with sit(quiz=asked("attention", seed), size=(100, 60)) as seat:
        await seat.sees("What is ")
        seat.press("f3", "f3", "f3")
        await seat.sees(f"It is {question.expected_text}", "1. queries")
        assert query("SELECT given, right FROM quiz_answer") == [("", 0)]


async def test_choices_are_chosen_with_digits(desk: "Desk", sit: "Sit", query: "Query") -> None:
    seed, question = seed_with(desk, AnswerKind.CHOICE)
    number = question.choices.index(question.expected_text) + 1
    async with sit(quiz=asked("attention", seed), size=(100, 60)) as seat:
        await seat.sees(*(f"{n}  {text}" for n, text in enumerate(question.choices, 1)))
        seat.press("9", str(number), str(number))
        await seat.sees("Right: ")
        assert query(RIGHTS) == [(1,)]


async def test_choices_and_next_are_clicked(desk: "Desk", sit: "Sit", query: "Query") -> None:
    seed, question = seed_with(desk, AnswerKind.CHOICE)
    wrong = next(text for text in question.choices if text != question.expected_text)
    number = question.choices.index(wrong) + 1
    async with sit(quiz=asked("attention", seed), size=(100, 60)) as seat:
        await seat.sees(f"{len(question.choices)}  ")
        await seat.click(seat.app.screen.query("#choices KeyButton")[number - 1])
        await seat.sees("Not right: ")
        await seat.click_on("Results")
        await seat.sees("0 of 1 right.")
        assert query(RIGHTS) == [(0,)]


async def test_typed_words_show_where_they_differ(desk: "Desk", sit: "Sit") -> None:
    desk.write("Europe.md", "## What is the capital of Spain?\nMadrid\n")
    desk.bring_in()
    async with sit(quiz=asked("Europe", 1)) as seat:
        await seat.sees("What is the capital of Spain?", "Type the answer.")
        await typed(seat, "Madrit")
        await seat.sees("Not right: it is Madrid", "madritd")
        struck = [piece.text for piece in seat.segments if piece.style and piece.style.strike]
        assert struck == ["t"]


async def test_a_long_card_is_shown_and_graded_by_oneself(
    desk: "Desk", sit: "Sit", query: "Query"
) -> None:
    desk.write("Long.md", "## Why $h_t$?\nBecause of this.\n\nAnd because of $c_t$.\n")
    desk.bring_in()
    async with sit(quiz=QuizRequest("Long", 1, 1, schedule=True)) as seat:
        await seat.sees("Why hₜ?", "Show the answer")
        seat.press("1")
        await seat.settled()
        assert query(RIGHTS) == []
        seat.press("space")
        await seat.sees("And because of cₜ.", "1  I knew it", "2  I did not know it")
        seat.press("2")
        await seat.sees("Not known.")
        assert query("SELECT quality FROM review") == [(1,)]


async def test_each_answer_is_in_the_store_before_the_next_question(
    desk: "Desk", sit: "Sit", query: "Query"
) -> None:
    del desk
    async with sit(quiz=asked("attention", 3, count=4), size=(100, 60)) as seat:
        for number in range(1, 5):
            await seat.sees(f"{number} of 4")
            assert len(query(RIGHTS)) == number - 1
            seat.press("f3")
            await seat.until(lambda number=number: len(query(RIGHTS)) == number)  # type: ignore[misc]
            await seat.settled()
            await seat.sees(f"{number} of 4", "Next" if number < 4 else "Results")
            seat.press("enter")
        await seat.sees("0 of 4 right.")


async def test_home_opens_a_quiz_on_the_highlighted_deck_and_comes_back(
    three: "Desk", sit: "Sit"
) -> None:
    del three
    async with sit() as seat:
        await seat.sees("Letters")
        seat.press("down", "z")
        await seat.sees("Quiz · Letters", "1 of 3")
        seat.press("escape")
        await seat.until(lambda: seat.screen == "HomeScreen")
        await seat.sees("All decks")


async def test_a_quiz_on_what_is_not_there_leaves_with_a_word(desk: "Desk", sit: "Sit") -> None:
    del desk
    async with sit(quiz=asked("nothing-like-it", 1)) as seat:
        await seat.left()
    error = seat.app.return_value
    assert error is not None
    assert error.message == "there is no deck, demo or tag called 'nothing-like-it'"


async def test_hostile_cards_are_shown_as_they_are(desk: "Desk", sit: "Sit") -> None:
    desk.write(
        "Bad.md", "## What is [/nope]?\n[@click=app.quit]x[/]\n\n## B?\n[b]y\n\n## C?\n[i]z\n"
    )
    desk.bring_in()
    async with sit(quiz=asked("Bad", 2, count=3)) as seat:
        for number in range(1, 4):
            await seat.sees(f"{number} of 3")
            seat.press("f3")
            await seat.sees("It is ")
            seat.press("enter")
        await seat.sees("0 of 3 right.")


async def test_the_keys_are_listed(desk: "Desk", sit: "Sit") -> None:
    del desk
    async with sit(quiz=asked("attention", 1)) as seat:
        await seat.sees("1 of 1")
        seat.press("f1")
        await seat.sees("Keys · Quiz", "a hint")


@pytest.mark.parametrize(
    "keys", ["ctrl+q", "escape escape", "f3 ctrl+q f3", "f3 enter enter enter"]
)
async def test_hasty_keys_leave_without_a_word(desk: "Desk", sit: "Sit", keys: str) -> None:
    del desk
    async with sit(quiz=asked("attention", 1)) as seat:
        await seat.sees("1 of 1")
        for key in keys.split():
            seat.press(key)
            await seat.pilot.pause()
        await seat.left()
    assert seat.app.return_value is None
