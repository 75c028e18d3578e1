"""The commands that list, count, export and copy, and what wrong usage is answered with."""

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from flashdeck import __version__
from flashdeck.cli.main import COMMANDS

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def test_decks_are_a_tree_with_what_waits(filled: "Cli") -> None:
    filled.study("", "3", "q", args=("Letters",))
    assert filled.good("decks").splitlines() == [
        "Deck     Due  New  Cards",
        "Letters    0    1      2",
        "Maths      0    2      2",
        "  Sets     0    2      2",
        "All        0    3      4",
    ]
    filled.now = "2026-03-03T09:00:00+01:00"
    assert filled.json("decks", "--json")["decks"][0] == {
        "name": "Letters",
        "label": "Letters",
        "depth": 0,
        "total": 2,
        "due": 1,
        "new": 1,
        "suspended": 0,
    }


def test_without_cards_decks_and_the_bare_command_say_what_to_do(cli: "Cli") -> None:
    told = cli.good("decks")
    assert "There are no cards yet" in told
    assert "flashdeck import PATH" in told
    assert cli.good() == told
    assert cli.json("decks", "--json") == {"decks": []}


def test_stats_count_cards_and_reviews(filled: "Cli") -> None:
    filled.study("", "1", "", "4", "", "3", "q", args=("Letters",))
    filled.now = "2026-03-03T09:00:00+01:00"
    stats = filled.json("stats", "--json")
    counted = {name: stats[name] for name in ("cards", "new", "due", "suspended", "reviews")}
    assert counted == {"cards": 4, "new": 2, "due": 2, "suspended": 0, "reviews": 3}
    assert (stats["reviews_today"], stats["days_studied"], stats["streak_days"]) == (0, 1, 1)
    assert stats["passed"] == 0.6667  # two of three
    assert stats["qualities"] == {"1": 1, "4": 1, "5": 1}
    lines = filled.good("stats").splitlines()
    assert "Cards                  4" in lines
    assert "Remembered           67%" in lines


def test_export_has_the_documented_shape(filled: "Cli") -> None:
    filled.study("", "2", "", "4", "q", args=("Maths/Sets",))
    first, second = filled.json("export", "--format", "json", "Maths")["cards"]
    reviews = first.pop("reviews")
    assert first == {
        "id": first["id"],
        "deck": "Maths/Sets",
        "kind": "basic",
        "question": "What is $A_1$?",
        "answer": "$a \\in A$",
        "path": ["Sets"],
        "tags": ["sets", "x"],
        "source": {"path": str(filled.notes / "Maths" / "Sets.md"), "line": 5},
        "suspended": False,
        "flag": None,
        "retired": False,
        "memory": {
            "scheduler": "sm2",
            "repetitions": 1,
            "interval_days": 1,
            "ease_factor": 2.36,
            "lapses": 0,
            "due": "2026-03-03",
            "repeat": True,
            "introduced": "2026-03-02",
        },
    }
    (review,) = reviews
    assert review["id"]
    assert isinstance(review["duration_ms"], int)
    assert (review["reviewed_at"], review["day"], review["quality"]) == (
        "2026-03-02T09:00:00+01:00",
        "2026-03-02",
        3,
    )
    assert (second["kind"], [r["quality"] for r in second["reviews"]]) == ("demo", [5])


def test_export_leaves_out_what_was_taken_back_and_keeps_what_is_new(filled: "Cli") -> None:
    filled.study("", "3", "u", "q", args=("Letters",))
    cards: list[dict[str, Any]] = filled.json("export", "letters")["cards"]
    assert [(card["memory"], card["reviews"]) for card in cards] == [(None, []), (None, [])]
    assert len(filled.json("export")["cards"]) == 4


def test_suspended_cards_can_be_asked_again(filled: "Cli") -> None:
    filled.study("s", "s", args=("Letters",))
    assert filled.good("unsuspend", "Maths") == "0 cards will be asked again.\n"
    assert filled.json("unsuspend", "--json", "letters") == {"unsuspended": 2}
    assert [card["suspended"] for card in filled.json("export")["cards"]] == [False] * 4


def test_demos_are_listed_run_and_cut_to_a_step(cli: "Cli") -> None:
    lines = [line.split(maxsplit=1) for line in cli.good("demo").splitlines()]
    assert ["attention", "Scaled dot-product attention"] in lines
    listed = cli.json("demo", "--json")["demos"]
    assert {"name": "attention", "title": "Scaled dot-product attention"} in listed
    settings = ("--set", "tokens=a b", "--set", "queries=[[2], [0]]", "--set", "keys=[[1], [0]]")
    whole = cli.good("demo", "attention", *settings)
    assert "4. products  QKᵀ" in whole.splitlines()
    assert cli.good("demo", "attention", *settings, "--step", "products").splitlines()[:3] == [
        "products  QKᵀ",
        "     a b",
        "   a 2 0",
    ]
    trace = cli.json("demo", "attention", *settings, "--step", "products", "--json")
    assert trace["demo"] == "attention"
    assert trace["params"]["tokens"] == ["a", "b"]
    (step,) = trace["steps"]
    assert step == {
        "name": "products",
        "formula": "Q K^\\top",
        "axes": [{"name": "query", "labels": ["a", "b"]}, {"name": "key", "labels": ["a", "b"]}],
        "value": [[2.0, 0.0], [0.0, 0.0]],
        "why": step["why"],
        "filled": step["filled"],
    }


