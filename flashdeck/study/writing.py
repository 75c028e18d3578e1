"""Writing read notes into the store: each card where it belongs, with its history."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from flashdeck.cards import ParsedCard
from flashdeck.ids import new_card_id
from flashdeck.matching import KEY_VERSION, Identity, match, question_key
from flashdeck.parsing import PARSER_VERSION
from flashdeck.store.cards import insert_cards, retire_cards, stored_where, update_cards
from flashdeck.store.decks import ensure_deck
from flashdeck.store.sources import all_sources, forget_source, save_source
from flashdeck.store.tables import card, source
from flashdeck.study.reading import ReadNote

_CONTENT = ("kind", "question", "answer", "path", "tags", "explicit_id")


def write_notes(
    connection: Connection,
    notes: Sequence[ReadNote],
    vanished: Sequence[str],
    now: datetime,
    outcomes: Counter[str],
) -> dict[str, str]:
    """Write the cards of ``notes``, retire those that are nowhere, and return each note's deck."""
    known = all_sources(connection)
    decks = {
        note.path: note.document.deck
        or (known[note.path].deck if note.path in known else "")
        or note.file.deck
        for note in notes
    }
    deck_ids = {name: ensure_deck(connection, name) for name in sorted(set(decks.values()))}
    sources = {
        note.path: save_source(connection, _source_row(note, deck_ids[decks[note.path]], now))
        for note in notes
    }
    for path in vanished:
        forget_source(connection, path)
    rows = [
        _card_row(parsed, deck_ids[decks[note.path]], sources[note.path])
        for note in notes
        for parsed in note.document.cards
    ]
    identities = [
        _identity_of(row, decks[note.path], note.path)
        for note, row in zip(_note_of_each_card(notes), rows, strict=True)
    ]
    stored = _stored_candidates(connection, identities, {*decks, *vanished})
    _apply(connection, rows, identities, stored, {*decks, *vanished}, now, outcomes)
    return decks


def _note_of_each_card(notes: Iterable[ReadNote]) -> Iterator[ReadNote]:
    for note in notes:
        for _ in note.document.cards:
            yield note


def _source_row(note: ReadNote, deck_id: int, now: datetime) -> dict[str, Any]:
    return {
        "path": note.path,
        "deck_id": deck_id,
        "style": note.document.style,
        "hash": note.digest,
        "size": note.file.size,
        "modified_ns": note.file.modified_ns,
        "parser_version": PARSER_VERSION,
        "imported_at": now,
    }


def _card_row(parsed: ParsedCard, deck_id: int, source_id: int) -> dict[str, Any]:
    return {
        "deck_id": deck_id,
        "source_id": source_id,
        "line": parsed.line,
        "kind": parsed.kind.value,
        "question": parsed.question,
        "answer": parsed.answer,
        "path": parsed.path,
        "tags": parsed.tags,
        "explicit_id": parsed.explicit_id,
        "question_key": question_key(parsed.question),
        "key_version": KEY_VERSION,
        "sibling_group": question_key(parsed.group) if parsed.group else None,
    }


def _identity_of(row: dict[str, Any], deck: str, path: str) -> Identity:
    return Identity(deck, row["question_key"], row["explicit_id"], path, row["line"])


def _stored_candidates(
    connection: Connection, identities: Sequence[Identity], reread: set[str]
) -> dict[str, Row[Any]]:
    """Return by id the stored cards that the parsed ones may be."""
    keys = {identity.key for identity in identities}
    ids = {identity.explicit_id for identity in identities if identity.explicit_id}
    return {
        row.id: row
        for column, values in ((source.c.path, reread), (card.c.question_key, keys))
        for row in stored_where(connection, column, sorted(values))
    } | {row.id: row for row in stored_where(connection, card.c.explicit_id, sorted(ids))}


def _apply(
    connection: Connection,
    rows: Sequence[dict[str, Any]],
    identities: Sequence[Identity],
    stored: dict[str, Row[Any]],
    reread: set[str],
    now: datetime,
    outcomes: Counter[str],
) -> None:
    """Insert, change and retire cards by what the matching says."""
    matching = match(identities, (_stored_identity(row, reread) for row in stored.values()))
    new, changed = [], []
    for row, card_id in zip(rows, matching.matched, strict=True):
        before = stored.get(card_id) if card_id else None
        outcome = _outcome(before, row)
        outcomes[outcome] += 1
        if before is None:
            new.append({"id": new_card_id(), "created_at": now, **row})
        elif outcome != "unchanged" or before.line != row["line"]:
            changed.append({"card_id": card_id, "retired_at": None, **row})
    gone = [
        card_id
        for card_id in matching.unmatched
        if stored[card_id].source in reread and stored[card_id].retired_at is None
    ]
    insert_cards(connection, new)
    update_cards(connection, changed)
    retire_cards(connection, gone, now)
    outcomes["retired"] += len(gone)


def _stored_identity(row: Row[Any], reread: set[str]) -> Identity:
    return Identity(
        deck=row.deck,
        key=row.question_key if row.key_version == KEY_VERSION else question_key(row.question),
        explicit_id=row.explicit_id,
        source=row.source,
        line=row.line,
        card_id=row.id,
        gone=row.retired_at is not None or row.source is None or row.source in reread,
    )


def _outcome(before: Row[Any] | None, row: dict[str, Any]) -> str:
    if before is None:
        return "new"
    if before.retired_at is not None:
        return "revived"
    if any(getattr(before, name) != row[name] for name in _CONTENT):
        return "edited"
    moved = (before.deck_id, before.source_id) != (row["deck_id"], row["source_id"])
    return "moved" if moved else "unchanged"
