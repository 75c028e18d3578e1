"""The replay over arrays equals the scheduler's own steps, bit for bit."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.scheduling import Memory, Moment, fold
from flashdeck.scheduling import sm2 as scalar
from flashdeck.scheduling import sm2_replay as arrays
from flashdeck.scheduling.sm2 import SM2

History = list[tuple[int, int]]

FIRST_DAY = date(2026, 3, 2).toordinal()
REVIEWS = st.tuples(st.integers(0, 5), st.integers(0, 400))
HARD = st.lists(st.tuples(st.just(3), st.just(2_000)), min_size=1, max_size=14)
"""Always barely known, and asked only when due: nine such reviews lead to the least ease."""
HISTORIES = st.lists(st.lists(REVIEWS, min_size=1, max_size=12) | HARD, min_size=1, max_size=40)
NEVER = 1_000_000


def on_days(history: History) -> History:
    """Turn (quality, days since the review before) into (quality, the day's number)."""
    day = FIRST_DAY
    reviews = []
    for quality, days in history:
        day += days
        reviews.append((quality, day))
    return reviews


def by_steps(history: History) -> Memory | None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    moments = (
        (quality, Moment(noon, timedelta(0), date.fromordinal(day)))
        for quality, day in on_days(history)
    )
    return fold(SM2(), moments)


def by_arrays(histories: list[History]) -> list[Memory]:
    reviews = [review for history in histories for review in on_days(history)]
    states = arrays.replay(
        np.array([len(history) for history in histories]),
        np.array([quality for quality, _ in reviews], np.int8),
        np.array([day for _, day in reviews], np.int32),
    )
    rows = zip(*(column.tolist() for column in states.columns()), strict=True)
    return [SM2().memory_of(state) for state in rows]


@given(HISTORIES, st.sampled_from([1, 5, arrays.FEW, NEVER]), st.sampled_from([1, 7, NEVER]))
def test_arrays_equal_steps_wherever_plain_python_takes_over(
    histories: list[History], few: int, block: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "FEW", few)
        patch.setattr(arrays, "BLOCK", block)
        assert by_arrays(histories) == [by_steps(history) for history in histories]


@pytest.mark.parametrize("quality", range(6))
def test_arrays_equal_steps_up_to_the_longest_interval(quality: int) -> None:
    # 300 fives raise the ease factor to 32.5: products far beyond what 32 bits hold
    history = [(5, 1)] * 300 + [(quality, 36_500)] * 3
    assert by_arrays([history] * (arrays.FEW + 1)) == [by_steps(history)] * (arrays.FEW + 1)


def test_a_failed_card_that_is_repeated_and_due_again_is_worked_by_hand() -> None:
    # day 0: failed, I(1) = 1, asked again; again on day 0: failed again, still asked again;
    # day 1: due, whatever is open; q = 4 gives I(1) = 1 with EF 2.5
    history = [(1, 0), (2, 0), (4, 1)]
    due = date.fromordinal(FIRST_DAY + 2)
    first = date.fromordinal(FIRST_DAY)
    expected = Memory("sm2", 1, 1, 2.5, 0, due, False, first)
    assert by_arrays([history] * 30) == [expected] * 30


@given(st.lists(REVIEWS, max_size=12))
def test_the_plain_replay_is_the_fold(history: History) -> None:
    state = scalar.replay(on_days(history))
    assert (state and SM2().memory_of(state)) == by_steps(history)
