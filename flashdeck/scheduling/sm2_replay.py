"""SM-2 over a whole log at once: the k-th reviews of all cards are one step over NumPy arrays.

Equal to `sm2.step` bit for bit, since both count in whole hundredths.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flashdeck.scheduling.grades import MAX_QUALITY, PASSED
from flashdeck.scheduling.sm2 import (
    FIRST_EASE,
    KNOWN,
    LEAST_EASE,
    LONGEST_INTERVAL,
    next_ease,
    step,
)

Ints = NDArray[np.int32]
Places = NDArray[np.int64]
Qualities = NDArray[np.int8]
Flags = NDArray[np.bool_]

FEW = 24
"""With fewer cards than this left, plain Python is faster than arrays of so few."""

BLOCK = 32_768
"""How many cards are taken at once, so that all their states stay in the processor's cache."""

_EASE_CHANGE = np.array(
    [next_ease(1000, q) - 1000 if q >= PASSED else 0 for q in range(MAX_QUALITY + 1)], np.int32
)


@dataclass(frozen=True, slots=True)
class States:
    """The columns of `sm2.State`, each of shape (cards,)."""

    repetitions: Ints
    interval: Ints
    ease: Ints
    lapses: Ints
    due: Ints
    repeat: Flags
    introduced: Ints

    def columns(self) -> list[NDArray[Any]]:
        """Return the columns in the order of `sm2.State`."""
        return [getattr(self, field.name) for field in fields(self)]


def replay(amounts: Places, qualities: Qualities, days: Ints) -> States:
    """Return the states of all cards after their reviews.

    ``amounts`` (cards,) tells how many reviews each card has, at least one; ``qualities`` 0..5 and
    the numbers of the ``days``, both (reviews,), are those of the first card in the order of the
    log, then those of the second, and so on.
    """
    ends = np.cumsum(amounts)  # (cards,): where each card's reviews end
    blocks = []
    for first in range(0, len(amounts), BLOCK):
        cards = slice(first, first + BLOCK)
        reviews = slice(ends[first] - amounts[first], ends[cards][-1])
        blocks.append(_replay_block(amounts[cards], qualities[reviews], days[reviews]))
    columns = zip(*(block.columns() for block in blocks), strict=True)
    return States(*(np.concatenate(column) for column in columns))


def _replay_block(amounts: Places, qualities: Qualities, days: Ints) -> States:
    most = amounts.max()
    fewer = (most - amounts).astype(np.min_scalar_type(most))  # small numbers sort much faster
    order = np.argsort(fewer, kind="stable")  # (cards,): those with the most reviews first
    firsts = (np.cumsum(amounts) - amounts)[order]  # (cards,): where each card's reviews begin
    states = _first_states(days[firsts])
    active = _still_active(amounts).tolist()
    few = next((k for k, count in enumerate(active) if count < FEW), len(active))
    both = days * 8  # one array to fetch scattered reviews from, not two
    both += qualities
    for k, count in enumerate(active[:few]):
        these = both.take(firsts[:count] + k)
        _step(states, these & 7, these >> 3)
    for place in range(active[few] if few < len(active) else 0):
        reviews = slice(firsts[place] + few, firsts[place] + amounts[order[place]])
        _finish(states, place, qualities[reviews].tolist(), days[reviews].tolist())
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return States(*(column[back] for column in states.columns()))


def _still_active(amounts: Places) -> Places:
    """Return how many cards have a k-th review, for every k."""
    exactly = np.bincount(amounts)  # (most reviews + 1,)
    return np.cumsum(exactly[:0:-1])[::-1]


def _first_states(days: Ints) -> States:
    repetitions, interval, lapses = (np.zeros(len(days), np.int32) for _ in range(3))
    ease = np.full(len(days), FIRST_EASE, np.int32)
    repeat = np.zeros(len(days), np.bool_)
    return States(repetitions, interval, ease, lapses, days.copy(), repeat, days.copy())


def _step(states: States, qualities: Ints, days: Ints) -> None:
    """Change as many of the first states as there are ``qualities`` by one review each."""
    count = len(qualities)
    repetitions, interval = states.repetitions[:count], states.interval[:count]
    ease, due, repeat = states.ease[:count], states.due[:count], states.repeat[:count]
    counts = ~(repeat & (days < due))
    passed = counts & (qualities >= PASSED)
    failed = counts & (qualities < PASSED)
    states.lapses[:count] += failed & (repetitions > 0)
    repetitions *= ~failed
    ease += _EASE_CHANGE.take(qualities) * counts
    np.maximum(ease, LEAST_EASE, out=ease)
    later = np.multiply(interval, ease, dtype=np.float64)  # whole, and below 2^53
    later /= 100
    np.ceil(later, out=later)
    np.minimum(later, LONGEST_INTERVAL, out=later)
    longer = np.where(repetitions > 1, later, repetitions * 5 + 1)  # I(1) = 1, I(2) = 6
    interval[:] = np.where(counts, longer, interval)
    due[:] = np.where(counts, days + interval, due)
    repetitions += passed
    np.less(qualities, KNOWN, out=repeat)


def _finish(states: States, place: int, qualities: list[int], days: list[int]) -> None:
    """Change the state at ``place`` by the rest of its reviews, one after the other."""
    columns = states.columns()
    state = tuple(column[place].item() for column in columns)
    for quality, day in zip(qualities, days, strict=True):
        state = step(state, quality, day)
    for column, value in zip(columns, state, strict=True):
        column[place] = value
