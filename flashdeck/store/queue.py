"""Which cards a session asks, each answered from an index."""

from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from itertools import chain, zip_longest
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, Select, func, literal, select

from flashdeck.ids import first_id
from flashdeck.store.decks import ONE, ZERO, awake, unindexed
from flashdeck.store.reviews import LIVE
from flashdeck.store.tables import card, card_tag, deck, memory, review
from flashdeck.store.types import Day

Conditions = Sequence[ColumnElement[bool]]
"""What cards have to fulfil besides, such as to have a tag."""


class Candidate(NamedTuple):
    """A card that may be asked; cards of one file with one ``group`` are siblings."""

    id: str
    deck_id: int
    source_id: int | None
    group: str | None

    @property
    def siblings(self) -> tuple[int | None, str] | None:
        """What the card shares with its siblings, if it has any."""
        return None if self.group is None else (self.source_id, self.group)


_CANDIDATE = (card.c.id, card.c.deck_id, card.c.source_id, card.c.sibling_group)


def due_cards(
    connection: Connection, decks: Sequence[int] | None, day: date, where: Conditions = ()
) -> list[Candidate]:
    """Return the cards due on ``day``, the most overdue relative to its interval first."""
    days_late = literal(day, Day).op("-", return_type=Integer())(memory.c.due)
    late = days_late / func.max(memory.c.interval_days, 1)
    query = _remembered(decks, day, memory.c.due <= day, where)
    return _candidates(connection, query.order_by(late.desc(), memory.c.due, card.c.id))


def coming_cards(
    connection: Connection,
    decks: Sequence[int] | None,
    day: date,
    until: date,
    where: Conditions = (),
) -> list[Candidate]:
    """Return the cards due after ``day`` and not after ``until``, the next to be due first."""
    query = _remembered(decks, day, memory.c.due.between(day + timedelta(days=1), until), where)
    return _candidates(connection, query.order_by(memory.c.due, card.c.id))


def cards_in(
    connection: Connection, decks: Sequence[int] | None, day: date, where: Conditions = ()
) -> list[tuple[str, bool]]:
    """Return every card that may be asked on ``day``, due or not, and whether it is new."""
    query = select(card.c.id, card.c.is_new).where(awake(day), *where)
    if decks is not None:
        query = query.where(card.c.deck_id.in_(decks))
    rows = connection.execute(query.order_by(card.c.deck_id, card.c.source_id, card.c.line))
    return [(row.id, row.is_new) for row in rows]


def repeat_cards(
    connection: Connection, decks: Sequence[int] | None, day: date, where: Conditions = ()
) -> list[Candidate]:
    """Return the cards that an earlier session of the day left to be asked again."""
    later = unindexed(memory.c.due) > day
    query = _remembered(decks, day, (memory.c.repeat == ONE) & later, where)
    return _candidates(connection, query.order_by(memory.c.due, card.c.id))


def _remembered(
    decks: Sequence[int] | None, day: date, condition: ColumnElement[bool], where: Conditions
) -> Select[tuple[str, int, int | None, str | None]]:
    query = (
        select(*_CANDIDATE)
        .select_from(memory.join(card, card.c.id == memory.c.card_id))
        .where(condition, awake(day, indexed=False), *where)
    )
    return query if decks is None else query.where(unindexed(card.c.deck_id).in_(decks))


def _candidates(
    connection: Connection, query: Select[tuple[str, int, int | None, str | None]]
) -> list[Candidate]:
    return list(map(Candidate._make, connection.execute(query)))


def tagged(tag: str) -> ColumnElement[bool]:
    """Return the condition for a card that has ``tag``."""
    return card.c.id.in_(select(card_tag.c.card_id).where(card_tag.c.tag == func.lower(tag)))


def new_cards(
    connection: Connection,
    decks: Sequence[int],
    day: date,
    most: Callable[[int], int],
    *,
    order: str = "deck",
    where: Conditions = (),
) -> Iterator[Candidate]:
    """Yield cards never reviewed, ``most(deck_id)`` of each deck, in one of three orders.

    `deck`: deck by deck, in the order of their files; ``most`` is asked when a deck's turn comes.
    `interleaved`: the same, but one of each deck in turn. `random`: by their ids, which are random,
    from a place that is another each day.
    """
    first = _place_of(day) if order == "random" else None
    if where:
        lists = _found_by_deck(connection, decks, day, most, first, where)
    else:
        lists = (_new_in(connection, deck_id, day, most(deck_id), first) for deck_id in decks)
    if first is not None:
        yield from sorted(chain(*lists), key=lambda it: (it.id < first, it.id))
    elif order == "interleaved":
        yield from (it for it in chain(*zip_longest(*lists)) if it is not None)
    else:
        yield from chain.from_iterable(lists)


