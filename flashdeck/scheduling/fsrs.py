"""FSRS-6 by the package `fsrs` of open-spaced-repetition, over study days.

Its formulas count elapsed days, so it is told study days and not hours: what lies between two
reviews does not depend on the time of day, the zone or daylight saving. A card on a learning step,
which is shorter than a day, is a repeat of the session, and due tomorrow if it is left open.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from flashdeck.scheduling.days import Moment
from flashdeck.scheduling.grades import check_quality
from flashdeck.scheduling.memory import Memory
from flashdeck.scheduling.options import Reader, listed, number, steps, whole, yes_or_no
from flashdeck.scheduling.spread import spread, spread_told

if TYPE_CHECKING:
    import fsrs

PARAMETERS = 21
RATINGS = (1, 1, 1, 2, 3, 4)
"""The package's rating for each quality: Again, Hard, Good, Easy are 1 to 4."""
AGAIN = 1


def parameter_bounds() -> list[tuple[float, float]]:
    """Return the least and the greatest value of each parameter."""
    from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS  # deferred: 2 ms

    return list(zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True))


def _parameters(word: str) -> tuple[float, ...]:
    values: tuple[float, ...] = listed(number(0, 100))(word)
    if len(values) != PARAMETERS:
        raise ValueError(f"{PARAMETERS} numbers with commas between them")
    for index, (value, (least, most)) in enumerate(zip(values, parameter_bounds(), strict=True)):
        if not least <= value <= most:
            raise ValueError(f"as w[{index}] a number from {least:g} to {most:g}")
    return values


@dataclass(frozen=True)
class FSRS:
    """The scheduler `fsrs`; without ``parameters``, those of the package."""

    OPTIONS: ClassVar[dict[str, Reader]] = {
        "desired_retention": number(0.7, 0.99),
        "learning_steps": steps,
        "relearning_steps": steps,
        "longest_interval": whole(1, 36_500),
        "fuzz": yes_or_no,
        "balance": yes_or_no,
        "parameters": _parameters,
    }

    desired_retention: float = 0.9
    learning_steps: tuple[timedelta, ...] = (timedelta(minutes=1), timedelta(minutes=10))
    relearning_steps: tuple[timedelta, ...] = (timedelta(minutes=10),)
    longest_interval: int = 36_500
    fuzz: bool = True
    balance: bool = False
    parameters: tuple[float, ...] = field(default=(), repr=False)
    name: str = "fsrs"

    @property
    def longest(self) -> int:
        """The longest interval in days."""
        return self.longest_interval

    @cached_property
    def rule(self) -> "fsrs.Scheduler":
        """The package's scheduler; its fuzz is off, because it would differ at each replay."""
        import fsrs  # deferred: 2 ms that only decks under FSRS need

        given = {"parameters": self.parameters} if self.parameters else {}
        return fsrs.Scheduler(
            desired_retention=self.desired_retention,
            learning_steps=self.learning_steps,
            relearning_steps=self.relearning_steps,
            maximum_interval=self.longest_interval,
            enable_fuzzing=False,
            **given,
        )

    def review(self, memory: Memory | None, quality: int, at: Moment, seed: str = "") -> Memory:
        """Return the memory after one review; see Scheduler.review."""
        import fsrs  # deferred: 2 ms that only decks under FSRS need

        rating = RATINGS[check_quality(quality)]
        now = _midnight(at.day)
        after, _ = self.rule.review_card(_card(memory), fsrs.Rating(rating), now)
        on_step = after.step is not None
        days = 1 if on_step else (after.due - now).days
        if (self.fuzz or self.balance) and not on_step:
            days = spread(days, at, seed, self)
        was_known = memory is not None and memory.step is None
        return Memory(
            scheduler=self.name,
            repetitions=_repetitions(memory, rating, on_step=on_step),
            interval_days=days,
            ease_factor=None,
            lapses=(memory.lapses if memory else 0) + (was_known and rating == AGAIN),
            due=at.day + timedelta(days=days),
            repeat=on_step,
            introduced=memory.introduced if memory else at.day,
            stability=after.stability,
            difficulty=after.difficulty,
            step=after.step,
            last_day=at.day,
        )

    def recall(self, memory: Memory, day: date) -> float:
        """Return the retrievability, the power forgetting curve of FSRS-6."""
        return self.rule.get_card_retrievability(_card(memory), _midnight(day))

    def explain(
        self, before: Memory | None, quality: int, at: Moment, after: Memory, seed: str = ""
    ) -> list[str]:
        """Return what `review` did; see Scheduler.explain."""
        from flashdeck.scheduling.fsrs_formulas import Told  # deferred: only `why` needs it

        told = Told(self.rule.parameters, before, RATINGS[quality], at.day, after)
        if after.step is not None:
            steps = self.relearning_steps if after.lapses else self.learning_steps
            return [*told.memory(), f"On step {after.step + 1} of {len(steps)}: asked again today."]
        interval = told.interval(self.desired_retention, self.longest_interval)
        if not (self.fuzz or self.balance):
            return [*told.memory(), interval]
        plain = replace(self, fuzz=False, balance=False).review(before, quality, at)
        return [*told.memory(), interval, *spread_told(plain.interval_days, at, seed, self)]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _card(memory: Memory | None) -> "fsrs.Card":
    """Return the package's card; only one that lapsed can be on a relearning step."""
    import fsrs  # deferred: 2 ms that only decks under FSRS need

    if memory is None:
        return fsrs.Card(card_id=0, due=_midnight(date.min))
    on_step = fsrs.State.Relearning if memory.lapses else fsrs.State.Learning
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review if memory.step is None else on_step,
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_midnight(memory.due),
        last_review=_midnight(memory.last_day) if memory.last_day else None,
    )


def _repetitions(memory: Memory | None, rating: int, *, on_step: bool) -> int:
    """Return how often in a row the card was known since it left its steps."""
    if rating == AGAIN:
        return 0
    return (memory.repetitions if memory else 0) + (not on_step)
