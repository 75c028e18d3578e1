"""`flashdeck reschedule [DECK]`."""

from datetime import date

import click

from flashdeck.cli.context import Context
from flashdeck.cli.output import Progress, print_json, table
from flashdeck.study.clock import now
from flashdeck.study.rescheduling import SPANS, Rescheduled, reschedule, spread
from flashdeck.study.wording import counted
from flashdeck.text import one_line

MOST_SHOWN = 20


@click.command("reschedule")
@click.argument("deck", required=False)
@click.option("--scheduler", metavar="LINE", help="sm2, fsrs or leitner, with option=value words.")
@click.option("--dry-run", is_flag=True, help="Tell what would become due and keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what happened as JSON.")
@click.pass_obj
def command(
    context: Context, deck: str | None, scheduler: str | None, dry_run: bool, as_json: bool
) -> None:
    """Change the scheduler of DECK and all below it, or of all decks.

    Every card is replayed from its reviews, as if it always had been under that scheduler. Without
    --scheduler the cards are replayed under the one they have. A deck whose notes name a scheduler
    in their front matter keeps it.

    Example: flashdeck reschedule Maths --scheduler "fsrs desired_retention=0.92" --dry-run
    """
    progress = Progress()
    today = now(context.clock, context.settings).day
    with context.open() as store:
        told = reschedule(store, deck, scheduler, dry_run=dry_run, progress=progress)
    progress.finish()
    if as_json:
        print_json({"dry_run": dry_run, "decks": [one.as_json(today) for one in told]})
        return
    for one in told:
        _tell(one, today, dry_run)
    if dry_run:
        click.echo("Nothing was changed.")


def _tell(one: Rescheduled, today: date, dry_run: bool) -> None:
    name = one_line(one.deck, 60)
    if one.notes is not None:
        click.echo(f"{name} keeps {one.before}, as {one_line(one.notes, 200)} says.")
        return
    change = one.after if one.before == one.after else f"{one.before} → {one.after}"
    moved = sum(card.before != card.after for card in one.cards)
    reviewed = counted(len(one.cards), "reviewed card")
    click.echo(f"{name}: {change}, {reviewed}, {moved} on other days")
    if not moved:
        return
    rows = [
        [label, *map(str, spread(days, today))]
        for label, days in (
            ("  before", [card.before for card in one.cards]),
            ("  after", [card.after for card in one.cards]),
        )
    ]
    heads = ["  due within", *(label for _, label in SPANS), "later"]
    click.echo("\n".join(table(heads, rows)))
    if dry_run:
        _tell_newly_due(one, today)


def _tell_newly_due(one: Rescheduled, today: date) -> None:
    newly = one.newly_due(today)
    if newly:
        click.echo(f"  {counted(len(newly), 'card')} would become due:")
    for card in newly[:MOST_SHOWN]:
        click.echo(f"    {one_line(card.question, 70)} (was due {card.before})")
    if len(newly) > MOST_SHOWN:
        click.echo(f"    and {len(newly) - MOST_SHOWN} more; --json lists them all")
