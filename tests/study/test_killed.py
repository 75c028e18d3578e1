"""A process that is killed while it replays leaves the old store or the new one, nothing between.

A merge that is killed is in test_merging.py, a grade in tests/store/test_durability.py.
"""

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flashdeck.scheduling import Grade
from flashdeck.store import Store, open_store
from flashdeck.study.doctor import examine, repair
from flashdeck.study.rescheduling import reschedule
from tests.conftest import MONDAY

if TYPE_CHECKING:
    from tests.conftest import Desk

CARDS, DAYS, MOMENTS = 150, 4, 7
CHILD = """
import sys
from pathlib import Path
from tests.study.test_killed import WORKS
from flashdeck.store import open_store
store = open_store(Path(sys.argv[1]))
print("ready", flush=True)
WORKS[sys.argv[2]](store)
print("done", flush=True)
"""
WORKS: dict[str, Callable[[Store], object]] = {
    "reschedule": lambda store: reschedule(store, None, "fsrs"),
    "doctor": lambda store: repair(store, lambda: MONDAY),
}
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def years(desk: "Desk") -> Path:
    """Give a closed store in one file, in which many cards were reviewed on several days."""
    desk.write("a.md", "".join(f"## What is {n}?\nThe {n}th.\n\n" for n in range(CARDS)))
    desk.bring_in()
    for _ in range(DAYS):
        session = desk.session(new_per_day=CARDS)
        while session.card is not None:
            session.grade(Grade.GOOD)
        desk.later(days=7)
    desk.store.close()
    return desk.store.path


def rows_of(path: Path) -> Rows:
    tables = ("card", "deck", "review", "tombstone", "memory")
    with closing(sqlite3.connect(path)) as connection:
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


def harm(path: Path) -> None:
    """Let memories be wrong and a review impossible, so that the doctor has both to write."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE memory SET repetitions = repetitions + 1")
        one = "SELECT card_id, reviewed_at, utc_offset_s, day, 9, NULL, NULL FROM review LIMIT 1"
        connection.execute(f"INSERT INTO review SELECT '{1:032x}', * FROM ({one})")
        connection.commit()


def start(path: Path, work: str) -> "subprocess.Popen[str]":
    """Start a process and return it when its store is open and the work begins."""
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, path, work], stdout=subprocess.PIPE, text=True, cwd=root
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def copy(path: Path, name: str) -> Path:
    folder = path.parent / name
    folder.mkdir()
    return Path(shutil.copy(path, folder))


@pytest.mark.parametrize("work", WORKS)
def test_the_store_is_the_old_one_or_the_new(years: Path, work: str) -> None:
    if work == "doctor":
        harm(years)
    old = rows_of(years)
    whole = copy(years, "whole")
    process = start(whole, work)
    began = time.perf_counter()
    assert process.communicate()[0] == "done\n"
    seconds = time.perf_counter() - began
    new = rows_of(whole)
    assert new != old
    for moment in range(MOMENTS):
        path = copy(years, str(moment))
        process = start(path, work)
        time.sleep(seconds * moment / MOMENTS)
        process.kill()
        done = "done" in process.communicate()[0]
        check(path, work, new if done else None, old, new)


def check(path: Path, work: str, expected: Rows | None, *either: Rows) -> None:
    with closing(open_store(path)) as store:
        found = examine(store)
        rows = rows_of(path)
        assert rows in either
        assert expected is None or rows == expected
        if work == "doctor":
            assert found.is_well == (rows == either[-1])
        else:
            assert found.is_well
        WORKS[work](store)  # and it can be done again
        assert rows_of(path) == either[-1]
        assert examine(store).is_well
    for kept in path.parent.glob("*.bak"):
        assert rows_of(kept) == either[0]
