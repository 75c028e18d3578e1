"""A way into a store without any code of ours."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def plainly() -> Callable[..., list[tuple[object, ...]]]:
    """Return a way to ask a database something without any code of ours."""

    def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(path)
        try:
            found = connection.execute(sql).fetchall()
            connection.commit()
        finally:
            connection.close()
        return found

    return ask
