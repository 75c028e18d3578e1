"""The real command in a process of its own, with a store, a folder of notes and a fixed time."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flashdeck.store import open_store
from flashdeck.study.importing import import_paths

MONDAY = "2026-03-02T09:00:00+01:00"


class Cli:
    """Runs `python -m flashdeck` in a folder of its own and nothing of the user's."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store = root / "store.db"
        self.notes = root / "notes"
        self.notes.mkdir()
        self.now = MONDAY

    def environment(self) -> dict[str, str]:
        kept = {
            name: os.environ[name]
            for name in ("PATH", "PYTHONPATH", "SYSTEMROOT")
            if name in os.environ
        }
        return kept | {
            "HOME": str(self.root),
            "PYTHONUTF8": "1",
            "PYTHONWARNINGS": "error",
            "FLASHDECK_STORE": str(self.store),
            "FLASHDECK_CONFIG": str(self.root / "config.toml"),
            "FLASHDECK_NOW": self.now,
        }

    def write(self, name: str, text: str) -> Path:
        path = self.notes / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def fill(self) -> None:
        """Import the notes within this process, which saves a start where import is not tested."""
        store = open_store(self.store)
        import_paths(store, [self.notes], lambda: datetime.fromisoformat(MONDAY))
        store.close()

    def run(
        self,
        *args: str | Path,
        typed: str | bytes = "",
        python: tuple[str, ...] = ("-m", "flashdeck"),
    ) -> subprocess.CompletedProcess[str]:
        """Run a command with ``typed`` on its stdin; what it prints must be UTF-8."""
        done = subprocess.run(
            [sys.executable, *python, *map(str, args)],
            input=typed.encode() if isinstance(typed, str) else typed,
            capture_output=True,
            env=self.environment(),
            cwd=self.root,
            timeout=60,
            check=False,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    def good(self, *args: str | Path, typed: str | bytes = "") -> str:
        """Run a command that must succeed and say nothing on stderr; return what it printed."""
        done = self.run(*args, typed=typed)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def json(self, *args: str | Path) -> Any:
        """Run a command that must succeed and print JSON alone."""
        return json.loads(self.good(*args))

    def study(self, *lines: str, args: tuple[str, ...] = ()) -> str:
        """Type the lines into a plain session and return what it printed."""
        typed = "".join(f"{line}\n" for line in lines)
        return self.good("study", "--plain", *args, typed=typed)


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path)


@pytest.fixture
def filled(cli: Cli) -> Cli:
    """Give a command line whose store holds two decks of two cards each."""
    cli.write("Letters.md", "## What is a?\nAlpha.\n\n## What is b?\nBeta.\n")
    cli.write(
        "Maths/Sets.md",
        "---\ntags: [sets]\n---\n# Sets\n## What is $A_1$? {#one .x}\n$a \\in A$\n\n"
        "## Walk it.\n```demo attention\nd_k: 2\n```\n",
    )
    cli.fill()
    return cli
