"""What cannot be true of a row, whichever program wrote it."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import (
    ColumnElement,
    Integer,
    Table,
    and_,
    case,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    type_coerce,
)

from flashdeck.cards import Flag, Kind
from flashdeck.scheduling.grades import MAX_QUALITY

Tables = Mapping[str, Table]

DAY_MS = 86_400_000
LATEST_MS = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp() * 1000)
"""Behind it, the longest interval would lead out of the calendar."""


def review_fault(tables: Tables) -> ColumnElement[str | None]:
    """Return SQL for what is impossible about a row of the review table, or NULL."""
    row, card = tables["review"].c, tables["card"]
    known = _exists(card.c.id == row.card_id, tables["review"])
    return _first_of(
        ("its id is not one that flashdeck makes", not_(_is_event_id(row.id))),
        *_faults_of_grade(tables),
        ("its card is not there", not_(known)),
    )


def quiz_answer_fault(tables: Tables) -> ColumnElement[str | None]:
    """Return SQL for what is impossible about a row of the quiz_answer table, or NULL."""
    row = tables["quiz_answer"].c
    return _first_of(
        ("its id is not one that flashdeck makes", not_(_is_event_id(row.id))),
        ("its place is below 0", row.place < 0),
        ("it is neither right nor wrong", not_(_number(row.right).between(0, 1))),
        ("its time is impossible", not_(_is_time(_number(row.answered_at)))),
        ("its time zone is impossible", _is_no_offset(_number(row.utc_offset_s))),
        ("it took less than no time", row.duration_ms < 0),
    )


def can_be_replayed(tables: Tables) -> ColumnElement[bool]:
    """Return the condition for a row of the review table that no scheduler stumbles over."""
    return _first_of(*_faults_of_grade(tables)).is_(None)


def _faults_of_grade(tables: Tables) -> list[tuple[str, ColumnElement[bool]]]:
    row = tables["review"].c
    offset, day = _number(row.utc_offset_s), _number(row.day)
    at = _number(row.reviewed_at)
    nights = (at + offset * 1000) // DAY_MS - day
    return [
        (f"its grade is not 0 to {MAX_QUALITY}", not_(row.quality.between(0, MAX_QUALITY))),
        ("its time is impossible", not_(_is_time(at))),
        ("its time zone is impossible", _is_no_offset(offset)),
        ("its study day does not fit its time", not_(nights.between(0, 1))),
        ("it took less than no time", row.duration_ms < 0),
    ]


def tombstone_fault(tables: Tables) -> ColumnElement[str | None]:
    """Return SQL for what is impossible about a row of the tombstone table, or NULL."""
    row, review = tables["tombstone"].c, tables["review"]
    known = _exists(review.c.id == row.review_id, tables["tombstone"])
    return _first_of(
        ("its time is impossible", not_(_is_time(_number(row.undone_at)))),
        ("its review is not there", not_(known)),
    )


def card_fault(tables: Tables) -> ColumnElement[str | None]:
    """Return SQL for what is impossible about a row of the card table, or NULL."""
    row, deck = tables["card"].c, tables["deck"]
    optional = (row.retired_at, row.edited_at, row.suspended_at, row.flagged_at)
    times = [or_(column.is_(None), _is_time(_number(column))) for column in optional]
    known = _exists(deck.c.id == row.deck_id, tables["card"])
    return _first_of(
        ("its kind is unknown", and_(*(row.kind != kind.value for kind in Kind))),
        ("its flag is unknown", and_(*(row.flag != flag.value for flag in Flag))),
        ("its headings are no list of words", not_(_is_list_of_words(row.path))),
        ("its tags are no list of words", not_(_is_list_of_words(row.tags))),
        ("its times are impossible", not_(and_(_is_time(_number(row.created_at)), *times))),
        ("its day of burying is impossible", func.abs(_number(row.buried_on)) > 2_500_000),
        ("its deck is not there", not_(known)),
    )


def _exists(condition: ColumnElement[bool], outer: Table) -> ColumnElement[bool]:
    """Return SQL for whether another table has a row that fits the one of ``outer``."""
    return select(literal(1)).where(condition).correlate(outer).exists()


def _first_of(*faults: tuple[str, ColumnElement[bool]]) -> ColumnElement[str | None]:
    return case(*((wrong, literal(reason)) for reason, wrong in faults), else_=null())


def _number(column: ColumnElement[object]) -> ColumnElement[int]:
    """Return what the column holds in the database."""
    return type_coerce(column, Integer)


def _is_event_id(column: ColumnElement[str]) -> ColumnElement[bool]:
    """Return SQL for what `ids` can put in order: it begins with a time."""
    return and_(func.length(column) == 32, column.bool_op("GLOB")("[0-9a-f]" * 12 + "*"))


def _is_time(milliseconds: ColumnElement[int]) -> ColumnElement[bool]:
    return milliseconds.between(0, LATEST_MS)


def _is_no_offset(seconds: ColumnElement[int]) -> ColumnElement[bool]:
    return func.abs(seconds) >= DAY_MS // 1000


def _is_list_of_words(column: ColumnElement[object]) -> ColumnElement[bool]:
    """Return SQL that is also defined for text that is no JSON at all."""
    items = func.json_each(column).table_valued("type")
    others = select(literal(1)).select_from(items).where(items.c.type != "text").exists()
    is_list = func.json_type(column) == "array"
    return case((func.json_valid(column) == 0, False), (not_(is_list), False), else_=not_(others))
