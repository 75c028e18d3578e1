"""Parses mutated notes and prints every broken law and the slowest notes.

    python -m benchmarks.fuzz_parser [COUNT] [FIRST_SEED]

The notes that broke a law or were slow are kept in a new folder, which is named at the end.
"""

import sys
import tempfile
import traceback
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from random import Random

from tests.parsing.laws import broken_laws, timed_parse
from tests.parsing.mutate import mutate, samples

COUNT = 100_000
PROCESSES = 2
CHUNK = 500
SECONDS = 1.0
SLOW = 0.3
SHOWN = 10


@dataclass
class Found:
    """What some seeds gave: broken laws, and (seconds for 100 KB, characters, seed) of each."""

    broken: list[tuple[int, str]] = field(default_factory=list)
    times: list[tuple[float, int, int]] = field(default_factory=list)
    cards: int = 0


def try_seeds(first: int, count: int, folder: Path) -> Found:
    known, found = samples(), Found()
    for seed in range(first, first + count):
        name, text = mutate(Random(seed), known)
        try:
            document, seconds = timed_parse(text, name)
            faults = list(broken_laws(text, name, document))
            found.cards += len(document.cards)
            found.times.append((seconds, len(text), seed))
        except Exception:
            seconds, faults = 0.0, [traceback.format_exc(limit=-3).strip()]
        if seconds > SECONDS:
            faults.append(f"{seconds:.1f} s for 100 KB")
        found.broken += [(seed, fault) for fault in faults]
        if faults or seconds > SLOW:
            (folder / f"{seed} {name}").write_bytes(text.encode("utf-8", "surrogatepass"))
    found.times = sorted(found.times, reverse=True)[:SHOWN]
    return found


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="fuzzed-notes-"))
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    chunks = range(first, first + count, CHUNK)
    sizes = [min(CHUNK, first + count - start) for start in chunks]
    with ProcessPoolExecutor(PROCESSES) as pool:
        results = list(pool.map(try_seeds, chunks, sizes, repeat(folder)))
    broken = [fault for result in results for fault in result.broken]
    for seed, fault in broken:
        print(f"seed {seed}: {fault}")
    for seconds, size, seed in sorted((t for r in results for t in r.times), reverse=True)[:SHOWN]:
        print(f"slow: {seconds:.3f} s for 100 KB, {size:,} characters, seed {seed}")
    cards = sum(result.cards for result in results)
    print(f"{count:,} notes, {cards:,} cards, {len(broken):,} broken laws")
    print(f"kept in {folder}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
