"""A flat button that shows its key; it is clicked or its key pressed, and never takes focus."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class KeyButton(Static):
    """Two lines: the key with a word, and a remark."""

    DEFAULT_CSS = """
    KeyButton {
        width: 1fr;
        height: 2;
        margin: 0 1;
        text-align: center;
        background: $primary-muted;
        color: $text-primary;
        &:hover { text-style: underline; }
    }
    """

    class Pressed(Message):
        """The button was clicked."""

        def __init__(self, button: "KeyButton") -> None:
            super().__init__()
            self.button = button

        @property
        def control(self) -> "KeyButton":
            """The button."""
            return self.button

    def show(self, key: str, word: str, remark: str = "") -> None:
        """Write on the button."""
        self.update(Content.assemble((f"{key}  {word}", "bold"), f"\n{remark}"))

    def on_click(self, event: events.Click) -> None:
        """Tell that the button was chosen; the second half of a double click is for nobody."""
        if event.chain == 1:
            self.post_message(self.Pressed(self))
