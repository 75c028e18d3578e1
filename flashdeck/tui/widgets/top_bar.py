"""The line at the top: where we are, and how much there is."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Label


class TopBar(Horizontal):
    """A title on the left and a count on the right."""

    DEFAULT_CSS = """
    TopBar {
        height: 1;
        background: $panel;
        padding: 0 1;
        & > #title { width: 1fr; text-style: bold; height: 1; }
        & > #count { width: auto; color: $text-muted; }
    }
    """

    def __init__(self, title: Content, count: Content | None = None) -> None:
        super().__init__()
        self._title = title
        self._count = count or Content("")

    def compose(self) -> ComposeResult:
        """Yield the two labels."""
        yield Label(self._title, id="title")
        yield Label(self._count, id="count")

    def show(self, *, title: Content | None = None, count: Content | None = None) -> None:
        """Replace one or both."""
        if title is not None:
            self.query_one("#title", Label).update(title)
        if count is not None:
            self.query_one("#count", Label).update(count)
