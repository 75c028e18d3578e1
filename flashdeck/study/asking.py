"""What a session will ask: which cards, in which order, and up to which limits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from flashdeck.config import Settings
from flashdeck.store.queue import (
    cards_in,
    coming_cards,
    due_cards,
    introduced_count,
    new_cards,
    repeat_cards,
    reviewed_count,
    siblings_of,
)
from flashdeck.study.plan import Plan
from flashdeck.study.scope import Scope

SIBLINGS_MET = 8
"""So many times the new cards that are wanted are looked at, because siblings fall out."""

Entry = tuple[str, str]
"""A card's id, and its sort: due, new or repeat."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cards are still to be asked, of each sort; the current one is counted."""

    due: int
    new: int
    repeat: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.due + self.new + self.repeat


def first_queue(
    connection: Connection, scope: Scope, plan: Plan, settings: Settings, day: date
) -> list[Entry]:
    """Return what a session that begins on ``day`` asks, in the order of asking."""
    if plan.cram:
        everything = cards_in(connection, scope.filter, day, plan.tag)
        return [(key, "new" if is_new else "due") for key, is_new in everything][: plan.limit]
    if plan.ahead:
        until = day + timedelta(days=plan.ahead)
        coming = coming_cards(connection, scope.filter, day, until, plan.tag)
        return _sorted(coming, "due")[: plan.limit]
    return _todays(connection, scope, plan, settings, day)[: plan.limit]


def _todays(
    connection: Connection, scope: Scope, plan: Plan, settings: Settings, day: date
) -> list[Entry]:
    repeats = repeat_cards(connection, scope.filter, day, plan.tag)
    due = due_cards(connection, scope.filter, day, plan.tag)
    reviews_left = max(0, settings.reviews_per_day - reviewed_count(connection, day))
    new_left = max(0, settings.new_per_day - introduced_count(connection, day))
    met = SIBLINGS_MET if settings.bury_siblings else 1
    new = new_cards(
        connection, scope.decks, day, new_left * met, order=settings.new_order, tag=plan.tag
    )
    if settings.bury_siblings:
        groups = siblings_of(connection, [*repeats, *due, *new])
        taken = {groups[key] for key in repeats if key in groups}
        due = _without_siblings(due, groups, taken)[:reviews_left]
        new = _without_siblings(new, groups, taken)
    queue = _sorted(due[:reviews_left], "due") + _sorted(new[:new_left], "new")
    return queue + _sorted(repeats, "repeat")


def _sorted(card_ids: Iterable[str], sort: str) -> list[Entry]:
    return [(card_id, sort) for card_id in card_ids]


def _without_siblings(
    card_ids: list[str], groups: dict[str, tuple[int, str]], taken: set[tuple[int, str]]
) -> list[str]:
    """Return the cards of which no sibling comes before, and note their groups as taken."""
    kept = []
    for card_id in card_ids:
        group = groups.get(card_id)
        if group is None or group not in taken:
            kept.append(card_id)
        if group is not None:
            taken.add(group)
    return kept
