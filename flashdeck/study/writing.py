"""Writing read notes into the store: each card where it belongs, with its history."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection

from flashdeck.cards import PARSER_VERSION, Problem
from flashdeck.ids import new_card_ids
from flashdeck.matching import Identity, Matching, match
from flashdeck.store.cards import (
    has_cards,
    indexed_afterwards,
    insert_cards,
    retire_cards,
    stored_in,
    stored_with_id,
    stored_with_key,
    update_cards,
)
from flashdeck.store.decks import ensure_deck
from flashdeck.store.rows import SourceRow
from flashdeck.store.sources import forget_source, save_source
from flashdeck.study.files import is_gone
from flashdeck.study.notes import NoteCard, ReadNote
from flashdeck.study.rekeying import rekey_cards
from flashdeck.study.report import FileReport, ImportReport, Move
from flashdeck.study.schedulers import replay_moved, settle_schedulers
from flashdeck.study.twins import hand_over

MOST_NAMED = 3
_CONTENT = ("kind", "question", "answer", "path", "tags", "explicit_id")


class _Place(NamedTuple):
    """Where a card stands: its deck, its file, and their ids in the store."""

    deck: str
    path: str
    deck_id: int
    source_id: int


class _Found(NamedTuple):
    """A card in a note, and where."""

    card: NoteCard
    place: _Place


class Writing:
    """One import's writing, within one transaction; ``known`` are the files read before.

    Decks made here get ``scheduler`` unless their notes name another.
    """

    def __init__(
        self,
        connection: Connection,
        known: Mapping[str, SourceRow],
        now: datetime,
        report: ImportReport,
        scheduler: str,
    ) -> None:
        self._connection = connection
        self._known = known
        self._now = now
        self._report = report
        self._scheduler = scheduler
        self._deck_ids: dict[str, int] = {}
        self._scheduler_lines: dict[str, int] = {}

    def write(self, notes: Iterable[ReadNote], vanished: Sequence[str]) -> None:
        """Write the cards of ``notes``, retire those that are nowhere, and report all of it.

        In a store without cards nothing can be matched: each note is written as it comes.
        """
        rekey_cards(self._connection)
        if has_cards(self._connection):
            self._merge(notes, vanished)
        else:
            with indexed_afterwards(self._connection):
                for note in notes:
                    self._insert([self._save(note)] * note.count, note.columns)
        for path in vanished:
            forget_source(self._connection, path)
        settle_schedulers(self._connection, self._scheduler_lines, self._report)

    def _save(self, note: ReadNote) -> _Place:
        """Write the file's row and report it; return where its cards stand."""
        deck = self._deck_of(note)
        if deck not in self._deck_ids:
            self._deck_ids[deck] = ensure_deck(self._connection, deck, self._scheduler)
        deck_id = self._deck_ids[deck]
        source_id = save_source(self._connection, _source_row(note, deck_id, self._now))
        self._report.files.append(FileReport(note.path, note.style, deck, note.count))
        self._report.problems += note.problems
        self._scheduler_lines[note.path] = note.scheduler_line
        return _Place(deck, note.path, deck_id, source_id)

    def _deck_of(self, note: ReadNote) -> str:
        """Return its deck: as its front matter says, else as before, else as its path says."""
        before = self._known.get(note.path)
        return note.deck or (before.deck if before else "") or note.file.deck

    def _insert(self, places: Sequence[_Place], columns: Iterable[Sequence[Any]]) -> None:
        """Write new cards, one at each of ``places``, with ``columns`` for what they say."""
        decks = [place.deck_id for place in places]
        sources = [place.source_id for place in places]
        times = [self._now] * len(places)
        ids = [*new_card_ids(len(places))]
        insert_cards(self._connection, [ids, decks, sources, *columns, times])
        self._report.outcomes["new"] += len(places)

    def _insert_found(self, found: Sequence[_Found]) -> None:
        """Write cards that are none of the store's."""
        if found:
            cards = zip(*(it.card for it in found), strict=True)
            self._insert([it.place for it in found], cards)

    def _merge(self, notes: Iterable[ReadNote], vanished: Sequence[str]) -> None:
        """Insert, change and retire cards by what the matching says."""
        reread = set(vanished)
        found: list[_Found] = []
        for note in notes:
            place = self._save(note)
            reread.add(note.path)
            found += (_Found(card, place) for card in note.cards())
        stored = self._candidates(found, reread)
        if not stored:
            self._insert_found(found)
            return
        identities = [_identity_of(it) for it in found]
        absent = _absent(stored.values(), reread)
        matching = match(
            identities, (_stored_identity(row, reread | absent) for row in stored.values())
        )
        self._update(found, stored, matching.matched)
        self._retire(
            stored[card_id]
            for card_id in matching.unmatched
            if stored[card_id].source in reread and stored[card_id].retired_at is None
        )
        self._tell_ways(identities, stored, matching)
        for path in absent & {move.from_path for move in self._report.moves}:
            forget_source(self._connection, path)

    def _tell_ways(
        self, identities: Sequence[Identity], stored: Mapping[str, Any], matching: Matching
    ) -> None:
        """Report what came from another file, and what may have come from an older card."""
        for it, card_id in zip(identities, matching.matched, strict=True):
            before = stored[card_id] if card_id else None
            if before is not None and it.source and before.source not in (None, it.source):
                move = Move(it.source, it.line, before.source, before.line)
                self._report.moves.append(move)
        self._report.problems += [
            _unclear(identities[index], [stored[card_id] for card_id in candidates])
            for index, candidates in matching.unclear.items()
        ]

    def _candidates(self, found: Sequence[_Found], reread: set[str]) -> dict[str, Any]:
        """Return by id the stored cards that the found ones may be.

        Elsewhere than in the files read again, only what no longer stands there is looked for.
        """
        stored = {row.id: row for row in stored_in(self._connection, reread)}
        changed = Counter(_wording(it.card) for it in found)
        changed.subtract(_wording(row) for row in stored.values() if row.retired_at is None)
        named = [wording[:2] for wording, amount in changed.items() if amount > 0]
        keys, ids = {key for key, _ in named}, {given for _, given in named if given}
        for rows in (
            stored_with_key(self._connection, keys),
            stored_with_id(self._connection, ids),
        ):
            stored |= {row.id: row for row in rows}
        return stored

    def _update(
        self, found: Sequence[_Found], stored: Mapping[str, Any], matched: Sequence[str | None]
    ) -> None:
        """Write each card over the one that it is; what is none of them is new."""
        new, changed = [], []
        for it, card_id in zip(found, matched, strict=True):
            if card_id is None:
                new.append(it)
                continue
            before = stored[card_id]
            outcome = _outcome(before, it)
            self._report.outcomes[outcome] += 1
            if outcome != "unchanged" or before.line != it.card.line:
                changed.append(_changed_row(card_id, it))
        self._insert_found(new)
        update_cards(self._connection, changed)
        replay_moved(self._connection, [(stored[row["card_id"]].deck_id, row) for row in changed])

    def _retire(self, rows: Iterable[Any]) -> None:
        """Retire cards whose question vanished; a copy of one stays with its history."""
        gone = list(rows)
        retire_cards(self._connection, (row.id for row in gone), self._now)
        self._report.outcomes["retired"] += len(gone)
        for card, copy in hand_over(self._connection, gone, self._now):
            if card.source != copy.source:
                self._report.moves.append(Move(copy.source, copy.line, card.source, card.line))


