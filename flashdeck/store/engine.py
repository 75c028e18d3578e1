"""Opening a store: one connection, durable writes, and refusing what is not a store of ours."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import StaticPool

from flashdeck.errors import StoreError
from flashdeck.store.driver import add_functions, driver_of
from flashdeck.store.failures import explained
from flashdeck.store.tables import APPEND_ONLY, REVISION, TAGGED, metadata

BUSY_SECONDS = 5.0
HEADER_SIZE = 100
CACHE_KB = 16_000
"""Room for the indexes: the ids of new cards fall anywhere in them."""
LOG_PAGES = 2_000
"""How long the write-ahead log grows before it is written back: once in some hundred grades."""
APPLICATION_ID = 0x666C6463  # "fldc", which `file` and a hex dump can show


class _RehearsedError(Exception):
    """Ends a transaction without keeping it."""


class Store:
    """An open store. Reads see one snapshot; a write is one transaction, durable on leaving."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self.connection = connection
        self.driver = driver_of(connection)
        self.path = path

    @property
    def version(self) -> int:
        """A number that changes whenever another connection has changed the store."""
        return int(self.driver.execute("PRAGMA data_version").fetchone()[0])

    def read(self) -> AbstractContextManager[Connection]:
        """Give a connection within one consistent snapshot."""
        return self._transaction("BEGIN")

    def write(self) -> AbstractContextManager[Connection]:
        """Give a connection whose changes are all kept when the block ends, or none of them.

        Raises StoreBusyError if another process holds the lock for longer than five seconds.
        """
        return self._transaction("BEGIN IMMEDIATE")

    @contextmanager
    def fill(self) -> Iterator[Connection]:
        """Give a connection as `write` does, for an empty store: each page is written only once.

        Meanwhile others wait, who with a write-ahead log could read; a store that another
        connection has open keeps its log.
        """
        self._set_journal("DELETE")
        try:
            with self.write() as connection:
                yield connection
        finally:
            self._set_journal("WAL")

    def _set_journal(self, mode: str) -> None:
        """Change how a transaction is made safe, if nobody else has the store open."""
        self.driver.execute("PRAGMA busy_timeout = 0").fetchone()
        with suppress(sqlite3.Error):
            self.driver.execute(f"PRAGMA journal_mode = {mode}").fetchone()
        self.driver.execute(f"PRAGMA busy_timeout = {round(1000 * BUSY_SECONDS)}").fetchone()

    @contextmanager
    def rehearse(self) -> Iterator[Connection]:
        """Give a connection as `write` does, but keep none of its changes."""
        with suppress(_RehearsedError), self.write() as connection:
            yield connection
            raise _RehearsedError

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        try:
            self.driver.execute(begin)
            yield self.connection
            self.driver.execute("COMMIT")
        except BaseException:
            with explained(str(self.path)):
                if self.driver.in_transaction:
                    self.driver.execute("ROLLBACK")
                raise

    def backup(self, target: Path) -> None:
        """Copy the store to ``target`` and check that the copy is whole; raises StoreError."""
        with explained(str(target)):
            copy_database(self.driver, target)

    def backup_beside(self, label: str) -> Path:
        """Copy the store to a file beside it that ``label`` and the time name, and check it."""
        with explained(str(self.path)):
            return copy_beside(self.driver, self.path, label)

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self.connection.close()
        self.connection.engine.dispose()


def open_store(path: Path) -> Store:
    """Open the store at ``path``, creating it or bringing it up to date first.

    Raises StoreError for a file that is no store, is damaged, or was made by a newer program.
    """
    path = Path(path)
    _check_file(path)
    read_only = path.exists() and not _can_be_written(path)
    with explained(str(path)):
        store = _connect(path, read_only=read_only)
        try:
            revision = _revision(store)
            if revision == REVISION:
                return store
            if revision is None:
                _create(store)
                return store
        except BaseException:
            store.close()
            raise
    store.close()
    from flashdeck.store.migrations import migrate  # deferred: Alembic costs 0.3 s

    migrate(path)
    return _connect(path, read_only=read_only)


