"""Replaying 1,000,000 reviews: SM-2 over arrays and one by one, FSRS, and whole stores of both.

`pip install supermemo2` for the package that computes one review after the other as well; both are
given numbers and dates, and it also writes each due date as text.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from random import Random
from typing import Any

import numpy as np

from benchmarks.measure import Result, Row, Skipped, seconds, take_turns, workspace
from benchmarks.stores import connect_raw, grown_store
from flashdeck.scheduling import Moment, fold, sm2, sm2_replay
from flashdeck.scheduling.fsrs import FSRS
from flashdeck.scheduling.fsrs_replay import Replayer
from flashdeck.store import open_store
from flashdeck.store.replay import recomputed

REVIEWS = 1_000_000
CARDS = 50_000
ROUNDS = 5
SHORT = 8
"""As many reviews of a card as supermemo2 can take: its intervals have no end."""

FIRST_DAY = date(2020, 1, 1).toordinal()

History = list[tuple[int, int]]


def run() -> Iterator[Row]:
    """Measure the arrays beside the loop, the loop beside supermemo2, a store beside reading it."""
    histories = _histories(CARDS, REVIEWS // CARDS)
    columns = _columns(histories)
    arrays, loop = take_turns(
        ROUNDS,
        lambda: seconds(lambda: sm2_replay.replay(*columns)),
        lambda: seconds(lambda: [sm2.replay(history) for history in histories]),
    )
    yield Result(f"SM-2 over arrays, {REVIEWS:,} reviews", arrays, "one by one", loop, 0.05)
    if find_spec("supermemo2") is None:
        yield Skipped("SM-2 one by one", "`pip install supermemo2` for it")
    else:
        yield _beside_supermemo2([history[:SHORT] for history in histories])
    yield _fsrs(histories[: CARDS // 20])
    for line in ("sm2", "fsrs"):
        yield _whole_store(line)


def _histories(cards: int, each: int) -> list[History]:
    random = Random(1)
    return [_history(random, random.randint(each // 2, each + each // 2)) for _ in range(cards)]


def _history(random: Random, length: int) -> History:
    day = FIRST_DAY
    found = []
    for _ in range(length):
        found.append((random.choice((1, 3, 4, 4, 4, 5)), day))
        day += random.randint(0, 20)
    return found


def _columns(histories: list[History]) -> tuple[Any, Any, Any]:
    reviews = [review for history in histories for review in history]
    return (
        np.array([len(history) for history in histories]),
        np.array([quality for quality, _ in reviews], np.int8),
        np.array([day for _, day in reviews], np.int32),
    )


def _beside_supermemo2(histories: list[History]) -> Row:
    peer: Any = import_module("supermemo2")
    dated = [[(q, datetime.fromordinal(day)) for q, day in history] for history in histories]

    def theirs() -> None:
        for (quality, day), *rest in dated:
            found = peer.first_review(quality, day)
            for quality, day in rest:
                found = peer.review(
                    quality, found["easiness"], found["interval"], found["repetitions"], day
                )

    ours, loop = take_turns(
        ROUNDS,
        lambda: seconds(lambda: [sm2.replay(history) for history in histories]),
        lambda: seconds(theirs),
    )
    return Result("SM-2 one by one", ours, "supermemo2", loop, 0.33)


def _fsrs(histories: list[History]) -> Row:
    """Replay cards under FSRS, beside as many calls of the package as there are reviews."""
    scheduler = FSRS()
    replayer = Replayer(scheduler)
    noon = datetime(2026, 1, 31, 12, tzinfo=UTC)
    moments = [
        [(quality, Moment(noon, timedelta(0), date.fromordinal(day))) for quality, day in history]
        for history in histories
    ]
    ours, package = take_turns(
        3,
        lambda: seconds(lambda: [replayer.replay(history, "") for history in histories]),
        lambda: seconds(lambda: [fold(scheduler, reviews) for reviews in moments]),
    )
    count = sum(map(len, histories))
    return Result(f"FSRS, {count:,} reviews", ours, "fsrs, review by review", package, 0.25)


def _whole_store(line: str) -> Row:
    """Fold a store's whole log into memories, beside fetching the rows of the log."""
    with workspace() as folder:
        path = folder / "store.db"
        grown_store(path, CARDS, REVIEWS // CARDS, 0)
        store, raw = open_store(path), connect_raw(path)
        raw.execute("UPDATE deck SET scheduler = ?", [line])

        def replay() -> None:
            with store.read() as connection:
                memories, _ = recomputed(connection)
            assert len(memories) == CARDS

        def read() -> None:
            assert len(raw.execute("SELECT * FROM review").fetchall()) == REVIEWS

        ours, floor = take_turns(3, lambda: seconds(replay), lambda: seconds(read))
        raw.close()
        store.close()
    return Result(f"a store, {REVIEWS:,} reviews, {line}", ours, "reading them, sqlite3", floor, 10)
