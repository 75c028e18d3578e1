"""How many cards a study day still admits, of all decks and of those that have limits."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from flashdeck.config import Settings
from flashdeck.store.decks import ancestors, noted_limits
from flashdeck.store.queue import introduced_by_deck, reviewed_by_deck

ALL = ""
"""Stands above every deck."""


class Allowance:
    """What is left of one sort of limit: each holds for its deck and all below it together."""

    def __init__(
        self, overall: int, limits: Mapping[str, int], counted: Mapping[str, int] | None = None
    ) -> None:
        self._left = {ALL: overall, **{name.casefold(): most for name, most in limits.items()}}
        self._limited: dict[str, list[str]] = {}
        for name, amount in (counted or {}).items():
            self.take(name, amount)

    def left(self, deck: str) -> int:
        """Return how many cards of this very deck may still be asked."""
        return max(0, min(self._left[top] for top in self._tops(deck)))

    def take(self, deck: str, amount: int = 1) -> None:
        """Count cards of this deck as asked."""
        for top in self._tops(deck):
            self._left[top] -= amount

    def admits(self, wanted: Mapping[str, int]) -> dict[str, int]:
        """Return how many of each deck may be asked at the most if decks have so many cards."""
        allowance = Allowance(self._left[ALL], self._left)
        admitted = {}
        for deck, amount in wanted.items():
            admitted[deck] = min(amount, allowance.left(deck))
            allowance.take(deck, admitted[deck])
        return admitted

    def _tops(self, deck: str) -> list[str]:
        """Return what has a limit of this deck and those above it."""
        if deck not in self._limited:
            tops = [ALL, *ancestors(deck.casefold())]
            self._limited[deck] = [top for top in tops if top in self._left]
        return self._limited[deck]


def allowance_of_new(connection: Connection, settings: Settings, day: date) -> Allowance:
    """Return what a day admits of cards that were never asked."""
    limits = _limits(connection, settings, "new_per_day")
    return Allowance(settings.new_per_day, limits, introduced_by_deck(connection, day))


def allowance_of_reviews(connection: Connection, settings: Settings, day: date) -> Allowance:
    """Return what a day admits of cards that are due."""
    limits = _limits(connection, settings, "reviews_per_day")
    return Allowance(settings.reviews_per_day, limits, reviewed_by_deck(connection, day))


def new_on_coming_days(
    connection: Connection, settings: Settings, today: date, waiting: Mapping[str, int], days: int
) -> list[int]:
    """Return how many of the ``waiting`` new cards, counted by deck, each coming day admits."""
    limits = _limits(connection, settings, "new_per_day")
    allowance = allowance_of_new(connection, settings, today)
    told = []
    for _ in range(days):
        admitted = allowance.admits(waiting)
        told.append(sum(admitted.values()))
        waiting = {deck: amount - admitted[deck] for deck, amount in waiting.items()}
        allowance = Allowance(settings.new_per_day, limits)
    return told


def _limits(connection: Connection, settings: Settings, sort: str) -> dict[str, int]:
    """Return the limits of this sort by deck; of several for one deck the smallest holds."""
    found: dict[str, int] = {}
    for name, limits in [*noted_limits(connection), *settings.decks.items()]:
        most: int | None = getattr(limits, sort)
        if most is not None:
            found[name.casefold()] = min(most, found.get(name.casefold(), most))
    return found
