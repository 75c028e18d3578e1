"""An older store is brought up to date on a verified copy's safety, or left as it was."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flashdeck.errors import StoreBusyError, StoreError
from flashdeck.shipped import shipped
from flashdeck.store import engine, open_store
from flashdeck.store.cards import all_cards
from flashdeck.store.migrations import migrate
from flashdeck.store.tables import REVISION

if TYPE_CHECKING:
    from tests.conftest import Desk

Ask = Callable[[Path, str], list[tuple[Any, ...]]]
Write = Callable[[str], Path]

HEAD = f"""
import sqlalchemy as sa

from alembic import op

revision = "next"
down_revision = "{REVISION}"


def upgrade() -> None:
"""
ADD_COLUMN = '    op.add_column("deck", sa.Column("colour", sa.Text))\n'
REBUILD_CARD = """    with op.batch_alter_table("card") as batch:
        batch.add_column(sa.Column("note", sa.Text))
        batch.alter_column("tags", existing_type=sa.Text, nullable=True)
"""
LOSE_CARDS = '    op.execute("DELETE FROM memory")\n    op.execute("DELETE FROM card")\n'
TABLES = ("deck", "source", "card", "review", "tombstone", "memory", "alembic_version")


@pytest.fixture
def scripts(tmp_path: Path) -> Write:
    """Return a way to make a folder of migrations with one more, given its body."""

    def write(body: str) -> Path:
        folder = tmp_path / "scripts"
        shutil.copytree(shipped("alembic"), folder)
        (folder / "versions" / "next.py").write_text(HEAD + body)
        return folder

    return write


def test_a_store_of_the_first_revision_is_opened_with_all_its_rows(
    first_store: Path, plainly: Ask
) -> None:
    tables = ("deck", "review", "tombstone", "memory")
    before = {table: plainly(first_store, f"SELECT * FROM {table}") for table in tables}
    cards = plainly(first_store, "SELECT * FROM card")
    store = open_store(first_store)
    with store.read() as connection:
        (found,) = all_cards(connection)
    store.close()
    assert (found.id, found.question, found.line) == ("a", "What is a?", 3)
    for table, rows in before.items():
        after = plainly(first_store, f"SELECT * FROM {table}")
        assert [new[: len(old)] for new, old in zip(after, rows, strict=True)] == rows
    assert plainly(first_store, "SELECT * FROM card") == [(*cards[0], *[None] * 5)]
    assert plainly(first_store, "PRAGMA foreign_key_check") == []
    for table in ("review", "tombstone"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            plainly(first_store, f"DELETE FROM {table}")
    (copy,) = first_store.parent.glob("*.bak")
    assert plainly(copy, "SELECT * FROM card") == cards


def contents(path: Path, ask: Ask) -> dict[str, list[tuple[Any, ...]]]:
    return {table: ask(path, f"SELECT * FROM {table}") for table in TABLES}


def closed(desk: "Desk") -> Path:
    desk.store.close()
    return desk.store.path


def test_a_store_of_the_newest_revision_is_not_copied(studied: "Desk") -> None:
    path = closed(studied)
    assert migrate(path) is None
    assert list(path.parent.glob("*.bak")) == []


def test_a_migration_keeps_every_row_and_a_whole_copy(
    studied: "Desk", plainly: Ask, scripts: Write
) -> None:
    path = closed(studied)
    before = contents(path, plainly)
    copy = migrate(path, scripts(ADD_COLUMN))
    assert copy is not None
    assert plainly(copy, "PRAGMA integrity_check") == [("ok",)]
    assert contents(copy, plainly) == before
    after = contents(path, plainly)
    assert after.pop("alembic_version") == [("next",)]
    assert [row[:-1] for row in after.pop("deck")] == before["deck"]
    assert after == {name: before[name] for name in after}


def test_rebuilding_the_card_table_deletes_no_review(
    studied: "Desk", plainly: Ask, scripts: Write
) -> None:
    path = closed(studied)
    before = contents(path, plainly)
    migrate(path, scripts(REBUILD_CARD))
    after = contents(path, plainly)
    for table in ("review", "tombstone", "memory"):
        assert after[table] == before[table]
        assert after[table]
    assert [row[:-1] for row in after["card"]] == before["card"]
    assert plainly(path, "PRAGMA foreign_key_check") == []


def test_the_log_is_still_protected_after_a_migration(
    studied: "Desk", plainly: Ask, scripts: Write
) -> None:
    path = closed(studied)
    migrate(path, scripts(REBUILD_CARD))
    with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
        plainly(path, "DELETE FROM review")


@pytest.mark.parametrize("harm", [ADD_COLUMN, REBUILD_CARD])
def test_a_migration_that_raises_leaves_the_store_as_it_was(
    studied: "Desk", plainly: Ask, scripts: Write, harm: str
) -> None:
    path = closed(studied)
    before = contents(path, plainly)
    schema = plainly(path, "SELECT * FROM sqlite_master ORDER BY name")
    with pytest.raises(ZeroDivisionError):
        migrate(path, scripts(harm + "    1 / 0\n"))
    assert contents(path, plainly) == before
    assert plainly(path, "SELECT * FROM sqlite_master ORDER BY name") == schema
    open_store(path).close()


def test_a_migration_that_would_break_references_changes_nothing(
    studied: "Desk", plainly: Ask, scripts: Write
) -> None:
    path = closed(studied)
    before = contents(path, plainly)
    with pytest.raises(StoreError, match="broken references"):
        migrate(path, scripts(LOSE_CARDS))
    assert contents(path, plainly) == before


def test_a_store_of_a_newer_program_is_refused_and_kept(studied: "Desk", plainly: Ask) -> None:
    path = closed(studied)
    plainly(path, "UPDATE alembic_version SET version_num = '0099'")
    before = contents(path, plainly)
    with pytest.raises(StoreError, match=r"newer flashdeck \(revision 0099\)") as caught:
        open_store(path)
    assert "Upgrade flashdeck" in caught.value.hint
    assert contents(path, plainly) == before
    assert list(path.parent.glob("*.bak")) == []


def test_a_store_in_use_is_not_migrated(
    studied: "Desk", plainly: Ask, scripts: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closed(studied)
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreBusyError):
            migrate(path, scripts(ADD_COLUMN))
    finally:
        holder.close()
    assert plainly(path, "SELECT version_num FROM alembic_version") == [(REVISION,)]


def test_a_folder_of_migrations_may_have_a_percent_sign_in_its_name(
    studied: "Desk", tmp_path: Path, plainly: Ask, scripts: Write
) -> None:
    path = closed(studied)
    odd = scripts(ADD_COLUMN).rename(tmp_path / "100% of scripts")
    assert migrate(path, odd) is not None
    assert plainly(path, "SELECT version_num FROM alembic_version") == [("next",)]
