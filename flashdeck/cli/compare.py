"""`flashdeck compare [DECK]`."""

import click

from flashdeck.cli.context import Context
from flashdeck.cli.output import print_json, table
from flashdeck.scheduling.calibration import Reliability
from flashdeck.study.comparing import Comparison, Score, compare

WIDTH = 50


@click.command("compare")
@click.argument("deck", required=False)
@click.option(
    "--scheduler",
    "lines",
    multiple=True,
    metavar="LINE",
    help="A scheduler to score, such as 'fsrs desired_retention=0.85'; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
@click.pass_obj
def command(context: Context, deck: str | None, lines: tuple[str, ...], as_json: bool) -> None:
    """Score how well schedulers foretell what you know, on your own reviews.

    Each scheduler is replayed over the log of DECK, or of all decks, and the latest fifth of the
    reviews is scored. Lower is better; 'always the earlier average' is what they have to beat.

    SM-2 and Leitner have no probability of their own. For them 0.9 to the power of t/I is assumed,
    t days after a review that gave an interval of I days: 90 % on the due day.
    """
    with context.open() as store:
        found = compare(store, deck, lines or None)
    if as_json:
        print_json(found.as_json())
        return
    for score in found.scores:
        _plot(score)
    _summary(found)


def _plot(score: Score) -> None:
    click.echo(f"{score.line}: said (|), known (●)")
    click.echo(f"{'said':>6} {'known':>6} {'reviews':>8}  0%{'100%':>{WIDTH - 1}}")
    for group in score.reliability:
        said, known = f"{group.predicted:.0%}", f"{group.passed:.0%}"
        click.echo(f"{said:>6} {known:>6} {group.reviews:>8}  {_track(group)}".rstrip())
    click.echo()


def _track(group: Reliability) -> str:
    """Return a line from 0 to 1 with a mark where the prediction is and one where the truth is."""
    cells = ["·"] * (WIDTH + 1)
    cells[round(group.predicted * WIDTH)] = "|"
    cells[round(group.passed * WIDTH)] = "●"
    return "".join(cells)


def _summary(found: Comparison) -> None:
    rows = [
        [score.line, f"{score.log_loss:.4f}", f"{score.rmse:.4f}"]
        for score in (*found.scores, found.average)
    ]
    click.echo("\n".join(table(["Scheduler", "log loss", "RMSE in bins"], rows)))
    total = found.reviews + found.earlier
    click.echo(
        f"\nThe latest {found.reviews} of {total} reviews, {found.passed:.0%} of them known."
    )
    click.echo("Lower is better. SM-2 and Leitner have no probability of their own: 0.9^(t/I) is")
    click.echo("assumed, t days after an interval of I days began.")
