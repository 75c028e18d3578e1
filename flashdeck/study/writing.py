"""Writing read notes into the store: each card where it belongs, with its history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from flashdeck.cards import ParsedCard, Problem
from flashdeck.ids import new_card_id
from flashdeck.matching import KEY_VERSION, Identity, match, question_key
from flashdeck.parsing import PARSER_VERSION
from flashdeck.store.cards import insert_cards, retire_cards, stored_where, update_cards
from flashdeck.store.decks import ensure_deck
from flashdeck.store.rows import SourceRow
from flashdeck.store.sources import all_sources, forget_source, save_source
from flashdeck.store.tables import card, source
from flashdeck.study.reading import ReadNote
from flashdeck.study.report import FileReport, ImportReport

_CONTENT = ("kind", "question", "answer", "path", "tags", "explicit_id")


@dataclass(frozen=True, slots=True)
class _Found:
    """A card in a note: the columns it would have, and what it is recognised by."""

    row: dict[str, Any]
    identity: Identity


def write_notes(
    connection: Connection,
    notes: Sequence[ReadNote],
    vanished: Sequence[str],
    now: datetime,
    report: ImportReport,
) -> None:
    """Write the cards of ``notes``, retire those that are nowhere, and report all of it."""
    decks = _decks_of(notes, all_sources(connection))
    deck_ids = {name: ensure_deck(connection, name) for name in sorted(set(decks.values()))}
    found: list[_Found] = []
    for note in notes:
        deck, document = decks[note.path], note.document
        source_id = save_source(connection, _source_row(note, deck_ids[deck], now))
        rows = (_card_row(parsed, deck_ids[deck], source_id) for parsed in document.cards)
        found += [_Found(row, _identity_of(row, deck, note.path)) for row in rows]
        report.files.append(FileReport(note.path, document.style, deck, len(document.cards)))
        report.problems += document.problems
    for path in vanished:
        forget_source(connection, path)
    reread = {*decks, *vanished}
    stored = _stored_candidates(connection, [it.identity for it in found], reread)
    _apply(connection, found, stored, reread, now, report)


def _decks_of(notes: Iterable[ReadNote], known: Mapping[str, SourceRow]) -> dict[str, str]:
    """Return each note's deck: as its front matter says, else as before, else as its path says."""
    before = {path: source.deck for path, source in known.items()}
    return {
        note.path: note.document.deck or before.get(note.path) or note.file.deck for note in notes
    }


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
    return Identity(
        deck,
        row["question_key"],
        row["explicit_id"],
        path,
        row["line"],
        question=row["question"],
        answer=row["answer"],
        path=row["path"],
    )


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
    found: Sequence[_Found],
    stored: dict[str, Row[Any]],
    reread: set[str],
    now: datetime,
    report: ImportReport,
) -> None:
    """Insert, change and retire cards by what the matching says."""
    matching = match(
        [it.identity for it in found],
        (_stored_identity(row, reread) for row in stored.values()),
    )
    new, changed = [], []
    for it, card_id in zip(found, matching.matched, strict=True):
        row = it.row
        before = stored.get(card_id) if card_id else None
        outcome = _outcome(before, row)
        report.outcomes[outcome] += 1
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
    report.outcomes["retired"] += len(gone)
    report.problems += [_unclear(found[index].identity) for index in matching.unclear]


def _unclear(identity: Identity) -> Problem:
    return Problem(
        identity.source or "",
        identity.line,
        "this may be an edit of an older card, but not clearly of which; it counts as new",
        "To keep a card's history through any edit, give it an id: {#some-id} after its question.",
    )


def _stored_identity(row: Row[Any], reread: set[str]) -> Identity:
    return Identity(
        deck=row.deck,
        key=row.question_key if row.key_version == KEY_VERSION else question_key(row.question),
        explicit_id=row.explicit_id,
        source=row.source,
        line=row.line,
        card_id=row.id,
        gone=row.retired_at is not None or row.source is None or row.source in reread,
        question=row.question,
        answer=row.answer,
        path=row.path,
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
