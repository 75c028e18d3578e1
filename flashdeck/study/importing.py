"""Bringing notes into the store: read what changed, recognise its cards, write it all at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from flashdeck.cards import Problem
from flashdeck.parsing import PARSER_VERSION
from flashdeck.store import Store
from flashdeck.store.rows import SourceRow
from flashdeck.store.sources import all_sources, touch_source
from flashdeck.study.clock import Clock
from flashdeck.study.files import Found, NoteFile, find_notes
from flashdeck.study.reading import ReadNote, read_file
from flashdeck.study.report import FileReport, ImportReport
from flashdeck.study.writing import write_notes

Progress = Callable[[int, int, str], None]
"""Told after each file: how many are done, how many there are, and its path."""

FRESH = timedelta(seconds=2)
"""A file changed this shortly before it was read may change again under the same time stamp."""


@dataclass
class _Reading:
    """The files of one import: those read, those as before, and of these the ones saved anew."""

    read: list[ReadNote] = field(default_factory=list)
    unchanged: list[SourceRow] = field(default_factory=list)
    vanished: list[SourceRow] = field(default_factory=list)
    touched: list[NoteFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def import_paths(
    store: Store,
    paths: Sequence[Path],
    clock: Clock,
    progress: Progress | None = None,
    *,
    dry_run: bool = False,
) -> ImportReport:
    """Import the notes at and under ``paths`` in one transaction and report what became of them.

    A file that cannot be read is reported and its cards stay. Raises NotFoundError for a path
    that does not exist, StoreError if the store cannot be written.
    """
    now = clock().astimezone(UTC)
    found = find_notes(paths)
    with store.read() as connection:
        known = all_sources(connection)
    reading = _read_changed(found, known, progress)
    report = ImportReport(problems=found.problems + reading.problems)
    if dry_run:
        _rehearse(store, reading, now, report)
    elif reading.read or reading.vanished or reading.touched:
        with store.write() as connection:
            _write(connection, reading, now, report)
    _count_unchanged(report, reading.unchanged)
    report.files.sort(key=lambda file: file.path)
    report.problems.sort(key=lambda problem: (problem.path, problem.line))
    return report


class _RehearsedError(Exception):
    """Ends a dry run's transaction without keeping it."""


def _rehearse(store: Store, reading: _Reading, now: datetime, report: ImportReport) -> None:
    try:
        with store.write() as connection:
            _write(connection, reading, now, report)
            raise _RehearsedError
    except _RehearsedError:
        return


def _write(connection: Connection, reading: _Reading, now: datetime, report: ImportReport) -> None:
    gone = [source.path for source in reading.vanished]
    write_notes(connection, reading.read, gone, now, report)
    for file in reading.touched:
        touch_source(connection, str(file.path), file.size, file.modified_ns, now)


def _count_unchanged(report: ImportReport, sources: Iterable[SourceRow]) -> None:
    for source in sources:
        report.files.append(FileReport(source.path, source.style, source.deck, source.cards))
        report.outcomes["unchanged"] += source.cards


def _read_changed(found: Found, known: dict[str, SourceRow], progress: Progress | None) -> _Reading:
    reading = _Reading(vanished=_vanished(found, known))
    for done, file in enumerate(found.files, 1):
        source = known.get(str(file.path))
        if source and _looks_unchanged(file, source):
            reading.unchanged.append(source)
        else:
            _read_one(reading, file, source)
        if progress:
            progress(done, len(found.files), str(file.path))
    return reading


def _read_one(reading: _Reading, file: NoteFile, source: SourceRow | None) -> None:
    same_parser = source is not None and source.parser_version == PARSER_VERSION
    note = read_file(file, source.hash if source and same_parser else "")
    if note is None and source:
        reading.unchanged.append(source)
        reading.touched.append(file)
    elif isinstance(note, Problem):
        reading.problems.append(note)
    elif note is not None:
        reading.read.append(note)


def _looks_unchanged(file: NoteFile, source: SourceRow) -> bool:
    """Tell whether size and time are as before, and the time is old enough to be trusted."""
    changed_at = datetime.fromtimestamp(file.modified_ns / 1e9, UTC)
    return (
        (file.size, file.modified_ns) == (source.size, source.modified_ns)
        and source.parser_version == PARSER_VERSION
        and changed_at + FRESH < source.imported_at
    )


def _vanished(found: Found, known: dict[str, SourceRow]) -> list[SourceRow]:
    """Return the known files under the searched folders that are no longer there."""
    return [
        source
        for path, source in known.items()
        if source.size >= 0
        and any(Path(path).is_relative_to(folder) for folder in found.folders)
        and _is_gone(Path(path))
    ]


def _is_gone(path: Path) -> bool:
    """Tell whether a file is certainly not there; one that may not be looked at might be."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
