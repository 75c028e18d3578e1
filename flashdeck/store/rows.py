"""The shapes in which rows leave the store."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Row

from flashdeck.cards import Card, Kind
from flashdeck.scheduling import Memory


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
    )


def memory_from(row: Row[Any]) -> Memory:
    """Return the memory of a row of the memory table."""
    return Memory(
        scheduler=row.scheduler,
        repetitions=row.repetitions,
        interval_days=row.interval_days,
        ease_factor=row.ease_factor,
        lapses=row.lapses,
        due=row.due,
        repeat=row.repeat,
        introduced=row.introduced,
        stability=row.stability,
        difficulty=row.difficulty,
        step=row.step,
        last_day=row.last_day,
    )


def memory_values(memory: Memory) -> dict[str, Any]:
    """Return the columns of a memory, `asdict` without the deep copies that it makes."""
    return {
        "scheduler": memory.scheduler,
        "repetitions": memory.repetitions,
        "interval_days": memory.interval_days,
        "ease_factor": memory.ease_factor,
        "lapses": memory.lapses,
        "due": memory.due,
        "repeat": memory.repeat,
        "introduced": memory.introduced,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "step": memory.step,
        "last_day": memory.last_day,
    }


memory_row = attrgetter(*(field.name for field in fields(Memory)))
"""Returns the values of a memory in the order of the table's columns."""
