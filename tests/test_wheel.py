"""What is installed from the wheel works where there is no source tree.

Two tests and no more, because each builds the wheel for itself: under xdist they may be run by
different workers.
"""

import importlib.util
import json
import os
import sqlite3
import subprocess
import sys
import sysconfig
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from flashdeck.store.tables import REVISION

ROOT = Path(__file__).parents[1]
PATIENCE = 30
BIN = "Scripts" if os.name == "nt" else "bin"
FOREIGN = ("FLASHDECK_", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "COV_CORE_")

NEXT_REVISION = f"""
import sqlalchemy as sa

from alembic import op

revision = "next"
down_revision = "{REVISION}"


def upgrade() -> None:
    op.add_column("deck", sa.Column("colour", sa.Text))
"""
MIGRATE = """
import sys
from pathlib import Path

import flashdeck
from flashdeck.shipped import shipped
from flashdeck.store.migrations import migrate

assert Path(flashdeck.__file__).is_relative_to(sys.prefix), flashdeck.__file__
(shipped("alembic") / "versions" / "next.py").write_text({code!r})
print(migrate(Path(sys.argv[1])))
"""


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """Build the wheel, in an environment of its own only where hatchling is not at hand."""
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / "dist")]
    if importlib.util.find_spec("hatchling"):
        command.append("--no-isolation")
    call(*command, str(ROOT), cwd=tmp_path)
    (built,) = (tmp_path / "dist").glob("*.whl")
    return built


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """Install the wheel in an empty environment and return the folder of its programs.

    Its dependencies are those of the running environment, which may have no network.
    """
    venv = tmp_path / "venv"
    call(sys.executable, "-m", "venv", str(venv), cwd=tmp_path)
    python = str(venv / BIN / "python")
    pip = (python, "-m", "pip", "--disable-pip-version-check", "install")
    call(*pip, "--quiet", "--no-index", "--no-deps", str(wheel), cwd=tmp_path)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(call(python, "-c", where, cwd=tmp_path).strip())
    shared = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "dependencies.pth").write_text("\n".join(sorted(shared)), encoding="utf-8")
    return venv / BIN


def call(*command: str, cwd: Path, typed: str = "") -> str:
    """Run a command to its end in ``cwd``, and return what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    env = kept | {
        "FLASHDECK_STORE": str(cwd / "store.db"),
        "FLASHDECK_CONFIG": str(cwd / "no-settings.toml"),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def below(folder: str, pattern: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(pattern)}


def reviews_and_revision(path: Path) -> tuple[int, str]:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT (SELECT count(*) FROM review), version_num FROM alembic_version"
        reviews, revision = connection.execute(query).fetchone()
    return reviews, revision


def test_the_wheel_carries_all_that_the_program_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {
        *below("alembic", "*.py"),
        *below("alembic", "*.mako"),
        *below("decks", "*.md"),
    }
    assert {"alembic/env.py", "alembic/versions/0001_first_store.py"} <= shipped
    assert {f"flashdeck/_shipped/{name}" for name in shipped} <= names
    assert below("flashdeck", "*.py") | below("flashdeck", "*.tcss") <= names
    assert "flashdeck/py.typed" in names
    assert not any(name.startswith(("alembic/", "tests/", "benchmarks/")) for name in names)


def test_the_installed_program_works_in_another_folder(installed: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    flashdeck = str(installed / "flashdeck")

    assert call(flashdeck, "--version", cwd=away).startswith("flashdeck")

    said = call(flashdeck, "study", "--shipped", "--plain", cwd=away, typed="\n3\n")
    assert said.count("\nQ: ") == 2
    assert "1 grade recorded" in said

    trace = json.loads(call(flashdeck, "demo", "attention", "--json", cwd=away))
    assert trace["demo"] == "attention"
    assert trace["steps"]

    migrate = MIGRATE.format(code=NEXT_REVISION)
    store = away / "store.db"
    copy = call(str(installed / "python"), "-c", migrate, str(store), cwd=away).strip()
    assert reviews_and_revision(Path(copy)) == (1, REVISION)
    assert reviews_and_revision(store) == (1, "next")
