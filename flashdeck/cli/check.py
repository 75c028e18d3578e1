"""`flashdeck check PATH...`."""

from pathlib import Path

import click

from flashdeck.cards import Severity
from flashdeck.cli.output import print_json, print_problems
from flashdeck.study.checking import check_paths
from flashdeck.study.wording import counted


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(paths: tuple[str, ...], as_json: bool) -> None:
    """Tell what in the notes at and under PATH would not become a card, and why.

    Leaves with 1 if there is an error or a warning; notes alone are fine.
    """
    report = check_paths([Path(path) for path in paths])
    if as_json:
        print_json(report.as_json())
    else:
        print_problems(report.problems)
        cards = sum(file.cards for file in report.files)
        click.echo(
            f"{counted(len(report.files), 'file')} read, {counted(cards, 'card')}, "
            f"{counted(len(report.problems), 'remark')}."
        )
    if any(problem.severity is not Severity.NOTE for problem in report.problems):
        click.get_current_context().exit(1)
