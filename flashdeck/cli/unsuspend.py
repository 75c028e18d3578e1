"""`flashdeck unsuspend [DECK]`."""

import click

from flashdeck.cli.context import Context
from flashdeck.cli.output import print_json
from flashdeck.study.finding import unsuspend_decks
from flashdeck.study.wording import counted


@click.command("unsuspend")
@click.argument("deck", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the number as JSON.")
@click.pass_obj
def command(context: Context, deck: str | None, as_json: bool) -> None:
    """Let the suspended cards of DECK and all below it, or of all decks, be asked again."""
    with context.open() as store:
        amount = unsuspend_decks(store, deck, context.clock)
    if as_json:
        print_json({"unsuspended": amount})
    else:
        click.echo(f"{counted(amount, 'card')} will be asked again.")
