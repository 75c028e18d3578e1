"""What is no store of ours is refused, with a way out, and left exactly as it was."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from flashdeck.errors import StoreError
from flashdeck.store import open_store

AsNobody = Callable[[], AbstractContextManager[None]]


def refusal(path: Path) -> StoreError:
    with pytest.raises(StoreError) as caught:
        open_store(path)
    assert caught.value.hint
    return caught.value


def made_by(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


@pytest.mark.parametrize("size", [1, 5, 99, 100, 511, 2_000])
def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path, size: int) -> None:
    path = tmp_path / "thesis.docx"
    path.write_bytes((b"PK\x03\x04 my thesis" * 200)[:size])
    before = path.read_bytes()
    assert "not a flashdeck store" in refusal(path).message
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5_000)
    assert str(path) in refusal(path).message


def test_the_database_of_another_program_is_refused_and_kept(tmp_path: Path) -> None:
    path = made_by(
        tmp_path / "other.db", "CREATE TABLE album (name)", "INSERT INTO album VALUES (1)"
    )
    assert "another program" in refusal(path).message
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("album",)]
    connection.close()


def test_another_program_that_uses_alembic_is_refused_too(tmp_path: Path) -> None:
    path = made_by(
        tmp_path / "other.db",
        "CREATE TABLE alembic_version (version_num)",
        "INSERT INTO alembic_version VALUES ('0001')",
    )
    assert "another program" in refusal(path).message


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path).message


@pytest.mark.skipif(os.name != "posix", reason="POSIX has fifos")
def test_a_fifo_is_refused_without_waiting_for_its_other_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a file" in refusal(tmp_path / "pipe").message


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert str(tmp_path / "file" / "deep") in refusal(tmp_path / "file" / "deep" / "s.db").message


def test_the_folder_of_a_new_store_is_made(tmp_path: Path) -> None:
    open_store(tmp_path / "a" / "b" / "s.db").close()
    assert (tmp_path / "a" / "b" / "s.db").is_file()


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "s.db").touch()
    open_store(tmp_path / "s.db").close()
    store = open_store(tmp_path / "s.db")
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM review").scalar() == 0
    store.close()


def test_a_store_without_its_revision_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path / "s.db").close()
    made_by(tmp_path / "s.db", "DELETE FROM alembic_version")
    assert "does not say which revision" in refusal(tmp_path / "s.db").message


@pytest.mark.parametrize("name", ["odd #1?.db", "a%20b.db", "größe.db", "with 'quotes'.db"])
def test_a_name_with_odd_characters_is_that_very_file(tmp_path: Path, name: str) -> None:
    open_store(tmp_path / name).close()
    assert (tmp_path / name).is_file()
    assert {entry.name.split(".db")[0] + ".db" for entry in tmp_path.iterdir()} == {name}


def test_a_read_only_store_can_be_read_and_refuses_a_write(
    fenced_folder: Path, as_nobody: AsNobody
) -> None:
    path = fenced_folder / "s.db"
    with as_nobody():
        open_store(path).close()
        path.chmod(0o444)
        store = open_store(path)
        with store.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM card").scalar() == 0
        with (
            pytest.raises(StoreError, match="read-only") as caught,
            store.write() as connection,
        ):
            connection.exec_driver_sql("UPDATE card SET suspended = 1")
        store.close()
    assert "writable" in caught.value.hint


@pytest.mark.parametrize("mode", [0o444, 0o644])
@pytest.mark.parametrize("linked", [False, True])
def test_a_store_in_a_read_only_folder_can_be_read(
    fenced_folder: Path, as_nobody: AsNobody, mode: int, linked: bool
) -> None:
    path, link = fenced_folder / "inner" / "s.db", fenced_folder / "link.db"
    with as_nobody():
        open_store(path).close()
        link.symlink_to(path)
        path.chmod(mode)
        path.parent.chmod(0o555)
        store = open_store(link if linked else path)
        with store.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM card").scalar() == 0
        with pytest.raises(StoreError, match="read-only") as caught, store.write() as connection:
            connection.exec_driver_sql("UPDATE card SET suspended = 1")
        assert "folder" in caught.value.hint
        store.close()


def test_a_store_that_may_not_be_read_is_refused(fenced_folder: Path, as_nobody: AsNobody) -> None:
    path = fenced_folder / "s.db"
    with as_nobody():
        open_store(path).close()
        path.chmod(0)
        assert str(path) in refusal(path).message


def test_a_store_in_a_forbidden_folder_is_refused(fenced_folder: Path, as_nobody: AsNobody) -> None:
    folder = fenced_folder / "private"
    with as_nobody():
        folder.mkdir()
        open_store(folder / "s.db").close()
        folder.chmod(0)
        assert str(folder / "s.db") in refusal(folder / "s.db").message


def test_a_new_store_in_a_folder_that_is_not_ours_is_refused(
    fenced_folder: Path, as_nobody: AsNobody
) -> None:
    with as_nobody():
        open_store(fenced_folder / "warm.db").close()
        fenced_folder.chmod(0o555)
        assert str(fenced_folder / "s.db") in refusal(fenced_folder / "s.db").message
