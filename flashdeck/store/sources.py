"""Sources: the files that cards come from, as they were when last read."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from flashdeck.store.driver import Prepared
from flashdeck.store.rows import SourceRow
from flashdeck.store.tables import card, deck, source

_WRITTEN = [name for name in source.c.keys() if name != "id"]  # noqa: SIM118
_ROW = sqlite_insert(source).values({name: bindparam(name) for name in _WRITTEN})
_SAVE = Prepared(
    _ROW.on_conflict_do_update(
        index_elements=[source.c.path],
        set_={name: _ROW.excluded[name] for name in _WRITTEN if name != "path"},
    ).returning(source.c.id)
)


def all_sources(connection: Connection) -> dict[str, SourceRow]:
    """Return every known file by its path, with the number of its cards that are not retired."""
    counts = (
        select(card.c.source_id, func.count().label("cards"))
        .where(card.c.retired_at.is_(None))
        .group_by(card.c.source_id)
        .subquery()
    )
    query = (
        select(source, deck.c.name.label("deck"), func.coalesce(counts.c.cards, 0).label("cards"))
        .join(deck, deck.c.id == source.c.deck_id)
        .outerjoin(counts, counts.c.source_id == source.c.id)
    )
    rows = (row._asdict() for row in connection.execute(query))
    return {row["path"]: SourceRow(**_without(row, "deck_id")) for row in rows}


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def save_source(connection: Connection, values: dict[str, Any]) -> int:
    """Write a file's whole row, new or known by its path, and return its id."""
    ((source_id,),) = _SAVE.run(connection, values).fetchall()
    return int(source_id)


def forget_source(connection: Connection, path: str) -> None:
    """Let a vanished file be read anew if it comes back, though it may look unchanged."""
    connection.execute(source.update().where(source.c.path == path).values(hash="", size=-1))


def touch_source(
    connection: Connection, path: str, size: int, modified_ns: int, now: datetime
) -> None:
    """Note that a file was saved anew with the same bytes, so that it need not be read again."""
    values = {"size": size, "modified_ns": modified_ns, "imported_at": now}
    connection.execute(source.update().where(source.c.path == path).values(values))
