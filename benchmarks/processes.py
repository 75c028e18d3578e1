"""Starting programs to see how soon they say something."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from flashdeck.shipped import shipped

FLASHDECK = (sys.executable, "-m", "flashdeck")


def environment(folder: Path) -> dict[str, str]:
    """Return an environment with a store of its own in ``folder`` and no settings of anyone's."""
    left_out = ("FLASHDECK_", "TEXTUAL", "NO_COLOR", "PYTHONPATH")
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
    subprocess.run(command, env=env, check=True, stdin=subprocess.DEVNULL)
    return time.perf_counter() - started


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
