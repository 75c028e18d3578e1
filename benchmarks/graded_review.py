"""One graded review, durable, beside a bare transaction and beside an appended, flushed file.

The three write the same thing to the same disk: the bare transaction the rows that the grade has
just written into a copy of the store, the file as many bytes as that transaction adds to the WAL.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from benchmarks.measure import Result, Row, Work, medians, seconds, workspace
from benchmarks.stores import clock, connect_raw, filled_store, insert_into
from flashdeck.config import Settings
from flashdeck.scheduling import Grade, moment
from flashdeck.store import open_store
from flashdeck.store.reviews import add_review
from flashdeck.study.scope import whole_store
from flashdeck.study.session import Session

CARDS = 3_000
GRADES = 400
WARM_UP = 20
TARGET = 1.5
NOW = moment(clock())

REVIEW = insert_into("review", 8)
MEMORY = insert_into("memory", 13) + (
    " ON CONFLICT (card_id) DO UPDATE SET scheduler = excluded.scheduler,"
    " repetitions = excluded.repetitions, interval_days = excluded.interval_days,"
    " ease_factor = excluded.ease_factor, lapses = excluded.lapses, due = excluded.due,"
    " repeat = excluded.repeat,"
    " stability = excluded.stability, difficulty = excluded.difficulty, step = excluded.step,"
    " last_day = excluded.last_day"
)
"""The upsert of the program, written by hand."""
NOT_NEW = "UPDATE card SET is_new = 0 WHERE id = ?"

Values = tuple[object, ...]


def run() -> Iterator[Row]:
    """Measure Session.grade and add_review beside both floors."""
    with workspace() as folder, ExitStack() as stack:
        bench = stack.enter_context(closing(_Bench(folder)))
        whole, alone, bare, flushed = medians([bench.round() for _ in range(GRADES)])
    for name, ours in (("grade, next card loaded", whole), ("grade, the write alone", alone)):
        yield Result(name, ours, "bare transaction, same rows", bare, TARGET)
        yield Result(name, ours, "append + fdatasync, same bytes", flushed, TARGET)


class _Bench:
    """Three copies of one store, for a session, the write alone and sqlite3, and a file."""

    def __init__(self, folder: Path) -> None:
        made = filled_store(folder / "made.db", CARDS)
        for name in ("session.db", "alone.db", "bare.db"):
            shutil.copy(made, folder / name)
        self.stores = [open_store(folder / "session.db"), open_store(folder / "alone.db")]
        self.written = connect_raw(folder / "session.db")
        self.bare = connect_raw(folder / "bare.db")
        self.log = (folder / "log").open("ab", buffering=0)
        with self.stores[0].read() as connection:
            scope = whole_store(connection)
        self.session = Session(self.stores[0], scope, clock, Settings(new_per_day=CARDS))
        self.turns = 0
        self.rows = self._grade_first()
        self.payload = b"\0"
        self.payload = bytes(self._warm_up(folder / "bare.db-wal"))

    def _warm_up(self, wal: Path) -> int:
        """Grade a few cards and return how many bytes a bare transaction added to its WAL."""
        self.bare.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        for _ in range(WARM_UP):
            self.round()
        return wal.stat().st_size // WARM_UP

    def round(self) -> list[float]:
        """Grade one card: in the session, by the write alone, bare, and as bytes in a file.

        Another of the four begins each time, so that none always finds the caches cold. What is
        written bare is the card of the round before.
        """
        assert self.session.card is not None
        card_id = self.session.card.id
        works: list[Work] = [
            lambda: self.session.grade(Grade.GOOD),
            lambda: self._write_alone(card_id),
            lambda: self._write_bare(*self.rows),
            self._append,
        ]
        times = dict[int, float]()
        for step in range(self.turns, self.turns + len(works)):
            times[step % len(works)] = seconds(works[step % len(works)])
        self.turns += 1
        self.rows = self._rows(card_id)
        return [times[index] for index in range(len(works))]

    def _grade_first(self) -> tuple[Values, Values]:
        assert self.session.card is not None
        card_id = self.session.card.id
        self.session.grade(Grade.GOOD)
        return self._rows(card_id)

    def _write_alone(self, card_id: str) -> None:
        with self.stores[1].write() as connection:
            add_review(connection, card_id, Grade.GOOD, NOW, None)

    def _rows(self, card_id: str) -> tuple[Values, Values]:
        """Return the review and the memory that the session has just written."""
        tables = ("review", "memory")
        review, memory = (
            self.written.execute(f"SELECT * FROM {table} WHERE card_id = ?", [card_id]).fetchone()
            for table in tables
        )
        return review, memory

    def _write_bare(self, review: Values, memory: Values) -> None:
        self.bare.execute("BEGIN IMMEDIATE")
        self.bare.execute(REVIEW, review)
        self.bare.execute(MEMORY, memory)
        self.bare.execute(NOT_NEW, review[1:2])
        self.bare.execute("COMMIT")

    def _append(self) -> None:
        self.log.write(self.payload)
        os.fdatasync(self.log.fileno())

    def close(self) -> None:
        """Close every file."""
        for store in self.stores:
            store.close()
        self.written.close()
        self.bare.close()
        self.log.close()
