"""`flashdeck backup [TARGET]`."""

from datetime import datetime
from pathlib import Path

import click

from flashdeck.cli.context import Context
from flashdeck.cli.output import print_json
from flashdeck.errors import FlashdeckError


@click.command("backup")
@click.argument("target", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the copy's path as JSON.")
@click.pass_obj
def command(context: Context, target: Path | None, as_json: bool) -> None:
    """Copy the store to TARGET (a file or a folder), whole and checked, even while it is in use.

    Without TARGET the copy goes beside the store, under today's date and time.
    """
    path = context.store_path
    if not path.exists():
        raise FlashdeckError(f"there is no store at {path} yet", "Import some notes first.")
    copy = _target(path, target, context.clock())
    with context.open() as store:
        store.backup(copy)
    if as_json:
        print_json({"backup": str(copy)})
    else:
        click.echo(f"Copied to {copy}.")


def _target(path: Path, target: Path | None, now: datetime) -> Path:
    name = f"{path.stem}-{now:%Y%m%d-%H%M%S}{path.suffix}"
    if target is None:
        target = path.parent
    copy = target / name if target.is_dir() else target
    if copy.exists():
        raise FlashdeckError(f"{copy} exists already", "Name another file.")
    if not copy.parent.is_dir():
        raise FlashdeckError(f"there is no folder {copy.parent}", "Make it first.")
    return copy
