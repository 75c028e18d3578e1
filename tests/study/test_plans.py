"""What a session asks by tag, limit, order and siblings, and what cramming leaves alone."""

from typing import TYPE_CHECKING

import pytest

from flashdeck.config import Settings
from flashdeck.scheduling import Grade
from flashdeck.store.reviews import live_reviews
from flashdeck.study.plan import Plan

if TYPE_CHECKING:
    from flashdeck.study.session import Session
    from tests.conftest import Desk


def note(letters: str, tags: str = "") -> str:
    head = f"---\ntags: [{tags}]\n---\n" if tags else ""
    return head + "".join(f"## What is {letter}?\n{letter.upper()}.\n\n" for letter in letters)


def asked(session: "Session", grade: Grade = Grade.GOOD, most: int = 99) -> str:
    letters = ""
    while session.card is not None and len(letters) < most:
        letters += session.card.question[-2]
        session.grade(grade)
    return letters


def amount_of_reviews(desk: "Desk") -> int:
    with desk.store.read() as connection:
        return sum(1 for _ in live_reviews(connection))


def become_siblings(desk: "Desk", letters: str, group: str = "g") -> None:
    rows = [(group, desk.card(f"What is {letter}?").id) for letter in letters]
    with desk.store.write() as connection:
        connection.exec_driver_sql("UPDATE card SET sibling_group = ? WHERE id = ?", rows)


def test_a_tag_picks_due_new_and_repeated_cards(desk: "Desk") -> None:
    desk.write("a.md", note("abc", "Easy"))
    desk.write("b.md", note("def"))
    desk.bring_in()
    session = desk.session(plan=Plan(tag="easy"))
    session.grade(Grade.AGAIN)
    assert asked(desk.session(plan=Plan(tag="EASY"))) == "bca"
    assert asked(desk.session(plan=Plan(tag="hard"))) == ""
    desk.later(days=1)
    assert sorted(asked(desk.session(plan=Plan(tag="easy")))) == ["a", "b", "c"]


def test_a_changed_tag_is_found_and_the_old_one_is_not(desk: "Desk") -> None:
    desk.write("a.md", note("a", "old"))
    desk.bring_in()
    desk.later(seconds=9)
    desk.write("a.md", note("a", "new"))
    desk.bring_in()
    assert desk.session(plan=Plan(tag="old")).card is None
    assert desk.session(plan=Plan(tag="new")).card is not None


def test_new_cards_interleaved_take_one_of_each_deck_in_turn(desk: "Desk") -> None:
    desk.write("a.md", note("abc"))
    desk.write("b.md", note("d"))
    desk.write("c.md", note("ef"))
    desk.bring_in()
    settings = Settings(new_per_day=5, new_order="interleaved")
    assert asked(desk.session(settings=settings)) == "adebf"


def test_new_cards_at_random_are_another_choice_each_day(desk: "Desk") -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    desk.write("a.md", note(letters[:20]))
    desk.write("b.md", note(letters[20:]))
    desk.bring_in()
    settings = Settings(new_per_day=26, new_order="random")

    def order() -> list[str]:
        return [card_id for card_id, _ in desk.session(settings=settings)._queue]

    first = order()
    assert sorted(first) == sorted(card.id for card in desk.cards())
    assert first == order()
    turns = {first[0]}
    for _ in range(6):
        desk.later(days=1)
        turns.add(order()[0])
    assert len(turns) > 1
    few = Settings(new_per_day=3, new_order="random")
    assert [key for key, _ in desk.session(settings=few)._queue] == order()[:3]


def test_the_review_limit_of_the_day_counts_over_sessions_and_new_cards_do_not(
    desk: "Desk",
) -> None:
    desk.write("a.md", note("abcd"))
    desk.bring_in()
    desk.ask_everything()
    desk.write("b.md", note("ef"))
    desk.bring_in()
    desk.later(days=1)
    settings = Settings(reviews_per_day=3)
    session = desk.session(settings=settings)
    assert (session.waiting.due, session.waiting.new) == (3, 2)
    asked(session, most=2)
    assert desk.session(settings=settings).waiting.due == 1
    session.undo()
    assert desk.session(settings=settings).waiting.due == 2
    asked(desk.session(settings=settings))
    assert desk.session(settings=settings).card is None
    desk.later(days=1)
    assert desk.session(settings=settings).waiting.due == 3


