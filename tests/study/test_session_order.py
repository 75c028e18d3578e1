"""What a session asks and when: the most overdue, then new cards up to the limit, then repeats."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from flashdeck.scheduling import Grade
from flashdeck.study.asking import Waiting
from flashdeck.study.session import Session

if TYPE_CHECKING:
    from tests.conftest import Desk

LETTERS = "abcdefgh"


def note(letters: str) -> str:
    return "".join(f"## What is {letter}?\n{letter.upper()}.\n\n" for letter in letters)


def ask(session: Session, grades: Sequence[Grade]) -> str:
    """Give the grades one by one and return the letters in the order in which they were asked."""
    asked = ""
    for grade in grades:
        assert session.card is not None
        asked += session.card.question[-2]
        session.grade(grade)
    return asked


def ask_all(session: Session) -> str:
    asked = ""
    while session.card is not None:
        asked += ask(session, [Grade.GOOD])
    return asked


def days_late(desk: "Desk", letter: str) -> int:
    memory = desk.memory(f"What is {letter}?")
    assert memory is not None
    return (desk.time.date() - memory.due).days


def test_new_cards_come_in_the_order_of_their_files(desk: "Desk") -> None:
    desk.write("b.md", note("fe"))
    desk.write("a.md", note("cab"))
    desk.write("z/a.md", note("d"))
    desk.bring_in()
    assert ask_all(desk.session()) == "cabfed"


def test_due_cards_come_before_new_ones_and_repeats_come_last(desk: "Desk") -> None:
    desk.write("a.md", note("ab"))
    desk.bring_in()
    ask(desk.session(), [Grade.GOOD, Grade.GOOD])
    desk.write("b.md", note("cd"))
    desk.bring_in()
    desk.later(days=1)
    session = desk.session()
    assert session.waiting == Waiting(due=2, new=2, repeat=0)
    first = ask(session, [Grade.AGAIN])
    rest = ask_all(session)
    assert sorted(first + rest[0]) == ["a", "b"]
    assert rest[1:] == "cd" + first


def test_the_most_overdue_for_its_interval_comes_first(desk: "Desk") -> None:
    # On Monday a, b and c are introduced; b is graded again on Tuesday: interval 6, due next
    # Monday. On the Monday after that (day 14) b is 7 days late on 6, which is 7/6; a and c,
    # interval 1, due on Tuesday, are 13 days late on 1, which is 13.
    desk.write("a.md", note("abc"))
    desk.bring_in()
    ask(desk.session(), [Grade.GOOD] * 3)
    desk.later(days=1)
    session = desk.session()
    while session.card is not None:
        if session.card.question == "What is b?":
            session.grade(Grade.GOOD)
        else:
            session.bury()
    desk.later(days=13)
    assert [days_late(desk, letter) for letter in "abc"] == [13, 7, 13]
    assert ask_all(desk.session())[-1] == "b"


def test_a_longer_wait_does_not_outweigh_a_longer_interval(desk: "Desk") -> None:
    # b: interval 15, 10 days late: 10/15. a: interval 6, 5 days late: 5/6, which is more.
    desk.write("a.md", note("b"))
    desk.bring_in()
    for days in (0, 1, 6):  # b is graded on days 0, 1 and 7; I(3) = 15, due on day 22
        desk.later(days=days)
        ask(desk.session(), [Grade.GOOD])
    desk.write("b.md", note("a"))
    desk.bring_in()
    desk.later(days=13)  # day 20: a's first grade; its second on day 21: I(2) = 6, due on day 27
    ask(desk.session(), [Grade.GOOD])
    desk.later(days=1)
    ask(desk.session(), [Grade.GOOD])
    desk.later(days=11)  # day 32: a is 5 late, b is 10 late
    assert [days_late(desk, letter) for letter in "ab"] == [5, 10]
    assert ask_all(desk.session()) == "ab"


def test_new_cards_stop_at_the_limit_of_the_day_over_all_sessions(desk: "Desk") -> None:
    desk.write("a.md", note(LETTERS))
    desk.bring_in()
    assert ask(desk.session(new_per_day=3), [Grade.GOOD] * 2) == "ab"
    assert ask_all(desk.session(new_per_day=3)) == "c"
    assert desk.session(new_per_day=3).card is None
    assert ask_all(desk.session(new_per_day=4)) == "d"
    desk.later(days=1)
    session = desk.session(new_per_day=3)
    assert (session.waiting.due, session.waiting.new) == (4, 3)


def test_the_limit_of_the_day_counts_every_deck_and_what_was_taken_back_not(desk: "Desk") -> None:
    desk.write("a.md", note("abc"))
    desk.write("b.md", note("def"))
    desk.bring_in()
    session = desk.session("a", new_per_day=3)
    ask(session, [Grade.GOOD] * 2)
    assert desk.session("b", new_per_day=3).waiting.new == 1
    session.undo()
    assert desk.session("b", new_per_day=3).waiting.new == 2


def test_no_new_cards_means_that_only_due_ones_are_asked(desk: "Desk") -> None:
    desk.write("a.md", note("ab"))
    desk.bring_in()
    ask(desk.session(), [Grade.GOOD])
    desk.later(days=1)
    assert ask_all(desk.session(new_per_day=0)) == "a"


def test_a_limit_cuts_the_queue_at_its_beginning_and_repeats_are_still_asked(
    desk: "Desk",
) -> None:
    desk.write("a.md", note("abcd"))
    desk.bring_in()
    session = desk.session(limit=2)
    assert session.waiting.total == 2
    assert ask(session, [Grade.AGAIN, Grade.GOOD, Grade.GOOD]) == "aba"
    assert session.card is None


def test_a_deck_is_studied_with_its_subdecks_and_no_other(desk: "Desk") -> None:
    for name, letters in (("x", "a"), ("x/y", "b"), ("x/y/z", "c"), ("xy", "d"), ("w", "e")):
        desk.write(f"{name}.md", note(letters))
    desk.bring_in()
    assert ask_all(desk.session("x", limit=9)) == "abc"
    assert desk.session("x/y").card is None


@pytest.mark.parametrize("grade", [Grade.AGAIN, Grade.HARD])
def test_what_scored_below_four_is_asked_until_it_scores_four(desk: "Desk", grade: Grade) -> None:
    desk.write("a.md", note("ab"))
    desk.bring_in()
    session = desk.session()
    asked = ask(session, [grade, Grade.GOOD, Grade.HARD, Grade.AGAIN, Grade.GOOD])
    assert asked == "abaaa"
    assert session.card is None
    memory = desk.memory("What is a?")
    assert memory is not None
    assert memory.interval_days == 1
    assert memory.ease_factor == {Grade.AGAIN: 2.5, Grade.HARD: 2.36}[grade]


def test_repeats_left_by_an_earlier_session_of_the_day_come_back_behind_the_new(
    desk: "Desk",
) -> None:
    desk.write("a.md", note("abc"))
    desk.bring_in()
    ask(desk.session(), [Grade.AGAIN])
    desk.later(hours=2)
    session = desk.session()
    assert session.waiting == Waiting(due=0, new=2, repeat=1)
    assert ask_all(session) == "bca"


def test_after_the_night_a_repeat_left_over_is_an_ordinary_due_card(desk: "Desk") -> None:
    desk.write("a.md", note("a"))
    desk.bring_in()
    ask(desk.session(), [Grade.AGAIN])
    desk.time = datetime(2026, 3, 3, 4, 0, tzinfo=timezone(timedelta(hours=1)))
    session = desk.session()
    assert session.waiting == Waiting(due=1, new=0, repeat=0)
    ask(session, [Grade.GOOD])
    memory = desk.memory("What is a?")
    assert memory is not None
    assert (memory.repetitions, memory.repeat) == (1, False)
    assert memory.due == date(2026, 3, 4)


def test_before_four_in_the_morning_it_is_still_the_evening_before(desk: "Desk") -> None:
    desk.write("a.md", note("ab"))
    desk.bring_in()
    ask(desk.session(), [Grade.AGAIN])
    desk.time = datetime(2026, 3, 3, 3, 59, tzinfo=timezone(timedelta(hours=1)))
    assert desk.session().waiting == Waiting(due=0, new=1, repeat=1)


def test_a_session_left_open_over_night_goes_on_by_the_new_day(desk: "Desk") -> None:
    desk.write("a.md", note("ab"))
    desk.bring_in()
    session = desk.session()
    ask(session, [Grade.AGAIN])
    desk.later(days=1)
    assert ask(session, [Grade.GOOD, Grade.GOOD]) == "ba"
    memory = desk.memory("What is a?")
    assert memory is not None
    assert (memory.repetitions, memory.due) == (1, date(2026, 3, 4))
