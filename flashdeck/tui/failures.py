"""What becomes of an error: a notice on the screen, or the end with a word on stderr."""

from typing import Any

from textual.app import App

from flashdeck.errors import FlashdeckError
from flashdeck.text import clean


def complain(app: App[Any], error: FlashdeckError) -> None:
    """Show an error as a notice and go on."""
    message = f"{error.message}. {error.hint}" if error.hint else error.message
    app.notify(clean(message), severity="error", timeout=8, markup=False)


def fail(app: App[Any], error: FlashdeckError) -> None:
    """Leave; the command line prints the error once the terminal is restored."""
    app.exit(error, return_code=1)
