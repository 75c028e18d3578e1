"""The keys of a screen, over that screen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

FRAME = 13
"""What border, padding, the gap between the columns and a scroll bar take of the width."""


class HelpScreen(ModalScreen[None]):
    """A table of keys; any of the closing keys, or a click, takes it away."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter,space", "dismiss", "Close"),
    ]

    def __init__(self, title: str, keys: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._title = title
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Yield one line a key, and more where the screen is narrow."""
        with VerticalScroll(id="help") as box:
            box.border_title = f"Keys · {self._title}"
            box.border_subtitle = "Esc closes"
            box.styles.width = (
                sum(max(map(len, column)) for column in zip(*self._keys, strict=True)) + FRAME
            )
            with Grid():
                for key, what in self._keys:
                    yield Static(Content(key).stylize("bold $text-accent"), classes="key")
                    yield Static(Content(what))

    def on_click(self) -> None:
        """Close; the second half of a double click finds it closed."""
        if self.is_active:
            self.dismiss()
