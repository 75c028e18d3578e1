"""Which stores a merge takes in, refuses or leaves as they were."""

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flashdeck.errors import StoreError
from flashdeck.scheduling import Grade
from flashdeck.store import engine, open_store
from flashdeck.store.engine import APPLICATION_ID
from flashdeck.study.doctor import examine
from flashdeck.study.merging import merge
from tests.study.two_desks import NOTE, dump, grades, query, study_note, take

if TYPE_CHECKING:
    from tests.conftest import Desk


def no_store(path: Path) -> Path:
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def text_file(path: Path) -> Path:
    path.write_text("Dear diary, " * 50)
    return path


def empty_file(path: Path) -> Path:
    path.touch()
    return path


def other_database(path: Path) -> Path:
    query(path, "CREATE TABLE card (id)")
    return path


def newer_store(path: Path) -> Path:
    open_store(path).close()
    query(path, "UPDATE alembic_version SET version_num = '0999'")
    return path


def store_of_another_shape(path: Path) -> Path:
    query(path, "CREATE TABLE card (id)")
    query(path, f"PRAGMA application_id = {APPLICATION_ID}")
    return path


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (no_store, "there is no store at"),
        (folder, "there is no store at"),
        (text_file, "is not a flashdeck store"),
        (empty_file, "is not a flashdeck store"),
        (other_database, "is not a flashdeck store"),
        (store_of_another_shape, "is a database of another program"),
        (newer_store, "was made by a newer flashdeck"),
    ],
)
def test_what_is_no_store_of_ours_is_refused_by_name_and_left_alone(
    studied: "Desk", make: Callable[[Path], Path], message: str
) -> None:
    other = make(studied.root / "other.db")
    content = other.read_bytes() if other.is_file() else None
    before = dump(studied.store.path)
    with pytest.raises(StoreError, match=message) as caught:
        merge(studied.store, other)
    assert str(other) in caught.value.message
    assert "nothing was changed" in caught.value.hint
    assert dump(studied.store.path) == before
    assert (other.read_bytes() if other.is_file() else None) == content


def test_a_store_is_not_merged_with_itself(studied: "Desk") -> None:
    link = studied.root / "link.db"
    link.hardlink_to(studied.store.path)
    for path in (studied.store.path, link):
        with pytest.raises(StoreError, match="is this very store"):
            merge(studied.store, path)


def test_a_damaged_store_is_refused(studied: "Desk", phone: "Desk") -> None:
    phone.write("a.md", NOTE * 200)
    phone.bring_in()
    phone.store.close()
    data = bytearray(phone.store.path.read_bytes())
    data[8192:40960] = bytes(40960 - 8192)
    phone.store.path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        take(studied, phone)


def test_an_older_store_is_brought_up_to_date_in_a_copy(desk: "Desk", first_store: Path) -> None:
    before = first_store.read_bytes()
    report = merge(desk.store, first_store)
    assert (report.new, report.reviews, report.undone, report.aside) == (1, 2, 1, [])
    assert grades(desk) == {"What is a?": [4]}
    assert first_store.read_bytes() == before
    assert query(first_store, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert [path.name for path in first_store.parent.glob("*.bak")] == []


MERGE = """
import sys
from pathlib import Path
from flashdeck.store import open_store
from flashdeck.study.merging import merge
store = open_store(Path(sys.argv[1]))
print("ready", flush=True)
merge(store, Path(sys.argv[2]))
print("done", flush=True)
"""


@pytest.mark.parametrize("milliseconds", [5, 30, 60, 90, 120, 160, 220, 300])
def test_a_merge_that_is_killed_leaves_the_old_store_or_the_new(
    desk: "Desk", phone: "Desk", milliseconds: int
) -> None:
    for it in (desk, phone):
        it.write("a.md", "".join(f"## What is {n}?\nThe {n}th.\n\n" for n in range(300)))
        it.bring_in()
        session = it.session(new_per_day=40)
        while session.card is not None:
            session.grade(Grade.GOOD)
        it.later(days=1)
    rows = {table: query(desk.store.path, f"SELECT * FROM {table}") for table in ("card", "review")}
    taken = query(phone.store.path, "SELECT id FROM review")
    desk.store.close()
    process = subprocess.Popen(
        [sys.executable, "-c", MERGE, desk.store.path, phone.store.path],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(milliseconds / 1000)
    process.kill()
    done = "done" in process.communicate()[0]
    desk.store = open_store(desk.store.path)
    assert examine(desk.store).is_well
    ids = {row[0] for row in query(desk.store.path, "SELECT id FROM review")}
    if ids == {row[0] for row in rows["review"]}:
        assert not done
        assert query(desk.store.path, "SELECT * FROM card") == rows["card"]
    else:
        assert ids == {row[0] for row in [*rows["review"], *taken]}
        assert query(desk.store.path, "SELECT count(*) FROM card WHERE same_as IS NULL") == [(300,)]


def test_a_merge_into_a_store_that_another_process_holds_changes_nothing(
    studied: "Desk", phone: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    studied.store.close()
    studied.store = open_store(studied.store.path)
    holder = sqlite3.connect(studied.store.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="in use by another process"):
        take(studied, phone)
    holder.close()
    assert take(studied, phone).aside == []


def test_a_store_in_a_folder_that_nobody_may_write_is_taken_in_with_its_last_reviews(
    phone: "Desk", fenced_folder: Path, as_nobody: Callable[[], AbstractContextManager[None]]
) -> None:
    study_note(phone)
    stick = fenced_folder / "stick"
    stick.mkdir()
    for path in phone.root.glob("store.db*"):
        shutil.copy(path, stick)
    assert (stick / "store.db-wal").stat().st_size
    content = {path.name: path.read_bytes() for path in stick.glob("store.db*")}
    stick.chmod(0o555)
    with as_nobody(), closing(open_store(fenced_folder / "mine.db")) as mine:
        assert merge(mine, stick / "store.db").reviews == 2
    for name in ("store.db", "store.db-wal"):
        assert (stick / name).read_bytes() == content[name]
