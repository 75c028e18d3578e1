"""The JSON export: every card with its memory and the whole of its live history."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from flashdeck.cards import Card
from flashdeck.scheduling import Memory, Moment


def card_json(
    card: Card, memory: Memory | None, reviews: Sequence[tuple[str, int, Moment, int | None]]
) -> dict[str, Any]:
    """Return one card as plain values; ``reviews`` are (id, quality, moment, duration in ms)."""
    return {
        "id": card.id,
        "deck": card.deck,
        "kind": card.kind.value,
        "question": card.question,
        "answer": card.answer,
        "path": list(card.path),
        "tags": list(card.tags),
        "source": {"path": card.source, "line": card.line},
        "suspended": card.suspended,
        "flag": card.flag,
        "retired": card.retired,
        "memory": None if memory is None else _memory_json(memory),
        "reviews": [_review_json(*review) for review in reviews],
    }


def _memory_json(memory: Memory) -> dict[str, Any]:
    """Return what the card's scheduler keeps; what it does not use is left out."""
    return {name: _plain(value) for name, value in asdict(memory).items() if value is not None}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _review_json(
    review_id: str, quality: int, at: Moment, duration_ms: int | None
) -> dict[str, Any]:
    return {
        "id": review_id,
        "reviewed_at": _local_iso(at.instant, at.utc_offset),
        "day": at.day.isoformat(),
        "quality": quality,
        "duration_ms": duration_ms,
        "moved_days": at.moved,
    }


def _local_iso(instant: datetime, offset: timedelta) -> str:
    """Return the instant in the learner's own time, with its offset."""
    return instant.astimezone(timezone(offset) if offset else UTC).isoformat()