def _wording(card: Any) -> tuple[str, str | None, str, str]:
    """Return what a card that stands as it was has kept, its key and its own id first."""
    return card.question_key, card.explicit_id, card.question, card.answer


def _source_row(note: ReadNote, deck_id: int, now: datetime) -> dict[str, Any]:
    return {
        "path": note.path,
        "deck_id": deck_id,
        "style": note.style,
        "hash": note.digest,
        "size": note.file.size,
        "modified_ns": note.file.modified_ns,
        "parser_version": PARSER_VERSION,
        "imported_at": now,
        "scheduler": note.scheduler,
        "new_per_day": note.limits.new_per_day,
        "reviews_per_day": note.limits.reviews_per_day,
    }


def _changed_row(card_id: str, it: _Found) -> dict[str, Any]:
    return {
        "card_id": card_id,
        "retired_at": None,
        "deck_id": it.place.deck_id,
        "source_id": it.place.source_id,
        **it.card._asdict(),
    }


def _identity_of(it: _Found) -> Identity:
    return Identity(
        it.place.deck,
        it.card.question_key,
        it.card.explicit_id,
        it.place.path,
        it.card.line,
        question=it.card.question,
        answer=it.card.answer,
        path=it.card.path,
    )


def _absent(stored: Iterable[Any], reread: set[str]) -> set[str]:
    """Return the files of stored cards that are nowhere, though nobody searched there."""
    others = {row.source for row in stored} - reread - {None}
    return {path for path in others if is_gone(Path(path))}


def _unclear(identity: Identity, candidates: Sequence[Any]) -> Problem:
    places = " or ".join(_was(row, identity.source) for row in candidates[:MOST_NAMED])
    return Problem(
        identity.source or "",
        identity.line,
        f"this may be an edit of the card that was {places}, but not clearly; it counts as new",
        "To keep a card's history through any edit, give it an id: {#some-id} after its question.",
    )


def _was(row: Any, path: str | None) -> str:
    return f"in line {row.line}" if row.source == path else f"at {row.source}:{row.line}"


def _stored_identity(row: Any, gone_files: set[str]) -> Identity:
    return Identity(
        deck=row.deck,
        key=row.question_key,
        explicit_id=row.explicit_id,
        source=row.source,
        line=row.line,
        card_id=row.id,
        gone=row.retired_at is not None or row.source is None or row.source in gone_files,
        retired=row.retired_at is not None,
        question=row.question,
        answer=row.answer,
        path=row.path,
    )


def _outcome(before: Any, it: _Found) -> str:
    if before.retired_at is not None:
        return "revived"
    if any(getattr(before, name) != getattr(it.card, name) for name in _CONTENT):
        return "edited"
    moved = (before.deck_id, before.source_id) != (it.place.deck_id, it.place.source_id)
    return "moved" if moved else "unchanged"
