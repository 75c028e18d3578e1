"""`flashdeck optimize [DECK]`."""

import click

from flashdeck.cli.context import Context
from flashdeck.cli.output import print_json, table
from flashdeck.study.optimizing import Optimized, optimize
from flashdeck.study.rescheduling import reschedule
from flashdeck.study.wording import counted


@click.command("optimize")
@click.argument("deck", required=False)
@click.option("--apply", is_flag=True, help="Reschedule the decks with the parameters found.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_obj
def command(context: Context, deck: str | None, apply: bool, as_json: bool) -> None:
    """Fit FSRS to your own reviews of DECK, or of all decks, and tell what that gains.

    The gain is measured on the latest fifth of the reviews, with parameters fitted to the earlier
    ones alone. --apply changes the decks only if there is one. Needs the extra `optimize`.
    """
    with context.open() as store:
        found = optimize(store, deck)
        applied = apply and found.gained
        if applied:
            reschedule(store, deck, found.line)
    if as_json:
        print_json(found.as_json() | {"applied": applied})
    else:
        _tell(found, applied, apply)


def _tell(found: Optimized, applied: bool, asked: bool) -> None:
    rows = [
        ["log loss", f"{found.log_loss_before:.4f}", f"{found.log_loss_after:.4f}"],
        ["RMSE in bins", f"{found.rmse_before:.4f}", f"{found.rmse_after:.4f}"],
    ]
    click.echo(f"{counted(found.reviews, 'review')}, the latest {found.held_out} held out:")
    click.echo("\n".join(table(["", "as it is", "fitted"], rows)))
    if not found.gained:
        kept = " Nothing was changed." if asked else ""
        click.echo(f"\nFitting gains nothing: keep the parameters you have.{kept}")
        return
    click.echo(f"\n{found.line}")
    if applied:
        click.echo("The decks were rescheduled with it.")
    else:
        click.echo("--apply reschedules the decks with it; `scheduler:` in a note takes it too.")
