"""Finding cards by a search, and putting away or flagging all that is found."""

from typing import Any

from sqlalchemy import true

from flashdeck.cards import Flag
from flashdeck.config import Settings
from flashdeck.scheduling.days import StudyDay
from flashdeck.store import Store
from flashdeck.store.found import Amounts, Found, change_cards, count_cards, found_cards
from flashdeck.store.search import searched
from flashdeck.store.tables import card
from flashdeck.study.clock import Clock, today
from flashdeck.study.scope import deck_scope
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


def suspend(store: Store, expression: str, clock: Clock, settings: Settings, *, yes: bool) -> int:
    """Suspend what a search finds, or let it be asked again; return how many cards that changes."""
    return _change(store, expression, clock, settings, suspended=yes, suspended_at=clock())


def unsuspend_decks(store: Store, deck: str | None, clock: Clock) -> int:
    """Let every suspended card of a deck and all below it, or of all decks, be asked again.

    Returns how many they are; raises NotFoundError for an unknown deck.
    """
    with store.write() as connection:
        inside = card.c.deck_id.in_(deck_scope(connection, deck).decks) if deck else true()
        return change_cards(connection, inside, {"suspended": False, "suspended_at": clock()})


def bury(store: Store, expression: str, clock: Clock, settings: Settings, *, yes: bool) -> int:
    """Bury what a search finds until tomorrow, or bring it back; return how many that changes."""
    day = today(clock, settings).day
    return _change(store, expression, clock, settings, buried_on=day if yes else None)


def flag(
    store: Store, expression: str, clock: Clock, settings: Settings, colour: Flag | None
) -> int:
    """Flag what a search finds, or take the flags away; return how many cards that changes."""
    return _change(store, expression, clock, settings, flag=colour, flagged_at=clock())


def _change(store: Store, expression: str, clock: Clock, settings: Settings, **values: Any) -> int:
    condition = searched(expression, today(clock, settings))
    with store.write() as connection:
        return change_cards(connection, condition, values)


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