def _new_in(
    connection: Connection, deck_id: int, day: date, limit: int, first: str | None
) -> list[Candidate]:
    """Return new cards of one deck in the order of its files, or by their ids from ``first`` on."""
    if limit <= 0:
        return []
    query = select(*_CANDIDATE).where(card.c.deck_id == deck_id, card.c.is_new == ONE, awake(day))
    if first is None:
        ordered = query.order_by(card.c.source_id, card.c.line)
        return _candidates(connection, ordered.limit(limit))
    found: list[Candidate] = []
    for condition in (card.c.id >= first, card.c.id < first):
        rest = query.where(condition).order_by(card.c.id).limit(limit - len(found))
        found += _candidates(connection, rest)
    return found


def _found_by_deck(
    connection: Connection,
    decks: Sequence[int],
    day: date,
    most: Callable[[int], int],
    first: str | None,
    where: Conditions,
) -> Iterator[list[Candidate]]:
    """Yield the new cards that fulfil conditions deck by deck, all found by one query."""
    query = select(*_CANDIDATE).where(card.c.is_new == ONE, awake(day, indexed=False), *where)
    by_deck: dict[int, list[Candidate]] = {deck_id: [] for deck_id in decks}
    for it in _candidates(connection, query.order_by(card.c.source_id, card.c.line)):
        if it.deck_id in by_deck:
            by_deck[it.deck_id].append(it)
    for deck_id, found in by_deck.items():
        if first is not None:
            found.sort(key=lambda it: (it.id < first, it.id))
        yield found[: most(deck_id)]


def _place_of(day: date) -> str:
    """Return the beginning of an id, another for each day."""
    digest = blake2b(day.isoformat().encode(), digest_size=5).digest()
    return b32encode(digest).decode().lower()


def reviewed_by_deck(connection: Connection, day: date) -> dict[str, int]:
    """Return for each deck how many cards that were not new on ``day`` have been reviewed on it.

    Ids of reviews begin with their time, so that only the reviews of late are looked at.
    """
    early = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=2)
    query = (
        select(deck.c.name, func.count(review.c.card_id.distinct()))
        .select_from(review)
        .join(memory, memory.c.card_id == review.c.card_id)
        .join(card, card.c.id == review.c.card_id)
        .join(deck, deck.c.id == card.c.deck_id)
        .where(review.c.id >= first_id(early), review.c.day == day, memory.c.introduced < day, LIVE)
        .group_by(deck.c.id)
    )
    return dict(connection.execute(query).all())


def introduced_by_deck(connection: Connection, day: date) -> dict[str, int]:
    """Return for each deck how many of its cards had their first review on ``day``."""
    query = (
        select(deck.c.name, func.count())
        .select_from(memory)
        .join(card, card.c.id == memory.c.card_id)
        .join(deck, deck.c.id == card.c.deck_id)
        .where(memory.c.introduced == day)
        .group_by(deck.c.id)
    )
    return dict(connection.execute(query).all())


def askable_cards(
    connection: Connection, decks: Sequence[int] | None
) -> tuple[list[str], dict[str, int]]:
    """Return the reviewed cards neither suspended nor retired, and how many new each deck has.

    Decks come by name, as a session takes them.
    """
    query = (
        select(card.c.id, card.c.is_new, deck.c.name)
        .join(deck, deck.c.id == card.c.deck_id)
        .where(card.c.suspended == ZERO, card.c.retired_at.is_(None))
    )
    if decks is not None:
        query = query.where(card.c.deck_id.in_(decks))
    rows = connection.execute(query.order_by(card.c.id)).all()
    learned = [row.id for row in rows if not row.is_new]
    new = Counter(row.name for row in rows if row.is_new)
    return learned, dict(sorted(new.items()))
