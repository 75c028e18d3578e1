"""Decks: their names, their scheduler, and how many of their cards wait."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from flashdeck.limits import Limits
from flashdeck.store.rows import DeckCounts, DeckScheduler
from flashdeck.store.tables import card, deck, memory, source


def deck_ids(connection: Connection) -> dict[str, int]:
    """Return every deck's id by its name."""
    return {name: key for key, name in connection.execute(select(deck.c.id, deck.c.name))}


def ensure_deck(connection: Connection, name: str, scheduler: str) -> int:
    """Return the id of the deck called ``name``, made with ``scheduler`` if there is none."""
    found = connection.scalar(select(deck.c.id).where(deck.c.name == name))
    if found is None:
        result = connection.execute(
            insert(deck).values(name=name, scheduler=scheduler, chosen=scheduler)
        )
        assert result.inserted_primary_key is not None
        found = result.inserted_primary_key[0]
    return int(found)


def deck_schedulers(
    connection: Connection, decks: Sequence[int] | None = None
) -> list[DeckScheduler]:
    """Return the scheduler of ``decks``, or of all, what was chosen, and what their notes say."""
    said = select(source).where(source.c.scheduler.is_not(None), source.c.size >= 0)
    notes: dict[int, dict[str, str]] = {}
    for row in connection.execute(said.order_by(source.c.path)):
        notes.setdefault(row.deck_id, {})[row.path] = row.scheduler
    return [
        DeckScheduler(row.id, row.name, row.scheduler, row.chosen, notes.get(row.id, {}))
        for row in connection.execute(select(deck).order_by(deck.c.name))
        if decks is None or row.id in decks
    ]


def noted_limits(connection: Connection) -> list[tuple[str, Limits]]:
    """Return the limits that notes set, each with the name of the note's deck."""
    columns = (source.c.new_per_day, source.c.reviews_per_day)
    query = select(deck.c.name, *columns).join(source, source.c.deck_id == deck.c.id)
    some = or_(*(column.is_not(None) for column in columns))
    rows = connection.execute(query.where(some, source.c.size >= 0))
    return [(name, Limits(new, reviews)) for name, new, reviews in rows]


def set_schedulers(connection: Connection, deck_id: int, scheduler: str, chosen: str) -> None:
    """Write a deck's scheduler and what was chosen for it; its memories are not touched."""
    values = {"scheduler": scheduler, "chosen": chosen}
    connection.execute(update(deck).where(deck.c.id == deck_id).values(values))


def subtree(names: Sequence[str], top: str) -> list[str]:
    """Return the names at or below ``top`` in the tree that `/` makes of deck names."""
    return sorted(name for name in names if name == top or name.startswith(top + "/"))


def ancestors(name: str) -> list[str]:
    """Return the decks above the one called ``name``, the topmost first, and that one itself."""
    parts = name.split("/")
    return ["/".join(parts[: i + 1]) for i in range(len(parts))]


ZERO = literal_column("0", Integer)
ONE = literal_column("1", Integer)
"""Written out in the SQL, not bound: only then does SQLite see that a partial index applies."""


def unindexed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column as SQLite sees it without its indexes, so that it begins elsewhere."""
    return literal_column(f"+{column}", column.type)


def awake(day: date, *, indexed: bool = True) -> ColumnElement[bool]:
    """Return the condition for a card that may be asked on ``day``."""
    return and_(
        (card.c.suspended if indexed else unindexed(card.c.suspended)) == ZERO,
        card.c.retired_at.is_(None),
        or_(card.c.buried_on.is_(None), card.c.buried_on != day),
    )


def deck_counts(connection: Connection, day: date) -> list[DeckCounts]:
    """Return the counts of every deck that has cards, by name."""
    due = connection.execute(
        select(card.c.deck_id, func.count())
        .select_from(memory.join(card, card.c.id == memory.c.card_id))
        .where(or_(memory.c.due <= day, memory.c.repeat == ONE), awake(day))
        .group_by(card.c.deck_id)
    )
    totals = connection.execute(
        select(
            deck.c.id,
            deck.c.name,
            func.count(),
            func.count().filter(card.c.suspended == ONE),
            func.count().filter(card.c.is_new == ONE, awake(day)),
        )
        .select_from(deck.join(card, card.c.deck_id == deck.c.id))
        .where(card.c.retired_at.is_(None))
        .group_by(deck.c.id)
        .order_by(deck.c.name)
    )
    due_by_deck: dict[int, int] = dict(due.all())
    return [
        DeckCounts(name, total, due_by_deck.get(key, 0), new, suspended)
        for key, name, total, suspended, new in totals
    ]
