"""`flashdeck why CARD`."""

from datetime import date

import click

from flashdeck.cli.context import Context
from flashdeck.cli.output import print_json
from flashdeck.study.clock import now
from flashdeck.study.why import Step, Why, why
from flashdeck.study.wording import days_in_words
from flashdeck.text import clean, one_line


@click.command("why")
@click.argument("card", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the reviews as JSON.")
@click.pass_obj
def command(context: Context, card: tuple[str, ...], as_json: bool) -> None:
    """Explain why CARD is due when it is.

    CARD is its question or some words of it, its id in the note, or the beginning of its id in the
    store. Each review is shown with its local time, the grade, and what the scheduler computed.
    """
    today = now(context.clock, context.settings).day
    with context.open() as store:
        found = why(store, " ".join(card))
    if as_json:
        print_json(
            {
                "id": found.card.id,
                "deck": found.card.deck,
                "question": found.card.question,
                "scheduler": found.scheduler,
                "due": found.due.isoformat() if found.due else None,
                "reviews": [step.as_json() for step in found.steps],
            }
        )
        return
    _head(found)
    for step in found.steps:
        _tell(step)
    click.echo(f"\n{_verdict(found, today)}")


def _head(found: Why) -> None:
    card = found.card
    click.echo(one_line(card.question, 200))
    click.echo(clean(f"{' › '.join(card.trail)}, {card.source or 'no note'}:{card.line}"))
    click.echo(f"card {card.id}, scheduler {found.scheduler}")


def _tell(step: Step) -> None:
    click.echo(f"\n{step.local:%a %Y-%m-%d %H:%M %z}  {step.grade}")
    if step.another_day:
        click.echo(f"  Counts for the study day {step.at.day:%a %Y-%m-%d}, which had not ended.")
    for line in step.told:
        click.echo(f"  {line}")
    click.echo(f"  Due on {step.after.due:%a %Y-%m-%d}.")


def _verdict(found: Why, today: date) -> str:
    card, due = found.card, found.due
    if card.retired:
        return "It is retired: no note holds it any more."
    if card.suspended:
        return "It is suspended: `flashdeck unsuspend` lets it be asked again."
    if due is None or found.memory is None:
        return "It was never reviewed: it is a new card."
    if found.memory.repeat and due > today:
        return "It is to be asked again today."
    away = (due - today).days
    if away > 0:
        return f"It is due in {days_in_words(away)}."
    return "It is due today." if away == 0 else f"It has been due for {days_in_words(-away)}."
