"""SM-2 by exact histories, worked by hand from the published rules.

EF' = max(1.3, EF + 0.1 - (5-q)(0.08 + (5-q) 0.02)), so a grade changes EF by
Easy (5): +0.1; Good (4): 0.1 - 1 x 0.10 = 0; Hard (3): 0.1 - 2 x 0.12 = -0.14.
I(1) = 1, I(2) = 6, I(n) = ceil(I(n-1) EF'); below 3 the repetitions start again, EF stays.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from flashdeck.scheduling import Grade, Memory, Moment, fold
from flashdeck.scheduling.sm2 import LONGEST_INTERVAL, SM2

START = date(2026, 3, 2)


def on(day: date, hour: int = 12) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), timedelta(0), day)


def history(*qualities: int, again_at: int = 4) -> list[tuple[int, float]]:
    """Review on each due day, then once more the same day if asked to; return (interval, EF)."""
    memory: Memory | None = None
    day = START
    seen = []
    for quality in qualities:
        memory = SM2().review(memory, quality, on(day))
        assert memory.ease_factor is not None
        seen.append((memory.interval_days, memory.ease_factor))
        if memory.repeat:
            memory = SM2().review(memory, again_at, on(day, 13))
        assert memory.due == day + timedelta(days=memory.interval_days)
        day = memory.due
    return seen


def test_all_good_keeps_the_ease_at_two_and_a_half() -> None:
    # 1, 6, ceil(6 x 2.5) = 15, ceil(37.5) = 38, 38 x 2.5 = 95, ceil(237.5) = 238
    assert history(4, 4, 4, 4, 4, 4) == [(n, 2.5) for n in (1, 6, 15, 38, 95, 238)]


def test_all_easy_raises_the_ease_by_a_tenth_each_time() -> None:
    # 6 x 2.8 = 16.8; 17 x 2.9 = 49.3; 50 x 3.0 = 150; 150 x 3.1 = 465
    assert history(5, 5, 5, 5, 5, 5) == [
        (1, 2.6),
        (6, 2.7),
        (17, 2.8),
        (50, 2.9),
        (150, 3.0),
        (465, 3.1),
    ]


def test_all_hard_lowers_the_ease_by_fourteen_hundredths() -> None:
    # 6 x 2.08 = 12.48; 13 x 1.94 = 25.22; 26 x 1.80 = 46.8
    assert history(3, 3, 3, 3, 3) == [(1, 2.36), (6, 2.22), (13, 2.08), (26, 1.94), (47, 1.8)]


def test_the_interval_uses_the_ease_just_updated() -> None:
    # with the old ease 2.5 the third interval would be 15 both times
    assert history(4, 4, 5)[-1] == (16, 2.6)  # 6 x 2.6 = 15.6
    assert history(4, 4, 3)[-1] == (15, 2.36)  # 6 x 2.36 = 14.16


@pytest.mark.parametrize("failed", [0, 1, 2])
def test_a_failure_starts_the_intervals_again_and_leaves_the_ease(failed: int) -> None:
    # Easy: 2.6, Good, Good: 6 x 2.6 = 15.6; failed; 1, 6, 6 x 2.6 = 15.6 again
    assert history(5, 4, 4, failed, 4, 4, 4) == [
        (1, 2.6),
        (6, 2.6),
        (16, 2.6),
        (1, 2.6),
        (1, 2.6),
        (6, 2.6),
        (16, 2.6),
    ]


@pytest.mark.parametrize(
    ("qualities", "interval"),
    [
        ((5, 5, 5, 5, 5), 150),  # 50 x 3.00; 2.5 + 0.1 + ... in floats gives 151
        ((5, 5, 5, 5, 3), 138),  # 50 x 2.76; in floats 139
        ((3, 3, 3, 4, 3, 3), 99),  # 1, 6, 13, 28, 55, then 55 x 1.80; in floats 100
        ((3, 4, 5, 5, 4, 4), 256),  # 1, 6, 15, 39, 100, then 100 x 2.56; in floats 257
    ],
)
def test_an_exact_product_is_not_rounded_up(qualities: tuple[int, ...], interval: int) -> None:
    assert history(*qualities)[-1][0] == interval


def test_five_days_at_an_ease_raised_to_two_point_eight_are_fourteen() -> None:
    memory = Memory("sm2", 3, 5, 2.7, 0, START, False, START)
    assert (2.7 + 0.1) * 5 > 14  # why floats would say 15
    assert SM2().review(memory, 5, on(START)).interval_days == 14


def test_the_ease_never_falls_below_one_point_three() -> None:
    # 2.5 - 8 x 0.14 = 1.38; the ninth Hard would give 1.24
    eases = [ease for _, ease in history(*[3] * 11)]
    assert eases[7:] == [1.38, 1.3, 1.3, 1.3]


def test_the_ease_rises_again_from_the_floor() -> None:
    assert [ease for _, ease in history(*[3] * 11, 5, 5)][-3:] == [1.3, 1.4, 1.5]


def test_repeats_on_the_same_day_change_neither_ease_nor_interval() -> None:
    failed = SM2().review(None, 1, on(START))
    assert (failed.interval_days, failed.ease_factor, failed.repeat) == (1, 2.5, True)
    memory = failed
    for quality in (0, 1, 2, 3, 3, 1):
        memory = SM2().review(memory, quality, on(START, 14))
        assert memory == failed
    known = SM2().review(memory, 5, on(START, 15))
    assert known == Memory("sm2", 0, 1, 2.5, 0, START + timedelta(days=1), False, START)


def test_hard_is_asked_again_but_keeps_its_own_interval() -> None:
    hard = SM2().review(None, 3, on(START))
    assert (hard.repetitions, hard.interval_days, hard.repeat) == (1, 1, True)
    known = SM2().review(hard, 4, on(START, 13))
    assert (known.repetitions, known.interval_days, known.ease_factor) == (1, 1, 2.36)
    assert not known.repeat


def test_a_repeat_left_over_is_an_ordinary_review_once_the_card_is_due() -> None:
    failed = SM2().review(None, 1, on(START))
    tomorrow = START + timedelta(days=1)
    memory = SM2().review(failed, 4, on(tomorrow))
    assert (memory.repetitions, memory.interval_days) == (1, 1)
    assert memory.due == START + timedelta(days=2)
    assert not memory.repeat


def test_a_lapse_is_counted_only_for_a_card_that_had_been_known() -> None:
    at = on(START)
    assert fold(SM2(), [(1, at)]) == Memory("sm2", 0, 1, 2.5, 0, date(2026, 3, 3), True, START)
    day = START
    memory: Memory | None = None
    for quality in (4, 1, 1, 4, 1):
        memory = SM2().review(memory, quality, on(day))
        day = memory.due
    assert memory is not None
    assert memory.lapses == 2


def test_a_late_review_counts_its_interval_from_the_day_it_was_made() -> None:
    memory = SM2().review(None, 4, on(START))
    late = SM2().review(memory, 4, on(date(2026, 3, 20)))
    assert (late.interval_days, late.due) == (6, date(2026, 3, 26))


def test_the_day_of_the_first_review_is_kept() -> None:
    memory = SM2().review(None, 1, on(START))
    memory = SM2().review(memory, 4, on(date(2026, 3, 9)))
    assert memory.introduced == START


def test_no_interval_outgrows_the_calendar() -> None:
    memory: Memory | None = None
    for _ in range(60):
        memory = SM2().review(memory, 5, on(START))
    assert memory is not None
    assert memory.interval_days == LONGEST_INTERVAL
    assert memory.due == START + timedelta(days=LONGEST_INTERVAL)


@pytest.mark.parametrize("quality", [-1, 6, 100])
def test_a_quality_outside_0_to_5_is_refused(quality: int) -> None:
    with pytest.raises(ValueError, match=f"quality is {quality}"):
        SM2().review(None, quality, on(START))


def test_the_buttons_stand_for_1_3_4_and_5() -> None:
    assert [(g.label, int(g)) for g in Grade] == [
        ("Again", 1),
        ("Hard", 3),
        ("Good", 4),
        ("Easy", 5),
    ]
