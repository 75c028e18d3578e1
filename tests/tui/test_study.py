"""A session on the screen: question, answer, grade, next."""

import re
from typing import TYPE_CHECKING

from flashdeck.tui.widgets.card_view import CardView

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import Query, Sit

QUALITIES = "SELECT quality FROM review ORDER BY id"


async def test_the_answer_is_hidden_until_space_shows_it(three: "Desk", sit: "Sit") -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("All decks", "0 due · 3 new · 0 again", "Letters", "What is a?", "Space")
        assert "Alpha" not in seat.text
        seat.press("space")
        await seat.sees("Alpha", "What is a?", "1  Again", "4  Easy")
        assert "Show the answer" not in seat.text


async def test_the_buttons_tell_when_the_card_would_come_again(three: "Desk", sit: "Sit") -> None:
    three.ask_everything()
    three.later(days=1)
    three.ask_everything()
    three.later(days=6)
    async with sit(study=True) as seat:
        await seat.sees("3 due · 0 new · 0 again")
        seat.press("space")
        await seat.sees("4  Easy")
        remarks = next(line for line in seat.lines if "today, then" in line)
        assert re.split(r" {2,}", remarks.strip()) == [
            "today, then 1 day",
            "today, then 15 days",
            "15 days",
            "16 days",
        ]


async def test_each_grade_is_in_the_store_before_the_next_question_is_shown(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    asked = (("1", "b", 1), ("2", "c", 3), ("3", "a", 4), ("4", "b", 5), ("4", "Done", 5))
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        for times, (key, following, quality) in enumerate(asked, 1):
            seat.press("space", key)
            await seat.sees("Done for now." if following == "Done" else f"What is {following}?")
            assert len(query(QUALITIES)) == times
            assert query(QUALITIES)[-1] == (quality,)


async def test_a_key_that_grades_does_nothing_before_the_answer_is_shown(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("1", "2", "3", "4")
        await seat.settled()
        await seat.sees("What is a?")
        assert query(QUALITIES) == []


async def test_fast_typing_grades_one_card_after_the_other(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("space", "3", "space", "4", "enter", "enter")
        await seat.sees("Done for now.", "3 grades recorded.", "0 due · 0 new · 0 again")
    graded = query("SELECT question, quality FROM review JOIN card ON card.id = card_id ORDER BY 1")
    assert graded == [("What is a?", 4), ("What is b?", 5), ("What is c?", 4)]


async def test_the_mouse_shows_the_answer_and_grades(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    buttons = (("good", "b"), ("hard", "c"), ("easy", "b"), ("again", "b"), ("good", ""))
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        for button, following in buttons:
            await seat.click_on("Show the answer")
            await seat.sees("1  Again")
            await seat.click(f"#{button}", offset=(4, 1))
            await seat.loses("1  Again")
            await seat.sees(f"What is {following}?" if following else "Done for now.")
    assert [quality for (quality,) in query(QUALITIES)] == [4, 3, 5, 1, 4]


async def test_what_was_not_known_comes_back_until_it_is(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    async with sit(study=True, limit=2) as seat:
        await seat.sees("What is a?")
        seat.press("space", "1", "space", "3")
        await seat.sees("What is a?", "0 due · 0 new · 1 again")
        seat.press("space", "2")
        await seat.sees("What is a?", "Show the answer", "1 again")
        seat.press("space", "3")
        await seat.sees("Done for now.", "4 grades recorded.")
    assert [quality for (quality,) in query(QUALITIES)] == [1, 4, 3, 4]


async def test_leaving_in_the_middle_keeps_every_grade(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("space", "3", "space", "2", "space", "q")
        await seat.left()
    assert [quality for (quality,) in query(QUALITIES)] == [4, 3]


async def test_a_scroll_that_comes_after_its_card_was_put_away_goes_by(
    three: "Desk", sit: "Sit"
) -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        view = seat.app.screen.query_one(CardView)
        await view.remove_children()
        view._bring_up_answer()


async def test_a_session_that_ended_is_left_with_space(three: "Desk", sit: "Sit") -> None:
    three.ask_everything()
    async with sit(study=True) as seat:
        await seat.sees("Done for now.", "0 grades recorded.")
        seat.press("1", "b", "s", "e", "down")
        await seat.settled()
        await seat.sees("Done for now.")
        seat.press("space")
        await seat.left()


async def test_help_opens_over_the_card_and_closes(three: "Desk", sit: "Sit") -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        for opening, closing in (("question_mark", "escape"), ("question_mark", "question_mark")):
            seat.press(opening)
            await seat.sees("Keys · Study", "take the last thing back")
            seat.press(closing)
            await seat.loses("Keys · Study")
            assert seat.screen == "StudyScreen"


async def test_the_keys_of_the_card_are_asleep_while_help_is_open(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("space", "question_mark", "3", "s", "b", "u", "escape")
        await seat.sees("Alpha")
        await seat.settled()
        await seat.sees("Alpha", "0 due · 3 new")
        assert query(QUALITIES) == []


async def test_a_double_click_closes_help_alone(three: "Desk", sit: "Sit") -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("question_mark")
        await seat.sees("Keys · Study")
        help_box = seat.app.screen.query_one("#help")
        seat.post_click(help_box)
        seat.post_click(help_box)
        await seat.loses("Keys · Study")
        await seat.settled()
        assert seat.screen == "StudyScreen"


async def test_a_long_card_is_scrolled_with_the_arrow_keys(desk: "Desk", sit: "Sit") -> None:
    desk.write("L.md", "## What is a?\n" + "".join(f"{i}. line\n" for i in range(1, 60)))
    desk.bring_in()
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("space")
        await seat.sees("1. line")
        seat.press(*["pagedown"] * 6)
        await seat.sees("59. line")
        assert "What is a?" not in seat.text
        seat.press(*["pageup"] * 6)
        await seat.sees("What is a?")
        seat.press("down", "down", "down", "up")
        await seat.loses("Letters")


async def test_cards_that_another_process_brings_join_without_disturbing_the_one_shown(
    three: "Desk", sit: "Sit"
) -> None:
    async with sit(study=True) as seat:
        await seat.sees("0 due · 3 new", "What is a?")
        seat.press("space")
        await seat.sees("Alpha")
        three.write("More.md", "## What is d?\nDelta.\n")
        three.bring_in()
        await seat.sees("0 due · 4 new", "Alpha")
        for name in "bcd":
            seat.press("3")
            await seat.sees(f"What is {name}?")
            seat.press("space")
            await seat.sees("1  Again")
        seat.press("3")
        await seat.sees("Done for now.")
        three.write("Last.md", "## What is e?\nEpsilon.\n")
        three.bring_in()
        await seat.sees("What is e?")


async def test_behind_a_long_question_the_answer_is_scrolled_into_sight(
    desk: "Desk", sit: "Sit"
) -> None:
    code = "\n".join(f"line{number}" for number in range(30))
    desk.write("M.md", f"Q: What does it print?\n\n```\n{code}\n```\n\nA: Nothing at all\n")
    desk.bring_in()
    async with sit("M", study=True) as seat:
        await seat.sees("What does it print?")
        seat.press("space")
        await seat.sees("Nothing at all", "line29")


async def test_on_a_tiny_screen_the_answer_and_the_whole_help_can_be_read(
    three: "Desk", sit: "Sit"
) -> None:
    del three
    async with sit(study=True, size=(40, 12)) as seat:
        await seat.sees("What is a?")
        seat.press("space")
        await seat.sees("Alpha")
        seat.press("question_mark")
        await seat.sees("Keys · Study", "answer;", "afterwards", "the same", "as 3")
