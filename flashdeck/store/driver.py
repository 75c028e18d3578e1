"""What is run by the sqlite3 connection itself, below SQLAlchemy."""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite_dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

_DIALECT = sqlite_dialect()

Convert = Callable[[Any], Any] | None


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the sqlite3 connection below ``connection``."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


class Prepared:
    """A Core statement that is compiled once and then run by sqlite3 itself.

    A graded review is a handful of statements, and SQLAlchemy's way of running them would cost as
    much as writing them durably. Each value of the statement is a named parameter.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement

    def run(self, connection: Connection, values: Mapping[str, Any]) -> sqlite3.Cursor:
        """Execute the statement with ``values`` by the names of its parameters."""
        sql, parameters = self._compiled
        bound = [
            values[name] if convert is None else convert(values[name])
            for name, convert in parameters
        ]
        return driver_of(connection).execute(sql, bound)

    def one_or_none(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Return the first row of a query, its columns as attributes, or None."""
        found = self.run(connection, values).fetchone()
        if found is None:
            return None
        make, converts = self._row
        return make(
            value if convert is None else convert(value)
            for value, convert in zip(found, converts, strict=True)
        )

    @cached_property
    def _compiled(self) -> tuple[str, list[tuple[str, Convert]]]:
        """The SQL, and the parameters in their order."""
        compiled: Any = self._statement.compile(dialect=_DIALECT)
        return str(compiled), [
            (name, _implementation(compiled.binds[name].type).bind_processor(_DIALECT))
            for name in compiled.positiontup
        ]

    @cached_property
    def _row(self) -> tuple[Callable[[Any], Any], list[Convert]]:
        """What makes a row of converted values, and what converts each."""
        assert isinstance(self._statement, Select)
        columns = self._statement.selected_columns
        row = namedtuple("Row", columns.keys())  # type: ignore[misc]
        return row._make, [
            _implementation(column.type).result_processor(_DIALECT, None) for column in columns
        ]


def _implementation(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.dialect_impl(_DIALECT)
