"""What a search finds: counted, listed, and changed all at once."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from flashdeck.cards import Card
from flashdeck.store.cards import CARD_COLUMNS, LEECH, PLACED
from flashdeck.store.decks import ONE, awake
from flashdeck.store.rows import card_from
from flashdeck.store.tables import card, card_tag, deck, memory


@dataclass(frozen=True, slots=True)
class Found:
    """A card that was found, and how it stands; a new one has no due day."""

    card: Card
    due: date | None
    repeat: bool
    buried_on: date | None
    leech: bool
    ease: float | None
    interval_days: int | None
    lapses: int


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many cards there are, and how many of them wait today, due or new."""

    cards: int
    due: int
    new: int


def found_cards(
    connection: Connection, condition: ColumnElement[bool], limit: int | None = None
) -> Iterator[Found]:
    """Yield the cards that fulfil a condition, deck by deck in the order of their files."""
    leech = select(card_tag.c.tag).where(card_tag.c.tag == LEECH, card_tag.c.card_id == card.c.id)
    columns = (*CARD_COLUMNS, card.c.buried_on, *memory.c, leech.exists().label("leech"))
    query = (
        select(*columns)
        .select_from(PLACED.outerjoin(memory, memory.c.card_id == card.c.id))
        .where(condition)
        .order_by(deck.c.name, card.c.source_id, card.c.line)
        .limit(limit)
    )
    for row in connection.execute(query):
        yield Found(
            card_from(row),
            row.due,
            bool(row.repeat),
            row.buried_on,
            row.leech,
            row.ease_factor,
            row.interval_days,
            row.lapses or 0,
        )


def count_cards(connection: Connection, condition: ColumnElement[bool], day: date) -> Amounts:
    """Count the cards that fulfil a condition, and what of them waits on ``day``."""
    may_be_asked = awake(day, indexed=False)
    waits = or_(memory.c.due <= day, memory.c.repeat == ONE)
    due = select(memory.c.card_id).where(waits)
    query = select(
        func.count(),
        func.count().filter(may_be_asked, card.c.id.in_(due)),
        func.count().filter(may_be_asked, card.c.is_new == ONE),
    ).where(condition)
    return Amounts(*connection.execute(query).one())


def card_ids(connection: Connection, condition: ColumnElement[bool]) -> list[str]:
    """Return the ids of the cards that fulfil a condition."""
    return list(connection.scalars(select(card.c.id).where(condition)))


def these(ids: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition for a card with one of ``ids``, however many they are."""
    listed = func.json_each(json.dumps(ids)).table_valued("value")
    return card.c.id.in_(select(listed.c.value))


def change_cards(
    connection: Connection, condition: ColumnElement[bool], values: dict[str, Any]
) -> int:
    """Write values over the cards that fulfil a condition and differ; return how many do.

    Columns that end in `_at` say when the others were changed and make no difference.
    """
    states = [name for name in values if not name.endswith("_at")]
    differs = or_(*(card.c[name].is_distinct_from(values[name]) for name in states))
    return connection.execute(update(card).where(condition, differs).values(values)).rowcount
