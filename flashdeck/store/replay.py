"""Folding the log of many cards at once, and writing what it comes to."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import repeat
from typing import Any

from sqlalchemy import Column, Connection, bindparam, func, select, update

from flashdeck.errors import FlashdeckError
from flashdeck.scheduling import Memory, Moment, Scheduler, fold, scheduler_named
from flashdeck.scheduling.fsrs import FSRS
from flashdeck.scheduling.sm2 import SM2
from flashdeck.store.driver import Prepared
from flashdeck.store.reviews import LIVE, SAVE_MEMORY
from flashdeck.store.rows import memory_row
from flashdeck.store.soundness import can_be_replayed
from flashdeck.store.tables import card, deck, memory, metadata, review
from flashdeck.store.types import EPOCH, EPOCH_DAY

Row = tuple[Any, ...]
"""(card's id, quality, day, reviewed at, offset in seconds, moved), as the database has them."""

FEW = 10
"""Of more than one in so many cards the reviews are found sooner by reading the whole log."""

_kept = card.alias("kept")
_OWNERS = Prepared(
    select(card.c.id, _kept.c.id, deck.c.id, deck.c.scheduler)
    .join(_kept, _kept.c.id == func.coalesce(card.c.same_as, card.c.id))
    .join(deck, deck.c.id == _kept.c.deck_id)
)
_given = func.json_each(bindparam("ids")).table_valued("value")


def _log(*columns: Column[Any]) -> tuple[Prepared, Prepared]:
    """Return the queries for the log of all cards, and of given ones."""
    query = select(review.c.card_id, review.c.quality, review.c.day, *columns)
    query = query.where(LIVE, can_be_replayed(metadata.tables)).order_by(review.c.id)
    return Prepared(query), Prepared(query.where(review.c.card_id.in_(select(_given.c.value))))


_DAYS = _log()
_MOMENTS = _log(review.c.reviewed_at, review.c.utc_offset_s, review.c.moved)
_FORGET = Prepared(memory.delete().where(memory.c.card_id == bindparam("card_id")))
_MARK_NEW = Prepared(
    update(card)
    .where(card.c.id == bindparam("card_id"), card.c.is_new != bindparam("is_new"))
    .values(is_new=bindparam("is_new"))
)


def replayed(
    connection: Connection, decks: Sequence[int], scheduler: Scheduler
) -> dict[str, Memory]:
    """Return the memory under ``scheduler`` of each card of ``decks`` that has reviews."""
    owners = _OWNERS.run(connection, {})
    kept = {key: kept for key, kept, deck_id, _ in owners if deck_id in decks}
    return _folded(scheduler, _read(connection, kept, [scheduler]), kept)


def replay_decks(connection: Connection, decks: Sequence[int], scheduler: Scheduler) -> None:
    """Write the memory of every card of ``decks`` anew."""
    save_memories(connection, replayed(connection, decks, scheduler))


def recomputed(
    connection: Connection, card_ids: Collection[str] | None = None
) -> tuple[dict[str, Memory], set[str]]:
    """Return what the memories of these cards, or of all, are by the log, and whose they may be.

    That is: the memory of each card that has reviews, by the id that it is kept under, and the ids
    of all cards looked at. Decks whose scheduler is unknown are left out, and so are reviews that
    cannot be true.
    """
    by_line: dict[str, dict[str, str]] = {}
    owners = _OWNERS.run(connection, {}).fetchall()
    for key, kept, _, line in owners:
        if card_ids is None or kept in card_ids:
            by_line.setdefault(line, {})[key] = kept
    known = {line: kept for line, kept in by_line.items() if is_known(line)}
    members = [key for kept in known.values() for key in kept]
    few = card_ids is not None and len(card_ids) * FEW < len(owners)
    schedulers = {line: scheduler_named(line) for line in known}
    rows = _read(connection, members if few else None, schedulers.values())
    memories: dict[str, Memory] = {}
    for line, kept in known.items():
        memories |= _folded(schedulers[line], rows, kept)
    return memories, {key for kept in known.values() for key in kept.values()}


def is_known(line: str) -> bool:
    """Tell whether a deck's line names a scheduler of this program."""
    try:
        scheduler_named(line)
    except FlashdeckError:
        return False
    return True


def _read(
    connection: Connection, card_ids: Iterable[str] | None, schedulers: Iterable[Scheduler]
) -> list[Row]:
    """Return the live reviews that can be true, of these cards or of all, in the log's order."""
    of_all, of_these = _DAYS if all(map(_is_quick, schedulers)) else _MOMENTS
    if card_ids is None:
        return of_all.run(connection, {}).fetchall()
    return of_these.run(connection, {"ids": json.dumps(list(card_ids))}).fetchall()


def _is_quick(scheduler: Scheduler) -> bool:
    """Tell whether a scheduler has a replay of its own, over qualities and days alone."""
    if isinstance(scheduler, SM2):
        return not scheduler.spreads
    return isinstance(scheduler, FSRS) and not scheduler.balance


def _folded(
    scheduler: Scheduler, rows: Sequence[Row], kept: Mapping[str, str]
) -> dict[str, Memory]:
    """Return the memories that ``rows`` add up to; ``kept`` is under which id each card is kept."""
    if rows and kept and isinstance(scheduler, SM2) and _is_quick(scheduler):
        return _by_arrays(scheduler, rows, kept)
    logs: dict[str, list[Row]] = {}
    for row in rows:
        if row[0] in kept:
            logs.setdefault(kept[row[0]], []).append(row)
    if isinstance(scheduler, FSRS) and _is_quick(scheduler):
        from flashdeck.scheduling.fsrs_replay import Replayer  # deferred: only a replay needs it

        replay = Replayer(scheduler).replay
        days = {key: [(row[1], EPOCH_DAY + row[2]) for row in log] for key, log in logs.items()}
        return {key: replay(history, key) for key, history in days.items()}
    moments = {key: [(row[1], _moment_of(row)) for row in log] for key, log in logs.items()}
    folded = ((key, fold(scheduler, reviews, key)) for key, reviews in moments.items())
    return {key: found for key, found in folded if found is not None}


def _moment_of(row: Row) -> Moment:
    _, _, day, at, offset, moved = row
    local_day = date.fromordinal(EPOCH_DAY + day)
    instant = EPOCH + timedelta(milliseconds=at)
    return Moment(instant, timedelta(seconds=offset), local_day, moved or 0)


def _by_arrays(scheduler: SM2, rows: Sequence[Row], kept: Mapping[str, str]) -> dict[str, Memory]:
    import numpy as np  # deferred: 0.1 s that only a replay needs

    from flashdeck.scheduling import sm2_replay

    cards = list(dict.fromkeys(kept.values()))
    number_of = dict(zip(cards, range(len(cards)), strict=True))
    numbers = {key: number_of[kept_as] for key, kept_as in kept.items()}
    ids, qualities, days, *_ = zip(*rows, strict=True)
    whose = np.fromiter(map(numbers.get, ids, repeat(-1)), np.int32, len(ids))  # (reviews,)
    order = np.argsort(whose, kind="stable")[np.count_nonzero(whose < 0) :]
    amounts = np.bincount(whose[order], minlength=len(cards))  # (cards,)
    reviewed = amounts.nonzero()[0]
    if not len(reviewed):
        return {}
    states = sm2_replay.replay(
        amounts[reviewed],
        np.array(qualities, np.int8)[order],
        np.array(days, np.int32)[order] + np.int32(EPOCH_DAY),
    )
    columns = zip(*(column.tolist() for column in states.columns()), strict=True)
    found = map(scheduler.memory_of, columns)
    return dict(zip((cards[number] for number in reviewed), found, strict=True))


def save_memories(
    connection: Connection, memories: Mapping[str, Memory], forgotten: Iterable[str] = ()
) -> None:
    """Write these memories; the ``forgotten`` cards have none any more and are new again."""
    rows = ((key, *memory_row(found)) for key, found in memories.items())
    SAVE_MEMORY.run_rows(connection, rows)
    _MARK_NEW.run_many(connection, ({"card_id": key, "is_new": False} for key in memories))
    gone = list(forgotten)
    _FORGET.run_many(connection, ({"card_id": key} for key in gone))
    _MARK_NEW.run_many(connection, ({"card_id": key, "is_new": True} for key in gone))
