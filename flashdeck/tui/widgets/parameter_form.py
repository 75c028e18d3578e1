"""The inputs of a demo as a form: each is checked as it is typed, and the demo follows."""

from collections.abc import Mapping
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label

from flashdeck.tui.text import plain
from flashdeck.tui.typed_value import as_typed


class ParameterForm(Vertical):
    """One line an input, with its name; empty stands for a value that is drawn."""

    DEFAULT_CSS = """
    ParameterForm {
        height: auto;
        & Horizontal { height: 1; }
        & Label { width: 18; color: $text-muted; }
        & Input { width: 1fr; border: none; height: 1; padding: 0 1; background: $boost; }
        & Input:focus { background: $surface; }
        & Input.-invalid { color: $text-error; }
    }
    """

    class Changed(Message):
        """An input was typed."""

        def __init__(self, name: str, text: str) -> None:
            super().__init__()
            self.name = name
            self.text = text

    def __init__(self, params: Mapping[str, Any]) -> None:
        super().__init__()
        self._params = dict(params)

    def compose(self) -> ComposeResult:
        """Yield the lines."""
        for name, value in self._params.items():
            with Horizontal():
                yield Label(plain(name))
                yield Input(as_typed(value), name=name, select_on_focus=False)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.input.name or "", event.value))

    def mark(self, *, wrong: bool) -> None:
        """Mark the focused input as wrong, or all as right."""
        for entry in self.query(Input):
            entry.set_class(wrong and entry.has_focus, "-invalid")
