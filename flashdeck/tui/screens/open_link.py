"""The question before a link of a card opens in the browser."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from flashdeck.tui.text import plain


class OpenLinkScreen(ModalScreen[None]):
    """Shows the whole address and opens it on request."""

    CSS_PATH = "open_link.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "dismiss", "Cancel"),
        Binding("y", "open", "Open"),
    ]

    def __init__(self, href: str) -> None:
        super().__init__()
        self._href = href

    def compose(self) -> ComposeResult:
        """Yield the address and two buttons."""
        with Vertical(id="box") as box:
            box.border_title = "Open this link in the browser?"
            with VerticalScroll():
                yield Static(plain(self._href))
            with Horizontal():
                yield Button("Open (y)", id="open", variant="primary", compact=True)
                yield Button("Cancel (n)", id="cancel", compact=True)

    @on(Button.Pressed, "#open")
    def action_open(self) -> None:
        """Open the link, once."""
        if self.is_active:
            self.app.open_url(self._href)
            self.dismiss()

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        if self.is_active:
            self.dismiss()
