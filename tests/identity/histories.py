"""Importing a vault again and again, and counting which histories stayed with their cards."""

import os
import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flashdeck.cards import Card
from flashdeck.store import open_store
from flashdeck.store.cards import all_cards
from flashdeck.study.importing import import_paths
from flashdeck.study.report import ImportReport
from tests.identity import edits
from tests.identity.documents import Item, Vault
from tests.identity.edits import Edit
from tests.identity.rendering import render

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Tally:
    """How many histories an edit put at stake, and what became of them."""

    touched: int = 0
    kept: int = 0
    lost_elsewhere: int = 0
    wrong: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of the touched cards that kept their history."""
        return self.kept / self.touched if self.touched else 1.0

    def add(self, other: "Tally") -> None:
        """Count what another tally has counted."""
        self.touched += other.touched
        self.kept += other.kept
        self.lost_elsewhere += other.lost_elsewhere
        self.wrong += other.wrong
        self.examples += other.examples


class Histories:
    """A vault, its files and its store; each card's id is its history."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self.notes = folder / "notes"
        self.vault = vault
        self.store = open_store(folder / "store.db")
        self.time = START
        self.ids: dict[Item, str] = {}
        self.owners: dict[str, Item] = {}
        self.texts: dict[Item, tuple[str, str]] = {}
        self.written: dict[Path, str] = {}
        self.report: ImportReport = self.bring_in()
        self.count([])

    def bring_in(self) -> ImportReport:
        """Write the notes that changed, take away those that are gone, import the folder."""
        self.time += timedelta(hours=1)
        texts = {self.notes / note.name: render(note)[0] for note in self.vault.notes}
        for path in self.written.keys() - texts.keys():
            path.unlink()
        for path, text in texts.items():
            if self.written.get(path) != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                saved = int(self.time.timestamp())
                os.utime(path, (saved, saved))
        self.written = texts
        self.time += timedelta(hours=1)
        self.report = import_paths(self.store, [self.notes], lambda: self.time)
        return self.report

    def import_once_more(self) -> dict[str, int]:
        """Save every note anew, as it is, import them, and return the outcomes."""
        self.written = dict.fromkeys(self.written, "")
        report = self.bring_in()
        self.count([])
        return {name: count for name, count in report.outcomes.items() if count}

    def count(self, touched: Collection[Item]) -> Tally:
        """Compare the store's ids with those of the import before, and go on from these."""
        tally = Tally()
        stored = self._stored()
        for item in self.vault.items():
            card = stored.pop(item)
            before, owner = self.ids.get(item), self.owners.get(card.id)
            if item in touched and before is not None:
                tally.touched += 1
                tally.kept += card.id == before
            elif before is not None:
                tally.lost_elsewhere += card.id != before
            if owner is not None and owner is not item:
                tally.wrong += 1
                tally.examples.append(f"WRONG {self.texts[owner]} -> {_text(item)}")
            elif before is not None and card.id != before:
                tally.examples.append(f"LOST {self.texts[item]} -> {_text(item)}")
            self.ids[item], self.owners[card.id] = card.id, item
            self.texts[item] = _text(item)
        if stored:
            raise AssertionError(f"cards that nobody wrote: {[*stored.values()][:3]}")
        return tally

    def _stored(self) -> dict[Item, Card]:
        """Return the live card of each item, found by its file and line."""
        items = {
            (str(self.notes / note.name), line): item
            for note in self.vault.notes
            for line, item in render(note)[1].items()
        }
        with self.store.read() as connection:
            cards = [card for card in all_cards(connection) if not card.retired]
        found = {items[card.source or "", card.line]: card for card in cards}
        if len(found) != len(items) or len(found) != len(cards):
            missing = [(place, _text(item)) for place, item in items.items() if item not in found]
            raise AssertionError(f"not read as written: {missing[:3]}")
        return found

    def step(self, changes: Iterable[tuple[Edit, int]]) -> Tally:
        """Make all of the changes, import once, and count."""
        touched: set[Item] = set()
        for edit, amount in changes:
            touched |= set(edit(self.vault, amount))
        self.bring_in()
        here = set(self.vault.items())
        return self.count([item for item in touched if item in here])

    def delete_and_restore(self, amount: int) -> Tally:
        """Take cards out, change others over two imports, and put the first back."""
        chosen = edits.some(self.vault, amount)
        parts = [(part, item) for item in chosen if (part := edits.remove(self.vault, item))]
        tally = Tally()
        for _ in range(2):
            tally.add(self.step([(edits.typos, 2), (edits.additions, 1)]))
        for part, item in parts:
            part.items.append(item)
        self.bring_in()
        restored = self.count([item for _, item in parts])
        restored.wrong += tally.wrong
        restored.examples += tally.examples
        return restored

    def close(self) -> None:
        """Close the store and take the notes away."""
        self.store.close()
        shutil.rmtree(self.notes)


def _text(item: Item) -> tuple[str, str]:
    return item.question, item.answer


SCENARIOS: dict[str, tuple[Edit, ...]] = {
    "typos": (edits.typos,),
    "rewordings": (edits.rewordings,),
    "reorderings": (edits.reorderings,),
    "moves to another file": (edits.moves,),
    "moves to a new file": (edits.moves_to_a_new_note,),
    "renamed files": (edits.file_renames,),
    "renamed headings": (edits.heading_renames,),
    "renamed decks": (edits.deck_renames,),
    "other styles": (edits.restylings,),
    "rewritten answers": (edits.answers_rewritten,),
    "rewritten questions": (edits.questions_rewritten,),
    "typos and moves": (edits.typos, edits.moves),
    "typos in renamed files": (edits.file_renames, edits.typos),
    "typos, reordered, other style": (edits.reorderings, edits.restylings, edits.typos),
    "rewordings and moves": (edits.rewordings, edits.moves),
    "replacements": (edits.replacements,),
}
RESTORES = "deletions restored"


def least_share(name: str) -> float:
    """Return the share of histories that must survive a scenario."""
    return 0.95 if name.startswith(("rewordings", "rewritten questions")) else 0.99


def run_scenario(histories: Histories, name: str) -> Tally:
    """Let one scenario happen once, in half of the cases beside additions and deletions."""
    random = histories.vault.random
    amount = random.choice((1, 1, 2, 3, 6, 12))
    if name == RESTORES:
        return histories.delete_and_restore(amount)
    changes: list[tuple[Edit, int]] = [(edit, amount) for edit in SCENARIOS[name]]
    if random.random() < 0.5:
        changes += [
            (edits.deletions, random.randint(0, 3)),
            (edits.additions, random.randint(0, 3)),
        ]
    return histories.step(changes)