def test_of_siblings_one_a_day_is_asked_new_or_due(desk: "Desk") -> None:
    desk.write("a.md", note("abcd"))
    desk.bring_in()
    become_siblings(desk, "abc")
    assert asked(desk.session()) == "ad"
    assert desk.session().card is None
    desk.later(days=1)
    assert sorted(asked(desk.session())) == ["a", "d"]
    desk.later(days=1)
    assert asked(desk.session()) == "b"


def test_siblings_put_away_by_a_grade_come_back_with_its_undo(desk: "Desk") -> None:
    desk.write("a.md", note("ab"))
    desk.bring_in()
    become_siblings(desk, "ab")
    session = desk.session()
    session.grade(Grade.GOOD)
    assert desk.session().card is None
    session.undo()
    assert desk.session().waiting.new == 1
    session.redo()
    assert desk.session().card is None
    free = Settings(bury_siblings=False)
    assert desk.session(settings=free).card is None  # buried is buried
    desk.later(days=1)
    assert desk.session(settings=free).waiting.total == 2


def test_new_siblings_do_not_use_up_the_limit_of_the_day(desk: "Desk") -> None:
    desk.write("a.md", note("abcdefgh"))
    desk.bring_in()
    become_siblings(desk, "abc", "one")
    become_siblings(desk, "def", "two")
    assert asked(desk.session(new_per_day=3)) == "adg"


@pytest.mark.parametrize("plan", [Plan(cram=True), Plan(ahead=30)])
def test_cramming_and_studying_ahead_change_nothing(desk: "Desk", plan: Plan) -> None:
    desk.write("a.md", note("ab"))
    desk.bring_in()
    desk.ask_everything()
    before = [desk.memory(f"What is {letter}?") for letter in "ab"]
    session = desk.session(plan=plan)
    assert session.waiting.due == 2
    session.grade(Grade.AGAIN)
    assert session.waiting.repeat == 1
    done = session.undo()
    assert done is not None
    assert done.what == "Again"
    assert session.waiting.total == 2
    session.redo()
    assert len(asked(session)) == 2
    assert [desk.memory(f"What is {letter}?") for letter in "ab"] == before
    assert (amount_of_reviews(desk), session.graded) == (2, 0)


def test_cramming_records_if_it_is_asked_to(desk: "Desk") -> None:
    desk.write("a.md", note("ab"))
    desk.bring_in()
    session = desk.session(plan=Plan(cram=True, record=True))
    assert session.waiting.new == 2
    asked(session)
    assert (amount_of_reviews(desk), session.graded) == (2, 2)


def test_cramming_asks_every_card_of_the_deck_but_those_put_away(desk: "Desk") -> None:
    desk.write("a.md", note("abcd"))
    desk.write("b.md", note("e"))
    desk.bring_in()
    session = desk.session()
    session.grade(Grade.GOOD)
    session.suspend()
    session.bury()
    assert asked(desk.session("a", plan=Plan(cram=True))) == "ad"
    assert asked(desk.session("a", plan=Plan(cram=True, limit=1))) == "a"


def test_studying_ahead_reaches_as_many_days_as_are_named(desk: "Desk") -> None:
    desk.write("a.md", note("a"))
    desk.bring_in()
    for days in (0, 1):
        desk.later(days=days)
        desk.ask_everything()
    assert desk.session(plan=Plan(ahead=5)).card is None  # due in six days
    assert desk.session(plan=Plan(ahead=6)).card is not None
    recorded = desk.session(plan=Plan(ahead=6, record=True))
    assert recorded.grade(Grade.GOOD).interval_days == 15


def test_a_session_ends_when_its_minutes_are_spent(desk: "Desk") -> None:
    desk.write("a.md", note("abcdef"))
    desk.bring_in()
    session = desk.session(plan=Plan(minutes=15))
    for minutes in (6, -300, 6):  # the clock jumps back in between, which counts for nothing
        desk.later(minutes=minutes)
        session.grade(Grade.GOOD)
    assert session.waiting.total == 3
    desk.later(hours=9)  # a pause counts as ten minutes at most
    session.grade(Grade.GOOD)
    assert session.time_is_up
    assert session.card is None
    assert session.waiting.total == 2
    assert amount_of_reviews(desk) == 4
