"""`flashdeck decks`."""

from dataclasses import asdict

import click

from flashdeck.cli.context import Context
from flashdeck.cli.output import print_json, table
from flashdeck.study.overview import Overview, overview
from flashdeck.text import one_line


@click.command("decks")
@click.option("--json", "as_json", is_flag=True, help="Print the decks as JSON.")
@click.pass_obj
def command(context: Context, as_json: bool) -> None:
    """List the decks with what waits in each today."""
    with context.open() as store:
        found = overview(store, context.clock, context.settings)
    if as_json:
        print_json({"decks": [asdict(deck) for deck in found.decks]})
    elif found.decks:
        click.echo("\n".join(_lines(found)))
    else:
        click.echo("There are no cards yet. Add your notes with `flashdeck import PATH`,")
        click.echo("or try the decks that come along: `flashdeck study --shipped`.")


def _lines(found: Overview) -> list[str]:
    rows = [
        ["  " * deck.depth + one_line(deck.label, 60)]
        + [str(n) for n in (deck.due, deck.new, deck.total)]
        for deck in found.decks
    ]
    rows.append(["All", str(found.due), str(found.new), str(found.cards)])
    return table(["Deck", "Due", "New", "Cards"], rows)
