"""A note made to steer the terminal steers nothing: not from the store, not from any output."""

import json
import os
import sqlite3
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

OSC = "\x1b]52;c;aGk=\x07"  # sets the clipboard
C1 = "\x9b31m"  # the same as ESC [ 31 m, in one character
BIDI = "\u202e"  # turns the text around
EVIL = OSC + C1 + BIDI + "\x08\x7f"
STEERING = set("\x07\x08\x1b\x7f\x9b\x9d\u2028\u2066\u202e\r")

NOTE = f"""---
deck: "Deck\\e]52;c;aGk=\\a\\x9b\\u202E/Sub\\x7F"
tags: ["tag\\e[31m\\x9b", "other\\u202e"]
---
# Path {EVIL}

## What is {EVIL}this? {{#id .tag}}

Answer {EVIL} with `code {EVIL}`, $x_{EVIL}1$ and

    indented {EVIL}

```python
print("{EVIL}")
```

## Walk {EVIL} it.

```demo attention
tokens: ["a\\e]52;c;aGk=\\a", "b\\x9b", "c\\u202e{EVIL}"]
```

## Another {EVIL} demo.

```demo nonsense\x1b[31m
```
"""


def assert_harmless(text: str) -> None:
    assert not STEERING & set(text), sorted(map(ascii, STEERING & set(text)))


@pytest.fixture
def hostile(cli: "Cli") -> "Cli":
    cli.write(f"evil{EVIL}.md", NOTE)
    cli.write(f"evil{EVIL}/folder{C1}.md", f"## What is {EVIL}that?\nIt.\n")
    return cli


def test_the_store_holds_nothing_that_steers(hostile: "Cli") -> None:
    hostile.fill()
    connection = sqlite3.connect(hostile.store)
    cards = connection.execute("SELECT question, answer, path, tags, explicit_id FROM card")
    decks = connection.execute("SELECT name FROM deck").fetchall()
    rows = [*cards.fetchall(), *decks]
    connection.close()
    assert len(rows) == 6
    for row in rows:
        for value in row:
            assert_harmless("" if value is None else str(value))
            assert "\\u001b" not in str(value)


@pytest.mark.parametrize(
    "args",
    [
        ("import", "notes"),
        ("import", "--json", "notes"),
        ("check", "notes"),
        ("check", "--json", "notes"),
    ],
)
def test_reading_the_notes_prints_nothing_that_steers(
    hostile: "Cli", args: tuple[str, ...]
) -> None:
    done = hostile.run(*args)
    assert done.returncode == 1  # the demo `nonsense`
    assert "this?" in done.stdout or "evil" in done.stdout + done.stderr
    assert_harmless(done.stdout)
    assert_harmless(done.stderr)


def test_studying_prints_nothing_that_steers(hostile: "Cli") -> None:
    hostile.fill()
    printed = hostile.study(*["", "3"] * 4)
    assert "Answer" in printed
    assert "weights" in printed
    assert "nonsense" in printed
    assert "4 grades recorded" in printed
    assert_harmless(printed)
    done = hostile.run("study", "--plain", f"notes/evil{EVIL}.md", typed="q\n")
    assert_harmless(done.stdout + done.stderr)


@pytest.mark.parametrize("args", [("decks",), ("decks", "--json"), ("export",)])
def test_listing_and_exporting_print_nothing_that_steers(
    hostile: "Cli", args: tuple[str, ...]
) -> None:
    hostile.fill()
    assert_harmless(hostile.good(*args))


def test_an_exported_path_is_still_the_path_of_the_file(hostile: "Cli") -> None:
    hostile.fill()
    paths = {card["source"]["path"] for card in hostile.json("export")["cards"]}
    assert {os.path.relpath(path, hostile.notes) for path in paths} == {
        f"evil{EVIL}.md",
        f"evil{EVIL}/folder{C1}.md",
    }


def test_the_words_of_a_demo_are_shown_without_what_steers(cli: "Cli") -> None:
    settings = ("--set", 'tokens=["a\\e]52;c;aGk=\\a", "\\x9b31mb"]')
    for more in ((), ("--json",), ("--step", "weights")):
        printed = cli.good("demo", "attention", *settings, *more)
        assert "52;c;aGk=" in printed
        assert_harmless(printed)
    done = cli.run("demo", "attention", "--set", f"{EVIL}=1")
    assert_harmless(done.stderr)
    done = cli.run("demo", "attention", "--set", 'tokens=["\\e[31m and twenty more letters"]')
    assert done.returncode == 1
    assert_harmless(done.stderr)


def test_a_mistake_in_a_hostile_name_is_told_harmlessly(cli: "Cli") -> None:
    for args in ((f"missing{EVIL}.md",), ("--json", f"missing{EVIL}.md")):
        done = cli.run("import", *args)
        assert done.returncode == 1
        assert_harmless(done.stdout + done.stderr)


@pytest.mark.skipif(os.name != "posix", reason="names of bytes")
def test_a_name_that_is_no_text_can_be_told_in_words_and_in_json(cli: "Cli") -> None:
    odd = os.fsencode(cli.notes) + b"/caf\xe9.md"
    try:
        os.close(os.open(odd, os.O_CREAT))
    except OSError:
        pytest.skip("this file system holds names in UTF-8 only")
    done = cli.run("import", cli.notes)
    assert done.returncode == 1
    assert "its name is not UTF-8" in done.stderr
    done = cli.run("import", "--json", cli.notes)
    (problem,) = json.loads(done.stdout)["problems"]
    assert os.fsencode(problem["path"]) == odd
