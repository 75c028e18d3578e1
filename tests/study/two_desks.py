"""What the tests of merging do on two desks, which stand for two machines."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flashdeck.store import open_store
from flashdeck.study.merging import MergeReport, merge

if TYPE_CHECKING:
    from tests.conftest import Desk

NOTE = "## What is a?\nAlpha.\n\n## What is b?\nBeta.\n"


def bring_in_note(*desks: "Desk") -> None:
    """Write the note on each desk and import it."""
    for desk in desks:
        desk.write("a.md", NOTE)
        desk.bring_in()


def study_note(*desks: "Desk") -> None:
    """Write the note on each desk, import it and grade all its cards."""
    for desk in desks:
        bring_in_note(desk)
        desk.ask_everything()


def fork(desk: "Desk", other: "Desk") -> None:
    """Let the other desk go on with a copy of the store."""
    other.store.close()
    other.store.path.unlink()
    desk.store.backup(other.store.path)
    other.store = open_store(other.store.path)
    other.time = desk.time


def take(desk: "Desk", other: "Desk", **options: bool) -> MergeReport:
    return merge(desk.store, other.store.path, **options)


def query(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        found = connection.execute(sql, values).fetchall()
        connection.commit()
    return found


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def grades(desk: "Desk") -> dict[str, list[int]]:
    """Return the grades that count for each card that is not retired."""
    rows = query(
        desk.store.path,
        "SELECT kept.question, quality FROM review JOIN card ON card.id = card_id "
        "JOIN card AS kept ON kept.id = coalesce(card.same_as, card.id) "
        "WHERE review.id NOT IN (SELECT review_id FROM tombstone) AND kept.retired_at IS NULL "
        "ORDER BY review.id",
    )
    found: dict[str, list[int]] = {}
    for question, quality in rows:
        found.setdefault(question, []).append(quality)
    return found
