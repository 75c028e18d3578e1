"""The store behind the screens: one thread owns it, so every write is serial and none is lost."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flashdeck.config import Settings

if TYPE_CHECKING:
    from flashdeck.demos.trace import Trace
    from flashdeck.store import Store
    from flashdeck.store.found import Amounts
    from flashdeck.study.clock import Clock
    from flashdeck.study.overview import Overview
    from flashdeck.study.plan import Plan
    from flashdeck.study.quiz.request import QuizRequest
    from flashdeck.study.quiz.session import Quiz
    from flashdeck.study.report import ImportReport
    from flashdeck.study.session import Session

P = ParamSpec("P")
R = TypeVar("R")

# SQLAlchemy and all that imports it is loaded inside the functions: 0.2 s behind the first frame.


class Room:
    """Opens the store on its own thread and runs everything that touches it there."""

    def __init__(self, path: Path, settings: Settings, clock: "Clock") -> None:
        self.path = path
        self.settings = settings
        self.clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._store: Store | None = None
        self._closed = False

    async def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run ``work`` on the store's thread, after all that was asked before."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(*args, **kwargs))

    @property
    def store(self) -> "Store":
        """The open store; only for the store's thread."""
        if self._store is None:
            from flashdeck.store import open_store

            self._store = open_store(self.path)
        return self._store

    async def overview(self) -> "Overview":
        """Return the decks and what waits in them."""

        def work() -> "Overview":
            from flashdeck.study.overview import overview

            return overview(self.store, self.clock, self.settings)

        return await self.run(work)

    async def import_notes(
        self, path: Path, progress: Callable[[int, int, str], None] | None = None
    ) -> "ImportReport":
        """Import what changed under ``path``; ``progress`` is called on the store's thread."""

        def work() -> "ImportReport":
            from flashdeck.study.importing import import_paths
            from flashdeck.study.schedulers import default_scheduler

            scheduler = default_scheduler(self.settings)
            return import_paths(self.store, [path], self.clock, progress, scheduler=scheduler)

        return await self.run(work)

    async def session(
        self, what: str | None, plan: "Plan | None" = None, decks: list[str] | None = None
    ) -> "Session":
        """Start a session over everything, the deck ``what``, or exactly ``decks``."""

        def work() -> "Session":
            from flashdeck.study.scope import deck_scope, several_decks, whole_store
            from flashdeck.study.session import Session

            with self.store.read() as connection:
                if decks is not None:
                    scope = several_decks(connection, what or "", decks)
                else:
                    scope = deck_scope(connection, what) if what else whole_store(connection)
            return Session(self.store, scope, self.clock, self.settings, plan)

        return await self.run(work)

    async def amounts(self, expression: str) -> "Amounts":
        """Count the cards that a search finds."""

        def work() -> "Amounts":
            from flashdeck.study.finding import amounts

            return amounts(self.store, expression, self.clock, self.settings)

        return await self.run(work)

    async def quiz(self, request: "QuizRequest") -> "Quiz":
        """Start a quiz."""

        def work() -> "Quiz":
            from flashdeck.study.quiz.session import Quiz

            return Quiz(self.store, request, self.clock, self.settings)

        return await self.run(work)

    async def keep_demo(self, trace: "Trace") -> Path:
        """Make a card of what a demo shows, and return the note that it is in."""

        def work() -> Path:
            from flashdeck.study.demo_cards import keep_demo

            return keep_demo(self.store, trace, self.clock)

        return await self.run(work)

    async def finish(self) -> None:
        """Wait until all that was asked before is done."""
        await self.run(lambda: None)

    async def close(self) -> None:
        """Wait for all writes, then close the store; a second call does nothing."""
        if self._closed:
            return
        self._closed = True

        def work() -> None:
            if self._store is not None:
                self._store.close()
                self._store = None

        await self.run(work)
        self._thread.shutdown(wait=False)
