"""Another store beside ours: a consistent copy of it, attached to our connection as `other`."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import MetaData, Table

from flashdeck.errors import StoreError
from flashdeck.store.engine import (
    APPLICATION_ID,
    Store,
    connect_file,
    copy_database,
    open_store,
)
from flashdeck.store.failures import explained
from flashdeck.store.tables import metadata

_OTHER = MetaData(schema="other")
TABLES: dict[str, Table] = {
    name: table.to_metadata(_OTHER, schema="other") for name, table in metadata.tables.items()
}
"""The tables of the other store, by their bare names."""

CACHE_KB = 128_000
"""Random ids lead all over the indexes: pages written out early would have to be read again."""

LEFT_AS_IT_IS = "Name the file of another store; nothing was changed."


@contextmanager
def attached(store: Store, path: Path) -> Iterator[None]:
    """Attach a copy of the store at ``path``, of our revision, while the block runs.

    The original may be in use: it is read in one snapshot and never written. Raises StoreError if
    it is ours, no store, damaged, or of a newer program.
    """
    _check(store, path)
    with TemporaryDirectory(prefix="flashdeck-") as folder:
        copy = Path(folder) / "other.db"
        _copy(path, copy)
        try:
            open_store(copy).close()  # brings an older one up to date
        except StoreError as error:
            raise StoreError(error.message.replace(str(copy), str(path)), LEFT_AS_IT_IS) from error
        store.driver.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        store.driver.execute("ATTACH DATABASE ? AS other", [str(copy)])
        try:
            yield
        finally:
            store.driver.execute("DETACH DATABASE other")


def _check(store: Store, path: Path) -> None:
    if not path.is_file():
        raise StoreError(f"there is no store at {path}", LEFT_AS_IT_IS)
    if os.path.samefile(path, store.path):  # noqa: PTH121 # also through links
        raise StoreError(f"{path} is this very store", LEFT_AS_IT_IS)


def _copy(path: Path, copy: Path) -> None:
    with explained(str(path)):
        try:
            with closing(connect_file(path, read_only=True)) as source:
                if source.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
                    copy_database(source, copy, "quick")
                    return
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname != "SQLITE_NOTADB":
                raise
    raise StoreError(f"{path} is not a flashdeck store", LEFT_AS_IT_IS)
