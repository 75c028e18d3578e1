"""How days, instants, flags and lists stand in the file, checked against SQLite's own reading."""

import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from flashdeck.store.types import Day, Instant, Words, YesNo

SQLITE: Dialect = SQLiteDialect()


def asked(sql: str, *values: object) -> object:
    connection = sqlite3.connect(":memory:")
    try:
        return connection.execute(sql, values).fetchone()[0]
    finally:
        connection.close()


@given(st.dates())
def test_a_day_is_the_number_of_days_since_1970_as_sqlite_counts_them(day: date) -> None:
    number = Day().process_bind_param(day, SQLITE)
    by_sqlite = asked("SELECT CAST(julianday(?) - julianday('1970-01-01') AS INT)", str(day))
    assert number == by_sqlite
    assert Day().process_result_value(number, SQLITE) == day


@given(st.datetimes(timezones=st.just(timezone(timedelta(hours=-7)))))
def test_an_instant_is_whole_milliseconds_since_1970_in_utc(at: datetime) -> None:
    number = Instant().process_bind_param(at, SQLITE)
    back = Instant().process_result_value(number, SQLITE)
    assert back is not None
    assert back.utcoffset() == timedelta(0)
    assert timedelta(0) <= at - back < timedelta(milliseconds=1)


def test_a_known_instant_has_the_known_number() -> None:
    at = datetime(2001, 9, 9, 1, 46, 40, 123_456, tzinfo=UTC)  # 10**9 s after 1970
    assert Instant().process_bind_param(at, SQLITE) == 1_000_000_000_123


def test_a_time_without_a_zone_is_never_stored() -> None:
    with pytest.raises(TypeError, match="naive"):
        Instant().process_bind_param(datetime(2026, 3, 2), SQLITE)


@given(st.lists(st.text(st.characters(codec="utf-8"))).map(tuple))
def test_a_list_comes_back_from_sqlite_as_it_went_in(words: tuple[str, ...]) -> None:
    stored = Words().process_bind_param(words, SQLITE)
    assert asked("SELECT json_array_length(?)", stored) == len(words)
    assert Words().process_result_value(asked("SELECT ?", stored), SQLITE) == words


@pytest.mark.parametrize("flag", [True, False])
def test_a_flag_is_what_sqlite_takes_for_true_or_false(flag: bool) -> None:
    stored = YesNo().process_bind_param(flag, SQLITE)
    assert asked(f"SELECT ? IS {flag}", stored) == 1
    assert YesNo().process_result_value(stored, SQLITE) is flag


@pytest.mark.parametrize("kind", [Day(), Instant(), YesNo(), Words()])
def test_nothing_stays_nothing(kind: Day | Instant | YesNo | Words) -> None:
    assert kind.process_bind_param(None, SQLITE) is None
    assert kind.process_result_value(None, SQLITE) is None
