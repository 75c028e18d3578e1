"""SM-2 against a naive reading of the published formula, and the laws that follow from it."""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from operator import add

from hypothesis import given
from hypothesis import strategies as st

from flashdeck.scheduling import Memory, Moment, fold
from flashdeck.scheduling.sm2 import SM2
from tests.scheduling.histories import moments

QUALITIES = st.integers(0, 5)
ORDINARY = st.lists(st.tuples(QUALITIES, st.integers(0, 40)), max_size=25)
HARD = st.lists(st.tuples(st.just(3), st.integers(1_000, 2_000)), max_size=14)
"""Always barely known, and asked only when due: nine such reviews lead to the least ease."""
HISTORIES = st.builds(add, ORDINARY | HARD, ORDINARY)


class Published:
    """Wozniak 1990 in exact fractions, as a state machine over (quality, day)."""

    def __init__(self) -> None:
        self.ease = Fraction(5, 2)
        self.n = 0
        self.interval = 0
        self.lapses = 0
        self.due: date | None = None
        self.asked_again = False

    def answer(self, q: int, day: date) -> None:
        is_repeat = self.asked_again and self.due is not None and day < self.due
        if is_repeat:
            self.asked_again = q < 4
            return
        self.asked_again = q < 4
        if q < 3:
            self.lapses += self.n > 0
            self.n = 0
            self.interval = 1
        else:
            change = Fraction(1, 10) - (5 - q) * (Fraction(8, 100) + (5 - q) * Fraction(2, 100))
            self.ease = max(Fraction(13, 10), self.ease + change)
            self.n += 1
            longer = min(36_500, ceil(self.interval * self.ease))
            self.interval = {1: 1, 2: 6}.get(self.n, longer)
        self.due = day + timedelta(days=self.interval)


def memory_after(history: list[tuple[int, int]]) -> tuple[Memory | None, Moment]:
    reviews = moments([*history, (0, 0)])
    return fold(SM2(), reviews[:-1]), reviews[-1][1]


def ease_of(memory: Memory) -> float:
    assert memory.ease_factor is not None
    return memory.ease_factor


@given(HISTORIES.filter(bool))
def test_every_history_ends_where_the_published_formula_ends(
    history: list[tuple[int, int]],
) -> None:
    oracle = Published()
    for quality, at in moments(history):
        oracle.answer(quality, at.day)
    memory, _ = memory_after(history)
    assert memory is not None
    assert memory.interval_days == oracle.interval
    assert Fraction(ease_of(memory)).limit_denominator(100) == oracle.ease
    assert memory.ease_factor == float(oracle.ease)
    assert (memory.repetitions, memory.lapses) == (oracle.n, oracle.lapses)
    assert (memory.due, memory.repeat) == (oracle.due, oracle.asked_again)
    assert memory.introduced == moments(history)[0][1].day


@given(HISTORIES)
def test_a_better_grade_never_gives_a_shorter_interval_or_a_lower_ease(
    history: list[tuple[int, int]],
) -> None:
    memory, at = memory_after(history)
    after = [SM2().review(memory, quality, at) for quality in (1, 3, 4, 5)]
    intervals = [m.interval_days for m in after]
    dues = [m.due for m in after]
    assert intervals == sorted(intervals)
    assert dues == sorted(dues)
    passed = [ease_of(m) for m in after[1:]]
    assert passed == sorted(passed)


@given(HISTORIES, QUALITIES)
def test_the_ease_stays_above_its_floor_and_every_card_comes_again_later(
    history: list[tuple[int, int]], quality: int
) -> None:
    memory, at = memory_after(history)
    after = SM2().review(memory, quality, at)
    assert ease_of(after) >= 1.3
    assert after.interval_days >= 1
    assert after.due > at.day


@given(HISTORIES, QUALITIES)
def test_below_three_the_ease_is_left_as_it_was(history: list[tuple[int, int]], q: int) -> None:
    memory, at = memory_after(history)
    before = memory.ease_factor if memory else 2.5
    after = SM2().review(memory, q, at)
    assert q >= 3 or after.ease_factor == before


@given(HISTORIES)
def test_a_review_is_a_pure_function_of_memory_grade_and_moment(
    history: list[tuple[int, int]],
) -> None:
    assert memory_after(history) == memory_after(history)
