"""`flashdeck import PATH...`."""

from pathlib import Path

import click

from flashdeck.cards import Severity
from flashdeck.cli.context import Context
from flashdeck.cli.output import Progress, print_json, print_problems
from flashdeck.study.importing import import_paths
from flashdeck.study.report import OUTCOMES, ImportReport
from flashdeck.study.wording import counted


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--dry-run", is_flag=True, help="Tell what would happen and keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def command(context: Context, paths: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Read the notes at and under PATH and keep their cards.

    Files that did not change are not read again. A card whose question vanished is retired, not
    deleted, and comes back with its history.
    """
    progress = Progress()
    with context.open() as store:
        report = import_paths(
            store, [Path(path) for path in paths], context.clock, progress, dry_run=dry_run
        )
    progress.finish()
    if as_json:
        print_json(report.as_json())
    else:
        print_report(report)
    if report.failed:
        click.get_current_context().exit(1)


def print_report(report: ImportReport) -> None:
    """Print what an import did."""
    for file in report.files:
        style = f"{file.style}, deck {file.deck}" if file.style else "no questions found"
        click.echo(f"{file.path}: {counted(file.cards, 'card')} ({style})")
    done = [f"{report.outcomes[name]} {name}" for name in OUTCOMES if report.outcomes[name]]
    click.echo(", ".join(done) or "Nothing to do.")
    notes = [p for p in report.problems if p.severity is Severity.NOTE]
    print_problems(p for p in report.problems if p.severity is not Severity.NOTE)
    if notes:
        click.echo(
            f"{counted(len(notes), 'place')} not understood: `flashdeck check PATH` lists them."
        )
