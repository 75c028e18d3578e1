"""Which rows of another store, attached to ours, are not taken in, and why."""

import json
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, true

from flashdeck.store.driver import Prepared
from flashdeck.store.other import TABLES as OTHER
from flashdeck.store.soundness import card_fault, quiz_answer_fault, review_fault, tombstone_fault
from flashdeck.store.tables import card, quiz_answer, review


class Aside(NamedTuple):
    """A row of the other store that is not taken in, as JSON, and why."""

    kind: str
    key: str
    content: str
    reason: str


def refused_cards(connection: Connection) -> list[Aside]:
    """Return the cards of the other store that cannot be true, or are not those of their id."""
    theirs, ours, kept = OTHER["card"], card.alias("ours"), OTHER["card"].alias("kept")
    clash = _clash(ours, theirs)
    kept_clashes = select(true()).where(kept.c.id == theirs.c.same_as, _clash(ours, kept))
    known = select(true()).where(kept.c.id == theirs.c.same_as).correlate(theirs).exists()
    reason = case(
        (clash, "another card has its id"),
        (and_(theirs.c.same_as.is_not(None), ~known), "the card that it is is not there"),
        (kept_clashes.correlate(theirs).exists(), "the card that it is is kept aside"),
    )
    return _refused(connection, "card", func.coalesce(card_fault(OTHER), reason))


def _clash(ours: Any, theirs: Any) -> ColumnElement[bool]:
    """Return the condition for a card of the other store that was made apart from ours."""
    apart = (ours.c.id == theirs.c.id) & (ours.c.created_at != theirs.c.created_at)
    return is_one(apart, theirs)


def refused_reviews(connection: Connection, refused: Sequence[Aside]) -> list[Aside]:
    """Return the reviews that cannot be true, are not those of their id, or of refused cards."""
    theirs, ours = OTHER["review"], review.alias("ours")
    reason = case(
        (_is_among(theirs.c.card_id, refused), "its card is kept aside"),
        (_differs(ours, theirs), "another review has its id"),
    )
    return _refused(connection, "review", func.coalesce(review_fault(OTHER), reason))


def refused_tombstones(connection: Connection, refused: Sequence[Aside]) -> list[Aside]:
    """Return the tombstones that cannot be true, or are of ``refused`` reviews."""
    of_refused = _is_among(OTHER["tombstone"].c.review_id, refused)
    reason = case((of_refused, "its review is kept aside"))
    return _refused(connection, "tombstone", func.coalesce(tombstone_fault(OTHER), reason))


def refused_quiz_answers(connection: Connection, refused: Sequence[Aside]) -> list[Aside]:
    """Return the answers in quizzes of which the same holds."""
    theirs, ours = OTHER["quiz_answer"], quiz_answer.alias("ours")
    reason = case(
        (_is_among(theirs.c.card_id, refused), "its card is kept aside"),
        (_differs(ours, theirs, but="card_id"), "another answer has its id"),
    )
    return _refused(connection, "quiz_answer", func.coalesce(quiz_answer_fault(OTHER), reason))


def _is_among(column: ColumnElement[Any], refused: Sequence[Aside]) -> ColumnElement[bool]:
    return column.in_(given([row.key for row in refused]))


def _differs(ours: Any, theirs: Any, but: str = "") -> ColumnElement[bool]:
    """Return the condition for a row with the id of one of ours that says something else."""
    names = (name for name in ours.c.keys() if name != but)  # noqa: SIM118
    differs = or_(*(theirs.c[name].is_distinct_from(ours.c[name]) for name in names))
    return is_one((ours.c.id == theirs.c.id) & differs, theirs)


def is_one(condition: ColumnElement[bool], outer: Any) -> ColumnElement[bool]:
    """Return the condition that there is a row beside the one of ``outer`` that fits."""
    return select(true()).where(condition).correlate(outer).exists()


def given(ids: Collection[str]) -> Any:
    """Return a query of ids that are handed over as one value."""
    return select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)


def _refused(connection: Connection, kind: str, reason: ColumnElement[Any]) -> list[Aside]:
    names = OTHER[kind].c.keys()
    query = Prepared(select(*OTHER[kind].c, reason).where(reason.is_not(None)))
    return [
        Aside(kind, str(row[0]), json.dumps(dict(zip(names, row, strict=False))), row[-1])
        for row in query.run(connection, {})
    ]
