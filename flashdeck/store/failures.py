"""What SQLite's error codes mean to a learner."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from flashdeck.errors import StoreBusyError, StoreError

_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_FULL = ("the disk that holds {path} is full", "Free some space; nothing was lost.")
_MEANINGS = {
    "SQLITE_READONLY": (
        "the store {path} is read-only",
        "Make it and its folder writable, or name another with --store.",
    ),
    "SQLITE_CANTOPEN": (
        "the store {path} cannot be opened",
        "Check that its folder exists and is yours to write, or name another with --store.",
    ),
    "SQLITE_NOTADB": (
        "{path} is not a flashdeck store",
        "Name another file with --store; this one was left as it is.",
    ),
    "SQLITE_CORRUPT": (
        "the store {path} is damaged",
        "Restore the newest backup; copies made before a migration lie beside the store.",
    ),
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR_SHMSIZE": _FULL,  # no room for the first page beside a store that is opened
    "SQLITE_IOERR": (
        "the disk did not read or write {path} as asked",
        "Check the disk; nothing that was graded before is lost.",
    ),
}


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn an SQLite failure inside the block into a StoreError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise _explain(error.orig, path) from error
        raise
    except sqlite3.Error as error:
        raise _explain(error, path) from error


def _explain(error: sqlite3.Error, path: str) -> Exception:
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith(_BUSY):
        return StoreBusyError(
            f"the store {path} is in use by another process",
            "Wait until it is done, or close the other flashdeck; nothing was written.",
        )
    for name, (message, hint) in _MEANINGS.items():
        if code.startswith(name):
            return StoreError(message.format(path=path), hint)
    if isinstance(error, sqlite3.OperationalError | sqlite3.DatabaseError) and not isinstance(
        error, sqlite3.ProgrammingError | sqlite3.IntegrityError
    ):
        return StoreError(f"the store {path} failed: {error}", "Try `flashdeck backup` first.")
    return error
