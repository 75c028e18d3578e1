"""What a card's reviews add up to, and the one way of adding them up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flashdeck.scheduling.days import Moment


@dataclass(frozen=True, slots=True)
class Memory:
    """The state of one card under one scheduler, derived from its reviews and nothing else.

    ``repeat`` is true while the card has to be asked again today, before its ``due`` day.
    """

    scheduler: str
    repetitions: int
    interval_days: int
    ease_factor: float
    lapses: int
    due: date
    repeat: bool
    introduced: date


class Scheduler(Protocol):
    """A pure rule of repetition."""

    @property
    def name(self) -> str:
        """The name by which decks choose it."""
        ...

    def review(self, memory: Memory | None, quality: int, at: Moment) -> Memory:
        """Return the memory after a review of ``quality`` 0..5; ``memory`` is None for a new card.

        Raises ValueError for any other quality.
        """
        ...


def fold(scheduler: Scheduler, reviews: Iterable[tuple[int, Moment]]) -> Memory | None:
    """Return the memory after all ``reviews`` (quality, moment) in order; None without any."""
    memory: Memory | None = None
    for quality, at in reviews:
        memory = scheduler.review(memory, quality, at)
    return memory
