"""Study days begin at a set hour of the learner's own clock, whatever zones and DST do."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.scheduling import moment, study_day

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("hour", "minute", "day"),
    [(3, 59, date(2026, 3, 1)), (4, 0, date(2026, 3, 2)), (0, 0, date(2026, 3, 1))],
)
def test_the_study_day_begins_at_four(hour: int, minute: int, day: date) -> None:
    assert study_day(datetime(2026, 3, 2, hour, minute, tzinfo=BERLIN)) == day


@pytest.mark.parametrize(("rollover", "day"), [(0, 2), (3, 2), (4, 1), (23, 1)])
def test_the_hour_at_which_the_day_begins_can_be_set(rollover: int, day: int) -> None:
    at_three = datetime(2026, 3, 2, 3, 30, tzinfo=BERLIN)
    assert study_day(at_three, rollover) == date(2026, 3, day)


def test_a_night_over_new_year_belongs_to_the_old_year() -> None:
    assert study_day(datetime(2027, 1, 1, 2, tzinfo=BERLIN)) == date(2026, 12, 31)


# In 2026 Berlin's clocks jump from 2:00 to 3:00 on 29 March and back from 3:00 to 2:00 on
# 25 October; New York's on 8 March and on 1 November.
@pytest.mark.parametrize(
    ("zone", "change"),
    [
        (BERLIN, date(2026, 3, 29)),
        (BERLIN, date(2026, 10, 25)),
        (NEW_YORK, date(2026, 3, 8)),
        (NEW_YORK, date(2026, 11, 1)),
    ],
)
def test_a_day_of_23_or_25_hours_is_one_day(zone: ZoneInfo, change: date) -> None:
    start = datetime(change.year, change.month, change.day, tzinfo=zone).astimezone(UTC)
    quarters = [start + timedelta(minutes=15 * i) for i in range(-96, 192)]
    days = [study_day(at.astimezone(zone)) for at in quarters]
    assert days == sorted(days)
    assert set(days) == {change + timedelta(days=n) for n in (-2, -1, 0, 1)}
    first = quarters[days.index(change)].astimezone(zone)
    assert (first.hour, first.minute) == (4, 0)
    assert quarters[days.index(change)].astimezone(zone).date() == change


def test_both_readings_of_the_repeated_hour_are_the_same_study_day() -> None:
    once = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=0)
    again = once.replace(fold=1)
    assert moment(again).instant - moment(once).instant == timedelta(hours=1)
    assert moment(once).day == moment(again).day == date(2026, 10, 24)


def test_the_same_instant_is_two_days_on_the_two_sides_of_the_date_line() -> None:
    instant = datetime(2026, 6, 10, 22, tzinfo=UTC)
    kiritimati = moment(instant.astimezone(ZoneInfo("Pacific/Kiritimati")))  # UTC+14: 12:00
    honolulu = moment(instant.astimezone(ZoneInfo("Pacific/Honolulu")))  # UTC-10: 12:00
    assert (kiritimati.day, honolulu.day) == (date(2026, 6, 11), date(2026, 6, 10))
    assert kiritimati.instant == honolulu.instant == instant
    assert kiritimati.utc_offset == timedelta(hours=14)
    assert honolulu.utc_offset == timedelta(hours=-10)


def test_a_moment_keeps_the_instant_in_utc() -> None:
    at = moment(datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=5, minutes=45))))
    assert at.instant == datetime(2026, 3, 2, 3, 45, tzinfo=UTC)
    assert at.instant.tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-03-02T09:00:00 has no zone"):
        moment(datetime(2026, 3, 2, 9))


@given(
    local=st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)),
    rollover=st.integers(0, 23),
)
def test_the_day_is_the_wall_date_or_the_one_before(local: datetime, rollover: int) -> None:
    day = study_day(local.replace(tzinfo=BERLIN), rollover)
    assert day == local.date() - timedelta(days=local.hour < rollover)
