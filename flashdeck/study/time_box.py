"""How long a session has taken, as far as it was spent on cards."""

from datetime import datetime, timedelta


class TimeBox:
    """Counts the time between answers up to ``minutes``; a pause counts as ``longest`` at most."""

    def __init__(self, minutes: int | None, longest: timedelta, start: datetime) -> None:
        self._minutes = minutes
        self._longest = longest
        self._spent = timedelta(0)
        self._last_seen = start

    def answered(self, instant: datetime) -> None:
        """Count the time since the last answer, and never back."""
        passed = max(instant - self._last_seen, timedelta(0))
        self._spent += min(passed, self._longest)
        self._last_seen = instant

    @property
    def is_spent(self) -> bool:
        """Tell whether the minutes, if there are any, have passed."""
        return self._minutes is not None and self._spent >= timedelta(minutes=self._minutes)


def recorded_ms(took: timedelta | None, longest: timedelta) -> int | None:
    """Return the time of an answer as it is kept, in milliseconds and at most ``longest``."""
    return None if took is None else min(took, longest) // timedelta(milliseconds=1)
