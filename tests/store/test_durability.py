"""A grade that returned is in the store, whatever happens to the program afterwards."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flashdeck.scheduling import fold, scheduler_named
from flashdeck.store import Store, open_store
from flashdeck.store.reviews import all_memories, live_reviews, moment_of

if TYPE_CHECKING:
    from tests.conftest import Desk

GRADER = Path(__file__).with_name("grade_forever.py")
Ask = Callable[[Path, str], list[tuple[Any, ...]]]


def kill_after(grades: int, path: Path) -> list[str]:
    """Let a process grade until it has reported some grades, kill it; return all it reported."""
    process = subprocess.Popen(
        [sys.executable, GRADER, path], stdout=subprocess.PIPE, text=True, encoding="ascii"
    )
    assert process.stdout is not None
    reported = [process.stdout.readline().strip() for _ in range(grades)]
    process.kill()
    rest, _ = process.communicate()
    whole_lines = rest.splitlines(keepends=True)
    return reported + [line.strip() for line in whole_lines if line.endswith("\n")]


def assert_memory_is_the_fold(store: Store) -> None:
    with store.read() as connection:
        memories = all_memories(connection)
        log: dict[str, list[Any]] = {}
        for row in live_reviews(connection):
            log.setdefault(row.card_id, []).append((row.quality, moment_of(row)))
    assert memories == {
        card_id: fold(scheduler_named("sm2"), reviews) for card_id, reviews in log.items()
    }


@pytest.mark.parametrize("grades", [1, 25])
def test_every_grade_reported_before_a_kill_is_in_the_store(
    desk: "Desk", plainly: Ask, grades: int
) -> None:
    desk.write("a.md", "## What is a?\nA.\n\n## What is b?\nB.\n\n## What is c?\nC.\n")
    desk.bring_in()
    desk.store.close()
    reported = kill_after(grades, desk.store.path)
    assert len(reported) >= grades
    stored = [str(row[0]) for row in plainly(desk.store.path, "SELECT id FROM review ORDER BY id")]
    assert stored[: len(reported)] == reported
    assert len(stored) <= len(reported) + 1  # one may have been durable and not yet reported
    assert plainly(desk.store.path, "PRAGMA integrity_check") == [("ok",)]
    store = open_store(desk.store.path)
    assert_memory_is_the_fold(store)
    store.close()


def test_a_copy_of_the_files_taken_mid_session_holds_every_grade(
    studied: "Desk", plainly: Ask
) -> None:
    expected = plainly(studied.store.path, "SELECT * FROM review")
    copy = studied.root / "after the power cut"
    copy.mkdir()
    for path in studied.root.glob("store.db*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, copy)
    assert plainly(copy / "store.db", "SELECT * FROM review") == expected


def test_a_store_opened_twice_in_a_process_keeps_its_log_from_other_processes(
    desk: "Desk",
) -> None:
    open_store(desk.store.path).close()
    look = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute(sys.argv[2]))"

    def seen_by_another(sql: str) -> str:
        command = [sys.executable, "-c", look, str(desk.store.path), sql]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    assert seen_by_another("SELECT count(*) FROM deck") == "(0,)"
    with desk.store.write() as connection:
        connection.exec_driver_sql("INSERT INTO deck (name) VALUES ('durable')")
    assert seen_by_another("SELECT name FROM deck") == "('durable',)"


def test_a_backup_is_whole_and_opens_as_a_store(studied: "Desk", plainly: Ask) -> None:
    target = studied.root / "copy.db"
    studied.store.backup(target)
    assert plainly(target, "PRAGMA integrity_check") == [("ok",)]
    for table in ("card", "review", "tombstone", "memory"):
        rows = plainly(studied.store.path, f"SELECT * FROM {table}")
        assert plainly(target, f"SELECT * FROM {table}") == rows
        assert rows
    store = open_store(target)
    assert_memory_is_the_fold(store)
    store.close()


def test_copies_made_in_one_second_do_not_replace_each_other(studied: "Desk") -> None:
    copies = [studied.store.backup_beside("test") for _ in range(3)]
    assert len({*copies}) == 3
    assert sorted(copies) == sorted(studied.root.glob("store.db.test-*.bak"))


def test_a_backup_is_taken_while_another_process_writes(studied: "Desk", plainly: Ask) -> None:
    holder = sqlite3.connect(studied.store.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    holder.execute("UPDATE card SET suspended = 1")
    studied.store.backup(studied.root / "copy.db")
    holder.close()
    assert plainly(studied.root / "copy.db", "SELECT sum(suspended) FROM card") == [(0,)]
