"""The command `flashdeck`: its commands, loaded one at a time, and its exit codes."""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path

import click

from flashdeck import __version__
from flashdeck.errors import FlashdeckError

GC_THRESHOLD = 100_000
"""Modules and rows are many objects and no garbage: saves 15 ms at the start."""

COMMANDS = {
    "study": "Study what is due, then new cards.",
    "import": "Read notes and keep their cards.",
    "quiz": "Answer fresh problems, and learn which mistake you made.",
    "search": "Find cards; suspend, bury or flag what is found.",
    "decks": "List the decks with what waits in each.",
    "demo": "List the live demos, or run one.",
    "stats": "Count cards and reviews, and name weak spots.",
    "why": "Explain why a card is due when it is.",
    "forecast": "Simulate the work and the retention of the coming days.",
    "check": "Tell what in notes would not become a card, and why.",
    "export": "Write cards, memory and history as JSON.",
    "compare": "Score how well schedulers foretell what you know.",
    "optimize": "Fit FSRS to your own reviews and tell what that gains.",
    "reschedule": "Change the scheduler of decks and replay their cards.",
    "unsuspend": "Let suspended cards be asked again.",
    "merge": "Take the reviews and cards of another store into yours.",
    "doctor": "Check the store, and repair what follows from its reviews.",
    "backup": "Copy the store safely, even while it is in use.",
}
"""Each command's short help stands here, so that `--help` loads none of them."""


class Commands(click.Group):
    """Loads a command's module when it is called and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, or None if there is no such name."""
        if cmd_name not in COMMANDS:
            return None
        name = "import_" if cmd_name == "import" else cmd_name
        command = import_module(f"flashdeck.cli.{name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed, or fail with the one that may have been meant."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"There is no command {args[0]!r}.{_meant(args[0])}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands from their short helps."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _meant(typed: str) -> str:
    from difflib import get_close_matches  # deferred: 3 ms that only a wrong name needs

    near = get_close_matches(typed, COMMANDS, n=1)
    if not near and Path(typed).exists():
        near = [f"study {typed}"]
    return f" Did you mean `flashdeck {near[0]}`?" if near else ""


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--store",
    metavar="PATH-OR-URL",
    envvar="FLASHDECK_STORE",
    help="The store to use, instead of the one in your data folder.",
)
@click.version_option(__version__, prog_name="flashdeck")
@click.pass_context
def cli(ctx: click.Context, store: str | None) -> None:
    """Spaced repetition from the notes you already have.

    Without a command, the home screen opens.
    """
    from flashdeck.cli.context import Context

    ctx.obj = Context(store)
    if ctx.invoked_subcommand is None:
        from flashdeck.cli.study import open_home

        open_home(ctx.obj)


def main() -> None:
    """Run the command line and leave with its exit code: 1 for an error, 2 for wrong usage."""
    gc.set_threshold(GC_THRESHOLD)
    _speak_utf8()
    try:
        sys.exit(cli.main(standalone_mode=False))
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except FlashdeckError as error:
        complain(error)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has left; nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def complain(error: FlashdeckError) -> None:
    """Print an error and its hint on stderr."""
    from flashdeck.text import clean

    click.echo(f"Error: {clean(error.message)}", err=True)
    if error.hint:
        click.echo(f"Hint: {clean(error.hint)}", err=True)


def _speak_utf8() -> None:
    """Print what the terminal cannot show as `?` rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
