"""FSRS-6 over a card's whole log: what the package computes, without its objects for each review.

What a review makes of stability, difficulty and step does not depend on the intervals before it, so
only these are computed here, in the package's own order of operations, equal to it bit for bit. The
last review, from which the due day follows, is the package's (`FSRS.review`).
Source: py-fsrs 6, fsrs/scheduler.py.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from math import e
from typing import NamedTuple

from flashdeck.scheduling.days import Moment
from flashdeck.scheduling.fsrs import AGAIN, FSRS, RATINGS
from flashdeck.scheduling.grades import check_quality
from flashdeck.scheduling.memory import Memory

History = Sequence[tuple[int, int]]
"""(quality, the day's number) of each review, in the order of the log."""

HARD, GOOD, EASY = 2, 3, 4
LEAST_STABILITY = 0.001
LEAST_DIFFICULTY, MOST_DIFFICULTY = 1.0, 10.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

NextStability = Callable[[float, float, int, int], float]
"""From (stability, difficulty, rating, days since the review before)."""


class _State(NamedTuple):
    stability: float
    difficulty: float
    step: int | None
    repetitions: int
    lapses: int
    last_day: int
    introduced: int


class Replayer:
    """Replays cards under one scheduler; what does not change from review to review is kept."""

    def __init__(self, scheduler: FSRS) -> None:
        self.scheduler = scheduler
        self.w = w = scheduler.rule.parameters
        self.first = [max(stability, LEAST_STABILITY) for stability in w[:4]]
        hardest = [w[4] - (e ** (w[5] * (rating - 1))) + 1 for rating in range(1, 5)]
        self.first_difficulty = [_clamped(difficulty) for difficulty in hardest]
        self.aim, self.inertia = w[7] * hardest[-1], 1 - w[7]
        self.changes = [-(w[6] * (rating - 3)) for rating in range(1, 5)]
        self.next_stability = _next_stability(w)
        self.steps = len(scheduler.learning_steps), len(scheduler.relearning_steps)

    def replay(self, history: History, seed: str) -> Memory:
        """Return the memory after ``history``, which has at least one review; see `memory.fold`."""
        *earlier, (quality, number) = history
        day = date.fromordinal(number)
        before = self._memory(earlier) if earlier else None
        return self.scheduler.review(before, quality, Moment(_EPOCH, timedelta(0), day), seed)

    def _memory(self, history: History) -> Memory:
        """Return as much of the memory after ``history`` as the next review looks at."""
        state = self._states(history)
        day = date.fromordinal(state.last_day)
        return Memory(
            scheduler=self.scheduler.name,
            repetitions=state.repetitions,
            interval_days=1,
            ease_factor=None,
            lapses=state.lapses,
            due=day,
            repeat=state.step is not None,
            introduced=date.fromordinal(state.introduced),
            stability=state.stability,
            difficulty=state.difficulty,
            step=state.step,
            last_day=day,
        )

    def _states(self, history: History) -> _State:
        quality, introduced = history[0]
        rating, last = RATINGS[check_quality(quality)], introduced
        stability, difficulty = self.first[rating - 1], self.first_difficulty[rating - 1]
        step = _next_step(0, rating, self.steps[0])
        repetitions, lapses = int(step is None and rating != AGAIN), 0
        for quality, day in history[1:]:
            rating = RATINGS[check_quality(quality)]
            stability = self.next_stability(stability, difficulty, rating, day - last)
            change = (10.0 - difficulty) * self.changes[rating - 1] / 9.0
            difficulty = _clamped(self.aim + self.inertia * (difficulty + change))
            if step is not None:
                step = _next_step(step, rating, self.steps[lapses > 0])
            elif rating == AGAIN:
                lapses += 1
                step = 0 if self.steps[1] else None
            repetitions = 0 if rating == AGAIN else repetitions + (step is None)
            last = day
        return _State(stability, difficulty, step, repetitions, lapses, last, introduced)


def _next_step(step: int, rating: int, steps: int) -> int | None:
    """Return the step that follows ``step`` of so many, or None once they are done."""
    if not steps or rating == EASY:
        return None
    if rating == AGAIN:
        return 0
    if rating == GOOD:
        step += 1
    return step if step < steps else None


def _clamped(difficulty: float) -> float:
    return min(max(difficulty, LEAST_DIFFICULTY), MOST_DIFFICULTY)


def _next_stability(w: Sequence[float]) -> NextStability:
    """Return the formulas of stability with their constant parts worked out."""
    decay = -w[20]
    factor = 0.9 ** (1 / decay) - 1
    same_day = [e ** (w[17] * (rating - 3 + w[18])) for rating in range(1, 5)]
    growth: float = e ** w[8]
    loss: float = e ** (w[17] * w[18])
    w9, w10, w11, w12, w13, w14, w15, w16 = w[9:17]
    w19 = w[19]

    def after(s: float, d: float, rating: int, days: int) -> float:
        if days < 1:
            grown: float = same_day[rating - 1] * (s**-w19)
            return max(s * (grown if rating == AGAIN else max(grown, 1.0)), LEAST_STABILITY)
        recalled: float = (1 + factor * days / s) ** decay
        if rating == AGAIN:
            lost: float = w11 * (d**-w12) * (((s + 1) ** w13) - 1) * (e ** ((1 - recalled) * w14))
            return max(min(lost, s / loss), LEAST_STABILITY)
        bonus: float = growth * (11 - d) * (s**-w9) * ((e ** ((1 - recalled) * w10)) - 1)
        if rating != GOOD:
            bonus *= w15 if rating == HARD else w16
        return max(s * (1 + bonus), LEAST_STABILITY)

    return after
