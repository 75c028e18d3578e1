"""The limits of a day, for one deck and all below it."""

from dataclasses import dataclass

MOST_A_DAY = 9_999


@dataclass(frozen=True, slots=True)
class Limits:
    """The most cards of a deck and all below it that a day asks; None is no limit."""

    new_per_day: int | None = None
    reviews_per_day: int | None = None


NO_LIMITS = Limits()


def is_limit(value: object) -> bool:
    """Tell whether a value from a file can be a limit."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_A_DAY
