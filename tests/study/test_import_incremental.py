"""A file that did not change is not read again; one that did is, however it hides it."""

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import flashdeck.study.importing
from flashdeck.study.importing import FRESH, import_paths

if TYPE_CHECKING:
    from tests.conftest import Desk

A = "## What is the sun?\nA star.\n"
B = "## Who was Darwin?\nA savant\n"


def replace_unnoticed(path: Path, text: str) -> None:
    """Write other bytes of the same number under the same time stamp."""
    info = path.stat()
    assert len(text.encode()) == info.st_size
    path.write_text(text)
    os.utime(path, ns=(info.st_atime_ns, info.st_mtime_ns))


def test_an_old_file_of_the_same_size_and_time_is_not_read_again(desk: "Desk") -> None:
    note = desk.write("a.md", A)
    desk.later(hours=1)
    desk.bring_in()
    replace_unnoticed(note, B)
    desk.later(hours=1)
    assert desk.outcomes() == {"unchanged": 1}
    assert [card.question for card in desk.cards()] == ["What is the sun?"]


def test_a_file_changed_within_the_second_of_its_import_is_noticed(desk: "Desk") -> None:
    note = desk.write("a.md", A)
    desk.later(seconds=0.5)
    desk.bring_in()
    replace_unnoticed(note, B)
    desk.later(hours=1)
    assert desk.outcomes() == {"new": 1, "retired": 1}


@pytest.mark.parametrize(("older", "noticed"), [(-0.001, True), (0.001, False)])
def test_a_time_stamp_is_trusted_once_it_is_two_seconds_old(
    desk: "Desk", older: float, noticed: bool
) -> None:
    assert timedelta(seconds=2) == FRESH
    note = desk.write("a.md", A)
    desk.later(seconds=2 + older)
    desk.bring_in()
    replace_unnoticed(note, B)
    assert ("new" in desk.outcomes()) == noticed


def test_a_file_with_a_new_time_but_the_same_bytes_is_unchanged(desk: "Desk") -> None:
    note = desk.write("a.md", A)
    desk.later(hours=1)
    desk.bring_in()
    desk.later(hours=1)
    later = int(desk.time.timestamp() * 1e9)
    os.utime(note, ns=(later, later))
    assert desk.outcomes() == {"unchanged": 1}


def test_a_file_of_the_same_time_but_another_size_is_read(desk: "Desk") -> None:
    note = desk.write("a.md", A)
    desk.later(hours=1)
    desk.bring_in()
    info = note.stat()
    note.write_text(A + "And more.\n")
    os.utime(note, ns=(info.st_atime_ns, info.st_mtime_ns))
    assert desk.outcomes() == {"edited": 1}


def test_a_file_put_back_from_an_older_copy_is_read(desk: "Desk") -> None:
    note = desk.write("a.md", A)
    desk.later(hours=1)
    desk.bring_in()
    note.write_text(B)
    os.utime(note, ns=(0, 0))
    assert desk.outcomes() == {"new": 1, "retired": 1}


def test_a_newer_parser_reads_every_file_once_more(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    note = desk.write("a.md", A)
    desk.later(hours=1)
    desk.bring_in()
    replace_unnoticed(note, B)
    monkeypatch.setattr(flashdeck.study.importing, "PARSER_VERSION", 999)
    assert desk.outcomes() == {"new": 1, "retired": 1}


def test_progress_is_told_for_every_file(desk: "Desk") -> None:
    paths = [str(desk.write(f"{name}.md", A)) for name in "ab"]
    told: list[tuple[Any, ...]] = []
    import_paths(desk.store, [desk.notes], desk.clock, lambda *step: told.append(step))
    assert told == [(1, 2, paths[0]), (2, 2, paths[1])]


def test_only_notes_are_read(desk: "Desk") -> None:
    for name in (
        "a.md",
        "b.markdown",
        "c.MD",
        "d.txt",
        "e.mdown",
        "sub/f.md",
        "l.mdx",
        "m.Rmd",
        "n.qmd",
    ):
        desk.write(name, A)
    for name in ("g.py", "h.docx", ".hidden.md", ".git/i.md", "node_modules/j.md", "k"):
        desk.write(name, A)
    files = desk.bring_in().as_json()["files"]
    assert {Path(file["path"]).name for file in files} == {
        "a.md",
        "b.markdown",
        "c.MD",
        "d.txt",
        "e.mdown",
        "f.md",
        "l.mdx",
        "m.Rmd",
        "n.qmd",
    }


def test_a_file_named_outright_is_read_whatever_its_suffix(desk: "Desk") -> None:
    assert desk.outcomes(desk.write("README.rst", A)) == {"new": 1}


def test_a_file_named_twice_is_read_once(desk: "Desk") -> None:
    note = desk.write("a.md", A)
    assert desk.outcomes(desk.notes, note, desk.notes / "." / "a.md") == {"new": 1}


def test_a_file_saved_anew_with_the_same_bytes_is_read_only_once_more(desk: "Desk") -> None:
    note = desk.write("a.md", A)
    desk.later(hours=1)
    desk.bring_in()
    desk.later(hours=1)
    desk.write("a.md", A)
    desk.later(hours=1)
    assert desk.outcomes() == {"unchanged": 1}
    replace_unnoticed(note, B)
    desk.later(hours=1)
    assert desk.outcomes() == {"unchanged": 1}


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_note_that_links_lead_to_twice_gives_its_cards_once(desk: "Desk") -> None:
    desk.write("real/a.md", A)
    (desk.notes / "linked").symlink_to(desk.notes / "real", target_is_directory=True)
    assert desk.outcomes() == {"new": 1}
