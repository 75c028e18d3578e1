"""What a card's reviews add up to, and the one way of adding them up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from flashdeck.scheduling.days import Moment
from flashdeck.scheduling.options import Reader


@dataclass(frozen=True, slots=True)
class Memory:
    """The state of one card under one scheduler, derived from its reviews and nothing else.

    ``repeat`` is true while the card has to be asked again today, before its ``due`` day. What a
    scheduler does not use is None: SM-2 has an ease factor; FSRS a stability in days, a difficulty
    from 1 to 10, the learning step that the card is on, and the study day of the last review.
    """

    scheduler: str
    repetitions: int
    interval_days: int
    ease_factor: float | None
    lapses: int
    due: date
    repeat: bool
    introduced: date
    stability: float | None = None
    difficulty: float | None = None
    step: int | None = None
    last_day: date | None = None


class Scheduler(Protocol):
    """A pure rule of repetition; its options are fields, which ``OPTIONS`` reads from words."""

    OPTIONS: ClassVar[dict[str, Reader]]

    @property
    def name(self) -> str:
        """The name by which decks choose it."""
        ...

    @property
    def balance(self) -> bool:
        """Whether due days are moved to where least is due, as ``Moment.moved`` says."""
        ...

    @property
    def longest(self) -> int:
        """The longest interval in days."""
        ...

    def review(self, memory: Memory | None, quality: int, at: Moment, seed: str = "") -> Memory:
        """Return the memory after a review of ``quality`` 0..5; ``memory`` is None for a new card.

        ``seed`` is the card's id: all that is random hangs on it, so that a replay is exact.
        Raises ValueError for any other quality.
        """
        ...

    def recall(self, memory: Memory, day: date) -> float:
        """Return the probability from 0 to 1 that the card is known on ``day``."""
        ...

    def explain(
        self, before: Memory | None, quality: int, at: Moment, after: Memory, seed: str = ""
    ) -> list[str]:
        """Return what `review` did from ``before`` to ``after``, each formula with its numbers."""
        ...


def fold(
    scheduler: Scheduler, reviews: Iterable[tuple[int, Moment]], seed: str = ""
) -> Memory | None:
    """Return the memory after all ``reviews`` (quality, moment) in order; None without any."""
    memory: Memory | None = None
    for quality, at in reviews:
        memory = scheduler.review(memory, quality, at, seed)
    return memory


def assumed_recall(memory: Memory, day: date) -> float:
    """Return 0.9 to the power of t/I, t days after the review that gave the interval I.

    Schedulers without a probability of their own aim at about 90 % on the due day (for SM-2:
    Wozniak, the forgetting index of 10 %), and forgetting is taken to be exponential.
    """
    days = (day - memory.due).days + memory.interval_days
    return float(0.9 ** (max(days, 0) / max(memory.interval_days, 1)))
