"""Cards: reading, finding and changing them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from flashdeck.cards import Card, Flag
from flashdeck.store.decks import ONE
from flashdeck.store.driver import Prepared
from flashdeck.store.rows import card_from
from flashdeck.store.tables import TAG_ALL, TAGGED, card, card_tag, deck, memory, source

INSERTED = (
    "id",
    "deck_id",
    "source_id",
    "line",
    "kind",
    "question",
    "answer",
    "path",
    "tags",
    "explicit_id",
    "question_key",
    "key_version",
    "sibling_group",
    "created_at",
)
"""The columns of a new card in the order of the table; the others have their defaults."""
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
    card.c.sibling_group,
    card.c.flag,
)
LEECH = "leech"
"""The one tag that the program gives by itself."""

FILLED = frozenset({"card_by_key", "card_by_source", "card_by_deck", "card_new_by_id"})
"""The indexes in which every new card stands."""

CHUNK = 500
"""How many ids a statement names at the most."""
CONTENT = ("deck_id", "kind", "question", "answer", "path", "tags", "explicit_id", "retired_at")
"""What a card says: of two stores that meet, the one in which it changed last is right."""

PLACED = card.join(deck, deck.c.id == card.c.deck_id).outerjoin(
    source, source.c.id == card.c.source_id
)
_CARDS = select(*CARD_COLUMNS).select_from(PLACED)
_CARD = Prepared(_CARDS.add_columns(card.c.same_as).where(card.c.id == bindparam("card_id")))
_INSERT = Prepared(insert(card).values({name: bindparam(name) for name in INSERTED}))
_STORED = (
    select(card, deck.c.name.label("deck"), source.c.path.label("source"))
    .select_from(PLACED)
    .where(card.c.same_as.is_(None))
)
_LISTED = select(func.json_each(bindparam("values")).table_valued("value").c.value)
"""A list of any length as one parameter."""
_FILES = select(source.c.id).where(source.c.path.in_(_LISTED))
_IN_FILES = Prepared(_STORED.where(card.c.source_id.in_(_FILES)))
_WITH_KEY = Prepared(_STORED.where(card.c.question_key.in_(_LISTED)))
_WITH_ID = Prepared(_STORED.where(card.c.explicit_id.in_(_LISTED)))


def load_card(connection: Connection, card_id: str) -> Card | None:
    """Return the card with this id, or the one that it turned out to be, or None."""
    row = _CARD.one_or_none(connection, {"card_id": card_id})
    if row is None:
        return None
    return card_from(row) if row.same_as is None else load_card(connection, row.same_as)


def all_cards(
    connection: Connection, decks: Sequence[int] | None = None, *, retired: bool = True
) -> Iterator[Card]:
    """Yield cards deck by deck in the order of their files."""
    query = _CARDS.where(card.c.same_as.is_(None))
    query = query.order_by(deck.c.name, card.c.source_id, card.c.line)
    if decks is not None:
        query = query.where(card.c.deck_id.in_(decks))
    if not retired:
        query = query.where(card.c.retired_at.is_(None))
    for row in connection.execute(query):
        yield card_from(row)


def has_cards(connection: Connection) -> bool:
    """Tell whether there is any card."""
    return connection.scalar(select(card.c.id).limit(1)) is not None


def find_cards(connection: Connection, wanted: str, key: str) -> list[str]:
    """Return the ids of the cards that ``wanted`` may name, by the first of these that names any.

    The beginning of an id, the id in a note, the question (``key`` is its normal form), a part of
    the question, its words in any order. Cards that still stand in a note come before retired ones.
    """
    part = wanted.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")

    def has(text: str) -> ColumnElement[bool]:
        return card.c.question.like(f"%{text}%", escape="\\")

    ways = (
        card.c.id.between(wanted.lower(), wanted.lower() + "~"),
        card.c.explicit_id == wanted.strip("{#}"),
        card.c.question_key == key,
        has(part),
        and_(True, *map(has, part.split())),
    )
    for way in ways if wanted else ():
        rows = connection.execute(select(card.c.id, card.c.retired_at).where(way)).all()
        if rows:
            standing = [row.id for row in rows if row.retired_at is None]
            return standing or [row.id for row in rows]
    return []


def stored_in(connection: Connection, paths: Iterable[str]) -> Iterator[Any]:
    """Yield the cards of the files at ``paths``, with the names of deck and source."""
    return _IN_FILES.all(connection, {"values": _as_list(paths)})


def stored_with_key(connection: Connection, keys: Iterable[str]) -> Iterator[Any]:
    """Yield the cards whose question has one of ``keys``, with the names of deck and source."""
    return _WITH_KEY.all(connection, {"values": _as_list(keys)})


def stored_with_id(connection: Connection, ids: Iterable[str]) -> Iterator[Any]:
    """Yield the cards with one of the explicit ``ids``, with the names of deck and source."""
    return _WITH_ID.all(connection, {"values": _as_list(ids)})


def _as_list(values: Iterable[str]) -> str:
    return json.dumps(sorted(values), ensure_ascii=False)


def insert_cards(connection: Connection, columns: Sequence[Sequence[Any]]) -> None:
    """Insert new cards, given as the columns of INSERTED."""
    _INSERT.run_columns(connection, columns)


@contextmanager
def indexed_afterwards(connection: Connection) -> Iterator[None]:
    """Make it quick to insert all the cards of a store that has none.

    Indexes and tags, kept row by row, would cost three times the rows; they are made afterwards.
    """
    filled = [index for index in card.indexes if index.name in FILLED]
    connection.execute(text("DROP TRIGGER IF EXISTS card_is_tagged"))
    for index in filled:
        connection.execute(text(f"DROP INDEX IF EXISTS {index.name}"))
    yield
    for index in filled:
        index.create(connection)
    connection.execute(text(TAG_ALL))
    connection.execute(text(TAGGED[0]))


def update_cards(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write the given columns over cards; each row names its card as ``card_id``.

    Rows that say what their cards are date each one that thereby changes by its note's reading.
    """
    if rows:
        columns = [name for name in rows[0] if name != "card_id"]
        values: dict[str, Any] = {name: bindparam(name) for name in columns}
        if "question" in values:
            differs = or_(*(card.c[name].is_distinct_from(values[name]) for name in CONTENT))
            read_at = select(source.c.imported_at).where(source.c.id == values["source_id"])
            values["edited_at"] = case((differs, read_at.scalar_subquery()), else_=card.c.edited_at)
        changed = update(card).where(card.c.id == bindparam("card_id"))
        connection.execute(changed.values(values), rows)


