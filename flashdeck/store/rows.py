"""The shapes in which rows leave the store."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Row

from flashdeck.cards import Card, Flag, Kind
from flashdeck.scheduling import Memory

_MEMORY = [field.name for field in fields(Memory)]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A file as it was when it was last read."""

    id: int
    path: str
    deck: str
    style: str | None
    hash: str
    size: int
    modified_ns: int
    parser_version: int
    imported_at: datetime
    scheduler: str | None
    new_per_day: int | None
    reviews_per_day: int | None
    cards: int


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review of the log that has not been undone."""

    id: str
    card_id: str
    reviewed_at: datetime
    utc_offset_s: int
    day: date
    quality: int
    duration_ms: int | None
    moved: int | None = None


@dataclass(frozen=True, slots=True)
class DeckScheduler:
    """The line that names a deck's scheduler, what a learner chose, and what its notes say."""

    id: int
    name: str
    scheduler: str
    chosen: str
    notes: dict[str, str]

    @property
    def wanted(self) -> str:
        """What the deck's notes say, the first by path, or else what was chosen."""
        return next(iter(self.notes.values()), self.chosen)


@dataclass(frozen=True, slots=True)
class DeckCounts:
    """How many cards of one deck stand where, on a given day."""

    name: str
    total: int
    due: int
    new: int
    suspended: int


def card_from(row: Row[Any]) -> Card:
    """Return the card of a row of `cards.CARD_COLUMNS`."""
    return Card(
        id=row.id,
        deck=row.deck,
        kind=Kind(row.kind),
        question=row.question,
        answer=row.answer,
        path=row.path,
        tags=row.tags,
        source=row.source,
        line=row.line,
        suspended=row.suspended,
        retired=row.retired_at is not None,
        sibling_group=row.sibling_group,
        flag=None if row.flag is None else Flag(row.flag),
    )


def memory_from(row: Sequence[Any]) -> Memory:
    """Return the memory of a row that begins with the columns of the memory table."""
    return Memory(*row[1 : 1 + len(_MEMORY)])


memory_row = attrgetter(*_MEMORY)
"""Returns the values of a memory in the order of the table's columns, but for the card's id."""
