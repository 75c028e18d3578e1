"""`flashdeck export [DECK]`."""

import click

from flashdeck.cli.context import Context
from flashdeck.cli.output import print_json
from flashdeck.study.exporting import export_cards


@click.command("export")
@click.argument("deck", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json"]),
    default="json",
    show_default=True,
    help="The format to write.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.pass_obj
def command(context: Context, deck: str | None, form: str, as_json: bool) -> None:  # noqa: ARG001
    """Write the cards of DECK, or of all decks, with memory and history to stdout."""
    with context.open() as store:
        print_json({"cards": list(export_cards(store, deck))})
