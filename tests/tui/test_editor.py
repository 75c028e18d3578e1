"""Which command opens a note at a line, for the editors that people name."""

import os
import sys
from pathlib import Path

import pytest

from flashdeck.errors import FlashdeckError
from flashdeck.tui.editor import editor_command, run_editor

NOTE = Path("/notes/a b/{path}.md")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the examples are POSIX paths")


@pytest.mark.parametrize(
    ("named", "command"),
    [
        ("vi", ["vi", "+7", str(NOTE)]),
        ("/usr/bin/emacs -nw", ["/usr/bin/emacs", "-nw", "+7", str(NOTE)]),
        ("code", ["code", "--wait", "--goto", f"{NOTE}:7"]),
        ("codium", ["codium", "--wait", "--goto", f"{NOTE}:7"]),
        ("/snap/bin/code -n", ["/snap/bin/code", "-n", "--wait", "--goto", f"{NOTE}:7"]),
        ("hx", ["hx", f"{NOTE}:7"]),
        ("subl", ["subl", "--wait", f"{NOTE}:7"]),
        ("'/opt/my editor/ed' --x='y z'", ["/opt/my editor/ed", "--x=y z", "+7", str(NOTE)]),
    ],
)
def test_the_note_is_opened_at_the_line(
    monkeypatch: pytest.MonkeyPatch, named: str, command: list[str]
) -> None:
    monkeypatch.setenv("EDITOR", named)
    assert editor_command(NOTE, 7) == command


def test_visual_goes_before_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "ed")
    monkeypatch.setenv("VISUAL", "vim")
    assert editor_command(NOTE, 7)[0] == "vim"


def test_without_a_name_the_systems_editor_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "nano").write_text("#!/bin/sh\n")
    (tmp_path / "nano").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert editor_command(NOTE, 7) == ["nano", "+7", str(NOTE)]


@pytest.mark.parametrize("named", [None, "", "  "])
def test_without_any_editor_it_says_how_to_name_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str | None
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if named is not None:
        monkeypatch.setenv("EDITOR", named)
    with pytest.raises(FlashdeckError, match="no editor was found") as caught:
        editor_command(NOTE, 7)
    assert "EDITOR" in caught.value.hint


def test_an_unclosed_quote_in_the_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "vi 'x")
    with pytest.raises(FlashdeckError, match="vi 'x") as caught:
        editor_command(NOTE, 7)
    assert "EDITOR" in caught.value.hint


def test_an_editor_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FlashdeckError, match="cannot be started: No such file") as caught:
        run_editor([str(tmp_path / "none"), "+1", str(NOTE)])
    assert "EDITOR" in caught.value.hint


def test_the_editor_is_waited_for_and_its_exit_code_is_no_failure(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    script = f"open({str(note)!r}, 'w').write('changed'); raise SystemExit(3)"
    run_editor([sys.executable, "-c", script])
    assert note.read_text() == "changed"
