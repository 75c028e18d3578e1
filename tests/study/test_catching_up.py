"""A running session and another process that changes the store under it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from flashdeck.scheduling import Grade
from flashdeck.store import Store, open_store
from flashdeck.study.importing import import_paths

if TYPE_CHECKING:
    from flashdeck.study.session import Session
    from tests.conftest import Desk

CARD = "## What is {0}?\nIt is {1}.\n\n"


@pytest.fixture
def other(desk: "Desk") -> Iterator[Store]:
    """Give a second connection to the desk's store."""
    store = open_store(desk.store.path)
    yield store
    store.close()


@pytest.fixture
def two(desk: "Desk") -> "Desk":
    desk.write("a.md", CARD.format("a", "a") + CARD.format("b", "b"))
    desk.bring_in()
    return desk


def asked(session: "Session") -> str | None:
    return session.card.question if session.card else None


def test_new_cards_join_behind_and_the_current_one_stays(two: "Desk", other: Store) -> None:
    session = two.session()
    shown = session.card
    two.write("a.md", CARD.format("a", "changed") + CARD.format("b", "b") + CARD.format("c", "c"))
    import_paths(other, [two.notes], two.clock)
    assert session.catch_up()
    assert session.card is shown
    assert session.waiting.new == 3
    assert not session.catch_up()
    for _ in range(3):
        session.grade(Grade.GOOD)
    assert session.card is None


def test_a_card_that_vanished_is_not_asked_any_more(two: "Desk", other: Store) -> None:
    session = two.session()
    two.write("a.md", CARD.format("a", "a"))
    import_paths(other, [two.notes], two.clock)
    session.catch_up()
    session.grade(Grade.GOOD)
    assert session.card is None


def test_a_session_that_was_over_goes_on_also_with_a_new_deck(two: "Desk", other: Store) -> None:
    session = two.session()
    session.grade(Grade.GOOD)
    session.grade(Grade.GOOD)
    assert asked(session) is None
    two.write("z.md", CARD.format("z", "z"))
    import_paths(other, [two.notes], two.clock)
    assert session.catch_up()
    assert asked(session) == "What is z?"


def test_a_limit_holds_also_for_what_joins(two: "Desk", other: Store) -> None:
    session = two.session(limit=1)
    two.write("z.md", CARD.format("z", "z"))
    import_paths(other, [two.notes], two.clock)
    session.catch_up()
    assert session.waiting.total == 1


def test_its_own_grades_are_no_news(two: "Desk") -> None:
    session = two.session()
    session.grade(Grade.GOOD)
    assert not session.catch_up()