def test_a_backup_opens_as_a_store_and_overwrites_nothing(filled: "Cli") -> None:
    filled.study("", "3", "q")
    exported = filled.good("export")
    target = filled.root / "copy.db"
    assert filled.good("backup", target) == f"Copied to {target}.\n"
    assert filled.good("--store", target, "export") == exported
    connection = sqlite3.connect(target)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    before = target.read_bytes()
    done = filled.run("backup", target)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: {target} exists already\n")
    assert target.read_bytes() == before


def test_a_backup_names_itself_by_the_time_and_overwrites_nothing_then_either(
    filled: "Cli",
) -> None:
    copy = filled.root / "store-20260302-090000.db"
    assert filled.json("backup", "--json") == {"backup": str(copy)}
    before = copy.read_bytes()
    filled.study("", "3", "q")
    assert filled.run("backup").returncode == 1
    assert copy.read_bytes() == before
    folder = filled.root / "copies"
    folder.mkdir()
    assert filled.json("backup", "--json", folder) == {"backup": str(folder / copy.name)}


@pytest.mark.parametrize(
    ("args", "message", "hint"),
    [
        (("study", "--plain", "Leters"), "there is no deck called 'Leters'", "'Letters'?"),
        (("export", "nothing"), "there is no deck called 'nothing'", "flashdeck decks"),
        (("study", "--plain", "./missing.md"), "missing.md: there is no such file", "spelling"),
        (("demo", "atention"), "there is no demo called 'atention'", "Did you mean attention?"),
        (("demo", "attention", "--step", "x"), "has no step 'x'", "Its steps: "),
        (("demo", "attention", "--set", "d_k=0"), "d_k is 0", "Its parameters: "),
        (("demo", "attention", "--set", "d_k=["), "--set d_k=[", "Quote"),
        (("--store", ".", "decks"), "is a folder", "--store"),
        (("--store", "missing.db", "backup"), "there is no store at", "Import"),
        (("backup", "nowhere/copy.db"), "there is no folder nowhere", "Make it first"),
    ],
)
def test_a_mistake_is_answered_with_a_hint_on_stderr_and_1(
    filled: "Cli", args: tuple[str, ...], message: str, hint: str
) -> None:
    done = filled.run(*args)
    assert (done.returncode, done.stdout) == (1, "")
    error, advice = done.stderr.splitlines()
    assert error.startswith("Error: ")
    assert message in error
    assert advice.startswith("Hint: ")
    assert hint in advice


@pytest.mark.parametrize(
    "args",
    [
        ("stduy",),
        ("import",),
        ("study", "--plain", "--limit", "0"),
        ("study", "--shipped", "Letters"),
        ("export", "--format", "xml"),
        ("demo", "attention", "--set", "d_k"),
    ],
)
def test_wrong_usage_leaves_with_2(cli: "Cli", args: tuple[str, ...]) -> None:
    done = cli.run(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: " in done.stderr
    assert not cli.store.exists()


def test_a_command_that_does_not_exist_is_told_with_what_was_meant(cli: "Cli") -> None:
    assert "Did you mean `flashdeck study`?" in cli.run("stduy").stderr
    notes = cli.write("Letters.md", "## What is a?\nAlpha.\n")
    assert f"Did you mean `flashdeck study {notes}`?" in cli.run(notes).stderr
    assert "There is no command 'nothing-like-it'.\n" in cli.run("nothing-like-it").stderr


def test_a_time_that_cannot_be_read_and_a_wrong_setting_are_told(cli: "Cli") -> None:
    cli.now = "soon"
    done = cli.run("decks")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: FLASHDECK_NOW is 'soon'\n")
    cli.now = "2026-03-02T09:00:00+01:00"
    (cli.root / "config.toml").write_text("new_per_day = 'many'\n")
    done = cli.run("decks")
    assert done.returncode == 1
    assert "config.toml: new_per_day is 'many'" in done.stderr


def test_help_lists_every_command_and_each_has_its_own(cli: "Cli") -> None:
    listed = cli.good("--help")
    for name, summary in COMMANDS.items():
        assert f"  {name}" in listed
        assert summary in listed
    assert cli.good("--version") == f"flashdeck, version {__version__}\n"
    assert cli.good("import", "-h").startswith("Usage: ")


def test_a_store_that_another_process_holds_is_told(filled: "Cli") -> None:
    holder = sqlite3.connect(filled.store, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    impatient = (
        "import flashdeck.store.engine as e; e.BUSY_SECONDS = 0.05; import flashdeck.__main__"
    )
    filled.write("new.md", "## Who was Darwin?\nA naturalist.\n")
    done = filled.run("import", str(filled.notes), python=("-c", impatient))
    holder.close()
    assert done.returncode == 1
    assert "in use by another process" in done.stderr
    assert json.loads(filled.good("import", "--json", filled.notes))["new"] == 1
