"""Searches on the command line: a wrong one is told before anything is opened."""

import click

from flashdeck.errors import SearchError
from flashdeck.text import clean


def checked(text: str) -> str:
    """Return a search without control characters; a wrong one is wrong usage."""
    from flashdeck.search import parse_search  # deferred: most sessions search for nothing

    try:
        parse_search(text)
    except SearchError as error:
        message = f"the search {text!r} is wrong {error.message}. {error.hint}"
        raise click.UsageError(message, click.get_current_context(silent=True)) from error
    return clean(text)


def read_option(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    """Return the search that an option was given, if it was."""
    return None if value is None else checked(value)
