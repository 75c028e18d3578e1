"""Notices that answer a key, and what becomes of an error: a notice, or the end with a word."""

from typing import Any

from textual.app import App

from flashdeck.errors import FlashdeckError
from flashdeck.text import clean


def answer_key(app: App[Any], message: str, *, timeout: float | None = None) -> None:
    """Show a notice in place of those before it: keys can be hit faster than notices fade."""
    app.call_later(app.clear_notifications)  # in line with notices, which wait their turn too
    app.notify(clean(message), timeout=timeout, markup=False)


def complain(app: App[Any], error: FlashdeckError) -> None:
    """Show an error as a notice in place of those before it, and go on."""
    message = f"{error.message}. {error.hint}" if error.hint else error.message
    app.call_later(app.clear_notifications)
    app.notify(clean(message), severity="error", timeout=8, markup=False)


def fail(app: App[Any], error: FlashdeckError) -> None:
    """Leave; the command line prints the error once the terminal is restored."""
    app.exit(error, return_code=1)
