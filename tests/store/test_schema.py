"""A store made at once equals one made by the migrations, and its log can only grow."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from alembic import command
from flashdeck.shipped import shipped
from flashdeck.store import open_store
from flashdeck.store.engine import APPLICATION_ID
from flashdeck.store.tables import REVISION, metadata

if TYPE_CHECKING:
    from tests.conftest import Desk

Ask = Callable[[Path, str], list[tuple[Any, ...]]]


def migrated_from_nothing(path: Path) -> Path:
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(shipped("alembic")))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()
    return path


def schema(path: Path, ask: Ask) -> list[tuple[str, ...]]:
    """Return every table, index and trigger with its SQL, spacing aside."""
    rows = ask(path, "SELECT type, name, tbl_name, sql FROM sqlite_master")
    return sorted(
        (kind, name, table, re.sub(r"\s+|\"", " ", sql or "").replace(" ", ""))
        for kind, name, table, sql in rows
    )


def test_a_fresh_store_equals_one_made_by_the_migrations(desk: "Desk", plainly: Ask) -> None:
    migrated = migrated_from_nothing(desk.root / "migrated.db")
    fresh = schema(desk.store.path, plainly)
    assert fresh == schema(migrated, plainly)
    assert {name for _, name, _, _ in fresh} >= {"review", "card", "memory", "tombstone"}


def test_alembic_sees_no_difference_between_the_tables_and_a_fresh_store(desk: "Desk") -> None:
    engine = create_engine(f"sqlite:///{desk.store.path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_revision_constant_is_the_newest_migration(desk: "Desk", plainly: Ask) -> None:
    assert ScriptDirectory(str(shipped("alembic"))).get_heads() == [REVISION]
    stamped = plainly(desk.store.path, "SELECT version_num FROM alembic_version")
    assert stamped == [(REVISION,)]


def test_a_store_can_be_told_from_other_databases(desk: "Desk", plainly: Ask) -> None:
    assert plainly(desk.store.path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    desk.store.close()
    assert desk.store.path.read_bytes()[68:72] == b"fldc"  # where SQLite's format has it


def test_every_table_is_strict(desk: "Desk", plainly: Ask) -> None:
    tables = plainly(desk.store.path, "SELECT name, strict FROM pragma_table_list")
    ours = {name: strict for name, strict in tables if name in metadata.tables}
    assert ours == dict.fromkeys(metadata.tables, 1)


@pytest.mark.parametrize("table", ["review", "tombstone"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_reviews_and_their_tombstones_are_never_changed_or_deleted(
    studied: "Desk", plainly: Ask, table: str, statement: str
) -> None:
    column = {"review": "quality", "tombstone": "undone_at"}[table]
    before = plainly(studied.store.path, f"SELECT * FROM {table}")
    assert before
    with pytest.raises(sqlite3.IntegrityError, match=f"rows of {table} are only ever added"):
        plainly(studied.store.path, statement.format(table, column, column))
    assert plainly(studied.store.path, f"SELECT * FROM {table}") == before


@pytest.mark.parametrize(
    "statement", ["UPDATE quiz_answer SET right = 1", "DELETE FROM quiz_answer"]
)
def test_what_was_answered_in_a_quiz_is_never_changed_or_deleted(
    desk: "Desk", plainly: Ask, statement: str
) -> None:
    plainly(
        desk.store.path,
        "INSERT INTO quiz_answer VALUES "
        "('a', 'q', 1, 5, 't', 'number', 'k', NULL, '1', '2', 0, NULL, NULL, 0, 0, NULL)",
    )
    with pytest.raises(sqlite3.IntegrityError, match="rows of quiz_answer are only ever added"):
        plainly(desk.store.path, statement)
    assert plainly(desk.store.path, "SELECT right FROM quiz_answer") == [(0,)]


@pytest.mark.parametrize("quality", [-1, 6])
def test_the_log_takes_no_quality_outside_0_to_5(
    studied: "Desk", plainly: Ask, quality: int
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="review_quality"):
        plainly(
            studied.store.path,
            f"INSERT INTO review SELECT 'x', id, 0, 0, 0, {quality}, NULL, NULL FROM card LIMIT 1",
        )


def test_the_program_writes_with_foreign_keys_wal_and_full_synchronisation(desk: "Desk") -> None:
    with desk.store.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous")
        }
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}


def test_a_review_of_no_card_is_refused(desk: "Desk") -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), desk.store.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO review VALUES ('r', 'nobody', 0, 0, 0, 4, NULL, NULL)"
        )


def test_a_write_that_raises_leaves_nothing_behind(studied: "Desk", plainly: Ask) -> None:
    def suspend_and_fail() -> None:
        with studied.store.write() as connection:
            connection.exec_driver_sql("UPDATE card SET suspended = 1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        suspend_and_fail()
    assert plainly(studied.store.path, "SELECT sum(suspended) FROM card") == [(0,)]
    with studied.store.write() as connection:
        connection.exec_driver_sql("UPDATE card SET suspended = 1")
    assert plainly(studied.store.path, "SELECT sum(suspended) FROM card") == [(3,)]


def test_two_programs_that_make_the_same_store_do_not_collide(tmp_path: Path) -> None:
    first, second = open_store(tmp_path / "s.db"), open_store(tmp_path / "s.db")
    for store in (first, second):
        with store.write() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM card")
        store.close()


def test_a_closed_store_can_be_closed_again(tmp_path: Path) -> None:
    store = open_store(tmp_path / "s.db")
    store.close()
    store.close()
