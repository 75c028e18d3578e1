"""Grading, burying, suspending and taking back, each in the store before the next card comes."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from flashdeck.config import Settings
from flashdeck.scheduling import Grade
from flashdeck.store.reviews import live_reviews
from flashdeck.store.rows import ReviewRow
from flashdeck.study.plan import Plan

if TYPE_CHECKING:
    from tests.conftest import Desk

NOTE = "## What is a?\nA.\n\n## What is b?\nB.\n\n## What is c?\nC.\n"


@pytest.fixture
def three(desk: "Desk") -> "Desk":
    desk.write("a.md", NOTE)
    desk.bring_in()
    return desk


def log(desk: "Desk") -> list[ReviewRow]:
    with desk.store.read() as connection:
        return list(live_reviews(connection))


def test_a_grade_stores_the_card_the_quality_the_moment_and_the_time_it_took(
    three: "Desk",
) -> None:
    session = three.session()
    session.grade(Grade.HARD, timedelta(seconds=4.25))
    (review,) = log(three)
    assert review.card_id == three.card("What is a?").id
    assert review.quality == 3
    assert review.reviewed_at == three.time
    assert review.utc_offset_s == 3600
    assert review.day == three.time.date()
    assert review.duration_ms == 4250


def test_a_long_pause_counts_as_ten_minutes(three: "Desk") -> None:
    session = three.session()
    session.grade(Grade.GOOD, timedelta(hours=3))
    session.grade(Grade.GOOD)
    assert [review.duration_ms for review in log(three)] == [600_000, None]


def test_what_the_buttons_say_is_what_then_happens(three: "Desk") -> None:
    for grade in Grade:
        session = three.session()
        promised = session.intervals()[grade]
        assert session.grade(grade) == promised
        session.undo()


def test_a_buried_card_comes_back_tomorrow(three: "Desk") -> None:
    session = three.session()
    session.bury()
    assert session.card is not None
    assert session.card.question == "What is b?"
    assert three.session().waiting.new == 2
    three.later(days=1)
    assert three.session().waiting.new == 3


def test_a_suspended_card_stays_away_until_it_is_taken_back(three: "Desk") -> None:
    session = three.session()
    session.suspend()
    three.later(days=9)
    later = three.session()
    assert later.waiting.new == 2
    assert three.card("What is a?").suspended
    session.undo()
    assert not three.card("What is a?").suspended
    assert three.session().waiting.new == 3


def test_one_key_goes_through_the_flags_and_undo_goes_back(three: "Desk") -> None:
    session = three.session()
    flags = [session.flag().flag for _ in range(6)]
    assert flags == ["red", "orange", "green", "blue", None, "red"]
    assert three.card("What is a?").flag == "red"
    assert session.waiting.new == 3
    session.undo()
    assert (session.card, session.card and session.card.flag) == (three.card("What is a?"), None)
    session.redo()
    assert session.card is not None
    assert session.card.flag == three.card("What is a?").flag == "red"


def test_a_flag_outlasts_grades_and_edits_of_the_note(three: "Desk") -> None:
    session = three.session()
    session.flag()
    session.grade(Grade.GOOD)
    three.later(days=1)
    three.write("b.md", NOTE.replace("A.", "Alpha.").replace("What is b", "What is the b"))
    (three.notes / "a.md").unlink()
    three.bring_in()
    assert [card.flag for card in three.cards() if card.flag] == ["red"]
    assert three.card("What is a?").answer == "Alpha."


def test_the_longest_answer_is_a_setting(three: "Desk") -> None:
    session = three.session(settings=Settings(answer_seconds=60), plan=Plan(minutes=2))
    three.later(hours=1)
    session.grade(Grade.GOOD, timedelta(hours=1))
    assert [review.duration_ms for review in log(three)] == [60_000]
    assert not session.time_is_up
    three.later(hours=1)
    session.grade(Grade.GOOD)
    assert session.time_is_up


def test_undo_takes_back_what_was_done_last_first(three: "Desk") -> None:
    session = three.session()
    session.grade(Grade.GOOD)
    session.bury()
    session.suspend()
    assert session.waiting.total == 0
    verbs = [done.verb for done in iter(session.undo, None) if done]
    assert verbs == ["suspended", "buried", "graded"]
    assert session.graded == 0
    assert session.waiting.new == 3
    assert session.card == three.card("What is a?")
    assert log(three) == []


def test_a_card_taken_back_is_asked_at_once_and_only_once_more(three: "Desk") -> None:
    session = three.session()
    session.grade(Grade.AGAIN)  # and a waits at the end to be repeated
    session.undo()
    asked = []
    while session.card is not None:
        asked.append(session.card.question[-2])
        session.grade(Grade.GOOD)
    assert asked == ["a", "b", "c"]


def test_with_nothing_done_there_is_nothing_to_take_back(three: "Desk") -> None:
    session = three.session()
    assert session.undo() is None
    assert session.card == three.card("What is a?")


def test_undo_brings_the_last_card_back_after_the_end(three: "Desk") -> None:
    session = three.session(limit=1)
    session.grade(Grade.EASY)
    assert session.waiting.total == 0
    done = session.undo()
    assert done is not None
    assert (done.verb, done.grade) == ("graded", Grade.EASY)
    assert session.card == three.card("What is a?")


def test_after_the_end_there_is_no_card_to_grade(three: "Desk") -> None:
    session = three.session(limit=1)
    session.grade(Grade.GOOD)
    for act in (session.bury, session.suspend, session.flag, session.intervals):
        with pytest.raises(LookupError, match="no current card"):
            act()
    with pytest.raises(LookupError, match="no current card"):
        session.grade(Grade.GOOD)


def test_a_card_retired_under_the_session_is_skipped(three: "Desk") -> None:
    session = three.session()
    three.write("a.md", NOTE.replace("## What is b?\nB.\n\n", ""))
    three.later(minutes=1)
    assert three.outcomes() == {"retired": 1, "unchanged": 2}
    session.grade(Grade.GOOD)
    assert session.card is not None
    assert session.card.question == "What is c?"
    assert session.waiting.total == 1


def test_a_card_suspended_elsewhere_is_skipped(three: "Desk") -> None:
    session, other = three.session(), three.session()
    other.grade(Grade.GOOD)
    other.suspend()
    session.grade(Grade.GOOD)
    assert session.card is not None
    assert session.card.question == "What is c?"


def test_a_card_edited_under_the_session_is_shown_as_it_now_reads(three: "Desk") -> None:
    session = three.session()
    three.write("a.md", NOTE.replace("A.", "Alpha."))
    three.bring_in()
    session.refresh()
    assert session.card is not None
    assert session.card.answer == "Alpha."


def test_suspended_and_retired_cards_are_not_asked_again_when_due(three: "Desk") -> None:
    three.ask_everything()
    three.later(days=1)
    session = three.session()
    assert session.card is not None
    suspended = session.card.question
    session.suspend()
    three.write("a.md", NOTE.split("## What is c?")[0])
    three.bring_in()
    three.later(days=30)
    due = three.ask_everything()
    assert set(due) == {"What is a?", "What is b?"} - {suspended}


def test_undo_in_a_new_session_takes_the_newest_review_of_its_own_decks(desk: "Desk") -> None:
    desk.write("a.md", "## What is a?\nA.\n")
    desk.write("b.md", "## What is b?\nB.\n")
    desk.bring_in()
    desk.session("a").grade(Grade.HARD)
    desk.later(minutes=1)
    desk.session("b").grade(Grade.EASY)
    session = desk.session("a")
    done = session.undo()
    assert done is not None
    assert (done.card_id, done.grade) == (desk.card("What is a?").id, Grade.HARD)
    assert session.undo() is None
    assert [review.quality for review in log(desk)] == [5]


def test_redo_does_again_what_was_taken_back_in_that_order(three: "Desk") -> None:
    session = three.session()
    session.grade(Grade.GOOD, timedelta(seconds=7))
    three.later(minutes=5)
    session.bury()
    session.suspend()
    before = {name: three.memory(f"What is {name}?") for name in "abc"}
    while session.undo():
        pass
    three.later(minutes=5)
    assert [done.verb for done in iter(session.redo, None) if done] == [
        "graded",
        "buried",
        "suspended",
    ]
    assert {name: three.memory(f"What is {name}?") for name in "abc"} == before
    assert (session.graded, session.waiting.total, session.card) == (1, 0, None)
    (review,) = log(three)
    assert (review.quality, review.duration_ms) == (4, 7000)
    assert review.reviewed_at == three.time - timedelta(minutes=10)


def test_redo_can_be_undone_and_done_again_for_ever(three: "Desk") -> None:
    session = three.session()
    session.grade(Grade.AGAIN)
    after = three.memory("What is a?")
    for _ in range(3):
        session.undo()
        assert three.memory("What is a?") is None
        assert session.waiting.new == 3
        session.redo()
        assert three.memory("What is a?") == after
        assert (session.waiting.new, session.waiting.repeat) == (2, 1)
    assert session.card == three.card("What is b?")


def test_redo_does_reviews_of_an_earlier_session_again(three: "Desk") -> None:
    three.ask_everything()
    before = [three.memory(f"What is {name}?") for name in "abc"]
    three.later(hours=1)
    session = three.session()
    while session.undo():
        pass
    assert log(three) == []
    while session.redo():
        pass
    assert [three.memory(f"What is {name}?") for name in "abc"] == before
    assert session.graded == 0


def test_after_something_new_there_is_nothing_to_do_again(three: "Desk") -> None:
    session = three.session()
    assert session.redo() is None
    session.grade(Grade.GOOD)
    session.undo()
    session.grade(Grade.HARD)  # a changed grade: an undo and a new review
    assert session.redo() is None
    assert [review.quality for review in log(three)] == [3]


def test_a_suspension_and_its_end_are_dated(three: "Desk") -> None:
    session = three.session()
    session.suspend()
    three.later(hours=2)
    session.undo()
    with three.store.read() as connection:
        found = connection.exec_driver_sql("SELECT suspended, suspended_at FROM card ORDER BY line")
        assert found.first() == (0, three.time.timestamp() * 1000)
