"""Opening the app on a store, a path or a deck, and ending with a word where that cannot be."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flashdeck.errors import FlashdeckError, NotFoundError, StoreError
from flashdeck.store import open_store

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import Query, Seat, Sit


Breaking = Callable[[Path], str]


async def the_end(seat: "Seat") -> FlashdeckError:
    """Wait for the app to end and return the error that it gives to the command line."""
    await seat.left()
    assert seat.app.return_code == 1
    error = seat.app.return_value
    assert error is not None
    return error


def no_database(path: Path) -> str:
    path.write_text("## What is a?\nNot a database.\n")
    return "is not a flashdeck store"


def newer_store(path: Path) -> str:
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    return "newer"


def other_program(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    connection.close()
    return "another program"


def folder(path: Path) -> str:
    path.mkdir()
    return "is a folder"


@pytest.mark.parametrize("breaking", [no_database, newer_store, other_program, folder])
async def test_a_store_that_cannot_be_opened_ends_the_app_with_the_error(
    sit: "Sit", tmp_path: Path, breaking: Breaking
) -> None:
    store = tmp_path / "broken.db"
    expected = breaking(store)
    async with sit(store=store) as seat:
        error = await the_end(seat)
    assert isinstance(error, StoreError)
    assert expected in error.message


async def test_a_session_on_a_store_that_cannot_be_opened_ends_the_app_too(
    sit: "Sit", tmp_path: Path
) -> None:
    expected = no_database(tmp_path / "broken.db")
    async with sit(store=tmp_path / "broken.db", study=True) as seat:
        error = await the_end(seat)
    assert expected in error.message


@pytest.mark.parametrize("name", ["note", "folder"])
async def test_a_path_is_imported_and_studied(
    desk: "Desk", sit: "Sit", query: "Query", name: str
) -> None:
    note = desk.write("Letters.md", "## What is a?\nAlpha.\n")
    desk.write("Bystander.md", "## What is b?\nBeta.\n")
    async with sit(note if name == "note" else desk.notes, study=True) as seat:
        await seat.sees("What is a?" if name == "note" else "What is b?", "Show the answer")
        assert ("1 new" if name == "note" else "2 new") in seat.text
        seat.press("q")
        await seat.left()
    assert seat.app.return_value is None
    assert query("SELECT count(*) FROM card") == [(1 if name == "note" else 2,)]


async def test_a_path_with_a_bad_note_shows_what_is_wrong_before_the_session(
    desk: "Desk", sit: "Sit"
) -> None:
    desk.write("Good.md", "## What is a?\nAlpha.\n")
    desk.write("Bad.md", b"## What is b\xff?\n")
    async with sit(desk.notes, study=True) as seat:
        await seat.sees("1 new", "Import notes", "Close")
        assert "Bad.md" in seat.flat
        assert "A note, or a folder" not in seat.text
        seat.press("enter")
        await seat.sees("What is a?", "Show the answer")


async def test_a_deck_is_studied_with_at_most_so_many_cards(three: "Desk", sit: "Sit") -> None:
    del three
    async with sit("letters", study=True, limit=2) as seat:
        await seat.sees("What is a?", "0 due · 2 new · 0 again")


async def test_a_deck_that_does_not_exist_ends_the_app_with_the_error(
    three: "Desk", sit: "Sit"
) -> None:
    del three
    async with sit("Lettres", study=True) as seat:
        error = await the_end(seat)
    assert isinstance(error, NotFoundError)
    assert error.message == "there is no deck called 'Lettres'"
    assert error.hint == "Did you mean 'Letters'?"


async def test_a_path_that_does_not_exist_ends_the_app_with_the_error(
    three: "Desk", sit: "Sit"
) -> None:
    async with sit(three.notes / "none.md", study=True) as seat:
        error = await the_end(seat)
    assert isinstance(error, NotFoundError)
    assert "there is no such file" in error.message
