"""Merging two stores of 100,000 reviews each over the same cards, beside reading both.

Reading is every row of cards, reviews and memories, fetched with sqlite3 alone. Both with the
threshold of garbage collection that the command sets.
"""

import gc
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.measure import Result, Row, seconds, take_turns, workspace
from benchmarks.stores import connect_raw, grown_store
from flashdeck.cli.main import GC_THRESHOLD
from flashdeck.store import open_store
from flashdeck.study.merging import merge

CARDS, REVIEWS_EACH = 10_000, 10
ROUNDS = 3


def run() -> Iterator[Row]:
    """Measure a merge beside reading, and one of four times as much beside four times one."""
    gc.set_threshold(GC_THRESHOLD)
    with workspace() as folder:
        ours, theirs = _stores(folder / "one", CARDS)
        merged, read = take_turns(
            ROUNDS, lambda: _merge(ours, theirs), lambda: _read(ours) + _read(theirs)
        )
        again = _again(ours, theirs)
        large_ours, large_theirs = _stores(folder / "four", 4 * CARDS)
        large, small = take_turns(
            ROUNDS, lambda: _merge(large_ours, large_theirs), lambda: _merge(ours, theirs)
        )
    name = f"merge of 2 x {CARDS * REVIEWS_EACH:,} reviews"
    yield Result(name, merged, "reading both, sqlite3", read, 5)
    yield Result("the same once more", again, "reading both, sqlite3", read, 5)
    yield Result("merge of four times as much", large, "four times the first", 4 * small, 1.2)


def _stores(folder: Path, cards: int) -> tuple[Path, Path]:
    folder.mkdir()
    paths = folder / "ours.db", folder / "theirs.db"
    for seed, path in enumerate(paths):
        grown_store(path, cards, REVIEWS_EACH, 0, seed)
    return paths


def _merge(ours: Path, theirs: Path) -> float:
    """Return how long a fresh copy of ours takes to take theirs in."""
    copy = shutil.copy(ours, ours.with_name("copy.db"))
    with closing(open_store(Path(copy))) as store:
        return seconds(lambda: merge(store, theirs))


def _again(ours: Path, theirs: Path) -> float:
    """Return how long it takes a store to find that it has all of theirs already."""
    copy = shutil.copy(ours, ours.with_name("copy.db"))
    with closing(open_store(Path(copy))) as store:
        merge(store, theirs)
        (took,) = take_turns(ROUNDS, lambda: seconds(lambda: merge(store, theirs)))
    return took


def _read(path: Path) -> float:
    with closing(connect_raw(path)) as raw:
        return seconds(
            lambda: [
                raw.execute(f"SELECT * FROM {table}").fetchall()
                for table in ("card", "review", "memory")
            ]
        )
