"""The real app on a screen without a terminal: a hand that types and clicks, an eye that reads."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.pilot import Pilot
from textual.widget import Widget

from flashdeck.config import Settings
from flashdeck.errors import FlashdeckError
from flashdeck.study.plan import Plan
from flashdeck.study.quiz.request import QuizRequest
from flashdeck.tui.app import FlashdeckApp

if TYPE_CHECKING:
    from tests.conftest import Desk

PATIENCE = 60.0
"""Seconds after which what should have appeared is missed; only a failing test waits so long."""

CHARACTERS = {"space": " ", "question_mark": "?"}


class Seat:
    """Someone in front of the screen."""

    def __init__(self, app: FlashdeckApp, pilot: Pilot[FlashdeckError]) -> None:
        self.app = app
        self.pilot = pilot

    def press(self, *keys: str) -> None:
        """Press keys faster than the app can look: all are waiting before it sees the first."""
        for key in keys:
            character = CHARACTERS.get(key, key if len(key) == 1 else None)
            self.app.post_message(events.Key(key, character))

    def paste(self, text: str | Path) -> None:
        self.app.post_message(events.Paste(str(text)))

    async def click(
        self, target: str | Widget, offset: tuple[int, int] = (0, 0), times: int = 1
    ) -> None:
        await self.pilot.click(target, offset=offset, times=times)

    async def click_on(self, text: str) -> None:
        """Click on the first place where ``text`` stands."""
        await self.sees(text)
        place = ((y, line) for y, line in enumerate(self.lines) if text in line)
        y, line = next(place)
        await self.pilot.click(offset=(cell_len(line[: line.index(text)]), y))

    def post_click(self, target: str | Widget) -> None:
        """Click without waiting for anything, as a hand does."""
        widget = self.app.screen.query_one(target) if isinstance(target, str) else target
        x, y = widget.region.x + 2, widget.region.y
        for event in (events.MouseDown, events.MouseUp):
            self.app.post_message(event(widget, x, y, 0, 0, 1, False, False, False, x, y))

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition; what is on the screen tells why it never came."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"it never came to that:\n{self.text}"
            assert self.app._exception is None, "the app has crashed"
            await asyncio.sleep(0.02)

    async def sees(self, *texts: str) -> None:
        await self.until(lambda: all(text in self.text for text in texts))

    async def told(self, *texts: str) -> None:
        """Wait for notices; unlike what is on the screen, their text is not wrapped."""
        await self.until(lambda: all(text in self.notices for text in texts))

    async def loses(self, text: str) -> None:
        await self.until(lambda: text not in self.text)

    async def settled(self) -> None:
        """Wait until all that was typed is done, for tests in which nothing shall happen."""
        for _ in range(3):
            await self.pilot.pause()
            await self.app.room.run(lambda: None)
        await self.pilot.pause()

    async def left(self) -> None:
        """Wait until the app has ended by itself."""
        task = self.app._task
        await self.until(lambda: task is None or task.done())

    @property
    def screen(self) -> str:
        """The name of the screen on top."""
        return type(self.app.screen).__name__

    @property
    def segments(self) -> list[Segment]:
        """Every piece of text on the screen with its style, as it would go to the terminal."""
        if not self.app._screen_stack:
            return []
        strips = self.app.screen._compositor.render_strips()
        return [piece for strip in strips for piece in (*strip, Segment("\n"))]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.segments)

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def notices(self) -> str:
        return "\n".join(notice.message for notice in self.app._notifications)

    @property
    def flat(self) -> str:
        """The text without the breaks and spaces that wrapping makes."""
        return "".join(self.text.split())

    def style_of(self, text: str) -> Any:
        """Return the style of the first piece that holds ``text``."""
        return next(piece.style for piece in self.segments if text in piece.text)


Sit = Callable[..., AbstractAsyncContextManager[Seat]]
Reveal = Callable[..., AbstractAsyncContextManager[Seat]]
Watch = type[Seat]
MakeApp = Callable[..., FlashdeckApp]
Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TEXTUAL_THEME", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def make_app(desk: "Desk") -> MakeApp:
    """Return what makes the app over the desk's store; its clock is the desk's."""

    def make(
        what: str | Path | None = None,
        *,
        study: bool = False,
        limit: int | None = None,
        new_per_day: int = 20,
        store: Path | None = None,
        quiz: QuizRequest | None = None,
    ) -> FlashdeckApp:
        settings = Settings(new_per_day)
        named = None if what is None else str(what)
        path = store or desk.store.path
        return FlashdeckApp(path, settings, desk.clock, named, Plan(limit=limit), study, quiz)

    return make


@pytest.fixture
def sit(make_app: MakeApp) -> Sit:
    """Return what opens the app and gives a seat in front of it."""

    @asynccontextmanager
    async def open_app(
        what: str | Path | None = None, *, size: tuple[int, int] = (80, 24), **options: Any
    ) -> AsyncIterator[Seat]:
        app = make_app(what, **options)
        async with app.run_test(size=size, notifications=True) as pilot:
            seat = Seat(app, pilot)
            yield seat
            seat.press("ctrl+q")
            await seat.left()

    return open_app


@pytest.fixture
def watch() -> Watch:
    """Give what makes a seat in front of an app that someone else has opened."""
    return Seat


@pytest.fixture
def query(desk: "Desk") -> Iterator[Query]:
    """Give what asks and changes the store's file through a connection of its own."""
    connection = sqlite3.connect(desk.store.path, isolation_level=None, check_same_thread=False)

    def ask(sql: str, *values: object) -> list[tuple[Any, ...]]:
        return connection.execute(sql, values).fetchall()

    yield ask
    connection.close()


@pytest.fixture
def three(desk: "Desk") -> "Desk":
    """Give a desk whose store holds the new cards a, b and c."""
    desk.write(
        "Letters.md", "## What is a?\nAlpha.\n\n## What is b?\nBeta.\n\n## What is c?\nGamma.\n"
    )
    desk.bring_in()
    return desk


@pytest.fixture
def reveal(three: "Desk", sit: Sit, query: Query) -> Reveal:
    """Return what shows an answer on card a, whatever any style of notes would make of it."""

    @asynccontextmanager
    async def show(
        answer: str, question: str = "What is a?", size: tuple[int, int] = (80, 40)
    ) -> AsyncIterator[Seat]:
        texts = (question, answer)
        query("UPDATE card SET question = ?, answer = ? WHERE question = 'What is a?'", *texts)
        async with sit(study=True, size=size) as seat:
            await seat.sees("Show the answer")
            seat.press("space")
            await seat.sees("1  Again")
            await seat.settled()
            yield seat

    del three
    return show
