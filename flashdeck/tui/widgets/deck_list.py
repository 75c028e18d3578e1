"""The decks as a tree of lines with what is due and new in each."""

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from flashdeck.tui.text import FAINT, MUTED, title_line

if TYPE_CHECKING:
    from flashdeck.study.overview import DeckNode, Overview

COLUMNS = ("due", "new", "cards")
WIDTH = 7
ALL = "\x00all"
"""The option of all decks together; no deck can have this name."""


class DeckList(OptionList):
    """One option a deck, parents above children, and all decks together first."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Study")]

    class Resized(Message):
        """The columns moved; ``names`` is the line that belongs above them."""

        def __init__(self, names: Content) -> None:
            super().__init__()
            self.names = names

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._overview: Overview | None = None

    def show(self, overview: "Overview") -> None:
        """Show these decks, the highlight staying where it was."""
        self._overview = overview
        self._fill()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Align the columns to the new width."""
        if self._overview is not None:
            self._fill()

    @property
    def chosen(self) -> str | None:
        """The highlighted deck's name, or None for all decks."""
        option = self.highlighted_option
        return option.id if option and option.id != ALL else None

    def _fill(self) -> None:
        if self._overview is None:
            return
        before = self.highlighted or 0
        whole = self._overview
        options = [Option(self._row("All decks", 0, whole.due, whole.new, whole.cards), ALL)]
        options += [Option(self._node_row(node), node.name) for node in whole.decks]
        self.clear_options()
        self.add_options(options)
        self.highlighted = min(before, len(options) - 1)
        self.post_message(self.Resized(self._heading()))

    def _node_row(self, node: "DeckNode") -> Content:
        return self._row(node.label, node.depth + 1, node.due, node.new, node.total)

    @property
    def _room(self) -> int:
        """The cells that are left for a deck's name."""
        return max(10, self.scrollable_content_region.width - WIDTH * len(COLUMNS) - 2)

    def _row(self, label: str, depth: int, due: int, new: int, cards: int) -> Content:
        name = Content("  " * depth) + title_line(label, self._room)
        return Content.assemble(
            name.truncate(self._room, ellipsis=True, pad=True),
            (f"{due:>{WIDTH}}", "bold $text-warning" if due else FAINT),
            (f"{new:>{WIDTH}}", "bold $text-success" if new else FAINT),
            (f"{cards:>{WIDTH}}", MUTED),
        )

    def _heading(self) -> Content:
        names = "".join(f"{name:>{WIDTH}}" for name in COLUMNS)
        return Content(f"{'Deck':<{self._room}}{names}")
