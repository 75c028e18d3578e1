"""Importing 100,000 cards beside Anki's own library, whole processes; and one long document.

Both are given the same questions and answers: flashdeck as 100 Markdown files, which it has to
read, Anki as one table without anything to convert. `pip install anki` for it.
"""

import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from benchmarks.generate import make_cards, write_note, write_notes, write_table
from benchmarks.measure import Result, Row, Skipped, seconds, take_turns, workspace
from benchmarks.processes import FLASHDECK, environment, peak_memory, until_exit
from benchmarks.stores import clock
from flashdeck.cli.main import GC_THRESHOLD
from flashdeck.store import open_store
from flashdeck.study.importing import import_paths

CARDS = 100_000
PER_FILE = 1_000
PARTS = 2
"""Answers of one or two parts, so that a card has 280 bytes, as most have."""
ROUNDS = 3
PEER = "Anki's library, the same as TSV"
LONG = 3_600
"""The cards of a document of 1 MB."""


def run() -> Iterator[Row]:
    """Measure a first import, the same again, one file changed, the memory, a long document."""
    if find_spec("anki") is None:
        yield Skipped("import beside Anki", "`pip install anki` for it")
    else:
        yield from _beside_anki()
    yield _long_document()


def _beside_anki() -> Iterator[Row]:
    with workspace() as folder:
        bench = _Bench(folder)
        first, peer = take_turns(ROUNDS, bench.import_first, bench.anki_first)
        yield Result(f"first import of {CARDS:,} cards", first, PEER, peer, 1.5)
        again, peer = take_turns(ROUNDS, bench.import_again, bench.anki_again)
        yield Result("the same, unchanged", again, PEER, peer, 0.35)
        changed, peer = take_turns(ROUNDS, bench.import_changed, bench.anki_changed)
        yield Result("one of the 100 files changed", changed, PEER, peer, 0.5)
        if Path("/proc/self/smaps_rollup").exists():
            yield Result("peak memory", *bench.peaks(), 1.0, "MiB")
        else:
            yield Skipped("peak memory", "only Linux tells it of several processes")


class _Bench:
    """The notes and the table, and a fresh store and collection for each first import."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes = folder / "notes"
        self.notes.mkdir()
        self.table = folder / "notes.tsv"
        self.cards = list(make_cards(CARDS, parts=PARTS))
        write_notes(self.notes, CARDS, per_file=PER_FILE, parts=PARTS)
        write_table(self.table, self.cards)
        self.numbers = count()
        self.env = environment(folder)
        self.anki = self._anki_into("none")

    def import_first(self) -> float:
        """Import into a new store."""
        self._new_store()
        return self.import_again()

    def import_again(self) -> float:
        """Import into the store of the time before."""
        return until_exit(self._import(), self.env)

    def import_changed(self) -> float:
        """Import after a change to one card in the middle of one file."""
        age = self._change()
        write_note(self.notes / "notes-000.md", 0, self.cards[:PER_FILE], age)
        return self.import_again()

    def anki_first(self) -> float:
        """Import into a new collection."""
        self.anki = self._anki_into(f"{next(self.numbers)}.anki2")
        return self.anki_again()

    def anki_again(self) -> float:
        """Import into the collection of the time before."""
        return until_exit(self.anki, self.env)

    def anki_changed(self) -> float:
        """Import after a change to one row."""
        self._change()
        write_table(self.table, self.cards)
        return self.anki_again()

    def peaks(self) -> tuple[float, str, float]:
        """Return the peaks of a first import by flashdeck and by Anki in MiB."""
        self._new_store()
        ours = peak_memory(self._import(), self.env)
        peer = peak_memory(self._anki_into("peak.anki2"), self.env)
        return ours / 2**20, PEER, peer / 2**20

    def _new_store(self) -> None:
        self.env["FLASHDECK_STORE"] = str(self.folder / f"{next(self.numbers)}.db")

    def _import(self) -> list[str]:
        return [*FLASHDECK, "import", str(self.notes)]

    def _anki_into(self, name: str) -> list[str]:
        program = [sys.executable, str(Path(__file__).with_name("anki_import.py"))]
        return [*program, str(self.folder / name), str(self.table)]

    def _change(self) -> int:
        """Change a card as never before and return how often that has been done."""
        age = next(self.numbers)
        card = self.cards[PER_FILE // 2]
        self.cards[PER_FILE // 2] = replace(card, answer=f"{card.answer} Changed {age}.")
        return age


def _long_document() -> Row:
    """Compare a document of 4 MB with four times the time of one of 1 MB."""
    gc.set_threshold(GC_THRESHOLD)
    with workspace() as folder:
        short, long = folder / "short.md", folder / "long.md"
        cards = list(make_cards(4 * LONG, parts=PARTS))
        write_note(short, 0, cards[:LONG])
        write_note(long, 0, cards)
        stores = count()
        brief, whole = take_turns(
            ROUNDS,
            lambda: _import_one(folder / f"{next(stores)}.db", short),
            lambda: _import_one(folder / f"{next(stores)}.db", long),
        )
    return Result("one document of 4 MB", whole, "four times one of 1 MB", 4 * brief, 1.2)


def _import_one(store: Path, note: Path) -> float:
    opened = open_store(store)
    try:
        return seconds(lambda: import_paths(opened, [note], clock))
    finally:
        opened.close()
