"""Stores to measure on, and plain sqlite3 connections that are as durable as the program's."""

import sqlite3
from base64 import b32encode
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from benchmarks.generate import write_notes
from flashdeck.store import open_store
from flashdeck.store.engine import CACHE_KB, LOG_PAGES
from flashdeck.study.importing import import_paths

MINUTE, DAY = 60_000, 86_400_000
"""In milliseconds."""
CARD = (
    "INSERT INTO card (id, deck_id, line, kind, question, answer, path, tags, question_key,"
    " key_version, is_new, created_at) VALUES (?, 1, ?, 'basic', ?, ?, '[]', '[]', ?, 1, 0, 0)"
)
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


def grown_store(path: Path, cards: int, reviews_each: int, due: int, seed: int = 0) -> None:
    """Make a store of ``cards`` cards in one deck, each reviewed as often; ``due`` of them are due.

    The rows are written with sqlite3 alone; the reviews were a minute apart, card after card. Two
    seeds give the same cards and other reviews, as of a store that was copied and studied apart.
    """
    open_store(path).close()
    random = Random(1)
    ids = [b32encode(random.randbytes(10)).decode().lower() for _ in range(cards)]
    random = Random(seed)
    first = seed * 1000 + int(NOON.timestamp() * 1000) - (reviews_each + 1) * cards * MINUTE
    with closing(connect_raw(path)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO deck (id, name) VALUES (1, 'deck')")
        raw.executemany(CARD, (_card(line, key) for line, key in enumerate(ids)))
        logged = enumerate(ids * reviews_each)
        times = ((key, first + number * MINUTE) for number, key in logged)
        raw.executemany(
            insert_into("review", 8),
            (
                (f"{at:012x}{random.randbytes(10).hex()}", key, at, 0, at // DAY, 4, 5_000, None)
                for key, at in times
            ),
        )
        raw.executemany(insert_into("memory", 13), _memories(ids, reviews_each, due, first // DAY))
        raw.execute("COMMIT")


def _card(line: int, key: str) -> tuple[object, ...]:
    return key, line, f"What is {line}?", f"It is {line}. " * 12, f"what is {line}"


def _memories(
    ids: list[str], reviews: int, due: int, introduced: int
) -> Iterator[tuple[object, ...]]:
    """Yield a memory for each card: the first are due today, the others within a year."""
    today = int(NOON.timestamp() * 1000) // DAY
    for place, key in enumerate(ids):
        day = today if place < due else today + 1 + place % 365
        yield key, "sm2", reviews, 95, 2.5, 0, day, 0, introduced, None, None, None, None


def connect_raw(path: Path) -> sqlite3.Connection:
    """Open a store with sqlite3 alone, under the pragmas that the program sets."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}").fetchone()
    return connection


def insert_into(table: str, columns: int) -> str:
    """Return the statement that inserts whole rows into ``table``."""
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"
