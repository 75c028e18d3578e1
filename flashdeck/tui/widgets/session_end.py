"""What is said when a session has no card left to ask."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from flashdeck.tui.text import MUTED

if TYPE_CHECKING:
    from flashdeck.study.session import Session


class SessionEnd(Vertical):
    """Says how many grades were recorded, and how to go on."""

    def compose(self) -> ComposeResult:
        """Yield the text."""
        yield Static()

    def show(self, session: "Session") -> None:
        """Say what came of ``session``."""
        from flashdeck.study.wording import counted  # deferred with the session's own modules

        lines = [
            Content("Time is up." if session.time_is_up else "Done for now.").stylize("bold"),
            Content(f"{counted(session.graded, 'grade')} recorded. All of it is kept."),
            Content("u takes the last one back, q leaves.").stylize(MUTED),
        ]
        self.query_one(Static).update(Content("\n\n").join(lines))