def _check_file(path: Path) -> None:
    """Refuse what cannot be a store before SQLite touches it.

    The file is not opened for it: closing a file drops every lock that this process has on it, and
    with them an open store's claim to its write-ahead log.
    """
    try:
        _check_kind(path)
    except OSError as error:
        raise StoreError(
            f"the store {path} cannot be opened: {error.strerror}",
            "Check the permissions, or name another with --store.",
        ) from error


def _check_kind(path: Path) -> None:
    if path.is_dir():
        raise StoreError(f"the store {path} is a folder", "Name a file inside it with --store.")
    if path.exists():
        if not path.is_file():
            raise StoreError(f"{path} is not a file", "Name another with --store.")
        if 0 < path.stat().st_size < HEADER_SIZE:
            raise StoreError(
                f"{path} is not a flashdeck store",
                "Name another file with --store; this one was left as it is.",
            )
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the folder {path.parent} cannot be made: {error.strerror}",
            "Name a store in a folder of yours with --store.",
        ) from error


def _connect(path: Path, *, read_only: bool) -> Store:
    def connect() -> sqlite3.Connection:
        return connect_file(path, read_only=read_only)

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=StaticPool, isolation_level="AUTOCOMMIT"
    )
    return Store(engine.connect(), path)


def connect_file(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open ``path`` with the pragmas that durability and integrity rest on."""
    where = path.absolute().as_uri()
    if read_only:
        where += f"?mode=ro{'&immutable=1' if _stands_still(path) else ''}"
    connection = sqlite3.connect(
        where, uri=True, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        add_functions(connection)
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _can_be_written(path: Path) -> bool:
    """Tell whether the file is writable, and its log beside it, which a link does not move."""
    file = path.resolve()
    has_log = file.with_name(f"{file.name}-shm").exists()
    return os.access(file, os.W_OK) and (has_log or os.access(file.parent, os.W_OK))


def _stands_still(path: Path) -> bool:
    """Tell whether the file is all there is, in a folder where SQLite could not put more.

    Opened as immutable, a store's write-ahead log would be left out, and with it reviews.
    """
    file = path.resolve()
    log = file.with_name(f"{file.name}-wal")
    return not os.access(file.parent, os.W_OK) and not (log.exists() and log.stat().st_size)


def _revision(store: Store) -> str | None:
    """Return the store's revision, or None if the file is still empty.

    Raises StoreError for a database of some other program.
    """
    with store.read() as connection:
        tables = set(connection.scalars(text("SELECT name FROM sqlite_master")))
        if not tables:
            return None
        ours = connection.scalar(text("PRAGMA application_id")) == APPLICATION_ID
        if not ours or "alembic_version" not in tables:
            raise StoreError(
                f"{store.path} is a database of another program",
                "Name another file with --store; this one was left as it is.",
            )
        return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def _create(store: Store) -> None:
    """Create the tables of the newest revision at once, which needs no Alembic."""
    with store.write() as connection:
        if connection.scalar(text("SELECT count(*) FROM sqlite_master")):
            return  # another process was faster
        metadata.create_all(connection)
        for trigger in (*APPEND_ONLY, *TAGGED):
            connection.exec_driver_sql(trigger)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        connection.execute(
            text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": REVISION}
        )
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def copy_database(source: sqlite3.Connection, target: Path, check: str = "integrity") -> None:
    """Copy a database to ``target`` page by page, then check the copy and flush it to disk.

    A half-made copy never stands under the target's name.
    """
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    copy = sqlite3.connect(partial)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        copy.execute("PRAGMA ignore_check_constraints = ON")  # a row may be wrong, a page may not
        verdict = copy.execute(f"PRAGMA {check}_check").fetchone()[0]
    finally:
        copy.close()
    if verdict != "ok":
        partial.unlink(missing_ok=True)
        raise StoreError(f"the copy {target} is damaged: {verdict}", "Check the disk.")
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    partial.replace(target)


def copy_beside(source: sqlite3.Connection, path: Path, label: str) -> Path:
    """Copy the database at ``path`` to a new file beside it, checked, and return that."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = path.with_name(f"{path.name}.{label}-{stamp}.bak")
    numbers = count(2)
    while copy.exists():  # made within this very second
        copy = path.with_name(f"{path.name}.{label}-{stamp}-{next(numbers)}.bak")
    copy_database(source, copy)
    return copy
