"""The statements by which a store takes in another one that is attached to it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    case,
    column,
    func,
    literal,
    select,
    table,
    true,
    union,
    update,
)
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from flashdeck.store.cards import LEECH
from flashdeck.store.driver import Prepared
from flashdeck.store.other import TABLES as OTHER
from flashdeck.store.refused import Aside, given, is_one
from flashdeck.store.soundness import Tables, review_fault, tombstone_fault
from flashdeck.store.tables import (
    aside,
    card,
    card_tag,
    deck,
    memory,
    metadata,
    quiz_answer,
    review,
    source,
    tombstone,
    wording,
)

OURS: Tables = metadata.tables
_RAW = table("card", *(column(name) for name in card.c.keys()))  # noqa: SIM118
"""The card table without types: its rows go from store to store as they are."""


class StoredCard(NamedTuple):
    """A row of the card table as the database has it, with deck and file by name."""

    id: str
    same_as: str | None
    created_at: int
    edited_at: int | None
    deck: str
    kind: str
    question: str
    answer: str
    path: str
    tags: str
    explicit_id: str | None
    question_key: str
    key_version: int
    sibling_group: str | None
    retired_at: int | None
    suspended: int
    suspended_at: int | None
    flag: str | None
    flagged_at: int | None
    buried_on: int | None
    source: str | None
    line: int


def stored_cards(connection: Connection, tables: Tables) -> list[StoredCard]:
    """Return all cards of a store that are in a deck."""
    cards, decks, sources = tables["card"], tables["deck"], tables["source"]
    elsewhere = {"deck": decks.c.name, "source": sources.c.path}
    columns = (elsewhere[it] if it in elsewhere else cards.c[it] for it in StoredCard._fields)
    placed = cards.join(decks).outerjoin(sources, sources.c.id == cards.c.source_id)
    query = select(*columns).select_from(placed)
    return list(map(StoredCard._make, Prepared(query).run(connection, {})))


def registered(connection: Connection, tables: Tables) -> list[tuple[str, str]]:
    """Return the wordings that a store has noted."""
    found = tables["wording"].c
    return Prepared(select(found.wording, found.card_id)).run(connection, {}).fetchall()


def keep_aside(connection: Connection, rows: Iterable[Aside]) -> None:
    """Keep rows that are not taken in, and those that the other store keeps so."""
    statement = sqlite_insert(aside).on_conflict_do_nothing()
    values = ({"kind": row.kind, "content": row.content, "reason": row.reason} for row in rows)
    Prepared(statement).run_many(connection, values)
    Prepared(_taking("aside", true())).run(connection, {})


def deck_lines(connection: Connection, tables: Tables) -> dict[str, str]:
    """Return the scheduler's line of every deck by its name."""
    found = tables["deck"].c
    return dict(Prepared(select(found.name, found.scheduler)).run(connection, {}).fetchall())


def take_sources(connection: Connection, paths: Iterable[str], deck_ids: Mapping[str, int]) -> None:
    """Note files of the other store, as never read here."""
    theirs, decks = OTHER["source"], OTHER["deck"]
    query = select(theirs.c.path, theirs.c.imported_at, decks.c.name.label("deck")).join(decks)
    unread = {"hash": "", "size": -1, "modified_ns": -1, "parser_version": 0}
    rows = [
        {"path": it.path, "deck_id": deck_ids[it.deck], "imported_at": it.imported_at, **unread}
        for it in connection.execute(query.where(theirs.c.path.in_(given(list(paths)))))
    ]
    if rows:
        connection.execute(sqlite_insert(source).on_conflict_do_nothing(), rows)


def take_reviews(connection: Connection, refused: Sequence[Aside]) -> list[str]:
    """Add the other store's reviews that can be true, but for those of refused cards.

    Return for each new one its card.
    """
    counts: ColumnElement[bool] = review_fault(OTHER).is_(None)
    if refused:
        counts &= OTHER["review"].c.card_id.not_in(given([row.key for row in refused]))
    added = _taking("review", counts).returning(review.c.card_id)
    return [card_id for (card_id,) in Prepared(added).run(connection, {})]


def count_theirs(connection: Connection) -> int:
    """Return how many reviews the other store has."""
    return connection.scalar(select(func.count()).select_from(OTHER["review"])) or 0


def take_tombstones(connection: Connection, refused: Sequence[Aside]) -> list[str]:
    """Add the tombstones that can be true, but for those of refused reviews; return the reviews."""
    stones = OTHER["tombstone"]
    counts = stones.c.review_id.not_in(given([row.key for row in refused]))
    added = _taking("tombstone", counts & tombstone_fault(OTHER).is_(None))
    query = Prepared(added.returning(tombstone.c.review_id))
    return [review_id for (review_id,) in query.run(connection, {})]


