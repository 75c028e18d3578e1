"""SM-2 as published: P. A. Wozniak, Optimization of learning, 1990, section 3.2.

The ease factor is kept in whole hundredths while it is computed, so that no interval is ever
rounded up for a floating-point error: every step of the published formula is a multiple of 0.02.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from flashdeck.scheduling.days import Moment
from flashdeck.scheduling.grades import check_quality
from flashdeck.scheduling.memory import Memory

FIRST_EASE = 250
LEAST_EASE = 130
PASSED = 3
KNOWN = 4
LONGEST_INTERVAL = 36_500


@dataclass(frozen=True)
class SM2:
    """The scheduler `sm2`."""

    name: str = "sm2"

    def review(self, memory: Memory | None, quality: int, at: Moment) -> Memory:
        """Return the memory after one review; see Scheduler.review."""
        check_quality(quality)
        if memory is None:
            memory = Memory(self.name, 0, 0, FIRST_EASE / 100, 0, at.day, False, at.day)
        if memory.repeat and at.day < memory.due:
            return replace(memory, repeat=quality < KNOWN)
        return _passed(memory, quality, at) if quality >= PASSED else _failed(memory, at)


def _passed(memory: Memory, quality: int, at: Moment) -> Memory:
    ease = next_ease(round(memory.ease_factor * 100), quality)
    interval = next_interval(memory.repetitions, memory.interval_days, ease)
    return replace(
        memory,
        repetitions=memory.repetitions + 1,
        interval_days=interval,
        ease_factor=ease / 100,
        due=at.day + timedelta(days=interval),
        repeat=quality < KNOWN,
    )


def _failed(memory: Memory, at: Moment) -> Memory:
    """Start the repetitions again from I(1), the ease factor unchanged."""
    return replace(
        memory,
        repetitions=0,
        interval_days=1,
        lapses=memory.lapses + (memory.repetitions > 0),
        due=at.day + timedelta(days=1),
        repeat=True,
    )


def next_ease(ease: int, quality: int) -> int:
    """Return EF' = max(1.3, EF + 0.1 - (5-q)(0.08 + (5-q) 0.02)), all in hundredths."""
    missing = 5 - quality
    return max(LEAST_EASE, ease + 10 - missing * (8 + missing * 2))


def next_interval(repetitions: int, interval_days: int, ease: int) -> int:
    """Return I(1) = 1, I(2) = 6, I(n) = ceil(I(n-1) EF') days; ``ease`` is in hundredths."""
    if repetitions < 2:
        return (1, 6)[repetitions]
    return min(LONGEST_INTERVAL, -(-interval_days * ease // 100))
