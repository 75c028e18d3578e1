"""The replay of whole histories under FSRS equals the package's own steps, bit for bit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.scheduling import Memory, Moment, fold, scheduler_named
from flashdeck.scheduling.fsrs import FSRS, parameter_bounds
from flashdeck.scheduling.fsrs_replay import History, Replayer

FIRST_DAY = date(2026, 3, 2).toordinal()
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LINES = (
    "fsrs",
    "fsrs fuzz=no desired_retention=0.8 longest_interval=90",
    "fsrs learning_steps=none relearning_steps=none",
    "fsrs learning_steps=10m,2h,9h relearning_steps=1m,1h",
    "fsrs learning_steps=1m relearning_steps=none",
    "fsrs learning_steps=none relearning_steps=1m,2m,3m",
)
DAYS = st.integers(-2, 3) | st.integers(0, 800)  # a clock that was set back gives less than none
REVIEWS = st.lists(st.tuples(st.integers(0, 5), DAYS), min_size=1, max_size=25)
PARAMETERS = st.tuples(*(st.floats(least, most) for least, most in parameter_bounds()))


def on_days(reviews: list[tuple[int, int]]) -> History:
    """Turn (quality, days since the review before) into (quality, the day's number)."""
    day = FIRST_DAY
    return [(quality, day := day + days) for quality, days in reviews]


def by_steps(scheduler: FSRS, history: History) -> Memory | None:
    moments = (
        (quality, Moment(NOON, timedelta(0), date.fromordinal(day))) for quality, day in history
    )
    return fold(scheduler, moments, "a card")


@pytest.mark.parametrize("line", LINES)
@given(reviews=REVIEWS)
def test_a_replay_equals_the_package_s_steps(line: str, reviews: list[tuple[int, int]]) -> None:
    scheduler = scheduler_named(line)
    assert isinstance(scheduler, FSRS)
    history = on_days(reviews)
    assert Replayer(scheduler).replay(history, "a card") == by_steps(scheduler, history)


@given(PARAMETERS, REVIEWS)
def test_it_does_so_with_any_parameters(
    parameters: tuple[float, ...], reviews: list[tuple[int, int]]
) -> None:
    scheduler = FSRS(parameters=parameters)
    history = on_days(reviews)
    assert Replayer(scheduler).replay(history, "a card") == by_steps(scheduler, history)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_impossible_quality_is_refused_wherever_it_stands(place: int) -> None:
    history = [(6 if index == place else 4, FIRST_DAY + index) for index in range(3)]
    with pytest.raises(ValueError, match="0 to 5"):
        Replayer(FSRS()).replay(history, "a card")
