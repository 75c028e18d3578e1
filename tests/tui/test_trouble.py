"""What goes wrong during a session: it is said on the screen, and nothing is lost."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flashdeck.store import engine

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import Query, Sit

REVIEWS = "SELECT question FROM review JOIN card ON card.id = card_id"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)


@pytest.fixture
def lock(three: "Desk") -> Iterator[sqlite3.Connection]:
    """Give another program's connection to the store."""
    other = sqlite3.connect(three.store.path, isolation_level=None)
    yield other
    other.close()


@pytest.mark.usefixtures("impatient")
async def test_a_grade_that_a_lock_refuses_is_said_and_can_be_given_again(
    lock: sqlite3.Connection, sit: "Sit", query: "Query"
) -> None:
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        lock.execute("BEGIN IMMEDIATE")
        seat.press("space", "3")
        await seat.told("in use by another process")
        await seat.sees("What is a?", "Alpha", "1  Again")
        assert "0 due · 3 new" in seat.text
        assert query(REVIEWS) == []
        lock.execute("ROLLBACK")
        seat.press("3")
        await seat.sees("What is b?", "2 new")
        assert query(REVIEWS) == [("What is a?",)]


@pytest.mark.usefixtures("impatient")
async def test_a_card_that_a_lock_keeps_from_being_put_away_stays(
    lock: sqlite3.Connection, sit: "Sit"
) -> None:
    async with sit(study=True) as seat:
        for key, card, following in (("b", "a", "b"), ("s", "b", "c")):
            await seat.sees(f"What is {card}?")
            seat.app.clear_notifications()
            lock.execute("BEGIN IMMEDIATE")
            seat.press(key)
            await seat.told("in use by another process")
            await seat.sees(f"What is {card}?")
            lock.execute("ROLLBACK")
            seat.press(key)
            await seat.sees(f"What is {following}?")


@pytest.mark.usefixtures("impatient")
async def test_an_undo_that_a_lock_refuses_can_be_asked_for_again(
    lock: sqlite3.Connection, sit: "Sit", query: "Query"
) -> None:
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("space", "3")
        await seat.sees("What is b?")
        lock.execute("BEGIN IMMEDIATE")
        seat.press("u")
        await seat.told("in use by another process")
        await seat.sees("What is b?", "2 new")
        lock.execute("ROLLBACK")
        seat.press("u")
        await seat.sees("What is a?", "3 new")
        assert query("SELECT count(*) FROM tombstone") == [(1,)]


async def test_a_store_that_fails_at_showing_the_answer_is_said_and_can_be_tried_again(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        query("ALTER TABLE memory RENAME TO lost")
        seat.press("space")
        await seat.told("no such table")
        await seat.sees("What is a?")
        query("ALTER TABLE lost RENAME TO memory")
        seat.press("space")
        await seat.sees("Alpha")


async def test_a_double_click_on_showing_does_not_grade(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("Show the answer")
        await seat.click("#show", offset=(30, 0), times=2)
        await seat.settled()
        await seat.sees("What is a?", "Alpha")
        assert query(REVIEWS) == []


@pytest.mark.parametrize("key", ["3", "b"])
async def test_a_key_and_a_click_at_once_touch_no_card_that_was_not_seen(
    three: "Desk", sit: "Sit", query: "Query", key: str
) -> None:
    del three
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("space")
        await seat.sees("Alpha")
        good = seat.app.screen.query_one("#good")
        seat.press(key)
        seat.post_click(good)
        await seat.sees("What is b?")
        await seat.settled()
        await seat.sees("What is b?", "Show the answer")
        assert ("What is b?",) not in query(REVIEWS)


async def test_edit_tells_the_place_where_no_editor_can_be_opened(
    three: "Desk", sit: "Sit", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "false")
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("space", "3", "e")
        await seat.told(f"Edit it here: {three.notes / 'Letters.md'}:4")
        await seat.sees("What is b?")


async def test_edit_without_an_editor_says_how_to_set_one(
    three: "Desk", sit: "Sit", monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    del three
    monkeypatch.setenv("PATH", str(tmp_path))
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("e")
        await seat.told("no editor was found", "Set the variable EDITOR")
        await seat.sees("What is a?")


async def test_edit_of_a_note_that_is_gone_says_so(three: "Desk", sit: "Sit") -> None:
    (three.notes / "Letters.md").unlink()
    async with sit(study=True) as seat:
        await seat.sees("What is a?")
        seat.press("e")
        await seat.told("is not there any more")
        await seat.sees("What is a?")
