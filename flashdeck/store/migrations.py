"""Bringing an older store up to date, on a verified copy's safety, or refusing a newer one."""

import sqlite3
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from alembic import command
from flashdeck.errors import StoreError
from flashdeck.shipped import shipped
from flashdeck.store.engine import connect_file, copy_beside
from flashdeck.store.failures import explained


def migrate(path: Path, scripts: Path | None = None) -> Path | None:
    """Migrate the store at ``path`` to the newest revision and return the copy made before.

    Foreign keys are off while tables are rebuilt and checked afterwards; the migration and the
    check share one transaction. Raises StoreError for a store from a newer program.
    """
    config = Config()
    config.set_main_option("script_location", str(scripts or shipped("alembic")).replace("%", "%%"))
    with explained(str(path)):
        connection = connect_file(path)
        try:
            connection.execute("PRAGMA foreign_keys = OFF")
            return _migrate(connection, path, config)
        finally:
            connection.close()


def _migrate(connection: sqlite3.Connection, path: Path, config: Config) -> Path | None:
    script = ScriptDirectory.from_config(config)
    known = {revision.revision for revision in script.walk_revisions()}
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise StoreError(
            f"the store {path} does not say which revision it has",
            "Restore the newest backup, or name another with --store.",
        )
    revision = row[0]
    if revision not in known:
        raise StoreError(
            f"the store {path} was made by a newer flashdeck (revision {revision})",
            "Upgrade flashdeck, or name another store with --store; this one was left as it is.",
        )
    if revision == script.get_current_head():
        return None
    copy = copy_beside(connection, path, revision)
    _upgrade(connection, path, copy, config)
    return copy


def _upgrade(connection: sqlite3.Connection, path: Path, copy: Path, config: Config) -> None:
    """Run the migrations and the check in one transaction.

    It is begun here, so Alembic takes it for somebody else's and neither commits nor ends it.
    """
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with engine.connect() as alchemy:
        alchemy.exec_driver_sql("BEGIN EXCLUSIVE")
        config.attributes["connection"] = alchemy
        command.upgrade(config, "head")
        _check_references(connection, path, copy)
        alchemy.commit()


def _check_references(connection: sqlite3.Connection, path: Path, copy: Path) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreError(
            f"migrating {path} would have broken references, so nothing was changed",
            f"A copy lies at {copy}; please report this.",
        )