def take_quiz_answers(connection: Connection, refused: Sequence[Aside]) -> None:
    """Add the other store's answers in quizzes but for the refused.

    One to a card that is not here stands alone.
    """
    theirs = OTHER["quiz_answer"]
    here = is_one(card.c.id == theirs.c.card_id, theirs)
    columns = [case((here, it)) if it.name == "card_id" else it for it in theirs.c]
    rows = select(*columns).where(theirs.c.id.not_in(given([row.key for row in refused])))
    names = quiz_answer.c.keys()
    Prepared(sqlite_insert(quiz_answer).from_select(names, rows).on_conflict_do_nothing()).run(
        connection, {}
    )


def cards_of(connection: Connection, review_ids: Sequence[str]) -> set[str]:
    """Return the cards of these reviews."""
    return set(
        connection.scalars(select(review.c.card_id).where(review.c.id.in_(given(review_ids))))
    )


def _taking(name: str, condition: ColumnElement[bool]) -> Insert:
    """Return the statement that adds the rows of the other store which are new and fit."""
    ours, theirs = OURS[name], OTHER[name]
    rows = select(*theirs.c).where(condition)
    return sqlite_insert(ours).from_select(ours.c.keys(), rows).on_conflict_do_nothing()


def note_wordings(connection: Connection, found: Iterable[tuple[str, str]]) -> None:
    """Add wordings to those that are noted."""
    Prepared(sqlite_insert(wording).on_conflict_do_nothing()).run_rows(
        connection, sorted(set(found))
    )


def insert_stored(connection: Connection, cards: Iterable[StoredCard]) -> None:
    """Insert cards whose decks and files are there."""
    rows = _rows(connection, cards)
    if rows:
        values: dict[str, Any] = {name: bindparam(name) for name in rows[0]}
        made = sqlite_insert(_RAW).values(values).on_conflict_do_nothing()
        Prepared(made).run_many(connection, rows)


def update_stored(connection: Connection, cards: Iterable[StoredCard]) -> None:
    """Write over cards whose decks and files are there."""
    rows = _rows(connection, cards)
    if rows:
        values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "id"}
        change = update(_RAW).where(_RAW.c.id == bindparam("id")).values(values)
        Prepared(change).run_many(connection, rows)


def _rows(connection: Connection, cards: Iterable[StoredCard]) -> list[dict[str, Any]]:
    decks: dict[str, int] = dict(connection.execute(select(deck.c.name, deck.c.id)).all())
    sources: dict[str | None, int] = dict(
        connection.execute(select(source.c.path, source.c.id)).all()
    )
    rows = []
    for it in cards:
        row = it._asdict()
        row["deck_id"] = decks[row.pop("deck")]
        row["source_id"] = sources.get(row.pop("source"))
        rows.append(row)
    return rows


def put_same_as(connection: Connection, same: Mapping[str, str]) -> None:
    """Let cards be second copies of others: they are never asked, and remember nothing."""
    copies = [{"card_id": key, "kept": kept} for key, kept in same.items()]
    values: dict[str, Any] = {
        "same_as": bindparam("kept"),
        "retired_at": func.coalesce(card.c.retired_at, card.c.edited_at, card.c.created_at),
        "is_new": 0,
        "suspended": 0,
        "flag": None,
        "buried_on": None,
    }
    Prepared(update(card).where(card.c.id == bindparam("card_id")).values(values)).run_many(
        connection, copies
    )
    forget = memory.delete().where(memory.c.card_id == bindparam("card_id"))
    Prepared(forget).run_many(connection, copies)


def take_leeches(connection: Connection) -> None:
    """Tag as leeches what either store tags so, under the ids by which the cards are kept."""
    tagged = OTHER["card_tag"]
    leeches = union(
        *(select(it.c.card_id).where(it.c.tag == LEECH) for it in (card_tag, tagged))
    ).scalar_subquery()
    kept = func.coalesce(card.c.same_as, card.c.id)
    rows = select(literal(LEECH), kept).where(card.c.id.in_(leeches))
    made = sqlite_insert(card_tag).from_select(["tag", "card_id"], rows)
    connection.execute(made.on_conflict_do_nothing())


def read_again(connection: Connection, paths: Iterable[str]) -> None:
    """Let files be read at the next import, though they may look unchanged."""
    unread = update(source).where(source.c.path.in_(given(list(paths))))
    connection.execute(unread.values(hash="", modified_ns=-1))
