"""Which cards a session asks, each answered from an index."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    func,
    literal,
    select,
)

from flashdeck.store.decks import ONE, ZERO, awake
from flashdeck.store.tables import card, memory
from flashdeck.store.types import Day


def due_cards(connection: Connection, decks: Sequence[int] | None, day: date) -> list[str]:
    """Return the cards due on ``day``, the most overdue relative to its interval first."""
    days_late = literal(day, Day).op("-", return_type=Integer())(memory.c.due)
    late = days_late / func.max(memory.c.interval_days, 1)
    query = _remembered(decks, day, memory.c.due <= day)
    return list(connection.scalars(query.order_by(late.desc(), memory.c.due, card.c.id)))


def repeat_cards(connection: Connection, decks: Sequence[int] | None, day: date) -> list[str]:
    """Return the cards that an earlier session of the day left to be asked again."""
    query = _remembered(decks, day, (memory.c.repeat == ONE) & (memory.c.due > day))
    return list(connection.scalars(query.order_by(memory.c.due, card.c.id)))


def _remembered(
    decks: Sequence[int] | None, day: date, condition: ColumnElement[bool]
) -> Select[tuple[str]]:
    query = (
        select(card.c.id)
        .select_from(memory.join(card, card.c.id == memory.c.card_id))
        .where(condition, awake(day))
    )
    return query if decks is None else query.where(card.c.deck_id.in_(decks))


def new_cards(connection: Connection, decks: Sequence[int], day: date, limit: int) -> list[str]:
    """Return up to ``limit`` cards never reviewed: deck by deck, in the order of their files."""
    found: list[str] = []
    for deck_id in decks:
        if len(found) >= limit:
            break
        query = (
            select(card.c.id)
            .where(card.c.deck_id == deck_id, card.c.is_new == ONE, awake(day))
            .order_by(card.c.source_id, card.c.line)
            .limit(limit - len(found))
        )
        found.extend(connection.scalars(query))
    return found


def introduced_count(connection: Connection, day: date) -> int:
    """Return how many cards had their first review on ``day``."""
    query = select(func.count()).select_from(memory).where(memory.c.introduced == day)
    return connection.scalar(query) or 0


def askable_cards(connection: Connection, decks: Sequence[int] | None) -> tuple[list[str], int]:
    """Return the reviewed cards that are neither suspended nor retired, and how many are new."""
    query = select(card.c.id, card.c.is_new).where(
        card.c.suspended == ZERO, card.c.retired_at.is_(None)
    )
    if decks is not None:
        query = query.where(card.c.deck_id.in_(decks))
    rows = connection.execute(query.order_by(card.c.id)).all()
    learned = [row.id for row in rows if not row.is_new]
    return learned, len(rows) - len(learned)
