"""Starting programs to see how soon they say something."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from flashdeck.shipped import shipped

FLASHDECK = (sys.executable, "-m", "flashdeck")


def environment(folder: Path) -> dict[str, str]:
    """Return an environment with a store of its own in ``folder`` and no settings of anyone's.

    Python may keep its bytecode, as an installed program has it.
    """
    left_out = ("FLASHDECK_", "TEXTUAL", "NO_COLOR", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return kept | {
        "FLASHDECK_STORE": str(folder / "store.db"),
        "FLASHDECK_CONFIG": str(folder / "no-settings.toml"),
        "PYTHONUTF8": "1",
    }


def import_shipped_decks(env: dict[str, str]) -> None:
    """Fill the store of ``env`` with the decks that come with the program."""
    command = [*FLASHDECK, "import", str(shipped("decks"))]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)


def until_exit(command: Sequence[str], env: dict[str, str]) -> float:
    """Return the seconds from the start of ``command`` to its end.

    Without a timeout, for which subprocess would look in intervals of up to 50 ms.
    """
    started = time.perf_counter()
    quiet = subprocess.DEVNULL
    subprocess.run(command, env=env, check=True, stdin=quiet, stdout=quiet)
    return time.perf_counter() - started


def peak_memory(command: Sequence[str], env: dict[str, str]) -> int:
    """Return the most bytes that ``command`` and the processes it starts hold at one time.

    What several of them share counts once. Linux only; looked at every few milliseconds.
    """
    peak = 0
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=env, stdin=quiet, stdout=quiet) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_held, _family(process.pid))))
            time.sleep(0.005)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return peak


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _held(pid: int) -> int:
    """Return a process's share of the memory that it uses, or nothing if it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def until_line(command: Sequence[str], env: dict[str, str], begins: bytes) -> float:
    """Return the seconds from the start of ``command`` to its first line that ``begins`` so.

    Its stdin stays open until then, and is closed to end it.
    """
    started = time.perf_counter()
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        found = any(line.startswith(begins) for line in iter(process.stdout.readline, b""))
        took = time.perf_counter() - started
        process.communicate()
    if not found:
        raise RuntimeError(f"{' '.join(command)} never printed {begins.decode()!r}")
    return took
