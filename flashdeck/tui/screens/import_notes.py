"""Importing notes from within: a path, a progress bar, and what came of it."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, ProgressBar, Static

from flashdeck.cards import Problem, Severity
from flashdeck.errors import FlashdeckError
from flashdeck.text import one_line
from flashdeck.tui.notices import fail
from flashdeck.tui.room import Room
from flashdeck.tui.text import MUTED, plain

if TYPE_CHECKING:
    from flashdeck.study.report import ImportReport

PATIENCE = 0.5
"""Seconds after which the progress bar appears."""
BETWEEN_LOOKS = 0.05
"""Seconds between two updates of the bar."""


class ImportScreen(ModalScreen["ImportReport | None"]):
    """Asks for a path, unless one is given, imports it and shows the report.

    With a given path it closes by itself if there was nothing to complain about.
    """

    CSS_PATH = "import_notes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close")]

    def __init__(self, room: Room, path: Path | None = None) -> None:
        super().__init__(classes="" if path is None else "-given -waiting")
        self.room = room
        self._path = path
        self._report: ImportReport | None = None
        self._importing = path is not None
        self._next_look = 0.0

    def compose(self) -> ComposeResult:
        """Yield the question, the bar, the report and the button."""
        with Vertical(id="box") as box:
            box.border_title = "Import notes"
            yield Label("A note, or a folder of notes:", id="ask")
            yield Input(placeholder="~/notes", id="path")
            yield Label("", id="file")
            yield ProgressBar(show_eta=False, id="bar")
            with VerticalScroll(id="report"):
                yield Static(id="text")
            yield Button("Close", id="close", compact=True)

    def on_mount(self) -> None:
        """Begin at once if the path is known."""
        if self._path is not None:
            self._import(self._path)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip() and not self._importing:
            self._import(Path(event.value.strip()).expanduser())

    @work
    async def _import(self, path: Path) -> None:
        self._importing = True
        timer = self.set_timer(PATIENCE, self._show_bar)
        try:
            self._report = await self.room.import_notes(path, self._on_progress)
        except FlashdeckError as error:
            self._refused(error)
            return
        finally:
            timer.stop()
            self._importing = False
            self.query_one("#bar").display = False
            self.query_one("#file").display = False
        if self._path is not None and not self._report.failed:
            self.dismiss(self._report)
        else:
            self._show_report(self._report)

    def _show_bar(self) -> None:
        self.set_class(False, "-waiting")
        self.query_one("#bar").display = True
        self.query_one("#file").display = True

    def _on_progress(self, done: int, total: int, path: str) -> None:
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + BETWEEN_LOOKS
        self.app.call_from_thread(self._advance, done, total, path)

    def _advance(self, done: int, total: int, path: str) -> None:
        self.query_one("#bar", ProgressBar).update(total=total, progress=done)
        self.query_one("#file", Label).update(plain(one_line(path, 56)))

    def _refused(self, error: FlashdeckError) -> None:
        if self._path is not None:
            self.dismiss(None)
            fail(self.app, error)
            return
        self._show_text(plain(f"{error.message}\n{error.hint}", "$text-error"))
        self.query_one("#path").focus()

    def _show_report(self, report: "ImportReport") -> None:
        from flashdeck.study.report import OUTCOMES, moves_in_words

        done = [f"{report.outcomes[name]} {name}" for name in OUTCOMES if report.outcomes[name]]
        lines = [plain(", ".join(done) or "Nothing to import was found.", "bold")]
        lines += [plain(line, MUTED) for line in moves_in_words(report.moves)]
        lines += [_problem_line(problem) for problem in report.problems]
        self._show_text(Content("\n").join(lines))
        self.query_one("#close").focus()

    def _show_text(self, text: Content) -> None:
        self.set_class(False, "-waiting")
        self.query_one("#report").display = True
        self.query_one("#text", Static).update(text)
        self.query_one("#close").display = True

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close, unless an import is running or a hasty second key finds it closed."""
        if self.is_active and not self._importing:
            self.dismiss(self._report)


def _problem_line(problem: Problem) -> Content:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    style = MUTED if problem.severity is Severity.NOTE else "$text-warning"
    return plain(f"{place}: {problem.message}", style)
