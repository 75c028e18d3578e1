"""Importing 10,000 cards, beside parsing the same text and inserting the same rows bare."""

import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from benchmarks.generate import write_notes
from benchmarks.measure import Result, Row, seconds, take_turns, workspace
from benchmarks.stores import clock, connect_raw, insert_into
from flashdeck.store import open_store
from flashdeck.study.importing import import_paths

CARDS = 10_000
ROUNDS = 5
TABLES = ("deck", "source", "card")

Rows = dict[str, list[tuple[object, ...]]]


def run() -> Iterator[Row]:
    """Measure a first import, its floor, and a second import of the same files."""
    with workspace() as folder:
        notes = folder / "notes"
        notes.mkdir()
        write_notes(notes, CARDS)
        rows = _rows(folder, notes)
        numbers = count()
        first, floor, again = take_turns(
            ROUNDS,
            lambda: _import(folder / f"{next(numbers)}.db", notes),
            lambda: _floor(folder / f"{next(numbers)}.db", notes, rows),
            lambda: _import(folder / "rows.db", notes),
        )
    yield Result(f"import of {CARDS:,} cards", first, "block parsing + bare insert", floor)
    yield Result("the same, unchanged", again, "block parsing + bare insert", floor)


def _import(path: Path, notes: Path) -> float:
    store = open_store(path)
    try:
        return seconds(lambda: import_paths(store, [notes], clock))
    finally:
        store.close()


def _floor(path: Path, notes: Path, rows: Rows) -> float:
    """Parse the blocks of every file and write the rows in one transaction, nothing between."""
    open_store(path).close()
    connection = connect_raw(path)
    try:
        return seconds(lambda: _parse_and_insert(notes, connection, rows))
    finally:
        connection.close()


def _parse_and_insert(notes: Path, connection: sqlite3.Connection, rows: Rows) -> None:
    _parse(notes)
    _insert(connection, rows)


def _parse(notes: Path) -> None:
    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)
    parser.core.ruler.enableOnly(["normalize", "block"])
    for path in sorted(notes.iterdir()):
        parser.parse(path.read_text(encoding="utf-8"))


def _insert(connection: sqlite3.Connection, rows: Rows) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        connection.executemany(insert_into(table, len(rows[table][0])), rows[table])
    connection.execute("COMMIT")


def _rows(folder: Path, notes: Path) -> Rows:
    """Import once into rows.db and return the rows that this left, table by table."""
    path = folder / "rows.db"
    _import(path, notes)
    connection = connect_raw(path)
    try:
        rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    finally:
        connection.close()
    assert len(rows["card"]) == CARDS, len(rows["card"])
    return rows
