"""Scores by hand on a few reviews, and against fsrs-rs on many where it is installed."""

from datetime import UTC, date, datetime, timedelta
from math import log, sqrt
from random import Random

import pytest

from flashdeck.scheduling import Moment, scheduler_named
from flashdeck.scheduling.calibration import (
    Case,
    cases,
    log_loss,
    reliability,
    rmse_in_bins,
)
from flashdeck.scheduling.fsrs import RATINGS

START = date(2026, 3, 2)
Review = tuple[str, int, Moment]


def reviews(*history: tuple[int, int]) -> list[Review]:
    """Turn (quality, days since the review before) into reviews called 0, 1, 2, ..."""
    day, found = START, []
    for number, (quality, days) in enumerate(history):
        day += timedelta(days=days)
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        found.append((str(number), quality, Moment(at, timedelta(0), day)))
    return found


def pair(passed: bool, p: float, days: int = 1) -> tuple[Case, float]:
    return Case("x", days, 2, 0, passed), p


def test_only_a_review_on_a_later_day_than_the_one_before_is_a_case() -> None:
    log_ = reviews((4, 0), (4, 0), (4, 1), (1, 6), (4, 0), (3, 2))
    found = cases(log_, scheduler_named("sm2"), "")
    assert [case for case, _ in found] == [
        Case("2", 1, 2, 0, True),
        Case("3", 6, 3, 0, False),
        Case("5", 2, 4, 1, True),
    ]


def test_what_is_assumed_for_sm2_is_ninety_percent_on_the_due_day() -> None:
    # I(1) = 1 day, reviewed after 2: 0.9^2; then I(2) = 6, reviewed after 3: 0.9^(1/2)
    found = cases(reviews((4, 0), (4, 2), (4, 3)), scheduler_named("sm2"), "")
    assert [p for _, p in found] == pytest.approx([0.81, sqrt(0.9)])


def test_a_repeat_of_the_same_day_does_not_start_the_forgetting_anew() -> None:
    found = cases(reviews((1, 0), (4, 0), (4, 1)), scheduler_named("sm2"), "")
    assert [p for _, p in found] == pytest.approx([0.9])


def test_fsrs_says_ninety_percent_after_its_stability() -> None:
    # Easy: the initial stability is w[3] = 8.2956 days, so 8 days later a little more than 90 %
    line = scheduler_named("fsrs learning_steps=none fuzz=no")
    ((_, p),) = cases(reviews((5, 0), (4, 8)), line, "")
    decay = -0.1542
    assert p == pytest.approx((1 + (0.9 ** (1 / decay) - 1) * 8 / 8.2956) ** decay)


def test_log_loss_by_hand() -> None:
    assert log_loss([pair(True, 0.9), pair(False, 0.8)]) == pytest.approx(
        -(log(0.9) + log(0.2)) / 2
    )
    assert log_loss([pair(False, 1.0)]) == pytest.approx(-log(1e-4))


def test_rmse_in_bins_by_hand() -> None:
    # 1 and 2 days share a bin (below 3.62), 4 days are in the next: errors 0.85 - 0.5 and 0.7 - 1
    pairs = [pair(True, 0.9, 1), pair(False, 0.8, 2), pair(True, 0.7, 4)]
    assert rmse_in_bins(pairs) == pytest.approx(sqrt((2 * 0.35**2 + 0.3**2) / 3))


def test_reliability_groups_the_predictions_by_size() -> None:
    pairs = [pair(True, 0.9), pair(False, 0.2), pair(True, 0.4), pair(True, 0.8)]
    low, high = reliability(pairs, bins=2)
    assert (low.reviews, low.passed, high.reviews, high.passed) == (2, 0.5, 2, 1.0)
    assert (low.predicted, high.predicted) == pytest.approx((0.3, 0.85))
    assert len(reliability(pairs, bins=10)) == 4


def test_the_scores_of_fsrs_are_near_those_of_fsrs_rs() -> None:
    # fsrs-rs weighs reviews by their place in its list, so the two agree to some percent
    package = pytest.importorskip("fsrs_rs_python")
    random = Random(5)
    line = scheduler_named("fsrs learning_steps=none relearning_steps=none fuzz=no")
    pairs, items = [], []
    for _ in range(400):
        history = [(random.choice([1, 3, 4, 5]), 0)]
        history += [(random.choice([1, 3, 4, 4, 4, 5]), random.randint(1, 60)) for _ in range(6)]
        pairs += cases(reviews(*history), line, "")
        told = [package.FSRSReview(RATINGS[quality], days) for quality, days in history]
        items += [package.FSRSItem(told[:end]) for end in range(2, len(told) + 1)]
    scores = package.FSRS(package.DEFAULT_PARAMETERS).evaluate(items)
    assert log_loss(pairs) == pytest.approx(scores.log_loss, rel=0.03)
    assert rmse_in_bins(pairs) == pytest.approx(scores.rmse_bins, rel=0.03)
