"""`flashdeck import PATH...`."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashdeck.cards import Severity
from flashdeck.cli.context import Context
from flashdeck.cli.output import Progress, print_json, print_problems
from flashdeck.study.files import find_notes
from flashdeck.study.report import OUTCOMES, ImportReport, moves_in_words
from flashdeck.study.wording import counted
from flashdeck.study.workers import Crew
from flashdeck.text import one_line, unbroken

if TYPE_CHECKING:
    from flashdeck.store import Store
    from flashdeck.study.checking import CheckReport


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--dry-run", is_flag=True, help="Tell what would happen and keep nothing.")
@click.option("--watch", is_flag=True, help="Go on importing what changes, until Ctrl-C.")
@click.option("--explain", is_flag=True, help="Tell what became of every line.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def command(
    context: Context,
    paths: tuple[str, ...],
    dry_run: bool,
    watch: bool,
    explain: bool,
    as_json: bool,
) -> None:
    """Read the notes at and under PATH and keep their cards.

    Files that did not change are not read again. A card whose question vanished is retired, not
    deleted, and comes back with its history.
    """
    if watch and dry_run:
        raise click.UsageError("Give --watch or --dry-run, not both.")
    named = [Path(path) for path in paths]
    progress = Progress()
    crew = _crew(context, named)
    with crew, context.open() as store:
        from flashdeck.study.importing import import_paths  # deferred: the crew loads meanwhile

        report = import_paths(
            store,
            named,
            context.clock,
            progress,
            dry_run=dry_run,
            scheduler=context.scheduler,
            crew=crew,
        )
        progress.finish()
        _tell(report, _explained(named) if explain else None, as_json)
        if watch:
            _watch(store, named, context, as_json)
            return
    if report.failed:
        click.get_current_context().exit(1)


def _crew(context: Context, paths: list[Path]) -> Crew:
    """Start the processes that read before the store's modules load, if all is to be read."""
    files = [] if context.store_path.exists() else find_notes(paths).files
    return Crew(files, is_alone=True)


def _explained(paths: list[Path]) -> "CheckReport":
    from flashdeck.study.checking import check_paths  # deferred: the parser, 60 ms

    return check_paths(paths)


def _watch(store: "Store", paths: list[Path], context: Context, as_json: bool) -> None:
    """Tell of each change until Ctrl-C."""
    from flashdeck.study.watching import follow  # deferred: with the store

    if not as_json:
        click.echo("Watching. Ctrl-C ends it.", err=True)
    with suppress(KeyboardInterrupt):
        for report in follow(store, paths, context.clock, scheduler=context.scheduler):
            _tell(report, None, as_json)


def _tell(report: ImportReport, explained: "CheckReport | None", as_json: bool) -> None:
    if as_json:
        lines = {"explained": explained.explained_json()} if explained else {}
        print_json(report.as_json() | lines)
        return
    if explained:
        print_explained(explained)
    print_report(report)


def print_explained(report: "CheckReport") -> None:
    """Print what every line of every file is."""
    for path, parts in report.explained.items():
        click.echo(unbroken(path))
        for part in parts:
            lines = str(part.line)
            if part.last_line > part.line:
                lines += f"-{part.last_line}"
            click.echo(f"  {lines:>11}  {part.style or '·':<11}  {one_line(part.what, 100)}")


def print_report(report: ImportReport) -> None:
    """Print what an import did."""
    for file in report.files:
        style = f"{file.style}, deck {file.deck}" if file.style else "no questions found"
        click.echo(unbroken(f"{file.path}: {counted(file.cards, 'card')} ({style})"))
    done = [f"{report.outcomes[name]} {name}" for name in OUTCOMES if report.outcomes[name]]
    click.echo(", ".join(done) or "Nothing to do.")
    for line in moves_in_words(report.moves):
        click.echo(unbroken(line))
    notes = [p for p in report.problems if p.severity is Severity.NOTE]
    print_problems(p for p in report.problems if p.severity is not Severity.NOTE)
    if notes:
        click.echo(
            f"{counted(len(notes), 'place')} not understood: `flashdeck check PATH` lists them."
        )
