"""`flashdeck import` and `check`: their reports, their JSON, their exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

A = "## What is a?\nA.\n"


def test_import_says_what_became_of_each_file_and_card(cli: "Cli") -> None:
    note = cli.write("a.md", A + "\n## What is b?\nB.\n")
    diary = cli.write("diary.md", "It rained.\n")
    assert cli.good("import", cli.notes).splitlines()[:3] == [
        f"{note}: 2 cards (headings, deck a)",
        f"{diary}: 0 cards (no questions found)",
        "2 new",
    ]
    cli.write("a.md", A.replace("A.", "Alpha."))
    assert "1 edited, 1 retired" in cli.good("import", cli.notes).splitlines()


def test_import_as_json_has_the_documented_shape(cli: "Cli") -> None:
    note = cli.write("a.md", A + "\n## What is b?\n\n## What is c?\nC.\n")
    report = cli.json("import", "--json", cli.notes)
    assert report == {
        "files": [{"path": str(note), "style": "headings", "deck": "a", "cards": 2}],
        "new": 2,
        "edited": 0,
        "moved": 0,
        "revived": 0,
        "retired": 0,
        "unchanged": 0,
        "moves": [],
        "problems": [
            {
                "path": str(note),
                "line": 4,
                "message": "no answer to “What is b?”",
                "hint": "Write the answer below the question.",
                "severity": "warning",
            }
        ],
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows has no line breaks in names")
def test_a_line_break_in_a_name_breaks_no_line_of_a_report(cli: "Cli") -> None:
    note = cli.write("a\nb.md", A + "\n## What is b?\n")
    done = cli.run("import", "--dry-run", "--explain", cli.notes)
    shown = str(note).replace("\n", "\\n")
    assert f"{shown}: 1 card (headings, deck a b)" in done.stdout.splitlines()
    assert shown in done.stdout.splitlines()
    assert done.stderr.startswith(f"{shown}:4: ")


def test_import_says_what_moved_and_from_where(cli: "Cli") -> None:
    before = cli.write("a.md", A)
    cli.good("import", cli.notes)
    now = before.rename(cli.notes / "b.md")
    assert cli.good("import", cli.notes).splitlines()[1:] == [
        "1 moved",
        f"{now}:1: moved here from {before}:1",
    ]


def test_a_dry_run_keeps_nothing(cli: "Cli") -> None:
    cli.write("a.md", A)
    assert cli.json("import", "--dry-run", "--json", cli.notes)["new"] == 1
    assert cli.json("export")["cards"] == []


def test_an_error_in_one_file_is_told_on_stderr_and_leaves_with_1(cli: "Cli") -> None:
    cli.write("a.md", A)
    bad = cli.notes / "b.md"
    bad.write_bytes(b"fine\nnot \xff fine\n")
    done = cli.run("import", cli.notes)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{bad}:2: is not UTF-8: byte 0xff",
        "    Save the file as UTF-8.",
    ]
    assert "1 new" in done.stdout.splitlines()
    again = cli.run("import", "--json", cli.notes)
    assert (again.returncode, again.stderr) == (1, "")
    assert json.loads(again.stdout)["unchanged"] == 1


def test_a_path_that_is_not_there_is_told_with_a_hint(cli: "Cli") -> None:
    done = cli.run("import", "missing.md")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "Error: missing.md: there is no such file or folder",
        "Hint: Check the spelling.",
    ]


def test_check_is_content_with_good_notes(cli: "Cli") -> None:
    cli.write("a.md", A)
    assert cli.good("check", cli.notes) == "1 file read, 1 card, 0 remarks.\n"
    assert not cli.store.exists()


def test_check_leaves_with_0_for_notes_alone_and_with_1_for_a_warning(cli: "Cli") -> None:
    note = cli.write("a.md", "Some words.\n\n" + A)
    done = cli.run("check", cli.notes)
    assert done.returncode == 0
    note_of_it, hint = done.stderr.splitlines()
    assert note_of_it == f"{note}:1: note: text outside any card"
    assert "Q:" in hint
    cli.write("a.md", A + "\n## What is b?\n")
    done = cli.run("check", cli.notes)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == f"{note}:4: warning: no answer to “What is b?”"


def test_check_as_json_prints_its_findings_alone(cli: "Cli") -> None:
    note = cli.write("a.md", "## Compute. {.x}\n```demo attention\nd_k: 0\n```\n")
    done = cli.run("check", "--json", cli.notes)
    assert (done.returncode, done.stderr) == (1, "")
    found = json.loads(done.stdout)
    assert [file["cards"] for file in found["files"]] == [1]
    (problem,) = found["problems"]
    assert (problem["path"], problem["line"], problem["severity"]) == (str(note), 2, "error")
    assert "d_k is 0" in problem["message"]


def test_check_of_what_is_not_there_leaves_with_1(cli: "Cli") -> None:
    done = cli.run("check", "missing")
    assert done.returncode == 1
    assert "missing: there is no such file or folder" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C of another process is POSIX")
def test_watching_tells_of_each_change_and_ends_quietly_with_ctrl_c(cli: "Cli") -> None:
    cli.write("a.md", A)
    told = cli.root / "told.txt"
    with told.open("w") as file:
        watching = subprocess.Popen(
            [sys.executable, "-m", "flashdeck", "import", "--watch", str(cli.notes)],
            stdout=file,
            stderr=file,
            env=cli.environment() | {"PYTHONUNBUFFERED": "1"},
            # Whoever runs the tests in the background may have it ignore Ctrl-C.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
    for number in range(600):
        if "2 cards" in told.read_text() or watching.poll() is not None:
            break
        if "Watching." in told.read_text():
            cli.write("a.md", A + "\n## What is b?\nB.\n" + "\n" * number)
        time.sleep(0.1)
    watching.send_signal(signal.SIGINT)
    try:
        assert watching.wait(timeout=60) == 0
    finally:
        watching.kill()
    lines = told.read_text().splitlines()
    assert lines[1:3] == ["1 new", "Watching. Ctrl-C ends it."]
    assert lines[4] == "1 new, 1 unchanged"
    assert "KeyboardInterrupt" not in told.read_text()


def test_a_first_import_of_much_is_read_by_several_processes_from_the_start(cli: "Cli") -> None:
    for number in range(4):
        cards = (f"## What is {number}.{card}?\n{'It is so. ' * 20}\n" for card in range(2_000))
        cli.write(f"{number}.md", "\n".join(cards))
    watched = (
        "-c",
        "import flashdeck.study.workers as w, sys\n"
        "hire = w._hire\n"
        "def told(count, **how):\n"
        "    print('sqlalchemy' in sys.modules, file=sys.stderr)\n"
        "    return hire(count, **how)\n"
        "w._hire, w._processors = told, lambda: 2\n"
        "if __name__ == '__main__':\n"
        "    from flashdeck.cli.main import main\n"
        "    main()\n",
    )
    first = cli.run("import", cli.notes, python=watched)
    assert "8000 new" in first.stdout
    assert first.stderr.split() == ["False"]
    assert "8000 unchanged" in cli.good("import", cli.notes)