def retire_cards(connection: Connection, card_ids: Iterable[str], now: datetime) -> None:
    """Mark cards whose question vanished; their history stays."""
    rows = [{"card_id": key, "retired_at": now, "edited_at": now} for key in card_ids]
    update_cards(connection, rows)


def set_suspended(connection: Connection, card_id: str, now: datetime, *, suspended: bool) -> None:
    """Suspend a card, or let it be asked again."""
    values = {"card_id": card_id, "suspended": suspended, "suspended_at": now}
    update_cards(connection, [values])


def set_buried(connection: Connection, card_id: str, day: date | None) -> None:
    """Keep a card out of every session of ``day``; None brings it back."""
    update_cards(connection, [{"card_id": card_id, "buried_on": day}])


def set_flag(connection: Connection, card_id: str, now: datetime, flag: Flag | None) -> None:
    """Flag a card, or take its flag away."""
    update_cards(connection, [{"card_id": card_id, "flag": flag, "flagged_at": now}])


def bury_siblings(connection: Connection, card_id: str, group: str, day: date) -> list[str]:
    """Keep the siblings of a card out of every session of ``day`` and return them.

    One that is already being repeated today is not put away in the middle of it.
    """
    note = select(card.c.source_id).where(card.c.id == card_id).scalar_subquery()
    repeated = select(memory.c.card_id).where(memory.c.repeat == ONE).scalar_subquery()
    change = (
        update(card)
        .where(card.c.sibling_group == group, card.c.source_id == note, card.c.id != card_id)
        .where(or_(card.c.buried_on.is_(None), card.c.buried_on != day))
        .where(card.c.id.not_in(repeated))
        .values(buried_on=day)
    )
    return list(connection.scalars(change.returning(card.c.id)))


def set_leech(connection: Connection, card_id: str, *, leech: bool) -> None:
    """Tag a card as a leech, or no longer."""
    row = {"tag": LEECH, "card_id": card_id}
    if leech:
        connection.execute(sqlite_insert(card_tag).on_conflict_do_nothing(), row)
    else:
        connection.execute(
            delete(card_tag).where(card_tag.c.tag == LEECH, card_tag.c.card_id == card_id)
        )


def correct_tags(
    connection: Connection, lacking: Iterable[tuple[str, str]], stray: Iterable[tuple[str, str]]
) -> None:
    """Add rows (tag, card's id) to the table of tags and take others out of it."""
    add = Prepared(sqlite_insert(card_tag).on_conflict_do_nothing())
    add.run_rows(connection, lacking)
    which = (card_tag.c.tag == bindparam("tag"), card_tag.c.card_id == bindparam("card_id"))
    Prepared(delete(card_tag).where(*which)).run_rows(connection, stray)
