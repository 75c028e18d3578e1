"""Answering a card beside Anki's own library, in stores of 100,000 cards with 1,000,000 reviews.

Each computes the new memory, writes card and review durably and fetches the next due card, with its
question and answer as they were written, in turns and on one disk. Anki commits its write-ahead log
with `synchronous = FULL` as flashdeck does, one flush a grade, but holds its file's lock all the
time and keeps its queue in Rust. Both count the write-back of the log. Garbage is collected as
rarely as the program does. `pip install anki` for it.
"""

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.generate import make_cards, write_table
from benchmarks.measure import Result, Row, Skipped, seconds, workspace
from benchmarks.stores import MINUTE, NOON, clock, grown_store, insert_into
from flashdeck.cli.main import GC_THRESHOLD
from flashdeck.config import Settings
from flashdeck.scheduling import Grade
from flashdeck.store import open_store
from flashdeck.study.scope import whole_store
from flashdeck.study.session import Session

CARDS = 100_000
REVIEWS_EACH = 10
GRADES = 2_000
WARM_UP = 50
DUE = GRADES + 2 * WARM_UP
PEER = "Anki's library, answering"
MEDIAN_TARGET, P99_TARGET = 1.0, 0.5


def run() -> Iterator[Row]:
    """Measure both, the median and the slowest in a hundred."""
    if find_spec("anki") is None:
        yield Skipped("answering beside Anki", "`pip install anki` for it")
        return
    gc.set_threshold(GC_THRESHOLD)
    with workspace() as folder, ExitStack() as stack:
        ours = stack.enter_context(closing(_Ours(folder)))
        anki = stack.enter_context(closing(_Anki(folder)))
        for _ in range(WARM_UP):
            ours.answer()
            anki.answer()
        rounds = [_round(turn, ours, anki) for turn in range(GRADES)]
    mine, theirs = zip(*rounds, strict=True)
    name = f"grade, {CARDS:,} cards"
    yield Result(f"{name}, median", median(mine), PEER, median(theirs), MEDIAN_TARGET)
    yield Result(f"{name}, p99", _p99(mine), PEER, _p99(theirs), P99_TARGET)


def _round(turn: int, ours: "_Ours", anki: "_Anki") -> tuple[float, float]:
    """Answer once in each, and let the other begin each time."""
    if turn % 2:
        theirs = seconds(anki.answer)
        return seconds(ours.answer), theirs
    return seconds(ours.answer), seconds(anki.answer)


def _p99(times: tuple[float, ...]) -> float:
    return quantiles(times, n=100)[-1]


class _Ours:
    """A session over the due cards of a store."""

    def __init__(self, folder: Path) -> None:
        path = folder / "store.db"
        grown_store(path, CARDS, REVIEWS_EACH, DUE)
        self.store = open_store(path)
        with self.store.read() as connection:
            scope = whole_store(connection)
        self.session = Session(self.store, scope, clock, Settings(new_per_day=0))

    def answer(self) -> None:
        """Grade the card at hand and fetch the next one."""
        self.session.grade(Grade.GOOD)
        assert self.session.card is not None

    def close(self) -> None:
        """Close the store."""
        self.store.close()


class _Anki:
    """A collection of as many cards and reviews, as many of them due."""

    def __init__(self, folder: Path) -> None:
        anki: Any = import_module("anki.collection")
        path = folder / "collection.anki2"
        self._fill(anki, path, folder / "notes.tsv")
        with closing(sqlite3.connect(path)) as raw:
            _review_all(raw)
        self.collection = anki.Collection(str(path))
        self.rating: Any = import_module("anki.scheduler.v3").CardAnswer.GOOD
        self.card: Any = None
        self.states: Any = None
        self._fetch()

    @staticmethod
    def _fill(anki: Any, path: Path, table: Path) -> None:
        """Make the cards and allow all that are due on one day."""
        write_table(table, make_cards(CARDS, parts=2))
        with closing(anki.Collection(str(path))) as collection:
            metadata = collection.get_csv_metadata(str(table), None)
            collection.import_csv(anki.ImportCsvRequest(path=str(table), metadata=metadata))
            config = collection.decks.config_dict_for_deck_id(1)
            config["rev"]["perDay"] = 9_999
            config["new"]["perDay"] = 0
            collection.decks.update_config(config)

    def _fetch(self) -> None:
        queued = self.collection.sched.get_queued_cards().cards[0]
        self.card = import_module("anki.cards").Card(self.collection, backend_card=queued.card)
        self.card.start_timer()
        self.states = queued.states
        question, answer = self.card.note().fields
        assert question
        assert answer

    def answer(self) -> None:
        """Answer the card at hand and fetch the next one."""
        scheduler = self.collection.sched
        answer = scheduler.build_answer(card=self.card, states=self.states, rating=self.rating)
        scheduler.answer_card(answer)
        self._fetch()

    def close(self) -> None:
        """Close the collection."""
        self.collection.close()


def _review_all(raw: sqlite3.Connection) -> None:
    """Let every card have been reviewed as often as ours; the first are due, the others later."""
    ids = [key for (key,) in raw.execute("SELECT id FROM cards ORDER BY id")]
    first = int(NOON.timestamp() * 1000) - (REVIEWS_EACH + 1) * CARDS * MINUTE
    raw.executemany(
        "UPDATE cards SET type = 2, queue = 2, ivl = 95, factor = 2500, reps = ?, due = ?"
        " WHERE id = ?",
        ((REVIEWS_EACH, 0 if at < DUE else 1 + at % 365, key) for at, key in enumerate(ids)),
    )
    raw.executemany(
        insert_into("revlog", 9),
        (
            (first + number * MINUTE, key, -1, 3, 95, 38, 2500, 5_000, 1)
            for number, key in enumerate(ids * REVIEWS_EACH)
        ),
    )
    raw.commit()
