"""`flashdeck doctor` as it is typed: what it prints, and its exit code."""

import sqlite3
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


@pytest.fixture
def forgetful(filled: "Cli") -> "Cli":
    """Give a store in which a card's memory says something else than its reviews."""
    filled.study("", "3", "", "1", "q", args=("Letters",))
    connection = sqlite3.connect(filled.store)
    connection.execute("UPDATE memory SET repetitions = 9 WHERE repetitions = 1")
    connection.commit()
    connection.close()
    return filled


def test_a_store_that_is_well(filled: "Cli") -> None:
    assert filled.good("doctor").splitlines() == [
        "4 cards and 0 reviews looked at.",
        "All is well.",
    ]
    told = filled.json("doctor", "--json")
    assert (told["well"], told["findings"], told["copy"]) == (True, [], None)


def test_what_is_wrong_is_told_and_repaired_only_when_asked(forgetful: "Cli") -> None:
    done = forgetful.run("doctor")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "4 cards and 2 reviews looked at."
    assert lines[1] == "Wrong: the memory of 1 card is not what the log says."
    assert lines[-1].startswith("`flashdeck doctor --fix`")
    assert forgetful.run("doctor", "--json").returncode == 1
    lines = forgetful.good("doctor", "--fix").splitlines()
    assert lines[1].startswith(f"Copied to {forgetful.store}.doctor-")
    assert lines[2:] == [
        "Repaired: the memory of 1 card is not what the log says.",
        "All is well.",
    ]
    assert forgetful.json("doctor", "--json")["well"] is True


def test_a_store_that_is_not_there_is_not_made(cli: "Cli") -> None:
    done = cli.run("doctor")
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no store at" in done.stderr
    assert not cli.store.exists()
