"""A program in a terminal of its own (POSIX only): how soon it shows something."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Sequence

ROWS, COLUMNS = 30, 100
PATIENCE = 30.0
ALTERNATE_SCREEN = b"\x1b[?1049h"

_OSC = rb"\x1b\].*?(?:\x07|\x1b\\)"
_CSI = rb"\x1b\[[0-?]*[ -/]*[@-~]"
_DCS = rb"\x1b[P_^X].*?\x1b\\"
_ESCAPE = re.compile(b"|".join((_OSC, _DCS, _CSI, rb"\x1b.")), re.DOTALL)


class NoFrameError(Exception):
    """The program ended, or time ran out, before it showed what was waited for."""


def until_shown(command: Sequence[str], env: dict[str, str], marker: bytes) -> float:
    """Return the seconds from the start of ``command`` until its screen shows ``marker``.

    Queries to the terminal stay unanswered, as in one that does not know them. What is printed
    before the alternate screen opens (a traceback, say) does not count.
    """
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    env = env | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    try:
        _read_until(master, marker, started + PATIENCE)
        return time.perf_counter() - started
    finally:
        process.kill()
        process.wait()
        os.close(master)


def _read_until(master: int, marker: bytes, deadline: float) -> None:
    seen = b""
    while marker not in _visible(seen):
        ready, _, _ = select.select([master], [], [], max(0.0, deadline - time.perf_counter()))
        chunk = _read(master) if ready else b""
        if not chunk:
            raise NoFrameError(_last_line(seen))
        seen += chunk


def _visible(seen: bytes) -> bytes:
    """Return the text on the alternate screen without escape sequences."""
    return _ESCAPE.sub(b"", seen.partition(ALTERNATE_SCREEN)[2])


def _last_line(seen: bytes) -> str:
    lines = _ESCAPE.sub(b"", seen).decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "nothing was printed")


def _read(master: int) -> bytes:
    """Return what the program wrote; nothing once it has left, which Linux reports as an error."""
    try:
        return os.read(master, 65_536)
    except OSError:
        return b""
