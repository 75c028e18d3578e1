"""Taking another store in: the union of both logs, and the cards that it belongs to."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from flashdeck.scheduling.registry import DEFAULT
from flashdeck.store import Store
from flashdeck.store.decks import deck_ids, deck_schedulers, ensure_deck, set_schedulers
from flashdeck.store.other import TABLES as OTHER
from flashdeck.store.other import attached
from flashdeck.store.refused import (
    Aside,
    refused_cards,
    refused_quiz_answers,
    refused_reviews,
    refused_tombstones,
)
from flashdeck.store.replay import is_known, recomputed, save_memories
from flashdeck.store.union import (
    OURS,
    cards_of,
    count_theirs,
    deck_lines,
    insert_stored,
    keep_aside,
    note_wordings,
    put_same_as,
    read_again,
    registered,
    stored_cards,
    take_leeches,
    take_quiz_answers,
    take_reviews,
    take_sources,
    take_tombstones,
    update_stored,
)
from flashdeck.study.joining import Side, content, join


@dataclass
class MergeReport:
    """What the store got from the other one; ``aside`` are rows that it could not use."""

    other: Path
    dry_run: bool
    new: int = 0
    same: int = 0
    edited: int = 0
    reviews: int = 0
    undone: int = 0
    aside: list[Aside] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "other": str(self.other),
            "dry_run": self.dry_run,
            "cards": {"new": self.new, "same": self.same, "edited": self.edited},
            "reviews": self.reviews,
            "undone": self.undone,
            "aside": [{"kind": it.kind, "id": it.key, "reason": it.reason} for it in self.aside],
        }


def merge(store: Store, other: Path, *, dry_run: bool = False) -> MergeReport:
    """Take the store at ``other`` in, in one transaction; see "Merging" in docs/algorithms.md.

    The other store may be in use and is never written. Raises StoreError if it is none, is this
    very store, is damaged or of a newer program.
    """
    report = MergeReport(other, dry_run)
    with (
        attached(store, other),
        store.rehearse() if dry_run else store.write() as connection,
    ):
        _Merge(connection, report).run()
    return report


class _Merge:
    """One merge within its transaction."""

    def __init__(self, connection: Connection, report: MergeReport) -> None:
        self.connection = connection
        self.report = report
        self.refused = refused_cards(connection)
        refused = {row.key for row in self.refused}
        self.ours = {it.id: it for it in stored_cards(connection, OURS)}
        theirs = stored_cards(connection, OTHER)
        self.theirs = {it.id: it for it in theirs if it.id not in refused}
        self.joined = join(
            Side(self.ours, registered(connection, OURS)),
            Side(self.theirs, registered(connection, OTHER)),
        )

    def run(self) -> None:
        """Take in decks, cards and reviews, then replay what these change."""
        changed = self._take_decks() | self._take_cards() | self._take_log()
        note_wordings(self.connection, self.joined.wordings)
        memories, looked_at = recomputed(self.connection, changed)
        save_memories(self.connection, memories, looked_at - memories.keys())

    def _take_decks(self) -> set[str]:
        """Make the decks that are missing; return the cards of those that get another scheduler."""
        ours = {deck.name: deck for deck in deck_schedulers(self.connection)}
        changed = set()
        for name, line in sorted(deck_lines(self.connection, OTHER).items()):
            if not is_known(line):
                self._refuse_line(name, line)
            if name not in ours:
                ensure_deck(self.connection, name, line if is_known(line) else DEFAULT)
            elif not ours[name].notes and (after := chosen(ours[name].scheduler, line)):
                set_schedulers(self.connection, ours[name].id, after, after)
                changed.add(name)
        return {it.id for it in self.ours.values() if it.deck in changed}

    def _refuse_line(self, name: str, line: str) -> None:
        content = json.dumps({"name": name, "scheduler": line})
        reason = f"its scheduler {line!r} is unknown to this flashdeck"
        self.report.aside.append(Aside("deck", name, content, reason))

    def _take_cards(self) -> set[str]:
        """Bring the cards in line; return those whose reviews or deck are now others."""
        merged, same = self.joined.kept, self.joined.same
        copies = {key: kept for key, kept in same.items() if kept != self._our_copy(key)}
        second = [self.theirs[key]._replace(source=None) for key in copies if key not in self.ours]
        new = [card for key, card in merged.items() if key not in self.ours]
        sources = {it.source for it in new if it.source}
        take_sources(self.connection, sources, deck_ids(self.connection))
        insert_stored(self.connection, (it._replace(same_as=None) for it in [*new, *second]))
        update_stored(
            self.connection, (it for key, it in merged.items() if self.ours.get(key, it) != it)
        )
        put_same_as(self.connection, copies)
        take_leeches(self.connection)
        self._report_cards()
        moved = {key for key, it in merged.items() if it.deck != self.ours.get(key, it).deck}
        return moved | set(copies.values())

    def _our_copy(self, card_id: str) -> str | None:
        return self.ours[card_id].same_as if card_id in self.ours else None

    def _report_cards(self) -> None:
        """Count what became of the cards; files of edited ones are read at the next import."""
        unlike = set()
        for key, (ours, theirs) in self.joined.standing.items():
            if ours == theirs:
                continue
            merged = self.joined.kept[key]
            self.report.new += not ours
            self.report.same += bool(ours) and any(it.id not in self.ours for it in theirs)
            if ours and all(content(it) != content(merged) for it in ours):
                self.report.edited += 1
                unlike.add(merged.source)
        read_again(self.connection, {path for path in unlike if path})

    def _take_log(self) -> set[str]:
        """Take reviews and tombstones in; return the cards that they belong to."""
        reviewed = take_reviews(self.connection, self.refused)
        all_new = len(reviewed) == count_theirs(self.connection)
        bad_reviews = [] if all_new else refused_reviews(self.connection, self.refused)
        bad_tombstones = refused_tombstones(self.connection, bad_reviews)
        undone = take_tombstones(self.connection, bad_reviews)
        bad_answers = refused_quiz_answers(self.connection, self.refused)
        take_quiz_answers(self.connection, bad_answers)
        self.report.reviews, self.report.undone = len(reviewed), len(undone)
        self.report.aside += [*self.refused, *bad_reviews, *bad_tombstones, *bad_answers]
        keep_aside(self.connection, self.report.aside)
        cards = {*reviewed, *cards_of(self.connection, undone)}
        return {self.joined.same.get(key, key) for key in cards}


def chosen(ours: str, theirs: str) -> str | None:
    """Return the scheduler that a deck gets from another store's, or None if it keeps its own.

    A choice goes before the default; of two choices the one later in the alphabet is taken, which
    is arbitrary, but the same wherever the two meet.
    """
    if not is_known(ours) or not is_known(theirs):
        return None
    after = max(ours, theirs, key=lambda line: (line != DEFAULT, line))
    return after if after != ours else None
