"""The workload and the retention of the coming days, by scheduler."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import Connection

from flashdeck.config import Settings
from flashdeck.scheduling import Memory, fold, scheduler_named, tidy
from flashdeck.scheduling.simulate import Card, Day, Habits, Simulation, habits_of
from flashdeck.store import Store
from flashdeck.store.decks import deck_schedulers
from flashdeck.store.histories import histories_of
from flashdeck.store.queue import askable_cards
from flashdeck.store.reviews import moment_of
from flashdeck.store.rows import ReviewRow
from flashdeck.study.clock import Clock, now
from flashdeck.study.day_limits import new_on_coming_days
from flashdeck.study.scope import decks_below

LINES = (
    "sm2",
    "fsrs desired_retention=0.8",
    "fsrs desired_retention=0.9",
    "fsrs desired_retention=0.95",
)
"""The schedulers that are compared if none are named."""

MOST_CARDS = 1_500
"""Of a larger collection so many cards are simulated, drawn at random, and the counts scaled up."""

TRUTH = "fsrs learning_steps=none relearning_steps=none fuzz=no"


@dataclass(frozen=True, slots=True)
class Forecast:
    """One scheduler's days, scaled up to all cards."""

    line: str
    days: list[Day]
    scale: float
    known: float
    seconds: float | None

    @property
    def reviews(self) -> list[float]:
        """The cards asked on each day, new ones among them."""
        return [(day.reviews + day.new) * self.scale for day in self.days]

    @property
    def retention(self) -> float | None:
        """The share of due cards that were remembered, or None if none were due."""
        asked = sum(day.reviews for day in self.days)
        return sum(day.recalled for day in self.days) / asked if asked else None

    @property
    def answers_a_day(self) -> float:
        """Answers on an average day, repeats included."""
        return sum(day.answers for day in self.days) * self.scale / len(self.days)

    @property
    def minutes_a_day(self) -> float | None:
        """Minutes on an average day, as fast as the learner has been so far."""
        return None if self.seconds is None else self.answers_a_day * self.seconds / 60

    def as_json(self) -> dict[str, Any]:
        """Return the forecast as plain values."""
        return {
            "scheduler": self.line,
            "cards_a_day": round(sum(self.reviews) / len(self.days), 2),
            "answers_a_day": round(self.answers_a_day, 2),
            "busiest_day": round(max(self.reviews)),
            "minutes_a_day": None if self.minutes_a_day is None else round(self.minutes_a_day, 2),
            "retention": None if self.retention is None else round(self.retention, 4),
            "known_at_the_end": round(self.known),
            "days": [round(amount, 2) for amount in self.reviews],
        }


@dataclass(frozen=True, slots=True)
class _Sample:
    """Cards with reviews, by id, how many new ones go with them, and what part of all that is."""

    logs: dict[str, list[ReviewRow]]
    new: int
    share: float

    def habits(self) -> Habits:
        return habits_of([[row.quality for row in rows] for rows in self.logs.values()])

    def seconds(self) -> float | None:
        times = [row.duration_ms for rows in self.logs.values() for row in rows if row.duration_ms]
        return sum(times) / len(times) / 1000 if times else None


def forecast(
    store: Store,
    clock: Clock,
    settings: Settings,
    deck: str | None = None,
    lines: Sequence[str] = LINES,
    days: int = 90,
    seed: int = 1,
) -> list[Forecast]:
    """Simulate ``days`` of study under each scheduler of ``lines``, with the same seed for each.

    New cards come as the limits of all decks and of single ones let them in. The learner is taken
    to forget as FSRS says, with the parameters of the deck if it has some.
    Raises NotFoundError for an unknown deck or scheduler, FlashdeckError for wrong options.
    """
    tidied = [tidy(line) for line in lines]
    today = now(clock, settings).day
    with store.read() as connection:
        ids = decks_below(connection, deck)
        learned, waiting = askable_cards(connection, ids)
        admitted = new_on_coming_days(connection, settings, today, waiting, days)
        sample = _sample(connection, learned, sum(admitted), Random(seed))
        truth = scheduler_named(_truth(connection, ids))
    new = [f"new card {number}" for number in range(sample.new)]
    new_by_day = [amount * sample.share for amount in admitted]
    told = []
    for line in tidied:
        scheduler = scheduler_named(line)
        reviewed = [
            Card(card_id, _folded(line, card_id, rows), fold(truth, _moments(rows)))
            for card_id, rows in sample.logs.items()
        ]
        simulation = Simulation(scheduler, truth, sample.habits(), Random(seed))
        simulated, known = simulation.run([*reviewed, *map(Card, new)], today, new_by_day)
        scale = 1 / sample.share
        told.append(Forecast(line, simulated, scale, known * scale, sample.seconds()))
    return told


def _sample(connection: Connection, learned: Sequence[str], new: int, random: Random) -> _Sample:
    share = min(1.0, MOST_CARDS / max(1, len(learned) + new))
    chosen = random.sample(learned, round(len(learned) * share))
    return _Sample(histories_of(connection, chosen), round(new * share), share)


def _truth(connection: Connection, decks: tuple[int, ...] | None) -> str:
    """Return the line of the true memory: FSRS, with the parameters that a deck was fitted to."""
    for deck in deck_schedulers(connection, decks):
        for word in deck.scheduler.split():
            if word.startswith("parameters="):
                return f"{TRUTH} {word}"
    return TRUTH


def _folded(line: str, card_id: str, rows: list[ReviewRow]) -> Memory | None:
    return fold(scheduler_named(line), _moments(rows), card_id)


def _moments(rows: list[ReviewRow]) -> Any:
    return ((row.quality, moment_of(row)) for row in rows)
