"""`flashdeck stats`."""

import click

from flashdeck.cli.context import Context
from flashdeck.cli.output import print_json
from flashdeck.study.overview import statistics

_LABELS = {
    "cards": "Cards",
    "new": "  never asked",
    "due": "  due today",
    "suspended": "  suspended",
    "reviews": "Reviews",
    "reviews_today": "  today",
    "days_studied": "Days studied",
    "streak_days": "Days in a row",
}


@click.command("stats")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@click.pass_obj
def command(context: Context, as_json: bool) -> None:
    """Count cards and reviews."""
    with context.open() as store:
        found = statistics(store, context.clock, context.settings)
    if as_json:
        print_json(found)
        return
    for name, label in _LABELS.items():
        click.echo(f"{label:<16}{found[name]:>8}")
    if found["passed"] is not None:
        click.echo(f"{'Remembered':<16}{found['passed']:>8.0%}")
