"""The review log and the memory that follows from it, always written together."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from flashdeck.errors import NotFoundError
from flashdeck.ids import new_event_id
from flashdeck.scheduling import Memory, Moment, Scheduler, fold, scheduler_named
from flashdeck.scheduling.spread import Load, balanced
from flashdeck.store.driver import Prepared
from flashdeck.store.rows import ReviewRow, memory_from, memory_row
from flashdeck.store.tables import card, deck, memory, review, tombstone

LIVE = ~select(tombstone.c.review_id).where(tombstone.c.review_id == review.c.id).exists()


def _saving(*kept: str) -> Prepared:
    """Return the statement that writes a memory over the one before, but for columns ``kept``."""
    new = sqlite_insert(memory)
    changed = {c.name: new.excluded[c.name] for c in memory.c if c.name not in kept}
    return Prepared(new.on_conflict_do_update(index_elements=[memory.c.card_id], set_=changed))


SAVE_MEMORY = _saving("card_id")
_ADD_TO_MEMORY = _saving("card_id", "introduced")
"""What a grade writes: to name a column that cannot change would write its index anew."""
_ADD_REVIEW = Prepared(insert(review))
_MARK_NEW = Prepared(
    update(card).where(card.c.id == bindparam("card_id")).values(is_new=bindparam("is_new"))
)
_LOAD_MEMORY = Prepared(select(memory).where(memory.c.card_id == bindparam("card_id")))
_SCHEDULER_OF = Prepared(
    select(deck.c.scheduler)
    .join(card, card.c.deck_id == deck.c.id)
    .where(card.c.id == bindparam("card_id"))
)
_DUE_ON_DAYS = Prepared(
    select(memory.c.due, func.count().label("cards"))
    .where(memory.c.due.between(bindparam("first"), bindparam("last")))
    .group_by(memory.c.due)
)
_BEFORE_REVIEW = Prepared(
    select(
        memory,
        deck.c.scheduler.label("deck_scheduler"),
        card.c.same_as,
        select(func.max(review.c.id)).scalar_subquery().label("last_review"),
    )
    .select_from(card)
    .join(deck, deck.c.id == card.c.deck_id)
    .outerjoin(memory, memory.c.card_id == card.c.id)
    .where(card.c.id == bindparam("card_id"))
)
"""All that a grade has to know, in one query."""


def load_memory(connection: Connection, card_id: str) -> Memory | None:
    """Return a card's memory, or None while it is new."""
    row = _LOAD_MEMORY.one_or_none(connection, {"card_id": card_id})
    return memory_from(row) if row else None


def all_memories(connection: Connection, decks: Sequence[int] | None = None) -> dict[str, Memory]:
    """Return every memory, or those of ``decks``, by its card's id."""
    query = select(memory)
    if decks is not None:
        query = query.join(card, card.c.id == memory.c.card_id).where(card.c.deck_id.in_(decks))
    return {row.card_id: memory_from(row) for row in connection.execute(query)}


def scheduler_of(connection: Connection, card_id: str) -> Scheduler:
    """Return the scheduler of the card's deck."""
    row = _SCHEDULER_OF.one_or_none(connection, {"card_id": card_id})
    return scheduler_named(row.scheduler if row else "")


def add_review(
    connection: Connection, card_id: str, quality: int, at: Moment, duration_ms: int | None
) -> tuple[str, Memory]:
    """Add a review to the log, bring the memory up to it, and return its id and that memory.

    Raises NotFoundError if there is no such card.
    """
    found = _BEFORE_REVIEW.one_or_none(connection, {"card_id": card_id})
    if found is None:
        raise NotFoundError(f"there is no card {card_id}")
    if found.same_as is not None:
        return add_review(connection, found.same_as, quality, at, duration_ms)
    before = None if found.card_id is None else memory_from(found)
    scheduler = scheduler_named(found.deck_scheduler)
    at = balanced(scheduler, before, quality, at, card_id, load_of(connection))
    after = scheduler.review(before, quality, at, card_id)
    review_id = new_event_id(at.instant, found.last_review)
    offset_s = int(at.utc_offset.total_seconds())
    row = (review_id, card_id, at.instant, offset_s, at.day, quality, duration_ms, at.moved or None)
    _ADD_REVIEW.run_row(connection, row)
    _ADD_TO_MEMORY.run_row(connection, (card_id, *memory_row(after)))
    if before is None:
        _mark_new(connection, card_id, is_new=False)
    return review_id, after


