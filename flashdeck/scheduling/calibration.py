"""How well predicted probabilities of recall agree with what happened.

RMSE in bins is that of the SRS benchmark of open-spaced-repetition: reviews alike in days elapsed,
reviews and lapses share a bin, in which the mean prediction is held against the mean outcome.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, log, sqrt

from flashdeck.scheduling.days import Moment
from flashdeck.scheduling.grades import PASSED
from flashdeck.scheduling.memory import Memory, Scheduler

CERTAIN = 1e-4
"""Predictions count as at least this far from 0 and 1, so that one surprise costs no infinity."""


@dataclass(frozen=True, slots=True)
class Case:
    """A review on a later day than the one before: its id, what kind it is, and whether it passed.

    ``days`` since the last review, ``reviews`` on different days with this one, and ``lapses``
    among those between the first and this one.
    """

    review_id: str
    days: int
    reviews: int
    lapses: int
    passed: bool

    @property
    def bin(self) -> tuple[int, int, int]:
        """The bin of reviews that are alike, in steps that grow by these factors."""
        return _step(self.days, 3.62), _step(self.reviews, 1.89), _step(self.lapses, 1.73)


def _step(amount: int, growth: float) -> int:
    return floor(log(amount) / log(growth)) if amount > 0 else -1


def cases(
    reviews: Sequence[tuple[str, int, Moment]], scheduler: Scheduler, seed: str
) -> list[tuple[Case, float]]:
    """Return each case among one card's ``reviews`` (id, quality, moment) with its prediction."""
    memory: Memory | None = None
    found: list[tuple[Case, float]] = []
    before, lapses, last = 0, 0, None
    for review_id, quality, at in reviews:
        later = last is not None and at.day > last
        if later and memory is not None and last is not None:
            case = Case(review_id, (at.day - last).days, before + 1, lapses, quality >= PASSED)
            found.append((case, scheduler.recall(memory, at.day)))
        if later or last is None:
            before += 1
            lapses += later and quality < PASSED
        memory = scheduler.review(memory, quality, at, seed)
        last = at.day if last is None else max(last, at.day)
    return found


def log_loss(pairs: Sequence[tuple[Case, float]]) -> float:
    """Return the mean of -ln of the probability given to what happened."""
    chances = (p if case.passed else 1 - p for case, p in pairs)
    return -sum(log(min(max(chance, CERTAIN), 1 - CERTAIN)) for chance in chances) / len(pairs)


def rmse_in_bins(pairs: Sequence[tuple[Case, float]]) -> float:
    """Return the root of the mean square of mean prediction less mean outcome, over the bins."""
    bins: dict[tuple[int, int, int], list[tuple[Case, float]]] = defaultdict(list)
    for case, p in pairs:
        bins[case.bin].append((case, p))
    errors = (len(group) * _error(group) ** 2 for group in bins.values())
    return sqrt(sum(errors) / len(pairs))


def _error(pairs: Sequence[tuple[Case, float]]) -> float:
    return sum(p - case.passed for case, p in pairs) / len(pairs)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Reviews with predictions alike: how many, the mean prediction, and the share that passed."""

    reviews: int
    predicted: float
    passed: float


def reliability(pairs: Iterable[tuple[Case, float]], bins: int = 10) -> list[Reliability]:
    """Return ``bins`` groups of equal size, from the lowest predictions to the highest."""
    ordered = sorted(pairs, key=lambda pair: pair[1])
    edges = [index * len(ordered) // bins for index in range(bins + 1)]
    groups = [ordered[start:end] for start, end in itertools.pairwise(edges)]
    return [
        Reliability(
            len(group),
            sum(p for _, p in group) / len(group),
            sum(case.passed for case, _ in group) / len(group),
        )
        for group in groups
        if group
    ]
