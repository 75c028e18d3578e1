"""Bringing notes into the store: read what changed, recognise its cards, write it all at once."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flashdeck.cards import PARSER_VERSION, Problem
from flashdeck.scheduling import DEFAULT
from flashdeck.store import Store
from flashdeck.store.cards import has_cards
from flashdeck.store.rows import SourceRow
from flashdeck.store.sources import all_sources, touch_source
from flashdeck.study.clock import Clock
from flashdeck.study.files import Found, NoteFile, digest_of, find_notes, is_gone, read_note
from flashdeck.study.notes import ReadNote
from flashdeck.study.report import FileReport, ImportReport
from flashdeck.study.workers import Crew, read_files
from flashdeck.study.writing import Writing

Progress = Callable[[int, int, str], None]
"""Told after each file: how many are done, how many there are, and its path."""

FRESH = timedelta(seconds=2)
"""A file changed this shortly before it was read may change again under the same time stamp."""


@dataclass
class _Plan:
    """The files of one import: those to read, those as before, and of these the ones saved anew."""

    to_read: list[NoteFile] = field(default_factory=list)
    unchanged: list[SourceRow] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    touched: list[NoteFile] = field(default_factory=list)


def import_paths(
    store: Store,
    paths: Sequence[Path],
    clock: Clock,
    progress: Progress | None = None,
    *,
    dry_run: bool = False,
    scheduler: str = DEFAULT,
    crew: Crew | None = None,
) -> ImportReport:
    """Import the notes at and under ``paths`` in one transaction and report what became of them.

    Decks that are new get ``scheduler`` unless their notes name another; ``crew`` reads, if it is
    there. A file that cannot be read is reported and its cards stay. Raises NotFoundError for a
    path that does not exist, StoreError if the store cannot be written.
    """
    now = clock().astimezone(UTC)
    found = find_notes(paths)
    with store.read() as connection:
        known = all_sources(connection)
        is_first = not has_cards(connection)
    report = ImportReport(problems=found.problems)
    plan = _planned(found, known, progress)
    if plan.to_read or plan.vanished or plan.touched:
        with closing(_read(plan, report, progress, crew)) as notes:
            # A store without cards keeps nobody waiting: it can be written while notes are read.
            ready = notes if is_first else list(notes)
            try:
                with store.fill() if is_first else store.write() as connection:
                    writing = Writing(connection, known, now, report, scheduler)
                    writing.write(ready, plan.vanished)
                    for file in plan.touched:
                        touch_source(connection, str(file.path), file.size, file.modified_ns, now)
                    if dry_run:
                        raise _RehearsedError
            except _RehearsedError:
                pass
    _count_unchanged(report, plan.unchanged)
    report.files.sort(key=lambda file: file.path)
    report.problems.sort(key=lambda problem: (problem.path, problem.line))
    return report


class _RehearsedError(Exception):
    """Ends a dry run's transaction without keeping it."""


def _count_unchanged(report: ImportReport, sources: Iterable[SourceRow]) -> None:
    for source in sources:
        report.files.append(FileReport(source.path, source.style, source.deck, source.cards))
        report.outcomes["unchanged"] += source.cards


def _planned(found: Found, known: dict[str, SourceRow], progress: Progress | None) -> _Plan:
    """Sort the files; those that look as before or have the bytes that they had are done."""
    plan = _Plan(vanished=_vanished(found, known))
    for file in found.files:
        source = known.get(str(file.path))
        if source is None or source.parser_version != PARSER_VERSION:
            plan.to_read.append(file)
            continue
        if not _looks_unchanged(file, source):
            if not _has_bytes(file, source.hash):
                plan.to_read.append(file)
                continue
            plan.touched.append(file)
        plan.unchanged.append(source)
        if progress:
            progress(len(plan.unchanged), len(found.files), source.path)
    return plan


def _read(
    plan: _Plan, report: ImportReport, progress: Progress | None, crew: Crew | None
) -> Generator[ReadNote, None, None]:
    """Yield the notes that are to be read, and report those that cannot be."""
    before = len(plan.unchanged)
    with closing(read_files(plan.to_read, crew)) as results:
        for done, result in enumerate(results, 1):
            path = plan.to_read[done - 1].path
            if progress:
                progress(before + done, before + len(plan.to_read), str(path))
            if isinstance(result, Problem):
                report.problems.append(result)
            else:
                yield result


def _has_bytes(file: NoteFile, digest: str) -> bool:
    data = read_note(file)
    return isinstance(data, bytes) and digest_of(data) == digest


def _looks_unchanged(file: NoteFile, source: SourceRow) -> bool:
    """Tell whether size and time are as before, and the time is old enough to be trusted."""
    changed_at = datetime.fromtimestamp(file.modified_ns / 1e9, UTC)
    return (file.size, file.modified_ns) == (
        source.size,
        source.modified_ns,
    ) and changed_at + FRESH < source.imported_at


def _vanished(found: Found, known: dict[str, SourceRow]) -> list[str]:
    """Return the paths of the known files under the searched folders that are no longer there."""
    standing = {str(file.path) for file in found.files}
    return [
        path
        for path, source in known.items()
        if source.size >= 0
        and path not in standing
        and any(Path(path).is_relative_to(folder) for folder in found.folders)
        and is_gone(Path(path))
    ]
