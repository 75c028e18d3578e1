"""What may be wrong with a store, found without changing it."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Index, case, func, select, text, union

from flashdeck.scheduling import Memory
from flashdeck.store.cards import LEECH
from flashdeck.store.driver import Prepared
from flashdeck.store.replay import is_known, recomputed
from flashdeck.store.reviews import LIVE, SAVE_MEMORY
from flashdeck.store.rows import memory_row
from flashdeck.store.soundness import card_fault, quiz_answer_fault, review_fault, tombstone_fault
from flashdeck.store.tables import (
    APPEND_ONLY,
    TAGGED,
    card,
    deck,
    memory,
    metadata,
    quiz_answer,
    review,
    source,
    tombstone,
)

Fault = tuple[str, str]
"""(the row's id, what is wrong with it)."""

TagRow = tuple[str, str]
"""(tag, the card's id), as the table of tags has it."""

_TAGS_SAID = (
    "SELECT lower(value), card.id FROM card,"
    " json_each(CASE WHEN json_valid(card.tags) THEN card.tags ELSE '[]' END)"
)
_MEMORIES = Prepared(select(memory))
_NEW = Prepared(select(card.c.id, card.c.same_as, card.c.is_new))


@dataclass(frozen=True, slots=True)
class Derived:
    """What the derived rows have to become: memories, cards without any, and rows of no card."""

    memories: dict[str, Memory]
    without: list[str]
    strays: list[str]

    @property
    def wrong(self) -> list[str]:
        """The ids of all cards whose derived rows are wrong."""
        return [*self.memories, *self.without, *self.strays]


def damage(driver: sqlite3.Connection) -> list[str]:
    """Return what SQLite's own check of the file finds; rows that break a rule are not damage."""
    try:
        driver.execute("PRAGMA ignore_check_constraints = ON")
        found = [line for (line,) in driver.execute("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    finally:
        driver.execute("PRAGMA ignore_check_constraints = OFF")
    return [] if found == ["ok"] else found


def broken_references(connection: Connection) -> Counter[tuple[str, str]]:
    """Return how many rows of one table name rows of another that are not there."""
    rows = connection.execute(text("PRAGMA foreign_key_check"))
    return Counter((row[0], row[2]) for row in rows)


def missing_triggers(connection: Connection) -> list[str]:
    """Return the statements that make the triggers which are not there."""
    there = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    return [made for made in (*APPEND_ONLY, *TAGGED) if made.split()[2] not in there]


def missing_indexes(connection: Connection) -> list[Index]:
    """Return the indexes that are not there."""
    there = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'index'")))
    tables = metadata.tables.values()
    every = sorted((it for table in tables for it in table.indexes), key=lambda it: str(it.name))
    return [index for index in every if index.name not in there]


def unknown_schedulers(connection: Connection) -> list[tuple[str, str]]:
    """Return the decks and notes with a scheduler that this program does not know, and its line."""
    named = union(
        select(deck.c.name, deck.c.scheduler),
        select(deck.c.name, deck.c.chosen),
        select(source.c.path, source.c.scheduler).where(source.c.scheduler.is_not(None)),
    )
    return [(name, line) for name, line in connection.execute(named) if not is_known(line)]


def missing_tags(connection: Connection) -> list[TagRow]:
    """Return the rows that the cards' tags come to and that the table of tags does not have."""
    rows = connection.execute(text(f"{_TAGS_SAID} EXCEPT SELECT tag, card_id FROM card_tag"))
    return [(tag, card_id) for tag, card_id in rows]


def stray_tags(connection: Connection) -> list[TagRow]:
    """Return the rows of the table of tags that no card says, but for the program's own."""
    held = text(f"SELECT tag, card_id FROM card_tag WHERE tag <> :own EXCEPT {_TAGS_SAID}")
    return [(tag, card_id) for tag, card_id in connection.execute(held, {"own": LEECH})]


def impossible_reviews(connection: Connection) -> list[Fault]:
    """Return the reviews that count though they cannot be true."""
    fault = review_fault(metadata.tables)
    query = select(review.c.id, fault).where(fault.is_not(None), LIVE).order_by(review.c.id)
    return [(key, reason) for key, reason in connection.execute(query)]


def undone_faults(connection: Connection) -> int:
    """Return how many reviews cannot be true, but were taken back and do not count."""
    query = select(func.count()).select_from(review)
    query = query.where(~LIVE, review_fault(metadata.tables).is_not(None))
    return connection.scalar(query) or 0


def impossible_rows(connection: Connection) -> Iterator[Fault]:
    """Yield the other rows that cannot be true."""
    for column, fault in (
        (card.c.id, card_fault(metadata.tables)),
        (card.c.id, _copy_fault()),
        (tombstone.c.review_id, tombstone_fault(metadata.tables)),
        (quiz_answer.c.id, quiz_answer_fault(metadata.tables)),
    ):
        query = select(column, fault).where(fault.is_not(None)).order_by(column)
        for key, reason in connection.execute(query):
            yield f"{column.table.name} {key}", reason


def _copy_fault() -> ColumnElement[str | None]:
    """Return SQL for what is wrong with a second copy of a card, or NULL."""
    kept = card.alias("kept")
    is_copy = select(kept.c.id).where(kept.c.id == card.c.same_as, kept.c.same_as.is_not(None))
    return case((is_copy.exists(), "the card that it is is itself the copy of one"))


def wrong_derived(connection: Connection) -> Derived:
    """Replay the whole log and return where memory and the mark of new cards differ from it."""
    expected, looked_at = recomputed(connection)
    stored = {row[0]: list(row) for row in _MEMORIES.run(connection, {})}
    cards = {key: (same_as, is_new) for key, same_as, is_new in _NEW.run(connection, {})}
    wrong = [
        key
        for key in sorted(looked_at)
        if stored.get(key) != _row(key, expected.get(key))
        or bool(cards[key][1]) != (key not in expected)
    ]
    return Derived(
        {key: expected[key] for key in wrong if key in expected},
        [key for key in wrong if key not in expected],
        sorted(key for key in stored if key not in cards or cards[key][0] is not None),
    )


def _row(card_id: str, value: Memory | None) -> list[object] | None:
    """Return the row of the memory table as the database would hold it."""
    if value is None:
        return None
    return SAVE_MEMORY.bound_row((card_id, *memory_row(value)))
