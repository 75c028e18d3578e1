"""Why a card is due when it is: each review, and what its scheduler made of it."""

from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any

from sqlalchemy import Connection

from flashdeck.cards import Card
from flashdeck.errors import NotFoundError
from flashdeck.matching import question_key
from flashdeck.scheduling import Grade, Memory, Moment, scheduler_named
from flashdeck.scheduling.grades import BUTTONS
from flashdeck.store import Store
from flashdeck.store.cards import find_cards, load_card
from flashdeck.store.decks import deck_schedulers
from flashdeck.store.reviews import live_reviews, moment_of
from flashdeck.text import one_line

MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One review: when, how well, what the scheduler did, and what came of it."""

    at: Moment
    quality: int
    told: list[str]
    after: Memory

    @property
    def local(self) -> datetime:
        """The time on the learner's own clock."""
        return self.at.instant.astimezone(timezone(self.at.utc_offset))

    @property
    def grade(self) -> str:
        """The button's name, or the quality where there is none."""
        named = self.quality in BUTTONS
        return Grade(self.quality).label if named else f"quality {self.quality}"

    @property
    def another_day(self) -> bool:
        """Tell whether the review counts for the day before, because its day had not ended."""
        return self.local.date() != self.at.day

    def as_json(self) -> dict[str, Any]:
        """Return the step as plain values."""
        return {
            "reviewed_at": self.local.isoformat(),
            "day": self.at.day.isoformat(),
            "quality": self.quality,
            "told": self.told,
            "interval_days": self.after.interval_days,
            "due": self.after.due.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Why:
    """A card, its deck's scheduler, and the steps that lead to its due day."""

    card: Card
    scheduler: str
    steps: list[Step]

    @property
    def memory(self) -> Memory | None:
        """What the reviews add up to, or None for a new card."""
        return self.steps[-1].after if self.steps else None

    @property
    def due(self) -> date | None:
        """The day on which the card is due."""
        return self.memory.due if self.memory else None


def why(store: Store, wanted: str) -> Why:
    """Return why the card called ``wanted`` is due when it is.

    A card is named by the beginning of its id, by the id in its note, or by its question, a part
    or some words of it. Raises NotFoundError if there is none, or more than one.
    """
    with store.read() as connection:
        card = _the_card(connection, wanted)
        (deck,) = (it for it in deck_schedulers(connection) if it.name == card.deck)
        scheduler = scheduler_named(deck.scheduler)
        memory: Memory | None = None
        steps = []
        for row in live_reviews(connection, card.id):
            at = moment_of(row)
            after = scheduler.review(memory, row.quality, at, card.id)
            told = scheduler.explain(memory, row.quality, at, after, card.id)
            steps.append(Step(at, row.quality, told, after))
            memory = after
    return Why(card, deck.scheduler, steps)


def _the_card(connection: Connection, wanted: str) -> Card:
    found = find_cards(connection, wanted.strip(), question_key(wanted))
    if not found:
        raise NotFoundError(
            f"there is no card {wanted!r}", "Give its question, some words of it, or its id."
        )
    if len(found) > 1:
        cards = [load_card(connection, card_id) for card_id in found[:MOST_LISTED]]
        listed = "; ".join(f"{card.id[:8]} {one_line(card.question, 50)}" for card in cards if card)
        more = ", and more" if len(found) > MOST_LISTED else ""
        raise NotFoundError(
            f"{wanted!r} may be more than one card", f"Give one's id: {listed}{more}."
        )
    card = load_card(connection, found[0])
    assert card is not None
    return card
