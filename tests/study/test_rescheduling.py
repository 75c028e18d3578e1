"""Changing a deck's scheduler replays its cards; a dry run only tells."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from flashdeck.errors import FlashdeckError, NotFoundError
from flashdeck.scheduling import Memory
from flashdeck.store.decks import deck_schedulers
from flashdeck.store.reviews import all_memories
from flashdeck.study.rescheduling import Rescheduled, reschedule, spread

if TYPE_CHECKING:
    from tests.conftest import Desk

TODAY = date(2026, 3, 9)


@pytest.fixture
def week(desk: "Desk") -> "Desk":
    """Give a desk with `a`, known twice and due in a week, `b`, new, and another deck."""
    desk.write("d.md", "## What is a?\nA.\n")
    desk.write("e/f.md", "## What is c?\nC.\n")
    desk.bring_in()
    desk.ask_everything()
    desk.later(days=1)
    desk.ask_everything()
    desk.later(days=6)
    desk.ask_everything()
    return desk


def memories(desk: "Desk") -> dict[str, Memory]:
    with desk.store.read() as connection:
        return all_memories(connection)


def lines(desk: "Desk") -> dict[str, str]:
    with desk.store.read() as connection:
        return {deck.name: deck.scheduler for deck in deck_schedulers(connection)}


def test_a_deck_is_replayed_under_its_new_scheduler(week: "Desk") -> None:
    # known on the days 0, 1 and 7: SM-2 gives 1, 6, 15 days, so day 22; Leitner's third box four
    # days, so day 11
    (told,) = reschedule(week.store, "d", "leitner")
    ((card,), before, after) = (told.cards, told.before, told.after)
    assert (before, after) == ("sm2", "leitner")
    assert (card.question, card.before, card.after) == (
        "What is a?",
        date(2026, 3, 24),
        date(2026, 3, 13),
    )
    memory = week.memory("What is a?")
    assert memory is not None
    assert (memory.scheduler, memory.due) == ("leitner", date(2026, 3, 13))
    other = week.memory("What is c?")
    assert other is not None
    assert other.scheduler == "sm2"
    assert lines(week) == {"d": "leitner", "e/f": "sm2"}


def test_a_dry_run_tells_the_same_and_keeps_nothing(week: "Desk") -> None:
    before, had = memories(week), lines(week)
    told = reschedule(week.store, None, "leitner boxes=1,1,1", dry_run=True)
    assert (memories(week), lines(week)) == (before, had)
    assert told == reschedule(week.store, None, "leitner boxes=1,1,1")
    assert memories(week) != before


def test_there_and_back_again_is_where_it_was(week: "Desk") -> None:
    before = memories(week)
    reschedule(week.store, None, "fsrs")
    assert {memory.scheduler for memory in memories(week).values()} == {"fsrs"}
    reschedule(week.store, None, "sm2")
    assert memories(week) == before


def test_the_choice_outlasts_the_next_import(week: "Desk") -> None:
    reschedule(week.store, "d", "fsrs")
    week.later(seconds=9)
    week.write("d.md", "## What is a?\nAlpha.\n")
    week.bring_in()
    assert lines(week)["d"] == "fsrs"
    memory = week.memory("What is a?")
    assert memory is not None
    assert memory.scheduler == "fsrs"


def test_a_whole_subtree_is_changed(week: "Desk") -> None:
    assert [told.deck for told in reschedule(week.store, "e", "fsrs")] == ["e/f"]


def test_a_deck_whose_notes_choose_keeps_its_scheduler(week: "Desk") -> None:
    path = week.write("n.md", "---\ndeck: n\nscheduler: fsrs\n---\n## What is n?\nN.\n")
    week.bring_in()
    with pytest.raises(FlashdeckError, match="the notes of n choose") as caught:
        reschedule(week.store, "n", "leitner")
    assert str(path) in caught.value.hint
    told = {one.deck: one for one in reschedule(week.store, None, "leitner")}
    assert told["n"].notes == str(path)
    assert lines(week) == {"d": "leitner", "e/f": "leitner", "n": "fsrs"}


def test_what_is_lost_in_the_table_of_memories_is_replayed(week: "Desk") -> None:
    before = memories(week)
    with week.store.write() as connection:
        connection.exec_driver_sql("UPDATE memory SET interval_days = 99")
    reschedule(week.store, None, None)
    assert memories(week) == before


def test_undone_reviews_and_cards_put_away_do_not_count(week: "Desk") -> None:
    session = week.session("e")
    session.undo()
    (told,) = reschedule(week.store, "e", "leitner", dry_run=True)
    # of `c` the third review is undone: its second was on day 1, Leitner's second box two days
    assert [card.after for card in told.cards] == [date(2026, 3, 5)]
    week.session("e").suspend()
    (told,) = reschedule(week.store, "e", "leitner", dry_run=True)
    assert told.cards == ()


def test_wrong_names_are_told_and_nothing_is_changed(week: "Desk") -> None:
    before = memories(week)
    with pytest.raises(NotFoundError, match="no deck"):
        reschedule(week.store, "x", "fsrs")
    with pytest.raises(NotFoundError, match="no scheduler"):
        reschedule(week.store, "d", "anki")
    assert memories(week) == before


def test_what_becomes_due_is_what_was_not(week: "Desk") -> None:
    (told,) = reschedule(week.store, "d", "leitner boxes=1,1,1", dry_run=True)
    assert told.newly_due(TODAY) == []
    assert [card.question for card in told.newly_due(date(2026, 3, 10))] == ["What is a?"]
    assert told.as_json(date(2026, 3, 10))["due_after"] == 1
    assert Rescheduled("d", "sm2", "sm2").newly_due(TODAY) == []


def test_days_are_counted_into_spans() -> None:
    days = [TODAY.replace(day=day) for day in (1, 9, 10, 11, 16, 17)]
    assert spread(days, TODAY) == [2, 1, 2, 1, 0, 0]
    assert spread([date(2026, 6, 7), date(2026, 6, 8)], TODAY) == [0, 0, 0, 0, 1, 1]
