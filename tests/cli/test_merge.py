"""`flashdeck merge` as it is typed: what it prints, in words and as JSON."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flashdeck.store import open_store

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


@pytest.fixture
def phone(filled: "Cli") -> Path:
    """Give a copy of the store in which one more card was reviewed."""
    copy = filled.root / "phone.db"
    filled.good("backup", copy)
    mine, filled.store = filled.store, copy
    filled.now = "2026-03-03T09:00:00+01:00"
    filled.study("", "3", "", "1", "u", "q", args=("Letters",))
    filled.store = mine
    return copy


def test_reviews_of_another_store_are_taken_in_once(filled: "Cli", phone: Path) -> None:
    told = filled.good("merge", phone, "--dry-run").splitlines()
    taken = "2 reviews and 1 undo taken in, 0 new cards, 0 edited, 0 recognised as yours."
    assert told == [taken, "Nothing was changed."]
    assert filled.json("stats", "--json")["reviews"] == 0
    assert filled.good("merge", phone) == f"{taken}\n"
    assert filled.json("stats", "--json")["reviews"] == 1
    assert filled.good("merge", phone).startswith("0 reviews and 0 undos taken in")
    assert filled.good("doctor").endswith("All is well.\n")


def test_what_is_kept_aside_is_named_on_stderr_and_in_the_json(filled: "Cli", phone: Path) -> None:
    connection = sqlite3.connect(phone)
    connection.execute("UPDATE deck SET scheduler = 'sm18'")
    connection.commit()
    connection.close()
    done = filled.run("merge", phone)
    assert done.returncode == 0
    assert "Kept aside: deck Letters: its scheduler 'sm18' is unknown" in done.stderr
    told = filled.run("merge", phone, "--json").stdout
    assert '"kind": "deck"' in told
    assert filled.good("doctor").splitlines()[1] == "2 rows that could not be used kept aside."


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ("nowhere.db", "there is no store at nowhere.db"),
        ("notes", "there is no store at notes"),
        ("notes/Letters.md", "notes/Letters.md is not a flashdeck store"),
        ("store.db", "store.db is this very store"),
    ],
)
def test_what_cannot_be_merged_is_named(filled: "Cli", other: str, message: str) -> None:
    done = filled.run("merge", other)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"Error: {message}",
        "Hint: Name the file of another store; nothing was changed.",
    ]


def test_a_newer_store_is_refused(filled: "Cli") -> None:
    newer = filled.root / "newer.db"
    open_store(newer).close()
    connection = sqlite3.connect(newer)
    connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.commit()
    connection.close()
    done = filled.run("merge", newer)
    assert done.returncode == 1
    assert f"the store {newer} was made by a newer flashdeck (revision 0999)" in done.stderr
