"""`flashdeck merge OTHER`."""

from pathlib import Path

import click

from flashdeck.cli.context import Context
from flashdeck.cli.output import print_json
from flashdeck.study.merging import MergeReport, merge
from flashdeck.study.wording import counted
from flashdeck.text import clean, one_line

MOST_SHOWN = 20


@click.command("merge")
@click.argument("other", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would be taken in and keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what happened as JSON.")
@click.pass_obj
def command(context: Context, other: Path, dry_run: bool, as_json: bool) -> None:
    """Take the reviews and cards of another store, the file OTHER, into yours.

    No review is lost or counted twice, in whatever order and however often stores meet. OTHER may
    be in use and is never changed; to bring both in line, merge yours into it as well.

    Example: flashdeck merge /media/stick/flashdeck.db --dry-run
    """
    with context.open() as store:
        report = merge(store, other, dry_run=dry_run)
    if as_json:
        print_json(report.as_json())
    else:
        _tell(report)


def _tell(report: MergeReport) -> None:
    click.echo(
        f"{counted(report.reviews, 'review')} and {counted(report.undone, 'undo')} taken in, "
        f"{counted(report.new, 'new card')}, {report.edited} edited, "
        f"{report.same} recognised as yours."
    )
    for row in report.aside[:MOST_SHOWN]:
        what = row.kind.replace("_", " ")
        click.echo(f"Kept aside: {what} {one_line(row.key, 60)}: {clean(row.reason)}", err=True)
    if len(report.aside) > MOST_SHOWN:
        click.echo(
            f"and {len(report.aside) - MOST_SHOWN} more kept aside; --json lists them all", err=True
        )
    if report.dry_run:
        click.echo("Nothing was changed.")
