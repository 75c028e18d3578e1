"""One graded review in a store of years: 100,000 cards with 1,000,000 reviews.

Fetching the next card, computing and writing durably, beside a bare sqlite3 transaction of the same
rows in a copy of the same store (it writes review and memory and reads the next card), and beside
the same in a store of 1,000 cards.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from benchmarks.graded_review import MEMORY, REVIEW, Values
from benchmarks.measure import Result, Row, Work, medians, seconds, workspace
from benchmarks.stores import clock, connect_raw, grown_store
from flashdeck.cards import Card
from flashdeck.config import Settings
from flashdeck.scheduling import Grade
from flashdeck.store import open_store
from flashdeck.study.scope import whole_store
from flashdeck.study.session import Session

LARGE, SMALL = 100_000, 1_000
REVIEWS_EACH = 10
DUE = 500
GRADES = 400
BARE_TARGET = 1.5
SMALL_TARGET = 1.2


def run() -> Iterator[Row]:
    """Measure Session.grade in both stores, and its rows written bare."""
    with workspace() as folder, ExitStack() as stack:
        bench = stack.enter_context(closing(_Bench(folder)))
        for _ in range(20):
            bench.round()
        large, small, bare = medians([bench.round() for _ in range(GRADES)])
    name = f"grade, {LARGE:,} cards"
    yield Result(name, large, "bare transaction, same rows", bare, BARE_TARGET)
    yield Result(name, large, f"grade, {SMALL:,} cards", small, SMALL_TARGET)


class _Bench:
    """A large store and a small one, each with a session over as many due cards, and a copy."""

    def __init__(self, folder: Path) -> None:
        paths = [folder / "large.db", folder / "small.db"]
        for path, cards in zip(paths, (LARGE, SMALL), strict=True):
            grown_store(path, cards, REVIEWS_EACH, DUE)
        shutil.copy(paths[0], folder / "bare.db")
        self.bare = connect_raw(folder / "bare.db")
        self.written = connect_raw(paths[0])
        self.stores = [open_store(path) for path in paths]
        self.sessions = []
        for store in self.stores:
            with store.read() as connection:
                scope = whole_store(connection)
            self.sessions.append(Session(store, scope, clock, Settings(new_per_day=0)))
        self.rows = self._grade_first()
        self.next_id = self._current().id
        self.turns = 0

    def round(self) -> list[float]:
        """Grade in the large store, in the small one, and write the last round's rows bare.

        Another of the three begins each time, so that none always finds the caches cold.
        """
        card = self._current()
        works: list[Work] = [
            lambda: self.sessions[0].grade(Grade.GOOD),
            lambda: self.sessions[1].grade(Grade.GOOD),
            lambda: self._write_bare(*self.rows),
        ]
        times = dict[int, float]()
        for step in range(self.turns, self.turns + len(works)):
            times[step % len(works)] = seconds(works[step % len(works)])
        self.turns += 1
        self.rows = self._rows(card.id)
        self.next_id = self._current().id
        return [times[index] for index in range(len(works))]

    def _current(self) -> Card:
        card = self.sessions[0].card
        assert card is not None
        return card

    def _grade_first(self) -> tuple[Values, Values]:
        card = self._current()
        self.sessions[0].grade(Grade.GOOD)
        return self._rows(card.id)

    def _rows(self, card_id: str) -> tuple[Values, Values]:
        """Return the review and the memory that the session has just written."""
        newest = "SELECT * FROM review WHERE card_id = ? ORDER BY id DESC LIMIT 1"
        memory = "SELECT * FROM memory WHERE card_id = ?"
        return (
            self.written.execute(newest, [card_id]).fetchone(),
            self.written.execute(memory, [card_id]).fetchone(),
        )

    def _write_bare(self, review: Values, memory: Values) -> None:
        self.bare.execute("BEGIN IMMEDIATE")
        self.bare.execute(REVIEW, review)
        self.bare.execute(MEMORY, memory)
        self.bare.execute("SELECT * FROM card WHERE id = ?", [self.next_id]).fetchone()
        self.bare.execute("COMMIT")

    def close(self) -> None:
        """Close every file."""
        for store in self.stores:
            store.close()
        self.written.close()
        self.bare.close()
