"""Printing: JSON to stdout alone, problems to stderr, progress only where someone watches."""

import json
import sys
import time
from collections.abc import Iterable
from typing import Any

import click

from flashdeck.cards import Problem, Severity
from flashdeck.text import clean, escaped, one_line, unbroken

PATIENCE = 0.7
"""Seconds without a progress bar."""


def print_json(value: Any) -> None:
    """Print a value as indented JSON."""
    click.echo(escaped(json.dumps(value, ensure_ascii=False, indent=2)))


def print_problems(problems: Iterable[Problem]) -> None:
    """Print each problem as `path:line: message`, with its hint, on stderr."""
    for problem in problems:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        mark = "" if problem.severity is Severity.ERROR else f"{problem.severity.value}: "
        click.echo(f"{unbroken(place)}: {mark}{clean(problem.message)}", err=True)
        if problem.hint:
            click.echo(f"    {clean(problem.hint)}", err=True)


def table(heads: list[str], rows: list[list[str]]) -> list[str]:
    """Return aligned lines: the first column to the left, numbers to the right."""
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    return [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [heads, *rows]
    ]


class Progress:
    """A line on stderr that appears once something takes longer than a moment."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._shown = False
        self._watched = sys.stderr.isatty()

    def __call__(self, done: int, total: int, path: str) -> None:
        """Show how far the work is."""
        if not self._watched or time.monotonic() - self._started < PATIENCE:
            return
        self._shown = True
        filled = 24 * done // max(total, 1)
        bar = "█" * filled + "░" * (24 - filled)
        click.echo(f"\r\x1b[K{bar} {done}/{total} {one_line(path, 40)}", err=True, nl=False)

    def finish(self) -> None:
        """Take the line away."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)
