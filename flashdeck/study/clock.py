"""The one place where the time is read."""

from collections.abc import Callable
from datetime import datetime

from flashdeck.config import Settings
from flashdeck.scheduling import Moment, moment
from flashdeck.scheduling.days import StudyDay, study_day_of

Clock = Callable[[], datetime]
"""Gives the learner's local time with its zone."""


def system_clock() -> datetime:
    """Return the time of the machine in its own zone."""
    return datetime.now().astimezone()


def today(clock: Clock, settings: Settings) -> StudyDay:
    """Return the learner's study day with its beginning."""
    return study_day_of(clock(), settings.rollover_hour)


def now(clock: Clock, settings: Settings) -> Moment:
    """Return the moment that it is, with the learner's study day."""
    return moment(clock(), settings.rollover_hour)
