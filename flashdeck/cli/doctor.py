"""`flashdeck doctor [--fix]`."""

import click

from flashdeck.cli.context import Context
from flashdeck.cli.output import print_json
from flashdeck.errors import FlashdeckError
from flashdeck.study.doctor import Examination, Finding, examine, repair
from flashdeck.study.wording import counted
from flashdeck.text import one_line


@click.command("doctor")
@click.option("--fix", is_flag=True, help="Make anew what follows from the log, after a copy.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.pass_obj
def command(context: Context, fix: bool, as_json: bool) -> None:
    """Check the store: the file itself, its references, every review, every card's memory.

    All reviews are replayed and compared with what the store remembers of each card. With --fix
    what differs is made again from the reviews, after a checked copy beside the store. No review
    is ever deleted: one that cannot be true is kept and does not count. The exit code is 1 if
    something is left that is wrong.
    """
    path = context.store_path
    if not path.exists():
        raise FlashdeckError(f"there is no store at {path} yet", "Import some notes first.")
    with context.open() as store:
        found = repair(store, context.clock) if fix else examine(store)
    if as_json:
        print_json(found.as_json())
    else:
        _tell(found)
    if not found.is_well:
        click.get_current_context().exit(1)


def _tell(found: Examination) -> None:
    click.echo(f"{counted(found.cards, 'card')} and {counted(found.reviews, 'review')} looked at.")
    if found.aside:
        click.echo(f"{counted(found.aside, 'row')} that could not be used kept aside.")
    if found.copy:
        click.echo(f"Copied to {found.copy}.")
    for finding in found.repaired:
        click.echo(f"Repaired: {finding.message}.")
    for finding in found.findings:
        _tell_finding(finding)
    if found.is_well:
        click.echo("All is well.")
    elif any(finding.repairable for finding in found.findings):
        click.echo("`flashdeck doctor --fix` repairs what can be, after a copy of the store.")


def _tell_finding(finding: Finding) -> None:
    click.echo(f"Wrong: {finding.message}.")
    for example in finding.examples:
        click.echo(f"    {one_line(example, 150)}")
    if finding.count > len(finding.examples) > 0:
        click.echo(f"    and {finding.count - len(finding.examples)} more")
    if finding.hint:
        click.echo(f"    {finding.hint}")
