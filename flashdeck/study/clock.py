"""The one place where the time is read."""

from collections.abc import Callable
from datetime import datetime

from flashdeck.config import Settings
from flashdeck.scheduling import Moment, moment

Clock = Callable[[], datetime]
"""Gives the learner's local time with its zone."""


def system_clock() -> datetime:
    """Return the time of the machine in its own zone."""
    return datetime.now().astimezone()


def now(clock: Clock, settings: Settings) -> Moment:
    """Return the moment that it is, with the learner's study day."""
    return moment(clock(), settings.rollover_hour)
