"""The smallest Textual program: one line of text on the screen."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class MinimalApp(App[None]):
    """Shows one word and nothing else."""

    def compose(self) -> ComposeResult:
        yield Static("flashcards")


if __name__ == "__main__":
    MinimalApp().run()
