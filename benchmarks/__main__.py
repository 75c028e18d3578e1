"""Run the benchmarks named on the command line, or all of them, and print one table."""

import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module

from benchmarks.measure import Kept, Row, Skipped

BENCHMARKS = (
    "import_cards",
    "import_beside_anki",
    "graded_review",
    "graded_review_large",
    "answer_beside_anki",
    "search",
    "replay",
    "merge_stores",
    "start_plain",
    "start_tui",
    "demos",
    "recurrent",
    "attention",
    "ctc_loss",
    "prefix_beam",
    "identity",
)
"""Each is a module of that name with a function ``run``."""

LINE = "{:<36} {:>10}  {:<36} {:>10} {:>8} {:>7}  {}"


def main(names: list[str]) -> int:
    """Print the table and return the exit code: a slow run is not a failure, a wrong name is."""
    if unknown := [name for name in names if name not in BENCHMARKS]:
        print(f"There is no benchmark {', '.join(unknown)}.", file=sys.stderr)
        print(f"Known: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    print(_where(), end="\n\n")
    print(LINE.format("what", "flashdeck", "beside", "its cost", "ratio", "target", "verdict"))
    for name in names or BENCHMARKS:
        for row in _rows(name):
            print(_line(row), flush=True)
    return 0


def _rows(name: str) -> Iterator[Row]:
    rows: Iterator[Row] = import_module(f"benchmarks.{name}").run()
    return rows


def _where() -> str:
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.system()} {platform.machine()}, files in {tempfile.gettempdir()}{_load()}"
    )


def _load() -> str:
    """Return how busy the machine is: ratios of a busy one say little about the program."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f", load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def _line(row: Row) -> str:
    if isinstance(row, Skipped):
        return f"{row.name:<36} skipped: {row.reason}"
    if isinstance(row, Kept):
        beside = f"of {row.at_stake} histories, {row.wrong} wrong"
        return LINE.format(
            row.name, f"{row.share:.2%}", beside, "", "", f"{row.target:.0%}", row.verdict
        )
    return LINE.format(
        row.name,
        _amount(row.ours, row.unit),
        row.peer_name,
        _amount(row.peer, row.unit),
        f"{row.ratio:.2f}x",
        f"{row.target:g}x" if row.target is not None else "",
        row.verdict,
    )


def _amount(amount: float, unit: str) -> str:
    if unit != "s":
        return f"{amount:.1f} {unit}"
    if amount < 0.001:
        return f"{amount * 1e6:.0f} µs"
    return f"{amount * 1e3:.1f} ms" if amount < 1 else f"{amount:.2f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
