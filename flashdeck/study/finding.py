"""Finding cards by a search, and putting away or flagging all that is found."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flashdeck.cards import Flag
from flashdeck.config import Settings
from flashdeck.scheduling.days import StudyDay
from flashdeck.search.terms import NO_FLAG
from flashdeck.store import Store
from flashdeck.store.found import (
    Amounts,
    Found,
    card_ids,
    change_cards,
    count_cards,
    found_cards,
    these,
)
from flashdeck.store.histories import in_decks
from flashdeck.store.search import searched
from flashdeck.study.clock import Clock, today
from flashdeck.study.scope import decks_below
from flashdeck.study.wording import days_in_words


def find(
    store: Store, expression: str, clock: Clock, settings: Settings, limit: int | None = None
) -> list[Found]:
    """Return the cards that a search finds; raises SearchError."""
    condition = searched(expression, today(clock, settings))
    with store.read() as connection:
        return list(found_cards(connection, condition, limit))


def amounts(store: Store, expression: str, clock: Clock, settings: Settings) -> Amounts:
    """Return how many cards a search finds, and how many of them wait; raises SearchError."""
    day = today(clock, settings)
    with store.read() as connection:
        return count_cards(connection, searched(expression, day), day.day)


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to cards; None leaves them as they are, and `none` takes flags away."""

    suspended: bool | None = None
    buried: bool | None = None
    flag: str | None = None

    def __bool__(self) -> bool:
        return self != Change()

    def steps(self, now: datetime, day: date) -> dict[str, dict[str, Any]]:
        """Return the columns to be written by the word for what that does."""
        flag = None if self.flag in (None, NO_FLAG) else Flag(self.flag)
        steps: list[tuple[object, str, dict[str, Any]]] = [
            (self.suspended, "suspended", {"suspended": self.suspended, "suspended_at": now}),
            (self.buried, "buried", {"buried_on": day if self.buried else None}),
            (self.flag, "flagged", {"flag": flag, "flagged_at": now}),
        ]
        return {
            word if wanted and wanted != NO_FLAG else f"un{word}": columns
            for wanted, word, columns in steps
            if wanted is not None
        }


def change(
    store: Store, expression: str, wanted: Change, clock: Clock, settings: Settings
) -> dict[str, int]:
    """Change all that a search finds; return how many cards each step changed, by its word."""
    day = today(clock, settings)
    condition = searched(expression, day)
    with store.write() as connection:
        found = these(card_ids(connection, condition))  # a step may change what would be found
        return {
            word: change_cards(connection, found, columns)
            for word, columns in wanted.steps(clock(), day.day).items()
        }


def unsuspend_decks(store: Store, deck: str | None, clock: Clock) -> int:
    """Let every suspended card of a deck and all below it, or of all decks, be asked again.

    Returns how many they are; raises NotFoundError for an unknown deck.
    """
    with store.write() as connection:
        inside = in_decks(decks_below(connection, deck))
        return change_cards(connection, inside, {"suspended": False, "suspended_at": clock()})


def states(found: Found, day: StudyDay) -> list[str]:
    """Return in words how a card stands: when it is due, and what else is true of it."""
    also = {
        "suspended": found.card.suspended,
        "buried": found.buried_on == day.day,
        "leech": found.leech,
        f"{found.card.flag} flag": found.card.flag is not None,
    }
    return [_due(found, day), *(word for word, is_so in also.items() if is_so)]


def _due(found: Found, day: StudyDay) -> str:
    if found.card.retired:
        return "retired"
    if found.due is None:
        return "new"
    days = (found.due - day.day).days
    if days > 0:
        return "to repeat today" if found.repeat else f"due in {days_in_words(days)}"
    return f"due for {days_in_words(-days)}" if days else "due today"
