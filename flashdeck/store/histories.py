"""The live reviews of many cards, card by card."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, func, select, true

from flashdeck.store.cards import CHUNK
from flashdeck.store.reviews import LIVE
from flashdeck.store.rows import ReviewRow
from flashdeck.store.tables import card, review


def in_decks(decks: Sequence[int] | None) -> ColumnElement[bool]:
    """Return the condition for the cards of ``decks``, or for all."""
    return true() if decks is None else card.c.deck_id.in_(decks)


def histories(
    connection: Connection, condition: ColumnElement[bool]
) -> Iterator[tuple[str, Iterator[ReviewRow]]]:
    """Yield the cards for which ``condition`` holds, each with its live reviews in order."""
    written = card.alias("written")
    columns = (column for column in review.c if column.name != "card_id")
    query = (
        select(*columns, card.c.id.label("card_id"))
        .join(written, written.c.id == review.c.card_id)
        .join(card, card.c.id == func.coalesce(written.c.same_as, written.c.id))
        .where(condition, LIVE)
        .order_by(card.c.id, review.c.id)
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
