"""The app: it owns the store's room, opens the first screen, and leaves cleanly."""

import os
import select
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import LineFilter

from flashdeck.config import Settings
from flashdeck.errors import FlashdeckError
from flashdeck.tui.room import Room
from flashdeck.tui.screens.home import HomeScreen
from flashdeck.tui.text import ControlFilter

if TYPE_CHECKING:
    from flashdeck.study.clock import Clock
    from flashdeck.study.plan import Plan
    from flashdeck.study.quiz.request import QuizRequest

TERMINAL_CHECK_SECONDS = 1.0
HUNG_UP = 129
"""The exit code of a process whose terminal hung up: 128 + SIGHUP."""


class FlashdeckApp(App[FlashdeckError]):
    """The home screen, or at once a session on ``what`` when ``study`` is set, or a ``quiz``.

    It returns the error that it could not go on with, if there was one.
    """

    TITLE = "flashdeck"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
        Binding("ctrl+c", "quit", "Quit", show=False, priority=True),
    ]

    def __init__(
        self,
        store_path: Path,
        settings: Settings,
        clock: "Clock",
        what: str | None = None,
        plan: "Plan | None" = None,
        study: bool = False,
        quiz: "QuizRequest | None" = None,
    ) -> None:
        super().__init__()
        self.room = Room(store_path, settings, clock)
        self._start = (what, plan) if study else None
        self._quiz = quiz
        self._control_filter = ControlFilter()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Drop control characters from every line, whatever the other filters do."""
        return [*super().get_line_filters(), self._control_filter]

    def on_mount(self) -> None:
        """Show the home screen and watch for the end of the terminal."""
        self.push_screen(HomeScreen(self.room, self._start, self._quiz))
        if _can_poll_terminal():
            self.set_interval(TERMINAL_CHECK_SECONDS, self._leave_without_terminal)

    async def _leave_without_terminal(self) -> None:
        """End at once when the terminal is gone: an orderly shutdown would wait to write to it."""
        if not self.is_headless and _terminal_is_gone():
            await self.room.close()
            os._exit(HUNG_UP)

    async def action_quit(self) -> None:
        """Wait for the store's last write, then leave."""
        await self.room.finish()
        self.exit()

    async def on_unmount(self) -> None:
        """Close the store, now that no key typed behind the one that left can ask for it."""
        await self.room.close()


def _can_poll_terminal() -> bool:
    return hasattr(select, "poll") and sys.stdin is not None and sys.stdin.isatty()


def _terminal_is_gone() -> bool:
    poll = select.poll()
    poll.register(sys.stdin.fileno(), 0)
    return any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(0))
