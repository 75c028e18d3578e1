"""`flashdeck forecast [DECK]`."""

import click

from flashdeck.cli.chart import columns
from flashdeck.cli.context import Context
from flashdeck.cli.output import print_json, table
from flashdeck.study.forecast import LINES, Forecast, forecast

WIDTH, HEIGHT = 60, 5


@click.command("forecast")
@click.argument("deck", required=False)
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True)
@click.option(
    "--scheduler",
    "lines",
    multiple=True,
    metavar="LINE",
    help="A scheduler to simulate, such as 'fsrs desired_retention=0.85'; may be repeated.",
)
@click.option("--new", "new_per_day", type=click.IntRange(min=0), help="New cards a day.")
@click.option("--seed", type=int, default=1, help="Another seed gives other chances.")
@click.option("--json", "as_json", is_flag=True, help="Print the days as JSON.")
@click.pass_obj
def command(
    context: Context,
    deck: str | None,
    days: int,
    lines: tuple[str, ...],
    new_per_day: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """Simulate the work and the retention of the coming days, by scheduler.

    Each scheduler meets the same cards of DECK, or of all decks, and a learner who forgets as FSRS
    says and grades as you have so far. Without --scheduler: SM-2, and FSRS at three retentions.
    """
    context.new_per_day = new_per_day
    with context.open() as store:
        told = forecast(store, context.clock, context.settings, deck, lines or LINES, days, seed)
    if as_json:
        print_json({"days": days, "seed": seed, "forecasts": [one.as_json() for one in told]})
        return
    top = max(1.0, *(max(one.reviews) for one in told))
    for one in told:
        click.echo(f"{one.line}: cards a day")
        click.echo("\n".join(columns(one.reviews, top, WIDTH, HEIGHT)))
        click.echo()
    click.echo("\n".join(table(_HEADS, [_row(one) for one in told])))
    click.echo(f"\n{days} days, simulated: you forget as FSRS says, do all that is due each day,")
    click.echo("know a card when it is repeated, and press the buttons as often as so far.")


_HEADS = [
    "Scheduler",
    "cards a day",
    "busiest",
    "answers a day",
    "minutes a day",
    "retention",
    "known at the end",
]


def _row(one: Forecast) -> list[str]:
    return [
        one.line,
        f"{sum(one.reviews) / len(one.days):.1f}",
        f"{max(one.reviews):.0f}",
        f"{one.answers_a_day:.1f}",
        "–" if one.minutes_a_day is None else f"{one.minutes_a_day:.1f}",
        "–" if one.retention is None else f"{one.retention:.0%}",
        f"{one.known:.0f}",
    ]
