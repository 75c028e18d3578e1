"""The head of a session: its title, how much there is, and a line that fills as it goes on."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import ProgressBar

from flashdeck.tui.widgets.top_bar import TopBar


class ProgressHead(Vertical):
    """A top bar over a bar of progress."""

    DEFAULT_CSS = """
    ProgressHead {
        height: 2;
        & ProgressBar {
            width: 100%;
            height: 1;
            & Bar { width: 1fr; }
            & Bar > .bar--bar { color: $success; }
            & Bar > .bar--complete { color: $success; }
        }
    }
    """

    def __init__(self, title: Content) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """Yield both bars."""
        yield TopBar(self._title)
        yield ProgressBar(show_eta=False, show_percentage=False)

    def show(self, count: Content, done: int, total: int) -> None:
        """Show how much there is, and how much of ``total`` is done."""
        self.query_one(TopBar).show(count=count)
        self.query_one(ProgressBar).update(total=total, progress=done)
