"""`flashdeck study [PATH|DECK]`, and the home screen of the bare command."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashdeck.cli.context import Context
from flashdeck.cli.expression import read_option
from flashdeck.errors import FlashdeckError
from flashdeck.study.plan import Plan

if TYPE_CHECKING:
    from flashdeck.store import Store
    from flashdeck.study.quiz.request import QuizRequest
    from flashdeck.study.scope import Scope


@click.command("study")
@click.argument("what", required=False, metavar="[PATH|DECK]")
@click.option("--plain", is_flag=True, help="Ask in plain lines on stdin and stdout.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask at most this many cards.")
@click.option(
    "--new", "new_per_day", type=click.IntRange(min=0), help="New cards a day, of all decks."
)
@click.option("--tag", help="Ask only cards with this tag.")
@click.option(
    "--search",
    metavar="EXPRESSION",
    callback=read_option,
    help="Ask only what `flashdeck search` would find.",
)
@click.option("--minutes", type=click.IntRange(min=1), help="End after so many minutes.")
@click.option("--cram", is_flag=True, help="Ask every card, due or not; grades are not recorded.")
@click.option(
    "--ahead",
    type=click.IntRange(min=0),
    default=0,
    metavar="DAYS",
    help="Ask what comes due within DAYS; grades are not recorded.",
)
@click.option("--record", is_flag=True, help="Record the grades of --cram or --ahead all the same.")
@click.option("--shipped", is_flag=True, help="Study the decks that come with flashdeck.")
@click.pass_obj
def command(
    context: Context,
    what: str | None,
    plain: bool,
    limit: int | None,
    new_per_day: int | None,
    tag: str | None,
    search: str | None,
    minutes: int | None,
    cram: bool,
    ahead: int,
    record: bool,
    shipped: bool,
) -> None:
    """Study what is due, then new cards, then again what was not known.

    PATH is a note or a folder of notes: what changed there is imported first. DECK is a deck with
    all below it. Without either, everything is studied.

    In plain lines, an empty line shows the answer, 1 to 4 grade it (again, hard, good, easy),
    u takes the last thing back, b buries until tomorrow, s suspends, f flags, q leaves.
    """
    if what and shipped:
        raise click.UsageError("Give a path or deck, or --shipped, not both.")
    if shipped:
        from flashdeck.shipped import shipped as shipped_folder

        what = str(shipped_folder("decks"))
    if cram and ahead:
        raise click.UsageError("Give --cram or --ahead, not both.")
    context.new_per_day = new_per_day
    plan = Plan(limit, tag, minutes, cram, ahead, record, search)
    if plain or not has_terminal():
        _study_plain(context, what, plan)
    else:
        open_screen(context, what, plan, study=True)


def has_terminal() -> bool:
    """Tell whether there is a terminal that can show screens."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def open_home(context: Context) -> None:
    """Open the home screen, or list the decks where there is no terminal."""
    if has_terminal():
        open_screen(context)
    else:
        from flashdeck.cli.decks import command as decks

        click.get_current_context().invoke(decks, as_json=False)


def open_screen(
    context: Context,
    what: str | None = None,
    plan: Plan | None = None,
    *,
    study: bool = False,
    quiz: "QuizRequest | None" = None,
) -> None:
    """Run the Textual interface: the home screen, or a session on ``what`` or a quiz at once."""
    from flashdeck.tui.app import FlashdeckApp  # deferred: Textual costs 0.2 s

    settings, clock = context.settings, context.clock
    app = FlashdeckApp(context.store_path, settings, clock, what, plan, study, quiz)
    failure = app.run()
    if failure is not None:
        raise failure


def _study_plain(context: Context, what: str | None, plan: Plan) -> None:
    from flashdeck.cli.plain import run_plain
    from flashdeck.study.session import Session

    with context.open() as store:
        scope = _scope(context, store, what)
        session = Session(store, scope, context.clock, context.settings, plan)
        run_plain(session)


def _scope(context: Context, store: "Store", what: str | None) -> "Scope":
    from flashdeck.study.scope import deck_scope, is_path, several_decks, whole_store

    decks = _import(context, store, Path(what)) if what is not None and is_path(what) else []
    with store.read() as connection:
        if what is None:
            scope = whole_store(connection)
        elif is_path(what):
            scope = several_decks(connection, what, decks)
        else:
            scope = deck_scope(connection, what)
    if not scope.decks:
        raise FlashdeckError(
            "there are no cards yet",
            "Add your notes with `flashdeck import PATH`, or try `flashdeck study --shipped`.",
        )
    return scope


def _import(context: Context, store: "Store", path: Path) -> list[str]:
    """Import what changed under ``path``, tell what went wrong, and return the decks there."""
    from flashdeck.cards import Severity
    from flashdeck.cli.output import Progress, print_problems
    from flashdeck.study.importing import import_paths

    progress = Progress()
    report = import_paths(
        store, [path.expanduser()], context.clock, progress, scheduler=context.scheduler
    )
    progress.finish()
    print_problems(p for p in report.problems if p.severity is Severity.ERROR)
    return [file.deck for file in report.files if file.cards]
