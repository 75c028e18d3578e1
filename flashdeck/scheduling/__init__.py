"""From (memory, grade, moment) to the next memory: pure functions, one scheduler a module."""

from flashdeck.scheduling.days import Moment, moment, study_day
from flashdeck.scheduling.grades import Grade
from flashdeck.scheduling.memory import Memory, Scheduler, fold
from flashdeck.scheduling.registry import DEFAULT, SCHEDULERS, scheduler_named, tidy

__all__ = [
    "DEFAULT",
    "SCHEDULERS",
    "Grade",
    "Memory",
    "Moment",
    "Scheduler",
    "fold",
    "moment",
    "scheduler_named",
    "study_day",
    "tidy",
]
