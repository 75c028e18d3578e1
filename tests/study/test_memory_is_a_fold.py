"""Whatever a learner does, each card's memory is the fold of its live reviews and nothing else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashdeck.scheduling import Grade, Memory, Moment, fold, moment, scheduler_named
from flashdeck.store import Store
from flashdeck.store.replay import recomputed
from flashdeck.store.reviews import (
    add_review,
    all_memories,
    last_live_review,
    live_reviews,
    moment_of,
    rebuild_memory,
)

if TYPE_CHECKING:
    from tests.conftest import Desk

NewDesk = Callable[[], AbstractContextManager["Desk"]]

NOTE = "".join(f"## What is {name}?\n{name.upper()}.\n\n" for name in "abcd")
ACTIONS = st.sampled_from(
    [
        *(("grade", grade) for grade in Grade),
        ("undo", 0),
        ("undo", 0),
        ("redo", 0),
        ("bury", 0),
        ("suspend", 0),
        ("restart", 0),
        ("hours", 5),
        ("hours", 24),
    ]
)


def log_of(store: Store) -> dict[str, list[tuple[int, Moment]]]:
    log: dict[str, list[tuple[int, Moment]]] = {}
    with store.read() as connection:
        for row in live_reviews(connection):
            log.setdefault(row.card_id, []).append((row.quality, moment_of(row)))
    return log


def memories_of(store: Store) -> dict[str, Memory]:
    with store.read() as connection:
        return all_memories(connection)


def never_asked(store: Store) -> set[str]:
    with store.read() as connection:
        return {
            row[0] for row in connection.exec_driver_sql("SELECT id FROM card WHERE is_new = 1")
        }


def assert_derived(desk: "Desk", line: str = "sm2") -> None:
    log = log_of(desk.store)
    memories = memories_of(desk.store)
    rule = scheduler_named(line)
    assert memories == {key: fold(rule, reviews, key) for key, reviews in log.items()}
    with desk.store.read() as connection:
        assert recomputed(connection)[0] == memories
    assert never_asked(desk.store) == {card.id for card in desk.cards()} - log.keys()


@pytest.mark.parametrize("line", ["sm2", "sm2 balance=yes", "fsrs", "fsrs balance=yes", "leitner"])
@given(actions=st.lists(ACTIONS, max_size=25))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_every_step_the_memory_is_the_fold_of_the_live_reviews(
    new_desk: NewDesk, line: str, actions: list[tuple[str, int]]
) -> None:
    with new_desk() as desk:
        desk.write("a.md", f"---\nscheduler: {line}\n---\n{NOTE}")
        desk.bring_in()
        session = desk.session()
        for action, value in actions:
            if action == "hours":
                desk.later(hours=value)
            elif action == "restart":
                session = desk.session()
            elif action == "undo":
                session.undo()
            elif action == "redo":
                session.redo()
            elif session.card is None:
                continue
            elif action == "grade":
                session.grade(Grade(value))
            elif action == "bury":
                session.bury()
            else:
                session.suspend()
            assert_derived(desk, line)


@given(st.lists(st.sampled_from(list(Grade)), max_size=12), st.booleans())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_everything_gives_back_a_store_in_which_nothing_was_learned(
    new_desk: NewDesk, grades: list[Grade], restart: bool
) -> None:
    with new_desk() as desk:
        desk.write("a.md", NOTE)
        desk.bring_in()
        session = desk.session()
        first = session.card
        for grade in grades:
            if session.card is not None:
                session.grade(grade)
        if restart:
            session = desk.session()
        while session.undo() is not None:
            assert_derived(desk)
        assert memories_of(desk.store) == {}
        assert len(never_asked(desk.store)) == 4
        assert desk.session().card == first


def test_undo_reaches_into_the_session_before(desk: "Desk") -> None:
    desk.write("a.md", NOTE)
    desk.bring_in()
    session = desk.session()
    session.grade(Grade.GOOD)
    session.grade(Grade.AGAIN)
    later = desk.session()
    assert [done.grade for done in (later.undo(), later.undo()) if done] == [
        Grade.AGAIN,
        Grade.GOOD,
    ]
    assert later.undo() is None
    assert later.card is not None
    assert later.card.question == "What is a?"


def test_undo_takes_a_repeat_back_to_the_failure_before_it(desk: "Desk") -> None:
    desk.write("a.md", "## What is a?\nA.\n")
    desk.bring_in()
    session = desk.session()
    failed = session.grade(Grade.AGAIN)
    known = session.grade(Grade.GOOD)
    assert (failed.repeat, known.repeat) == (True, False)
    session.undo()
    assert desk.memory("What is a?") == failed
    assert session.waiting.repeat == 1


def test_a_review_undone_twice_by_two_windows_is_undone_once(desk: "Desk") -> None:
    desk.write("a.md", NOTE)
    desk.bring_in()
    one = desk.session()
    one.grade(Grade.GOOD)
    other = desk.session()
    other.undo()
    one.undo()
    assert memories_of(desk.store) == {}
    assert_derived(desk)


def test_a_memory_that_was_lost_is_rebuilt_from_the_log(studied: "Desk") -> None:
    before = memories_of(studied.store)
    assert len(before) == 2
    with studied.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM memory")
        for card in before:
            rebuild_memory(connection, card)
    assert memories_of(studied.store) == before


def test_reviews_keep_their_order_when_the_clock_goes_back(desk: "Desk") -> None:
    desk.write("a.md", "## What is a?\nA.\n")
    desk.bring_in()
    session = desk.session()
    session.grade(Grade.AGAIN)
    desk.later(hours=-3)
    session.grade(Grade.HARD)
    desk.later(hours=-3)
    session.grade(Grade.GOOD)
    (reviews,) = log_of(desk.store).values()
    assert [quality for quality, _ in reviews] == [1, 3, 4]
    with desk.store.read() as connection:
        newest = last_live_review(connection)
    assert newest is not None
    assert newest.quality == Grade.GOOD
    assert_derived(desk)


@pytest.mark.parametrize("quality", [0, 2])
def test_a_review_without_a_button_of_its_own_can_be_undone(desk: "Desk", quality: int) -> None:
    desk.write("a.md", "## What is a?\nA.\n")
    desk.bring_in()
    card = desk.card("What is a?")
    with desk.store.write() as connection:
        add_review(connection, card.id, quality, moment(desk.time), None)
    session = desk.session()
    assert session.undo() is not None
    assert memories_of(desk.store) == {}
    assert session.card == card
