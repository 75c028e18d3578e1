"""Folding many cards' reviews anew, as when a deck changes its scheduler."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, select, true

from flashdeck.scheduling import Memory, Scheduler, fold
from flashdeck.store.cards import CHUNK
from flashdeck.store.reviews import LIVE, moment_of, save_memory
from flashdeck.store.rows import ReviewRow
from flashdeck.store.tables import card, review


def replayed(
    connection: Connection, decks: Sequence[int], scheduler: Scheduler
) -> Iterator[tuple[str, Memory]]:
    """Yield each card of ``decks`` that has reviews, with its memory under ``scheduler``."""
    for card_id, reviews in histories(connection, in_decks(decks)):
        moments = ((row.quality, moment_of(row)) for row in reviews)
        memory = fold(scheduler, moments, card_id)
        assert memory is not None
        yield card_id, memory


def in_decks(decks: Sequence[int] | None) -> ColumnElement[bool]:
    """Return the condition for the cards of ``decks``, or for all."""
    return true() if decks is None else card.c.deck_id.in_(decks)


def histories(
    connection: Connection, condition: ColumnElement[bool]
) -> Iterator[tuple[str, Iterator[ReviewRow]]]:
    """Yield the cards for which ``condition`` holds, each with its live reviews in order."""
    query = (
        select(review)
        .join(card, card.c.id == review.c.card_id)
        .where(condition, LIVE)
        .order_by(review.c.card_id, review.c.id)
    )
    rows = (ReviewRow(**row._mapping) for row in connection.execute(query))
    yield from groupby(rows, key=lambda row: row.card_id)


def histories_of(connection: Connection, card_ids: Sequence[str]) -> dict[str, list[ReviewRow]]:
    """Return the live reviews of each of these cards that has any."""
    return {
        card_id: list(rows)
        for start in range(0, len(card_ids), CHUNK)
        for card_id, rows in histories(connection, card.c.id.in_(card_ids[start : start + CHUNK]))
    }


def replay(connection: Connection, decks: Sequence[int], scheduler: Scheduler) -> int:
    """Write the memory of every card of ``decks`` anew and return how many there are."""
    memories = list(replayed(connection, decks, scheduler))
    for card_id, memory in memories:
        save_memory(connection, card_id, memory)
    return len(memories)
