"""Searches as conditions on the card table; `flashdeck/search/` says what can be searched for."""

import operator
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from flashdeck.ids import first_id
from flashdeck.scheduling.days import StudyDay
from flashdeck.scheduling.grades import BUTTONS, PASSED
from flashdeck.search import parse_search
from flashdeck.search.tree import (
    All,
    Contains,
    Either,
    Flagged,
    Id,
    Is,
    Named,
    Node,
    Not,
    OfKind,
    Pattern,
    Property,
    Within,
    mentions,
)
from flashdeck.store.cards import LEECH
from flashdeck.store.decks import ONE, awake
from flashdeck.store.driver import folded
from flashdeck.store.reviews import LIVE
from flashdeck.store.tables import card, card_tag, deck, memory, review, source
from flashdeck.store.types import Day

Condition = ColumnElement[bool]

_COMPARISONS: dict[str, Callable[[Any, Any], Condition]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_IN_MEMORY: dict[str, ColumnElement[Any]] = {
    "ease": memory.c.ease_factor,
    "interval": memory.c.interval_days,
    "lapses": memory.c.lapses,
    "stability": memory.c.stability,
    "difficulty": memory.c.difficulty,
}
_copy = card.alias("copy")
_COUNTED = (
    select(func.coalesce(_copy.c.same_as, _copy.c.id))
    .select_from(review.join(_copy, _copy.c.id == review.c.card_id))
    .where(LIVE)
)
"""The cards for which reviews count, once for each review."""


def searched(expression: str, today: StudyDay) -> Condition:
    """Return the condition for a card that a search finds; raises SearchError.

    Retired cards are found only by a search that speaks of them, second copies never.
    """
    node = parse_search(expression)
    alive = true() if mentions(node, "retired") else card.c.retired_at.is_(None)
    return and_(card.c.same_as.is_(None), alive, _condition(node, today))


def _condition(node: Node, today: StudyDay) -> Condition:
    match node:
        case All(parts):
            return and_(true(), *(_condition(part, today) for part in parts))
        case Either(parts):
            return or_(*(_condition(part, today) for part in parts))
        case Not(part):
            return not_(func.coalesce(_condition(part, today), 0))
        case Contains(fields, pattern):
            return or_(*(_FIELDS[field](pattern) for field in fields))
        case Named("deck", pattern):
            return card.c.deck_id.in_(select(deck.c.id).where(_names(deck.c.name, pattern, "/")))
        case Named(_, pattern):
            return _tagged(_names(card_tag.c.tag, pattern, "/", "::"))
        case Id(value):
            begins = card.c.id.between(value.lower(), value.lower() + "~")
            return or_(begins, card.c.explicit_id == value)
        case OfKind(kind):
            return card.c.kind == kind.value
        case Is(state):
            return _in_state(state, today)
        case Flagged(flag):
            return card.c.flag.is_(None) if flag is None else card.c.flag == flag.value
        case Property():
            return _has_property(node, today)
        case Within():
            return _happened(node, today)


def _like(column: ColumnElement[Any], pattern: Pattern, before: str, after: str) -> Condition:
    """Return the condition for text that is the pattern between two ends of a LIKE pattern.

    SQLite knows the case of ASCII letters; for others it asks us, which takes longer.
    """
    body = "%".join(map(_escaped, pattern.pieces))
    if body.isascii():
        return column.like(f"{before}{body}{after}", escape="\\")
    return func.folded(column).like(f"{before}{folded(body)}{after}", escape="\\")


def _escaped(piece: str) -> str:
    return piece.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _within_text(column: ColumnElement[Any]) -> Callable[[Pattern], Condition]:
    return lambda pattern: _like(column, pattern, "%", "%")


def _within_headings(pattern: Pattern) -> Condition:
    headings = func.json_each(card.c.path).table_valued("value")
    found = select(headings.c.value).where(_like(headings.c.value, pattern, "%", "%"))
    return found.correlate(card).exists()


def _within_file(pattern: Pattern) -> Condition:
    return card.c.source_id.in_(select(source.c.id).where(_like(source.c.path, pattern, "%", "%")))


_FIELDS: dict[str, Callable[[Pattern], Condition]] = {
    "question": _within_text(card.c.question),
    "answer": _within_text(card.c.answer),
    "path": _within_headings,
    "file": _within_file,
}


def _names(column: ColumnElement[Any], pattern: Pattern, *below: str) -> Condition:
    """Return the condition for a name that is the pattern, or that continues it ``below``."""
    return or_(*(_like(column, pattern, "", end) for end in ("", *(f"{it}%" for it in below))))


def _tagged(condition: Condition) -> Condition:
    return card.c.id.in_(select(card_tag.c.card_id).where(condition))


def _remembered(condition: Condition) -> Condition:
    return card.c.id.in_(select(memory.c.card_id).where(condition))


def _in_state(state: str, today: StudyDay) -> Condition:
    if state == "due":
        waits = or_(memory.c.due <= today.day, memory.c.repeat == ONE)
        return and_(awake(today.day, indexed=False), _remembered(waits))
    states: dict[str, Condition] = {
        "new": card.c.is_new == ONE,
        "suspended": card.c.suspended == ONE,
        "buried": card.c.buried_on == today.day,
        "leech": _tagged(card_tag.c.tag == LEECH),
        "flagged": card.c.flag.is_not(None),
        "retired": card.c.retired_at.is_not(None),
    }
    return states[state]


def _has_property(node: Property, today: StudyDay) -> Condition:
    compare = _COMPARISONS[node.comparison]
    if node.name == "reviews":
        cards = _COUNTED.group_by(func.coalesce(_copy.c.same_as, _copy.c.id))
        return card.c.id.in_(cards.having(compare(func.count(), node.number)))
    if node.name == "due":
        days = memory.c.due.op("-", return_type=Integer())(literal(today.day, Day))
        return _remembered(compare(days, node.number))
    return _remembered(compare(_IN_MEMORY[node.name], node.number))


def _happened(node: Within, today: StudyDay) -> Condition:
    """Return the condition for what happened today or in the study days before, so many in all."""
    before = today.day - timedelta(days=node.days)
    begins = today.begins - timedelta(days=node.days - 1)
    if node.event == "added":
        return card.c.created_at >= begins
    if node.event == "edited":
        return card.c.edited_at >= begins
    if node.event == "introduced":
        return _remembered(memory.c.introduced > before)
    return card.c.id.in_(_rated(before, begins, node.button))


def _rated(before: Any, begins: datetime, button: int | None) -> Select[tuple[str]]:
    """Return the cards of the reviews since; their ids begin with their time."""
    early = max(begins - timedelta(days=2), datetime(1970, 1, 1, tzinfo=UTC))
    rated = _COUNTED.where(review.c.id >= first_id(early), review.c.day > before)
    if button is None:
        return rated
    if button == 1:
        return rated.where(review.c.quality < PASSED)
    return rated.where(review.c.quality == BUTTONS[button - 1])
