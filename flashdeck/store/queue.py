"""Which cards a session asks, each answered from an index."""

from base64 import b32encode
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from itertools import chain, zip_longest

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    func,
    literal,
    select,
)

from flashdeck.ids import first_id
from flashdeck.store.cards import CHUNK
from flashdeck.store.decks import ONE, ZERO, awake, unindexed
from flashdeck.store.reviews import LIVE
from flashdeck.store.tables import card, card_tag, memory, review
from flashdeck.store.types import Day


def due_cards(
    connection: Connection, decks: Sequence[int] | None, day: date, tag: str | None = None
) -> list[str]:
    """Return the cards due on ``day``, the most overdue relative to its interval first."""
    days_late = literal(day, Day).op("-", return_type=Integer())(memory.c.due)
    late = days_late / func.max(memory.c.interval_days, 1)
    query = _remembered(decks, day, memory.c.due <= day, tag)
    return list(connection.scalars(query.order_by(late.desc(), memory.c.due, card.c.id)))


def coming_cards(
    connection: Connection,
    decks: Sequence[int] | None,
    day: date,
    until: date,
    tag: str | None = None,
) -> list[str]:
    """Return the cards due after ``day`` and not after ``until``, the next to be due first."""
    query = _remembered(decks, day, memory.c.due.between(day + timedelta(days=1), until), tag)
    return list(connection.scalars(query.order_by(memory.c.due, card.c.id)))


def cards_in(
    connection: Connection, decks: Sequence[int] | None, day: date, tag: str | None = None
) -> list[tuple[str, bool]]:
    """Return every card that may be asked on ``day``, due or not, and whether it is new."""
    query = select(card.c.id, card.c.is_new).where(awake(day), *_tagged(tag))
    if decks is not None:
        query = query.where(card.c.deck_id.in_(decks))
    rows = connection.execute(query.order_by(card.c.deck_id, card.c.source_id, card.c.line))
    return [(row.id, row.is_new) for row in rows]


def repeat_cards(
    connection: Connection, decks: Sequence[int] | None, day: date, tag: str | None = None
) -> list[str]:
    """Return the cards that an earlier session of the day left to be asked again."""
    later = unindexed(memory.c.due) > day
    query = _remembered(decks, day, (memory.c.repeat == ONE) & later, tag)
    return list(connection.scalars(query.order_by(memory.c.due, card.c.id)))


def _remembered(
    decks: Sequence[int] | None, day: date, condition: ColumnElement[bool], tag: str | None
) -> Select[tuple[str]]:
    query = (
        select(card.c.id)
        .select_from(memory.join(card, card.c.id == memory.c.card_id))
        .where(condition, awake(day, indexed=False), *_tagged(tag))
    )
    return query if decks is None else query.where(unindexed(card.c.deck_id).in_(decks))


def _tagged(tag: str | None) -> list[ColumnElement[bool]]:
    """Return the condition, if there is one, for a card that has ``tag``."""
    if tag is None:
        return []
    return [card.c.id.in_(select(card_tag.c.card_id).where(card_tag.c.tag == func.lower(tag)))]


def new_cards(
    connection: Connection,
    decks: Sequence[int],
    day: date,
    limit: int,
    *,
    order: str = "deck",
    tag: str | None = None,
) -> list[str]:
    """Return up to ``limit`` cards never reviewed, in one of three orders.

    `deck`: deck by deck, in the order of their files. `interleaved`: the same, but one of each deck
    in turn. `random`: by their ids, which are random, from a place that is another each day.
    """
    first = _place_of(day)
    lists: list[list[str]] = []
    for deck_id in decks:
        missing = limit - (sum(map(len, lists)) if order == "deck" else 0)
        if missing <= 0:
            break
        in_deck = (card.c.deck_id if tag is None else unindexed(card.c.deck_id)) == deck_id
        query = select(card.c.id).where(
            in_deck, card.c.is_new == ONE, awake(day, indexed=tag is None), *_tagged(tag)
        )
        if order == "random":
            lists.append(_from_place(connection, query, first, missing))
        else:
            query = query.order_by(card.c.source_id, card.c.line).limit(missing)
            lists.append(list(connection.scalars(query)))
    if order == "random":
        return sorted(chain(*lists), key=lambda card_id: (card_id < first, card_id))[:limit]
    if order == "interleaved":
        turns = chain.from_iterable(zip_longest(*lists))
        return [card_id for card_id in turns if card_id is not None][:limit]
    return list(chain(*lists))


def _place_of(day: date) -> str:
    """Return the beginning of an id, another for each day."""
    digest = blake2b(day.isoformat().encode(), digest_size=5).digest()
    return b32encode(digest).decode().lower()


def _from_place(
    connection: Connection, query: Select[tuple[str]], first: str, limit: int
) -> list[str]:
    """Return the ids from ``first`` on, and then those before it."""
    found: list[str] = []
    for condition in (card.c.id >= first, card.c.id < first):
        rest = query.where(condition).order_by(card.c.id).limit(limit - len(found))
        found.extend(connection.scalars(rest))
    return found


def siblings_of(connection: Connection, card_ids: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Return the group of each of these cards that has siblings; see `cards.ParsedCard`."""
    found = {}
    for start in range(0, len(card_ids), CHUNK):
        query = select(card.c.id, card.c.source_id, card.c.sibling_group).where(
            card.c.id.in_(card_ids[start : start + CHUNK]), card.c.sibling_group.is_not(None)
        )
        found.update({key: (source, group) for key, source, group in connection.execute(query)})
    return found


def reviewed_count(connection: Connection, day: date) -> int:
    """Return how many cards that were not new on ``day`` have been reviewed on it.

    Ids of reviews begin with their time, so that only the reviews of late are looked at.
    """
    early = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=2)
    query = (
        select(func.count(review.c.card_id.distinct()))
        .join(memory, memory.c.card_id == review.c.card_id)
        .where(review.c.id >= first_id(early), review.c.day == day, memory.c.introduced < day, LIVE)
    )
    return connection.scalar(query) or 0


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
