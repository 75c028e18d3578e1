"""The program in a terminal of its own: what needs one, and what it really writes there."""

import os
import re
import select
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk

pytestmark = pytest.mark.skipif(os.name != "posix", reason="terminals of this sort are POSIX")

PATIENCE = 60.0
HUNG_UP = 129
CONTROL_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[PX^_\]][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-~=>78]"
)


class Terminal:
    """A terminal with the program in it; ``written`` is all that the program sent so far."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        import pty

        self._ours, theirs = pty.openpty()
        self._resize(theirs)
        self.written = b""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flashdeck", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            start_new_session=True,
        )
        os.close(theirs)

    @staticmethod
    def _resize(descriptor: int) -> None:
        import termios

        termios.tcsetwinsize(descriptor, (24, 80))

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def until(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"it never came to that:\n{self.text[-2000:]}"
            self._read()

    def _read(self) -> bool:
        """Take what the program has sent; False if there is nothing yet, or nothing any more."""
        if not select.select([self._ours], [], [], 0.05)[0]:
            return False
        try:
            sent = os.read(self._ours, 65_536)
        except OSError:  # Linux says so when the program has closed its side
            time.sleep(0.05)
            return False
        self.written += sent
        return bool(sent)

    def sees(self, text: str) -> None:
        self.until(lambda: text in self.text)

    @property
    def text(self) -> str:
        return CONTROL_SEQUENCE.sub("", self.written.decode(errors="replace"))

    def hang_up(self) -> None:
        os.close(self._ours)
        self._ours = -1

    def exit_code(self) -> int:
        if self._ours >= 0:
            self.until(lambda: self.process.poll() is not None)
            while self._read():
                pass
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        if self._ours >= 0:
            os.close(self._ours)


Open = Callable[..., Terminal]


@pytest.fixture
def terminal(desk: "Desk", tmp_path: Path) -> Iterator[Open]:
    """Return what starts the program on the desk's store in a terminal."""
    opened: list[Terminal] = []

    def start(*arguments: str | Path, **variables: str) -> Terminal:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "HOME": str(tmp_path),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "FLASHDECK_STORE": str(desk.store.path),
            "FLASHDECK_CONFIG": str(tmp_path / "config.toml"),
            "FLASHDECK_NOW": desk.time.isoformat(),
        }
        opened.append(Terminal([str(word) for word in arguments], environment | variables))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def test_a_folder_that_several_processes_read_is_studied(desk: "Desk", terminal: Open) -> None:
    for note in range(4):
        cards = (f"## What is {note}.{card}?\n{'It is so. ' * 60}\n" for card in range(1_000))
        desk.write(f"{note}.md", "\n".join(cards))
    screen = terminal("study", desk.notes)
    screen.sees("Show the answer")
    screen.type("q")
    assert screen.exit_code() == 0


def test_an_edited_note_is_read_again_and_the_card_keeps_its_place(
    three: "Desk", terminal: Open, tmp_path: Path
) -> None:
    note, script = three.notes / "Letters.md", tmp_path / "my editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "line, path = sys.argv[1:]\n"
        "note = pathlib.Path(path)\n"
        "note.write_text(note.read_text().replace('Alpha.', f'Aleph from {line}.'))\n"
    )
    screen = terminal("study", EDITOR=f"{sys.executable} '{script}'")
    screen.sees("What is a?")
    screen.type("e")
    screen.until(lambda: "Aleph from +1." in note.read_text())
    screen.type(" ")
    screen.sees("Aleph from +1.")
    screen.type("3")
    screen.sees("What is b?")
    screen.type("q")
    assert screen.exit_code() == 0
    assert three.card("What is a?").answer == "Aleph from +1."
    memory = three.memory("What is a?")
    assert memory is not None
    assert memory.repetitions == 1


def test_the_program_ends_when_its_terminal_is_gone_and_keeps_every_grade(
    three: "Desk", terminal: Open
) -> None:
    screen = terminal("study")
    screen.sees("What is a?")
    screen.type(" 3")
    screen.sees("What is b?")
    screen.hang_up()
    assert screen.exit_code() == HUNG_UP
    memory = three.memory("What is a?")
    assert memory is not None
    assert memory.repetitions == 1


def test_an_error_is_printed_once_the_terminal_is_restored(three: "Desk", terminal: Open) -> None:
    del three
    screen = terminal("study", "Lettres")
    assert screen.exit_code() == 1
    said = "Error: there is no deck called 'Lettres'\nHint: Did you mean 'Letters'?\n"
    assert screen.text.replace("\r", "").endswith(said)
    assert screen.written.rindex(b"\x1b[?1049l") < screen.written.index(b"Error:")


def test_no_sequence_of_a_card_reaches_the_terminal(three: "Desk", terminal: Open) -> None:
    with sqlite3.connect(three.store.path) as connection:
        hostile = "\x1b]52;c;aGVsbG8=\x07\x1b]0;owned\x07\x9b31m\u202e"
        connection.execute("UPDATE card SET question = 'What is ' || ?", (hostile,))
        connection.execute("UPDATE card SET answer = ? || ' Omega'", (f"`{hostile}`",))
    connection.close()
    screen = terminal("study")
    screen.sees("What is")
    screen.type(" ")
    screen.sees("Omega")
    screen.type("q")
    assert screen.exit_code() == 0
    for sequence in (b"\x1b]52", b"\x1b]0;owned", "\x9b".encode(), "\u202e".encode()):
        assert sequence not in screen.written
