"""Changing the scheduler of decks: all their cards are replayed, and what that moves is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from flashdeck.errors import FlashdeckError
from flashdeck.scheduling import Memory, scheduler_named, tidy
from flashdeck.store import Store
from flashdeck.store.cards import all_cards
from flashdeck.store.decks import deck_schedulers, set_schedulers
from flashdeck.store.replay import replayed, save_memories
from flashdeck.store.reviews import all_memories
from flashdeck.store.rows import DeckScheduler
from flashdeck.study.scope import decks_below

SPANS = ((0, "today"), (1, "1 day"), (7, "week"), (30, "month"), (90, "3 months"))
"""Until how many days ahead a card counts under which heading; the rest come later."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """A card that is asked at all, and the day on which it is due before and after."""

    card_id: str
    question: str
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """What became of one deck; ``notes`` names the note that would not let it change."""

    deck: str
    before: str
    after: str
    cards: tuple[Moved, ...] = ()
    notes: str | None = None

    def newly_due(self, today: date) -> list[Moved]:
        """Return the cards that were not due and now are, the longest overdue first."""
        found = [card for card in self.cards if card.after <= today < card.before]
        return sorted(found, key=lambda card: card.after)

    def as_json(self, today: date) -> dict[str, Any]:
        """Return what happened as plain values."""
        return {
            "deck": self.deck,
            "before": self.before,
            "after": self.after,
            "notes": self.notes,
            "cards": len(self.cards),
            "moved": sum(card.before != card.after for card in self.cards),
            "due_before": sum(card.before <= today for card in self.cards),
            "due_after": sum(card.after <= today for card in self.cards),
            "newly_due": [
                {"id": card.card_id, "question": card.question, "due": card.after.isoformat()}
                for card in self.newly_due(today)
            ],
        }


def reschedule(
    store: Store,
    deck: str | None,
    line: str | None,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> list[Rescheduled]:
    """Give ``deck`` and all below it, or every deck, the scheduler of ``line``, and replay them.

    Without a line each deck is replayed under what it has. A deck whose notes name a scheduler
    keeps it. Raises NotFoundError for an unknown deck or scheduler, FlashdeckError for wrong
    options and where notes forbid any change.
    """
    wanted = None if line is None else tidy(line)
    with store.read() if dry_run else store.write() as connection:
        decks = deck_schedulers(connection, decks_below(connection, deck))
        _check_notes(decks, wanted)
        told = []
        for done, it in enumerate(decks, 1):
            told.append(_one(connection, it, wanted, dry_run=dry_run))
            if progress:
                progress(done, len(decks), it.name)
    return told


def _check_notes(decks: list[DeckScheduler], wanted: str | None) -> None:
    held = [deck for deck in decks if deck.notes]
    if wanted is not None and held and len(held) == len(decks):
        raise FlashdeckError(
            f"the notes of {held[0].name} choose its scheduler",
            f"Write `scheduler: {wanted}` in the front matter of {next(iter(held[0].notes))}.",
        )


def _one(
    connection: Connection, deck: DeckScheduler, wanted: str | None, *, dry_run: bool
) -> Rescheduled:
    if wanted is not None and deck.notes:
        return Rescheduled(deck.name, deck.scheduler, deck.scheduler, (), next(iter(deck.notes)))
    after = wanted or deck.wanted
    memories = replayed(connection, [deck.id], scheduler_named(after))
    cards = _moved(connection, deck.id, memories)
    if not dry_run:
        set_schedulers(connection, deck.id, after, wanted or deck.chosen)
        save_memories(connection, memories)
    return Rescheduled(deck.name, deck.scheduler, after, cards)


def _moved(connection: Connection, deck_id: int, memories: dict[str, Memory]) -> tuple[Moved, ...]:
    """Return the cards that may be asked with the days on which they were and will be due."""
    before = all_memories(connection, [deck_id])
    return tuple(
        Moved(card.id, card.question, before[card.id].due, memories[card.id].due)
        for card in all_cards(connection, [deck_id], retired=False)
        if card.id in memories and card.id in before and not card.suspended
    )


def spread(days: list[date], today: date) -> list[int]:
    """Return how many of ``days`` fall into each of SPANS, and how many come later."""
    ends = [end for end, _ in SPANS]
    counts = [0] * (len(ends) + 1)
    for day in days:
        ahead = (day - today).days
        counts[sum(ahead > end for end in ends)] += 1
    return counts
