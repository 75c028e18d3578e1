"""Cards: reading, finding and changing them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, insert, select, update

from flashdeck.cards import Card
from flashdeck.store.decks import ONE
from flashdeck.store.driver import Prepared
from flashdeck.store.rows import card_from
from flashdeck.store.tables import card, deck, source

CHUNK = 500
"""How many values one IN list holds, well below SQLite's limit on parameters."""

CARD_COLUMNS: tuple[ColumnElement[Any], ...] = (
    card.c.id,
    deck.c.name.label("deck"),
    card.c.kind,
    card.c.question,
    card.c.answer,
    card.c.path,
    card.c.tags,
    source.c.path.label("source"),
    card.c.line,
    card.c.suspended,
    card.c.retired_at,
)
_PLACED = card.join(deck, deck.c.id == card.c.deck_id).outerjoin(
    source, source.c.id == card.c.source_id
)
_CARDS = select(*CARD_COLUMNS).select_from(_PLACED)
_CARD = Prepared(_CARDS.where(card.c.id == bindparam("card_id")))


def load_card(connection: Connection, card_id: str) -> Card | None:
    """Return the card with this id, or None."""
    row = _CARD.one_or_none(connection, {"card_id": card_id})
    return card_from(row) if row else None


def all_cards(
    connection: Connection, decks: Sequence[int] | None = None, *, retired: bool = True
) -> Iterator[Card]:
    """Yield cards deck by deck in the order of their files."""
    query = _CARDS.order_by(deck.c.name, card.c.source_id, card.c.line)
    if decks is not None:
        query = query.where(card.c.deck_id.in_(decks))
    if not retired:
        query = query.where(card.c.retired_at.is_(None))
    for row in connection.execute(query):
        yield card_from(row)


def stored_where(connection: Connection, column: Any, values: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows, with deck and source names, whose ``column`` is one of ``values``."""
    pending = iter(values)
    while chunk := list(islice(pending, CHUNK)):
        yield from connection.execute(_stored(column, chunk))


def _stored(column: Any, chunk: list[Any]) -> Select[Any]:
    columns = (card, deck.c.name.label("deck"), source.c.path.label("source"))
    return select(*columns).select_from(_PLACED).where(column.in_(chunk))


def insert_cards(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert new cards given as the columns of the card table."""
    if rows:
        connection.execute(insert(card), rows)


def update_cards(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write the given columns over cards; each row names its card as ``card_id``."""
    if rows:
        columns = [name for name in rows[0] if name != "card_id"]
        changed = update(card).where(card.c.id == bindparam("card_id"))
        connection.execute(changed.values({name: bindparam(name) for name in columns}), rows)


def retire_cards(connection: Connection, card_ids: Iterable[str], now: datetime) -> None:
    """Mark cards whose question vanished; their history stays."""
    update_cards(connection, [{"card_id": key, "retired_at": now} for key in card_ids])


def set_suspended(connection: Connection, card_id: str, *, suspended: bool) -> None:
    """Suspend a card, or let it be asked again."""
    update_cards(connection, [{"card_id": card_id, "suspended": suspended}])


def unsuspend_cards(connection: Connection, decks: Sequence[int] | None) -> int:
    """Let every suspended card of ``decks``, or of all, be asked again; return how many."""
    change = update(card).where(card.c.suspended == ONE).values(suspended=False)
    if decks is not None:
        change = change.where(card.c.deck_id.in_(decks))
    return connection.execute(change).rowcount


def set_buried(connection: Connection, card_id: str, day: date | None) -> None:
    """Keep a card out of every session of ``day``; None brings it back."""
    update_cards(connection, [{"card_id": card_id, "buried_on": day}])
