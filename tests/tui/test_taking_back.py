"""Undo, bury and suspend on the screen."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import Query, Sit

LIVE = (
    "SELECT question, quality FROM review JOIN card ON card.id = card_id "
    "WHERE review.id NOT IN (SELECT review_id FROM tombstone) ORDER BY question"
)
PUT_AWAY = "SELECT question, suspended, buried_on IS NOT NULL FROM card ORDER BY question"


async def test_every_grade_of_the_session_can_be_taken_back(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("space", "3", "space", "4", "space", "1", "u")
        await seat.sees("Took back: Again.", "What is c?", "0 due · 1 new · 0 again")
        assert query(LIVE) == [("What is a?", 4), ("What is b?", 5)]
        seat.press("u", "u")
        await seat.sees("Took back: Good.", "What is a?", "0 due · 3 new · 0 again")
        assert query(LIVE) == []
        seat.press("u")
        await seat.sees("There is nothing to take back.")
        assert "What is a?" in seat.text


async def test_what_was_taken_back_can_be_done_again(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("space", "3", "b", "u", "u")
        await seat.sees("Took back: Good.", "0 due · 3 new · 0 again")
        seat.press("r")
        await seat.sees("Did again: Good.", "What is b?", "0 due · 2 new · 0 again")
        assert query(LIVE) == [("What is a?", 4)]
        seat.press("r")
        await seat.sees("Did again: buried.", "What is c?", "1 new")
        seat.press("r")
        await seat.sees("There is nothing to do again.")
        assert query(PUT_AWAY)[1] == ("What is b?", 0, 1)


async def test_undo_goes_on_to_the_sessions_before_this_one(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    assert three.ask_everything() == ["What is a?", "What is b?", "What is c?"]
    three.later(days=1)
    async with sit(study=True, limit=1) as seat:
        await seat.sees("1 due")
        seat.press("space", "3", "u")
        await seat.sees("Took back: Good.", "1 due")
        assert len(query(LIVE)) == 3
        seat.press("u")
        await seat.sees("What is c?")
        seat.press("u")
        await seat.sees("What is b?")
        seat.press("u")
        await seat.sees("What is a?")
        assert query(LIVE) == []


async def test_undo_at_the_end_brings_the_last_card_back(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    async with sit(study=True, limit=1) as seat:
        await seat.sees("What is a?")
        seat.press("space", "3")
        await seat.sees("Done for now.")
        seat.press("u")
        await seat.sees("What is a?", "Show the answer")
        assert query(LIVE) == []


async def test_a_buried_card_is_away_until_tomorrow_unless_taken_back(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("b")
        await seat.sees("Buried until tomorrow.", "What is b?", "2 new")
        assert query(PUT_AWAY)[0] == ("What is a?", 0, 1)
        seat.press("u")
        await seat.sees("Took back: buried.", "What is a?", "3 new")
        assert query(PUT_AWAY)[0] == ("What is a?", 0, 0)
        seat.press("space", "b")
        await seat.sees("What is b?")
    assert three.session().waiting.total == 2
    three.later(days=1)
    assert three.session().waiting.total == 3


async def test_a_suspended_card_is_away_unless_taken_back(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("s")
        await seat.sees("Suspended.", "What is b?", "2 new")
        assert query(PUT_AWAY)[0] == ("What is a?", 1, 0)
        seat.press("u")
        await seat.sees("Took back: suspended.", "What is a?", "3 new")
        seat.press("space", "s", "s", "s")
        await seat.sees("Done for now.", "0 grades recorded.")
    assert query(PUT_AWAY) == [(f"What is {x}?", 1, 0) for x in "abc"]
    three.later(days=1)
    assert three.session().card is None


async def test_a_flag_is_shown_on_both_faces_and_undo_takes_it_away(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("f")
        await seat.sees("⚑ red", "Letters", "Show the answer")
        seat.press("space", "f")
        await seat.sees("⚑ orange", "1  Again", "Alpha")
        assert query("SELECT flag FROM card WHERE question = 'What is a?'") == [("orange",)]
        seat.press("u")
        await seat.sees("Took back: flagged.", "⚑ red")
        await seat.loses("1  Again")
        seat.press("f", "f", "f", "f")
        await seat.loses("⚑")
        seat.press("space", "3")
        await seat.sees("What is b?")
        assert "⚑" not in seat.text


async def test_notices_that_answer_keys_do_not_pile_up_over_the_card(
    three: "Desk", sit: "Sit"
) -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("b", "s", "u", "u", "u", "u", "u")
        await seat.sees("There is nothing to take back.")
        await seat.settled()
        assert seat.notices == "There is nothing to take back."
