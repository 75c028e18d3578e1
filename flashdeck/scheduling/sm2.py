"""SM-2 as published: P. A. Wozniak, Optimization of learning, 1990, section 3.2.

The ease factor is kept in whole hundredths while it is computed, so that no interval is ever
rounded up for a floating-point error: every step of the published formula is a multiple of 0.02.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from flashdeck.scheduling.days import Moment
from flashdeck.scheduling.grades import PASSED, check_quality
from flashdeck.scheduling.memory import Memory, assumed_recall
from flashdeck.scheduling.options import Reader, yes_or_no
from flashdeck.scheduling.spread import spread, spread_told

FIRST_EASE = 250
LEAST_EASE = 130
KNOWN = 4
LONGEST_INTERVAL = 36_500

State = tuple[int, int, int, int, int, bool, int]
"""(repetitions, interval in days, ease in hundredths, lapses, due, repeat, introduced), the two
days as their numbers."""


@dataclass(frozen=True)
class SM2:
    """The scheduler `sm2`: exact, unless ``fuzz`` or ``balance`` spread its intervals.

    The next interval then grows from the one that was spread.
    """

    OPTIONS: ClassVar[dict[str, Reader]] = {"fuzz": yes_or_no, "balance": yes_or_no}

    fuzz: bool = False
    balance: bool = False
    name: str = "sm2"

    @property
    def longest(self) -> int:
        """The longest interval in days."""
        return LONGEST_INTERVAL

    @property
    def spreads(self) -> bool:
        """Whether intervals are other than published."""
        return self.fuzz or self.balance

    def review(self, memory: Memory | None, quality: int, at: Moment, seed: str = "") -> Memory:
        """Return the memory after one review; see Scheduler.review."""
        check_quality(quality)
        day = at.day.toordinal()
        before = first_state(day) if memory is None else _state_of(memory)
        after = self.memory_of(step(before, quality, day))
        if not self.spreads or (memory and memory.repeat and at.day < memory.due):
            return after
        days = spread(after.interval_days, at, seed, self)
        return replace(after, interval_days=days, due=at.day + timedelta(days))

    def memory_of(self, state: State) -> Memory:
        """Return the memory that a state stands for."""
        repetitions, interval, ease, lapses, due, repeat, introduced = state
        return Memory(
            scheduler=self.name,
            repetitions=repetitions,
            interval_days=interval,
            ease_factor=ease / 100,
            lapses=lapses,
            due=date.fromordinal(due),
            repeat=repeat,
            introduced=date.fromordinal(introduced),
        )

    def recall(self, memory: Memory, day: date) -> float:
        """Return the assumed probability of knowing the card; see assumed_recall."""
        return assumed_recall(memory, day)

    def explain(
        self,
        before: Memory | None,
        quality: int,
        at: Moment,
        after: Memory,
        seed: str = "",
    ) -> list[str]:
        """Return what `review` did; see Scheduler.explain."""
        if self.spreads:
            plain = SM2().review(before, quality, at)
            told = SM2().explain(before, quality, at, plain)
            is_repeat = before is not None and before.repeat and at.day < before.due
            return told if is_repeat else [*told, *spread_told(plain.interval_days, at, seed, self)]
        if before and before.repeat and at.day < before.due:
            told = ["A repeat of the same day: EF and the interval stay as they are."]
        elif quality < PASSED:
            told = [
                f"q = {quality} is below {PASSED}: repetitions start again, I(1) = 1 day.",
                f"EF stays {after.ease_factor:.2f}.",
            ]
        else:
            told = [_ease_told(before, quality, after), _interval_told(before, after)]
        return [*told, *([f"q is below {KNOWN}: asked again today."] if after.repeat else [])]


def _ease_told(before: Memory | None, quality: int, after: Memory) -> str:
    ease = before.ease_factor if before else FIRST_EASE / 100
    missing = f"(5 − {quality})"
    return (
        f"EF = max(1.3, {ease:.2f} + 0.1 − {missing} · (0.08 + {missing} · 0.02))"
        f" = {after.ease_factor:.2f}"
    )


def _interval_told(before: Memory | None, after: Memory) -> str:
    number, days = after.repetitions, after.interval_days
    if before is None or number <= 2:
        return f"I({number}) = {days} day{'' if days == 1 else 's'}"
    return f"I({number}) = ⌈{before.interval_days} · {after.ease_factor:.2f}⌉ = {days} days"


def _state_of(memory: Memory) -> State:
    assert memory.ease_factor is not None
    return (
        memory.repetitions,
        memory.interval_days,
        round(memory.ease_factor * 100),
        memory.lapses,
        memory.due.toordinal(),
        memory.repeat,
        memory.introduced.toordinal(),
    )


def first_state(day: int) -> State:
    """Return the state of a card that is introduced on the day of this number."""
    return (0, 0, FIRST_EASE, 0, day, False, day)


def replay(reviews: Iterable[tuple[int, int]]) -> State | None:
    """Return the state after all ``reviews`` (quality, day's number) in order; None without any."""
    state: State | None = None
    for quality, day in reviews:
        state = step(state or first_state(day), quality, day)
    return state


def step(state: State, quality: int, day: int) -> State:
    """Return the state after one review of ``quality`` 0..5 on the day of this number."""
    repetitions, interval, ease, lapses, due, repeat, introduced = state
    if repeat and day < due:
        return (repetitions, interval, ease, lapses, due, quality < KNOWN, introduced)
    if quality < PASSED:  # the repetitions start again from I(1), the ease factor unchanged
        return (0, 1, ease, lapses + (repetitions > 0), day + 1, True, introduced)
    ease = next_ease(ease, quality)
    interval = next_interval(repetitions, interval, ease)
    due = day + interval
    return (repetitions + 1, interval, ease, lapses, due, quality < KNOWN, introduced)


def next_ease(ease: int, quality: int) -> int:
    """Return EF' = max(1.3, EF + 0.1 - (5-q)(0.08 + (5-q) 0.02)), all in hundredths."""
    missing = 5 - quality
    return max(LEAST_EASE, ease + 10 - missing * (8 + missing * 2))


def next_interval(repetitions: int, interval_days: int, ease: int) -> int:
    """Return I(1) = 1, I(2) = 6, I(n) = ceil(I(n-1) EF') days; ``ease`` is in hundredths."""
    if repetitions < 2:
        return (1, 6)[repetitions]
    return min(LONGEST_INTERVAL, -(-interval_days * ease // 100))
