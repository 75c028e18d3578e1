"""Stores to measure on, and plain sqlite3 connections that are as durable as the program's."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.generate import write_notes
from flashdeck.store import open_store
from flashdeck.store.engine import CACHE_KB
from flashdeck.study.importing import import_paths

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def clock() -> datetime:
    """Return a fixed time: no benchmark depends on the hour at which it is run."""
    return NOON


def filled_store(path: Path, cards: int) -> Path:
    """Make a store of ``cards`` generated cards at ``path``, closed and in one file."""
    notes = path.with_suffix(".notes")
    notes.mkdir()
    write_notes(notes, cards)
    store = open_store(path)
    import_paths(store, [notes], clock)
    store.close()
    return path


def connect_raw(path: Path) -> sqlite3.Connection:
    """Open a store with sqlite3 alone, under the pragmas that the program sets."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    return connection


def insert_into(table: str, columns: int) -> str:
    """Return the statement that inserts whole rows into ``table``."""
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"
