"""An empty store is filled without a log: whole or not at all, and with its log afterwards."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection

from flashdeck.errors import StoreBusyError
from flashdeck.store import engine, open_store

if TYPE_CHECKING:
    from tests.conftest import Desk

Ask = Callable[[Path, str], list[tuple[Any, ...]]]
MANY_DECKS = (
    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 30000) "
    "INSERT INTO deck (name) SELECT i || hex(zeroblob(400)) FROM n"
)
"""Names of 24 MB, more than the cache holds, so that some are in the file before the end."""


def mode_of(desk: "Desk") -> str:
    return str(desk.store.driver.execute("PRAGMA journal_mode").fetchone()[0])


def break_off(connection: Connection) -> None:
    connection.exec_driver_sql(MANY_DECKS)
    raise ZeroDivisionError


def test_a_store_is_filled_without_a_log_and_has_one_afterwards(desk: "Desk", plainly: Ask) -> None:
    with desk.store.fill() as connection:
        assert mode_of(desk) == "delete"
        connection.exec_driver_sql(MANY_DECKS)
    assert mode_of(desk) == "wal"
    assert plainly(desk.store.path, "SELECT count(*) FROM deck") == [(30000,)]


def test_nothing_is_kept_of_what_fails(desk: "Desk", plainly: Ask) -> None:
    with pytest.raises(ZeroDivisionError), desk.store.fill() as connection:
        break_off(connection)
    assert mode_of(desk) == "wal"
    assert plainly(desk.store.path, "SELECT count(*) FROM deck") == [(0,)]


def test_a_copy_of_the_files_taken_while_it_is_filled_is_the_empty_store(
    desk: "Desk", plainly: Ask
) -> None:
    copy = desk.root / "after the power cut"
    copy.mkdir()
    with desk.store.fill() as connection:
        connection.exec_driver_sql(MANY_DECKS)
        for path in desk.root.glob("store.db*"):
            shutil.copy(path, copy)
    assert (copy / "store.db").stat().st_size > 1_000_000
    with closing(open_store(copy / "store.db")) as store, store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM deck").scalar() == 0
    assert plainly(copy / "store.db", "PRAGMA integrity_check") == [("ok",)]


def test_a_store_that_another_has_open_keeps_its_log(desk: "Desk") -> None:
    with closing(open_store(desk.store.path)) as other:
        with desk.store.fill() as connection:
            assert mode_of(desk) == "wal"
            connection.exec_driver_sql("INSERT INTO deck (name) VALUES ('new')")
            with other.read() as reading:
                assert reading.exec_driver_sql("SELECT count(*) FROM deck").scalar() == 0
        with other.read() as reading:
            assert reading.exec_driver_sql("SELECT count(*) FROM deck").scalar() == 1


def test_who_opens_it_meanwhile_is_told_to_wait(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    with desk.store.fill() as connection:
        connection.exec_driver_sql(MANY_DECKS)
        with pytest.raises(StoreBusyError):
            open_store(desk.store.path)
        plain = sqlite3.connect(desk.store.path, timeout=0)
        with closing(plain), pytest.raises(sqlite3.OperationalError, match="locked"):
            plain.execute("SELECT count(*) FROM deck")
