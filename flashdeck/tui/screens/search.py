"""Searching for the cards to study: an expression, and how many cards it finds as it is typed."""

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from flashdeck.errors import FlashdeckError, SearchError
from flashdeck.tui.room import Room
from flashdeck.tui.text import MUTED, plain

EXAMPLES = 'forget gate · "cell state" · deck:Maths · tag:rnn · is:leech · prop:ease<2 · -is:new'
PAUSE = 0.1
"""Seconds without a key after which a search is counted: a slow one must not lag behind."""


class SearchScreen(ModalScreen[str | None]):
    """Asks for a search and closes with it, or with None."""

    CSS_PATH = "search.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close")]

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room

    def compose(self) -> ComposeResult:
        """Yield the field and what is told below it."""
        with Vertical(id="box") as box:
            box.border_title = "Study what a search finds"
            box.border_subtitle = "Enter studies · Esc closes"
            yield Input(placeholder="forget gate", id="expression")
            yield Static(id="told")
            yield Label(Content(EXAMPLES).stylize(MUTED))

    def on_mount(self) -> None:
        """Count everything, which is what no words find."""
        self._count("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._count(event.value)

    @work(exclusive=True, group="count")
    async def _count(self, expression: str) -> None:
        """Tell how many cards are found, or what is wrong, unless more is typed meanwhile."""
        await asyncio.sleep(PAUSE)
        told = await self._told(expression)
        if self.is_current:  # a hasty Enter has not closed it meanwhile
            self.query_one("#told", Static).update(told)

    async def _told(self, expression: str) -> Content:
        from flashdeck.study.wording import counted  # deferred with the store's modules

        try:
            found = await self.room.amounts(expression)
        except FlashdeckError as error:
            message = error.message[:1].upper() + error.message[1:]
            return plain(f"{message}. {error.hint}", "$text-error")
        return Content(f"{counted(found.cards, 'card')} · {found.due} due · {found.new} new")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Close with a search that is right; a wrong one is told in place."""
        from flashdeck.search import parse_search  # deferred: not before asked

        try:
            parse_search(event.value)
        except SearchError:
            self._count(event.value)
            return
        if self.is_active:
            self.dismiss(event.value)

    def action_close(self) -> None:
        """Close without a search."""
        if self.is_active:
            self.dismiss(None)