def load_of(connection: Connection) -> Load:
    """Return the function that counts the cards due on each day of some, read when it is called."""

    def load(first: date, last: date) -> dict[date, int]:
        days = {"first": first, "last": last}
        return {row.due: row.cards for row in _DUE_ON_DAYS.all(connection, days)}

    return load


def undo_review(connection: Connection, review_id: str, now: datetime) -> None:
    """Take a review back: a tombstone joins the log and the memory is folded anew.

    A review that another window has taken back already stays so.
    """
    row = connection.execute(select(review).where(review.c.id == review_id, LIVE)).one_or_none()
    if row is not None:
        undone = {"review_id": review_id, "undone_at": now.astimezone(UTC)}
        connection.execute(insert(tombstone), undone)
        rebuild_memory(connection, kept_id(connection, row.card_id))


def redo_review(connection: Connection, review_id: str) -> tuple[str, Memory]:
    """Add a review that was taken back once more, as it was; return its new id and the memory."""
    row = connection.execute(select(review).where(review.c.id == review_id)).one()
    found = ReviewRow(**row._mapping)
    return add_review(connection, found.card_id, found.quality, moment_of(found), found.duration_ms)


def kept_id(connection: Connection, card_id: str) -> str:
    """Return the card's id, or that of the card that it turned out to be."""
    found = connection.scalar(select(card.c.same_as).where(card.c.id == card_id))
    return found or card_id


def rebuild_memory(connection: Connection, card_id: str) -> None:
    """Fold the card's live reviews into its memory, or into none if there are none left."""
    moments = ((row.quality, moment_of(row)) for row in live_reviews(connection, card_id))
    after = fold(scheduler_of(connection, card_id), moments, card_id)
    if after is None:
        connection.execute(memory.delete().where(memory.c.card_id == card_id))
        _mark_new(connection, card_id, is_new=True)
    else:
        save_memory(connection, card_id, after)
        _mark_new(connection, card_id, is_new=False)


def save_memory(connection: Connection, card_id: str, value: Memory) -> None:
    """Write a card's memory over the one before."""
    SAVE_MEMORY.run_row(connection, (card_id, *memory_row(value)))


def _mark_new(connection: Connection, card_id: str, *, is_new: bool) -> None:
    _MARK_NEW.run(connection, {"card_id": card_id, "is_new": is_new})


def live_reviews(connection: Connection, card_id: str | None = None) -> Iterator[ReviewRow]:
    """Yield the reviews that were not undone, in the order of the log.

    Each is told of the card for which it counts, whatever that was called when it was written.
    """
    columns = (column for column in review.c if column.name != "card_id")
    query = select(*columns, func.coalesce(card.c.same_as, card.c.id).label("card_id"))
    query = query.join(card, card.c.id == review.c.card_id).where(LIVE).order_by(review.c.id)
    if card_id is not None:
        ids = select(card.c.id).where(or_(card.c.id == card_id, card.c.same_as == card_id))
        query = query.where(review.c.card_id.in_(ids))
    for row in connection.execute(query):
        yield ReviewRow(**row._mapping)


def last_live_review(
    connection: Connection, decks: Sequence[int] | None = None
) -> ReviewRow | None:
    """Return the newest review of the cards of ``decks``, or of all, that was not undone."""
    query = select(review).where(LIVE).order_by(review.c.id.desc()).limit(1)
    if decks is not None:
        kept = card.alias("kept")
        ids = select(card.c.id).join(kept, kept.c.id == func.coalesce(card.c.same_as, card.c.id))
        query = query.where(review.c.card_id.in_(ids.where(kept.c.deck_id.in_(decks))))
    row = connection.execute(query).one_or_none()
    return ReviewRow(**row._mapping) if row else None


def moment_of(row: ReviewRow) -> Moment:
    """Return when a review happened, as the learner's clock had it."""
    return Moment(row.reviewed_at, timedelta(seconds=row.utc_offset_s), row.day, row.moved or 0)
