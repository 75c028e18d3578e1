"""Spreading due days: fuzz draws an interval from a range around it, load balancing picks one.

The ranges are those of FSRS's package (py-fsrs 6, FUZZ_RANGES): 15 % of the days from 2.5 to 7,
10 % to 20, 5 % beyond, and 1.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b

from flashdeck.scheduling.days import Moment
from flashdeck.scheduling.memory import Memory, Scheduler

FIRST = 2.5
"""Days from which an interval is spread."""
_PARTS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))

Load = Callable[[date, date], Mapping[date, int]]
"""How many cards are due on each day from the first to the last, both included."""


def draw(seed: str, day: date) -> float:
    """Return a number in [0, 1) that is the same at each replay of this card's review."""
    digest = blake2b(f"{seed} {day.toordinal()}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def spread_range(days: int, longest: int) -> tuple[int, int]:
    """Return the shortest and longest interval that may be made of ``days``."""
    if days < FIRST:
        return days, days
    delta = 1.0 + sum(factor * max(min(days, end) - start, 0) for start, end, factor in _PARTS)
    most = min(round(days + delta), longest)
    return min(max(2, round(days - delta)), most), most


def fuzzed(days: int, chance: float, longest: int) -> int:
    """Return the interval within its range that ``chance`` in [0, 1) picks."""
    least, most = spread_range(days, longest)
    return least + int(chance * (most - least + 1))


def moved(days: int, by: int, longest: int) -> int:
    """Return the interval ``by`` days longer, within its range."""
    least, most = spread_range(days, longest)
    return min(max(days + by, least), most)


def spread(days: int, at: Moment, seed: str, scheduler: Scheduler) -> int:
    """Return the interval that load balancing, or else fuzz, makes of ``days``."""
    if scheduler.balance:
        return moved(days, at.moved, scheduler.longest)
    return fuzzed(days, draw(seed, at.day), scheduler.longest)


def spread_told(days: int, at: Moment, seed: str, scheduler: Scheduler) -> list[str]:
    """Return what `spread` did, in words."""
    least, most = spread_range(days, scheduler.longest)
    if least == most:
        return []
    after = spread(days, at, seed, scheduler)
    if not scheduler.balance:
        drawn = f"Fuzz picks from {least} to {most} days by {draw(seed, at.day):.3f}"
        return [f"{drawn}: {after} days"]
    if after == days:
        return [f"Load balancing, from {least} to {most} days, left it at {days}."]
    return [f"Load balancing, from {least} to {most} days, moved it to {after}: less is due then."]


def balanced(
    scheduler: Scheduler, before: Memory | None, quality: int, at: Moment, seed: str, load: Load
) -> Moment:
    """Return ``at`` with the days by which to move what a review makes due, to where least is.

    Of equally light days the one nearest to the scheduler's own is taken. A scheduler that does not
    balance, a repeat of the same day, and a review that was moved already stay as they are.
    """
    is_repeat = before is not None and before.repeat and at.day < before.due
    if not scheduler.balance or at.moved or is_repeat:
        return at
    days = scheduler.review(before, quality, at, seed).interval_days
    least, most = spread_range(days, scheduler.longest)
    if least == most:
        return at
    due = load(at.day + timedelta(least), at.day + timedelta(most))
    counts = {day: due.get(at.day + timedelta(day), 0) for day in range(least, most + 1)}
    best = min(counts, key=lambda day: (counts[day], abs(day - days), day))
    return replace(at, moved=best - days)
