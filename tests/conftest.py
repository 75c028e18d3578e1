"""What the tests share: a desk with a store, notes and a clock, and Hypothesis' settings."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.config import Config
from hypothesis import settings
from sqlalchemy import create_engine

from alembic import command
from flashdeck.cards import Card, Problem
from flashdeck.config import Settings
from flashdeck.scheduling import Grade, Memory
from flashdeck.shipped import shipped
from flashdeck.store import Store, open_store
from flashdeck.store.cards import all_cards
from flashdeck.store.engine import APPLICATION_ID
from flashdeck.store.reviews import all_memories
from flashdeck.study.checking import check_paths
from flashdeck.study.importing import import_paths
from flashdeck.study.plan import Plan
from flashdeck.study.report import OUTCOMES, ImportReport
from flashdeck.study.scope import deck_scope, whole_store
from flashdeck.study.session import Session

settings.register_profile("flashdeck", deadline=None, max_examples=60)
settings.load_profile("flashdeck")

MONDAY = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=1)))
NOBODY = 65534
FIRST_ROWS = f"""
INSERT INTO deck (id, name) VALUES (1, 'Letters');
INSERT INTO card (id, deck_id, line, kind, question, answer, path, tags, question_key, key_version,
    created_at) VALUES ('a', 1, 3, 'basic', 'What is a?', 'A.', '[]', '[]', 'k', 1, 1000);
INSERT INTO review VALUES ('{1:032x}', 'a', 2000, 3600, 0, 4, NULL);
INSERT INTO review VALUES ('{2:032x}', 'a', 3000, 3600, 0, 1, 7);
INSERT INTO tombstone VALUES ('{2:032x}', 4000);
INSERT INTO memory VALUES ('a', 'sm2', 1, 1, 2.5, 0, 1, 0, 0);
PRAGMA application_id = {APPLICATION_ID};
"""


class Desk:
    """A real store, a folder of notes, and a clock that stands still until it is told to go."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.notes = root / "notes"
        self.notes.mkdir()
        self.store: Store = open_store(root / "store.db")
        self.time = MONDAY
        self.settings = Settings()

    def clock(self) -> datetime:
        return self.time

    def later(self, **amount: float) -> None:
        self.time += timedelta(**amount)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a note as if it were saved now."""
        path = self.notes / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        saved = int(self.time.timestamp() * 1e9)
        os.utime(path, ns=(saved, saved))
        return path

    def bring_in(self, *paths: Path, dry_run: bool = False) -> ImportReport:
        return import_paths(self.store, paths or (self.notes,), self.clock, dry_run=dry_run)

    def outcomes(self, *paths: Path) -> dict[str, int]:
        """Import, and return the outcomes that are not zero."""
        report = self.bring_in(*paths).as_json()
        return {name: report[name] for name in OUTCOMES if report[name]}

    def problem(self) -> Problem:
        """Import, with a good note beside what is there, and return the one thing wrong."""
        self.write("good.md", "## What is good?\nThis.\n")
        report = self.bring_in()
        assert report.outcomes["new"] + report.outcomes["unchanged"] >= 1
        (problem,) = report.problems
        assert check_paths([self.notes]).problems == [problem]
        return problem

    def session(
        self,
        deck: str | None = None,
        limit: int | None = None,
        new_per_day: int = 20,
        *,
        plan: Plan | None = None,
        settings: Settings | None = None,
    ) -> Session:
        with self.store.read() as connection:
            scope = deck_scope(connection, deck) if deck else whole_store(connection)
        settings = settings or Settings(new_per_day)
        return Session(self.store, scope, self.clock, settings, plan or Plan(limit=limit))

    def cards(self) -> list[Card]:
        with self.store.read() as connection:
            return list(all_cards(connection))

    def card(self, question: str) -> Card:
        """Return the one card with this question."""
        (found,) = (card for card in self.cards() if card.question == question)
        return found

    def memory(self, question: str) -> Memory | None:
        card_id = self.card(question).id
        with self.store.read() as connection:
            return all_memories(connection).get(card_id)

    def ask_everything(self, grade: int = 4) -> list[str]:
        """Grade what a new session asks and return the questions in that order."""
        session = self.session()
        asked = []
        while session.card is not None:
            asked.append(session.card.question)
            session.grade(Grade(grade))
        return asked


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def studied(desk: Desk) -> Desk:
    """Give a desk with three cards, two of them reviewed and one review undone."""
    desk.write("a.md", "## What is a?\nA.\n\n## What is b?\nB.\n\n## What is c?\nC.\n")
    desk.bring_in()
    session = desk.session()
    for grade in (Grade.GOOD, Grade.EASY, Grade.AGAIN):
        session.grade(grade)
    session.undo()
    return desk


@pytest.fixture
def new_desk(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[], AbstractContextManager[Desk]]:
    """Return a maker of desks, for tests that need a fresh one for each example."""

    @contextmanager
    def make() -> Iterator[Desk]:
        made = Desk(tmp_path_factory.mktemp("desk"))
        try:
            yield made
        finally:
            made.store.close()

    return make


@pytest.fixture
def fenced_folder() -> Iterator[Path]:
    """Give a folder in which permissions count even if the tests are run by root."""
    folder = Path(tempfile.mkdtemp(prefix="flashdeck-"))
    if os.name == "posix" and os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    yield folder
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)
    shutil.rmtree(folder)


@pytest.fixture
def as_nobody() -> Callable[[], AbstractContextManager[None]]:
    """Return a block in which root is an ordinary user; others stay who they are."""

    @contextmanager
    def block() -> Iterator[None]:
        if os.name != "posix":
            pytest.skip("permissions of this sort are POSIX")
        if os.geteuid() != 0:
            yield
            return
        if not hasattr(os, "setresuid"):
            pytest.skip("this root cannot become an ordinary user for a while")
        os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield
        finally:
            os.setresuid(0, 0, 0)

    return block


@pytest.fixture
def first_store(tmp_path: Path) -> Path:
    """Give a store as the first revision made it, with a card, two reviews and a tombstone."""
    path = tmp_path / "first.db"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(shipped("alembic")))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    driver = sqlite3.connect(path)
    driver.executescript(FIRST_ROWS)
    driver.close()
    return path
