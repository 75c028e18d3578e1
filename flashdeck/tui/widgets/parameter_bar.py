"""The inputs of a demo on one line, to be changed by keys."""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from flashdeck.text import one_line
from flashdeck.tui.text import FAINT, MUTED

LONGEST_VALUE = 28


class ParameterBar(Static, can_focus=True):
    """Arrows choose an input and change it; Enter types it; the demo answers at once."""

    DEFAULT_CSS = """
    ParameterBar {
        width: 1fr;
        height: auto;
        margin: 0 0 1 0;
        padding: 0 1;
        display: none;
        &:focus { background: $boost; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", "Choose", key_display="← →"),
        Binding("right", "choose(1)", show=False),
        Binding("up", "step(1)", "Change", key_display="↑ ↓"),
        Binding("down", "step(-1)", show=False),
        Binding("enter", "type", "Type"),
        Binding("w", "walk", "Walk"),
        Binding("n", "walk_on", "Next step"),
        Binding("escape", "let_go", "Back"),
    ]

    class Stepped(Message):
        """An input shall go one step up or down."""

        def __init__(self, name: str, direction: int) -> None:
            super().__init__()
            self.name = name
            self.direction = direction

    class Typed(Message):
        """An input shall be typed."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Walked(Message):
        """The steps shall be walked one at a time, or all be shown; or the next be revealed."""

        def __init__(self, on: bool) -> None:
            super().__init__()
            self.on = on

    def __init__(self) -> None:
        super().__init__()
        self._params: dict[str, Any] = {}
        self._place = 0

    def show(self, params: Mapping[str, Any]) -> None:
        """Show these inputs, the chosen one staying where it was."""
        self._params = dict(params)
        self._place = min(self._place, max(0, len(self._params) - 1))
        self.display = bool(self._params)
        self._draw()

    @property
    def chosen(self) -> str:
        """The name of the chosen input."""
        return list(self._params)[self._place]

    def _draw(self) -> None:
        parts: list[tuple[str, str]] = []
        for index, (name, value) in enumerate(self._params.items()):
            is_chosen = self.has_focus and index == self._place
            parts += [
                (f"{name} ", "bold" if is_chosen else MUTED),
                (value_text(value), "reverse" if is_chosen else "bold"),
                ("   ", ""),
            ]
        hint = "d: change" if parts and not self.has_focus else ""
        self.update(Content.assemble(*parts, (hint, FAINT)))

    def on_focus(self, _event: events.Focus) -> None:
        """Mark the chosen input."""
        self._draw()

    def on_blur(self, _event: events.Blur) -> None:
        """Unmark it."""
        self._draw()

    def action_choose(self, by: int) -> None:
        """Choose the next input to the left or right."""
        if self._params:
            self._place = (self._place + by) % len(self._params)
            self._draw()

    def action_step(self, direction: int) -> None:
        """Change the chosen input by one step."""
        if self._params:
            self.post_message(self.Stepped(self.chosen, direction))

    def action_type(self) -> None:
        """Type the chosen input."""
        if self._params:
            self.post_message(self.Typed(self.chosen))

    def action_walk(self) -> None:
        """Hide the steps to predict them one at a time, or show all again."""
        self.post_message(self.Walked(on=False))

    def action_walk_on(self) -> None:
        """Reveal the next step."""
        self.post_message(self.Walked(on=True))

    def action_let_go(self) -> None:
        """Give the keys back to the screen."""
        self.screen.set_focus(None)


def value_text(value: object) -> str:
    """Return an input's value on one line; of a matrix its rows and columns."""
    if value is None:
        return "drawn"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple) and value and isinstance(value[0], list | tuple):
        return f"{len(value)}×{len(value[0])}"
    if isinstance(value, list | tuple):
        return one_line(" ".join(map(str, value)), LONGEST_VALUE)
    return one_line(str(value), LONGEST_VALUE)
