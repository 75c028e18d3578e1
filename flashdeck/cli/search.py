"""`flashdeck search [EXPRESSION]`."""

from typing import Any

import click

from flashdeck.cards import Flag
from flashdeck.cli.context import Context
from flashdeck.cli.expression import checked
from flashdeck.cli.output import print_json
from flashdeck.search.terms import NO_FLAG
from flashdeck.store.found import Found
from flashdeck.study.clock import today
from flashdeck.study.finding import Change, change, find, states
from flashdeck.study.wording import counted
from flashdeck.text import clean, one_line


@click.command(
    "search",
    # A search may begin with a minus, and with -h: then it is not an option.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
)
@click.argument("expression", nargs=-1, type=click.UNPROCESSED)
@click.option("--limit", type=click.IntRange(min=1), help="List at most this many cards.")
@click.option(
    "--suspend/--unsuspend", "suspended", default=None, help="Suspend what is found, or end that."
)
@click.option(
    "--bury/--unbury", "buried", default=None, help="Bury what is found until tomorrow, or not."
)
@click.option(
    "--flag",
    "colour",
    type=click.Choice([*(it.value for it in Flag), NO_FLAG]),
    help="Flag all, or take their flags away.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the cards as JSON.")
@click.pass_obj
def command(
    context: Context,
    expression: tuple[str, ...],
    limit: int | None,
    suspended: bool | None,
    buried: bool | None,
    colour: str | None,
    as_json: bool,
) -> None:
    """Find cards, and suspend, bury or flag all of them.

    EXPRESSION is words that stand in a question or an answer, "phrases" and the terms below. All
    have to hold; "or", parentheses and "-" for what must not be found work as usual, and "*" in a
    word stands for anything. Without an expression every card is listed.

    \b
    deck:Maths/Sets     the deck and all below it   tag:rnn   with a tag or one below it
    is:due              also new, suspended, buried, leech, flagged, retired
    prop:ease<2         also interval, lapses, reviews, due, stability, difficulty
    added:7             in the last 7 days; also edited, introduced, rated
    rated:7:1           graded Again (2 Hard, 3 Good, 4 Easy) in the last 7 days
    flag:red            also orange, green, blue, none
    kind:cloze          also basic, demo, quiz
    question:x answer:x path:x file:x id:x

    Example: flashdeck search "is:leech or prop:lapses>5" --flag red
    """  # noqa: D301
    _check_options(expression)
    text = checked(" ".join(expression))
    wanted = Change(suspended, buried, colour)
    if wanted and (limit or not text):
        raise click.UsageError("Say by an expression alone which cards to change.")
    with context.open() as store:
        if wanted:
            _tell(change(store, text, wanted, context.clock, context.settings), as_json)
            return
        found = find(store, text, context.clock, context.settings, limit)
    _list(context, found, as_json)


def _check_options(words: tuple[str, ...]) -> None:
    """Refuse a misspelt option, which would else be searched for."""
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word.split()[0])


def _tell(changes: dict[str, int], as_json: bool) -> None:
    if as_json:
        print_json(changes)
        return
    for what, amount in changes.items():
        click.echo(f"{counted(amount, 'card')} {what}.")


def _list(context: Context, found: list[Found], as_json: bool) -> None:
    day = today(context.clock, context.settings)
    if as_json:
        print_json({"cards": [_as_json(it, states(it, day)) for it in found]})
        return
    for it in found:
        place = clean(f"{it.card.source or 'no note'}:{it.card.line}")
        click.echo(f"{place}  {one_line(it.card.question, 100)}  ({', '.join(states(it, day))})")
    if not found:
        click.echo("No card is found.")


def _as_json(found: Found, states: list[str]) -> dict[str, Any]:
    card = found.card
    return {
        "id": card.id,
        "deck": card.deck,
        "kind": card.kind.value,
        "question": card.question,
        "tags": list(card.tags),
        "source": {"path": card.source, "line": card.line},
        "states": states,
        "due": found.due.isoformat() if found.due else None,
        "suspended": card.suspended,
        "retired": card.retired,
        "leech": found.leech,
        "flag": card.flag,
        "ease_factor": found.ease,
        "interval_days": found.interval_days,
        "lapses": found.lapses,
    }
