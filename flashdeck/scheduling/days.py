"""Study days: they begin at a set hour of the learner's own clock, whatever the zone does."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened: the UTC instant, the learner's offset then, and the study day.

    ``moved`` are the days by which load balancing moved what the review of this moment made due.
    """

    instant: datetime
    utc_offset: timedelta
    day: date
    moved: int = 0


def study_day(local: datetime, rollover_hour: int = 4) -> date:
    """Return the study day of a learner's local time; before ``rollover_hour`` it is yesterday.

    Only the wall clock counts, so a day with 23 or 25 hours is still one day.
    """
    wall = local.replace(tzinfo=None)
    return (wall - timedelta(hours=rollover_hour)).date()


@dataclass(frozen=True, slots=True)
class StudyDay:
    """A study day, and the instant at which it begins."""

    day: date
    begins: datetime


def study_day_of(local: datetime, rollover_hour: int = 4) -> StudyDay:
    """Return the study day of an aware local time with its beginning on the same clock."""
    day = study_day(local, rollover_hour)
    begins = datetime(day.year, day.month, day.day, rollover_hour, tzinfo=local.tzinfo)
    return StudyDay(day, begins)


def moment(local: datetime, rollover_hour: int = 4) -> Moment:
    """Return the moment of an aware local time.

    Raises ValueError for a time without a zone.
    """
    offset = local.utcoffset()
    if offset is None:
        raise ValueError(f"the time {local.isoformat()} has no zone")
    return Moment(local.astimezone(UTC), offset, study_day(local, rollover_hour))
