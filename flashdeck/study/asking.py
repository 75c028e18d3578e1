"""What a session will ask: which cards, in which order, and up to which limits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from flashdeck.config import Settings
from flashdeck.scheduling.days import StudyDay
from flashdeck.store.decks import deck_ids
from flashdeck.store.queue import (
    Candidate,
    Conditions,
    cards_in,
    coming_cards,
    due_cards,
    new_cards,
    repeat_cards,
    tagged,
)
from flashdeck.study.day_limits import Allowance, allowance_of_new, allowance_of_reviews
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
    connection: Connection, scope: Scope, plan: Plan, settings: Settings, today: StudyDay
) -> list[Entry]:
    """Return what a session that begins ``today`` asks, in the order of asking.

    Raises SearchError if the plan's search is wrong.
    """
    day = today.day
    where = [tagged(plan.tag)] if plan.tag is not None else []
    if plan.search is not None:
        from flashdeck.store.search import searched  # deferred: 15 ms, rarely needed

        where.append(searched(plan.search, today))
    if plan.cram:
        everything = cards_in(connection, scope.filter, day, where)
        return [(key, "new" if is_new else "due") for key, is_new in everything][: plan.limit]
    if plan.ahead:
        until = day + timedelta(days=plan.ahead)
        coming = coming_cards(connection, scope.filter, day, until, where)
        return _sorted(coming, "due")[: plan.limit]
    return _todays(connection, scope, settings, day, where)[: plan.limit]


def _todays(
    connection: Connection, scope: Scope, settings: Settings, day: date, where: Conditions
) -> list[Entry]:
    gate = _Gate(connection, settings)
    repeats = repeat_cards(connection, scope.filter, day, where)
    gate.note_siblings(repeats)
    reviews = allowance_of_reviews(connection, settings, day)
    due = list(gate.let_in(due_cards(connection, scope.filter, day, where), reviews))
    allowance = allowance_of_new(connection, settings, day)
    found = new_cards(
        connection,
        scope.decks,
        day,
        lambda deck_id: gate.looked_at(deck_id, allowance),
        order=settings.new_order,
        where=where,
    )
    new = list(gate.let_in(found, allowance))
    return _sorted(due, "due") + _sorted(new, "new") + _sorted(repeats, "repeat")


def _sorted(cards: Iterable[Candidate], sort: str) -> list[Entry]:
    return [(it.id, sort) for it in cards]


class _Gate:
    """Lets cards in up to the limits of their decks, and of siblings one."""

    def __init__(self, connection: Connection, settings: Settings) -> None:
        self._names = {key: name for name, key in deck_ids(connection).items()}
        self._one_sibling = settings.bury_siblings
        self._siblings: set[tuple[int | None, str]] = set()

    def looked_at(self, deck_id: int, allowance: Allowance) -> int:
        """Return how many cards of a deck are looked at to find those that may be asked."""
        return allowance.left(self._names[deck_id]) * (SIBLINGS_MET if self._one_sibling else 1)

    def note_siblings(self, cards: Iterable[Candidate]) -> None:
        """Keep the siblings of these cards out."""
        self._siblings.update(it.siblings for it in cards if it.siblings is not None)

    def let_in(self, cards: Iterable[Candidate], allowance: Allowance) -> Iterator[Candidate]:
        """Yield the cards that may be asked; one over the limit still keeps its siblings out."""
        for it in cards:
            if self._one_sibling and it.siblings in self._siblings:
                continue
            self.note_siblings([it])
            if allowance.left(self._names[it.deck_id]):
                allowance.take(self._names[it.deck_id])
                yield it
