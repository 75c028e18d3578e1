"""What a start-up loads: nothing heavy before it is needed."""

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

LISTING = (
    "import atexit, runpy, sys\n"
    "atexit.register(lambda: print('MODULES', *sys.modules, file=sys.stderr))\n"
    "sys.argv[0] = 'flashdeck'\n"
    "runpy.run_module('flashdeck', run_name='__main__')\n"
)
HEAVY = {
    "alembic",
    "fsrs",
    "hypothesis",
    "latex2mathml",
    "markdown_it",
    "multiprocessing",
    "numpy",
    "pydantic",
    "rapidfuzz",
    "sqlalchemy",
    "textual",
    "yaml",
}


def heavy_modules(cli: "Cli", *args: str, typed: str = "") -> set[str]:
    done = cli.run(*args, typed=typed, python=("-c", LISTING))
    assert done.returncode == 0, done.stderr
    modules = {name.partition(".")[0] for name in done.stderr.split("MODULES")[1].split()}
    return HEAVY & modules


@pytest.fixture
def ready(cli: "Cli") -> "Cli":
    cli.write("plain.md", "## What is a?\nAlpha.\n")
    cli.write("formula.md", "## What is $b_1$?\nBeta.\n")
    cli.write("demo.md", "## Walk it. {.x}\n```demo attention\n```\n")
    cli.fill()
    return cli


@pytest.mark.parametrize("args", [("--help",), ("--version",)])
def test_help_loads_nothing_heavy(cli: "Cli", args: tuple[str, ...]) -> None:
    assert heavy_modules(cli, *args) == set()


def test_a_process_that_reads_notes_does_not_load_the_command_line(cli: "Cli") -> None:
    listing = "import flashdeck.cli, flashdeck.study.reading, sys; print(*sys.modules)"
    loaded = set(cli.run(python=("-c", listing)).stdout.split())
    assert "flashdeck.parsing" in loaded
    unneeded = HEAVY | {"click", "flashdeck.cli.main", "flashdeck.scheduling"}
    assert loaded & unneeded == set()


@pytest.mark.parametrize("args", [("decks",), ("stats",), ("export",), ("search", "alpha")])
def test_what_only_reads_the_store_loads_nothing_else(ready: "Cli", args: tuple[str, ...]) -> None:
    assert heavy_modules(ready, *args) <= {"sqlalchemy"}


def test_the_first_question_needs_the_store_alone(ready: "Cli") -> None:
    loaded = heavy_modules(ready, "study", "--plain", "plain", typed="q\n")
    assert loaded <= {"sqlalchemy"}


def test_an_answer_needs_the_markdown_parser_at_most(ready: "Cli") -> None:
    loaded = heavy_modules(ready, "study", "--plain", "plain", typed="\n3\n")
    assert loaded <= {"sqlalchemy", "markdown_it"}


def test_a_formula_needs_its_converter_and_a_demo_what_computes_it(ready: "Cli") -> None:
    loaded = heavy_modules(ready, "study", "--plain", "formula", typed="\n3\n")
    assert loaded <= {"sqlalchemy", "markdown_it", "latex2mathml"}
    assert "latex2mathml" in loaded
    loaded = heavy_modules(ready, "study", "--plain", "demo", typed="\n3\n")
    assert {"numpy", "pydantic"} <= loaded
    assert not loaded & {"alembic", "textual"}


def test_a_quiz_on_cards_needs_no_numbers_and_one_on_a_demo_no_screen(ready: "Cli") -> None:
    loaded = heavy_modules(ready, "quiz", "--plain", "plain", typed="alpha\n")
    assert loaded <= {"sqlalchemy", "markdown_it"}
    loaded = heavy_modules(ready, "quiz", "--plain", "attention", typed="!\n")
    assert {"numpy", "pydantic"} <= loaded
    assert not loaded & {"alembic", "textual"}


def test_importing_notes_without_demos_needs_no_numbers(cli: "Cli") -> None:
    note = cli.write("plain.md", "## What is a?\nAlpha.\n")
    assert heavy_modules(cli, "import", str(note)) <= {"sqlalchemy"}
    note = cli.write("table.md", "## What is a?\n| Alpha | Beta |\n| --- | --- |\n")
    assert heavy_modules(cli, "import", str(note)) <= {"sqlalchemy", "markdown_it"}


@pytest.mark.parametrize("saved_anew", [False, True])
def test_unchanged_notes_need_no_parser_whether_their_time_or_bytes_tell(
    cli: "Cli", saved_anew: bool
) -> None:
    note = cli.write("a.md", "## What is a?\nAlpha.\n")
    os.utime(note, (1_000_000_000, 1_000_000_000))
    cli.fill()
    if saved_anew:
        os.utime(note, (1_100_000_000, 1_100_000_000))
    assert heavy_modules(cli, "import", str(note)) <= {"sqlalchemy"}


def test_what_reads_notes_in_another_process_needs_nothing_heavy(cli: "Cli") -> None:
    code = "import sys, flashdeck.study.workers, flashdeck.study.reading; print(*sys.modules)"
    done = cli.run(python=("-c", code))
    assert HEAVY & {name.partition(".")[0] for name in done.stdout.split()} == set()
