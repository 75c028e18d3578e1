"""`flashdeck stats`."""

from typing import Any

import click

from flashdeck.cli.context import Context
from flashdeck.cli.output import print_json
from flashdeck.study.overview import statistics
from flashdeck.study.wording import counted
from flashdeck.text import clean

MOST_SHOWN = 10

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
    """Count cards and reviews, and name the weak spots that quizzes showed."""
    with context.open() as store:
        found = statistics(store, context.clock, context.settings)
    if as_json:
        print_json(found)
        return
    for name, label in _LABELS.items():
        click.echo(f"{label:<16}{found[name]:>8}")
    if found["passed"] is not None:
        click.echo(f"{'Remembered':<16}{found['passed']:>8.0%}")
    if found["quiz"]["answers"]:
        _print_quiz(found["quiz"])


def _print_quiz(quiz: dict[str, Any]) -> None:
    """Print how much was answered in quizzes, then the weak spots, the weakest first."""
    right = quiz["answers"] - quiz["wrong"]
    click.echo(f"{'Quiz answers':<16}{quiz['answers']:>8}")
    click.echo(f"{'  right':<16}{right / quiz['answers']:>8.0%}")
    weak = [topic for topic in quiz["topics"] if topic["wrong"]]
    if weak:
        click.echo("\nWeak spots")
        for topic in weak[:MOST_SHOWN]:
            click.echo(f"  {clean(topic['topic'])}: {topic['wrong']} of {topic['asked']} wrong")
    if quiz["mistakes"]:
        click.echo("\nMistakes")
        for mistake in quiz["mistakes"][:MOST_SHOWN]:
            times = counted(mistake["times"], "time")
            click.echo(f"  {clean(mistake['topic'])}: {clean(mistake['says'])} ({times})")
