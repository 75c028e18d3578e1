"""What is run by the sqlite3 connection itself, below SQLAlchemy."""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, cast
from unicodedata import normalize

from sqlalchemy import Connection, Select
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite_dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

_DIALECT = sqlite_dialect()

ROWS = 1_000
"""How many rows are converted together."""

Convert = Callable[[Any], Any]


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the sqlite3 connection below ``connection``."""
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


def folded(text: str | None) -> str | None:
    """Return text in which case makes no difference, in any script; also known to the SQL."""
    return None if text is None else normalize("NFC", text).casefold()


def add_functions(connection: sqlite3.Connection) -> None:
    """Let the SQL of this connection call what SQLite does not have."""
    connection.create_function("folded", 1, folded, deterministic=True)


class Prepared:
    """A Core statement that is compiled once and then run by sqlite3 itself.

    A graded review is a handful of statements, and SQLAlchemy's way of running them would cost as
    much as writing them durably. What the values do not name keeps the value of the statement.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement

    def run(self, connection: Connection, values: Mapping[str, Any]) -> sqlite3.Cursor:
        """Execute the statement with ``values`` by the names of its parameters."""
        return driver_of(connection).execute(self._compiled[0], self.bound(values))

    def run_row(self, connection: Connection, row: Sequence[Any]) -> sqlite3.Cursor:
        """Execute the statement with the values of ``row`` in the order of its parameters."""
        return driver_of(connection).execute(self._compiled[0], self.bound_row(row))

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Execute the statement once for each of ``rows``, as ``run`` does."""
        driver_of(connection).executemany(self._compiled[0], map(self.bound, rows))

    def run_rows(self, connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
        """Execute the statement once for each of ``rows``, as ``run_row`` does."""
        rest = iter(rows)
        while some := [*islice(rest, ROWS)]:
            self.run_columns(connection, [*zip(*some, strict=True)])

    def run_columns(self, connection: Connection, columns: Sequence[Sequence[Any]]) -> None:
        """Execute the statement once for each row of ``columns``, given in order: the quickest."""
        sql, _, converts = self._compiled
        bound = [*columns]
        for index, convert in converts:
            bound[index] = [None if value is None else convert(value) for value in bound[index]]
        driver_of(connection).executemany(sql, zip(*bound, strict=True))

    def all(self, connection: Connection, values: Mapping[str, Any]) -> Iterator[Any]:
        """Yield the rows of a query, their columns as attributes."""
        make, converts = self._row
        return (make(_converted(row, converts)) for row in self.run(connection, values))

    def bound(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the parameters in their order, as the database holds them."""
        names = self._compiled[1]
        return self.bound_row(
            [values[name] if name in values else self._constants[name] for name in names]
        )

    def bound_row(self, row: Sequence[Any]) -> list[Any]:
        """Return the parameters, given in their order, as the database holds them."""
        return _converted(row, self._compiled[2])

    def one_or_none(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Return the first row of a query, its columns as attributes, or None."""
        make, converts = self._row
        found = self.run(connection, values).fetchone()
        return None if found is None else make(_converted(found, converts))

    @cached_property
    def _compilation(self) -> Any:
        return self._statement.compile(dialect=_DIALECT)

    @cached_property
    def _compiled(self) -> tuple[str, list[str], list[tuple[int, Convert]]]:
        """The SQL, its parameters in order, and which of them are converted by what."""
        compiled = self._compilation
        types = [compiled.binds[name].type for name in compiled.positiontup]
        converts = [_implementation(kind).bind_processor(_DIALECT) for kind in types]
        return str(compiled), compiled.positiontup, _numbered(converts)

    @cached_property
    def _constants(self) -> Mapping[str, Any]:
        return dict(self._compilation.params)

    @cached_property
    def _row(self) -> tuple[Callable[[Any], Any], list[tuple[int, Convert]]]:
        """What makes a row, and which of its values are converted by what."""
        assert isinstance(self._statement, Select)
        columns = self._statement.selected_columns
        converts = [
            _implementation(column.type).result_processor(_DIALECT, None) for column in columns
        ]
        row = namedtuple("Row", columns.keys())  # type: ignore[misc]
        return row._make, _numbered(converts)


def _converted(row: Sequence[Any], converts: list[tuple[int, Convert]]) -> list[Any]:
    """Return a row with its values as the other side of the connection wants them."""
    values = list(row)
    for index, convert in converts:
        if values[index] is not None:
            values[index] = convert(values[index])
    return values


def _implementation(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.dialect_impl(_DIALECT)


def _numbered(converts: Iterable[Convert | None]) -> list[tuple[int, Convert]]:
    """Return the columns that are converted; rows of one place share many values, so keep them."""
    return [
        (index, lru_cache(maxsize=512)(convert))
        for index, convert in enumerate(converts)
        if convert
    ]
