"""Searching 100,000 cards, beside a bare scan of the same store for the same word.

Counting is what happens at every key while a search is typed; a session begins with the queue of
what is found and waits.
"""

from collections.abc import Iterator
from contextlib import closing
from functools import partial

from benchmarks.measure import Result, Row, seconds, take_turns, workspace
from benchmarks.stores import clock, connect_raw, filled_store
from flashdeck.config import Settings
from flashdeck.store import open_store
from flashdeck.study.finding import amounts
from flashdeck.study.plan import Plan
from flashdeck.study.scope import whole_store
from flashdeck.study.session import Session

CARDS = 100_000
ROUNDS = 9
WORD, OTHER_SCRIPT = "dropout", "größe"
SCAN = "SELECT count(*) FROM card WHERE question LIKE ? OR answer LIKE ?"
TARGET = 1.5


def run() -> Iterator[Row]:
    """Measure counting, and beginning a session, on a word that every seventh card has."""
    with workspace() as folder:
        path = filled_store(folder / "store.db", CARDS)
        with closing(open_store(path)) as store, closing(connect_raw(path)) as raw:
            with store.read() as connection:
                scope = whole_store(connection)
            count, other, begin, scan = take_turns(
                ROUNDS,
                partial(seconds, lambda: amounts(store, WORD, clock, Settings())),
                partial(seconds, lambda: amounts(store, OTHER_SCRIPT, clock, Settings())),
                partial(
                    seconds, lambda: Session(store, scope, clock, Settings(), Plan(search=WORD))
                ),
                partial(seconds, lambda: raw.execute(SCAN, [f"%{WORD}%"] * 2).fetchall()),
            )
    bare = "bare LIKE, same store"
    yield Result(f"search {CARDS:,} cards", count, bare, scan, TARGET)
    yield Result("search, letters beyond ASCII", other, bare, scan)
    yield Result("begin a session on a search", begin, bare, scan, 2 * TARGET)
