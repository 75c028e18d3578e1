"""The study screen: question, answer, grade, next."""

import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import BindingType
from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import MountError
from textual.widgets import Footer

from flashdeck.errors import FlashdeckError
from flashdeck.scheduling import Grade
from flashdeck.scheduling.grades import BUTTONS
from flashdeck.tui.editor import editor_command, run_editor
from flashdeck.tui.notices import answer_key, complain
from flashdeck.tui.room import Room
from flashdeck.tui.screens.help import HelpScreen
from flashdeck.tui.screens.study_keys import BINDINGS, KEYS
from flashdeck.tui.text import plain, title_line
from flashdeck.tui.widgets.card_view import CardView
from flashdeck.tui.widgets.grade_bar import GradeBar
from flashdeck.tui.widgets.key_button import KeyButton
from flashdeck.tui.widgets.parameter_bar import ParameterBar
from flashdeck.tui.widgets.progress_head import ProgressHead
from flashdeck.tui.widgets.session_end import SessionEnd
from flashdeck.tui.widgets.worked_problem import WorkedProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from flashdeck.study.deeds import Done
    from flashdeck.study.session import Session

LOOK_SECONDS = 1.0
"""How often the store is asked whether another process has changed it."""


class StudyScreen(Screen[None]):
    """Asks the cards of a session until none is left or the learner leaves."""

    CSS_PATH = "study.tcss"
    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    def __init__(self, room: Room, session: "Session") -> None:
        super().__init__()
        self.room = room
        self.session = session
        self._revealed = False
        self._offered = {"answer": False, "demo": False}
        self._asked_at = time.monotonic()

    def compose(self) -> ComposeResult:
        """Yield the head, the card, the buttons and the keys."""
        title = self.session.title
        unrecorded = "" if self.session.plan.records else " · not recorded"
        yield ProgressHead(title_line(title + unrecorded))
        yield CardView(can_focus=False)
        yield SessionEnd()
        yield KeyButton(id="show")
        yield GradeBar()
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        """Ask the first card, unless the app was left while the screen was still being built."""
        with suppress(NoMatches, MountError):
            self.query_one("#show", KeyButton).show("Space", "Show the answer")
            await self._ask()
            self.set_interval(LOOK_SECONDS, self._catch_up)

    async def _catch_up(self) -> None:
        """Count in what others brought into the store; at the end of a session, go on with it."""
        if not self.is_current:
            return
        was_over = self.session.card is None
        with suppress(FlashdeckError):  # a grade would tell it
            if not await self.room.run(self.session.catch_up):
                return
        if was_over and self.session.card is not None:
            await self._ask()
        elif self.is_attached:
            self._show_progress()

    async def _ask(self) -> None:
        """Show the current card's question, or that the session is over."""
        self._revealed = False
        if not self.is_attached:  # a key typed right before the one that left the app
            return
        self._asked_at = time.monotonic()
        card = self.session.card
        over = card is None
        self.query_one(CardView).display = not over
        self.query_one(SessionEnd).display = over
        self.query_one("#show").display = not over
        self.query_one(GradeBar).display = False
        if card is None:
            self.query_one(SessionEnd).show(self.session)
        else:
            await self.query_one(CardView).ask(card)
        self._show_progress()
        self._offer_keys()

    def _offer_keys(self) -> None:
        """Offer the keys of problems and live demos only on cards that have them."""
        offered = {
            "answer": not self._revealed and bool(self.query(WorkedProblem)),
            "demo": bool(self.query(ParameterBar)),
        }
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Tell whether an action makes sense on this card."""
        del parameters
        return self._offered.get(action, True)

    def _show_progress(self) -> None:
        waiting = self.session.waiting
        parts = ((waiting.due, "due"), (waiting.new, "new"), (waiting.repeat, "again"))
        count = Content(" · ".join(f"{amount} {name}" for amount, name in parts))
        done = self.session.graded
        self.query_one(ProgressHead).show(count, done, max(1, done + waiting.total))

    @on(KeyButton.Pressed, "#show")
    def _show_clicked(self) -> None:
        self.app.call_later(self._reveal)  # clicks wait their turn where the keys do

    @on(GradeBar.Chosen)
    def _grade_clicked(self, event: GradeBar.Chosen) -> None:
        self.app.call_later(self.action_grade, event.number)

    async def action_go_on(self) -> None:
        """Reveal the answer; once revealed, grade it as good; at the end, leave."""
        if self.session.card is None:
            self.dismiss()
        elif self._revealed:
            await self.action_grade(BUTTONS.index(Grade.GOOD) + 1)
        else:
            await self._reveal()

    async def _reveal(self) -> None:
        card = self.session.card
        if card is None or self._revealed:
            return
        try:
            memories = await self.room.run(self.session.intervals)
        except FlashdeckError as error:
            complain(self.app, error)
            return
        if not self.is_attached:
            return
        self._revealed = True
        self.query_one("#show").display = False
        bar = self.query_one(GradeBar)
        bar.show(memories, self.session.today)
        bar.display = True
        await self.query_one(CardView).reveal(card)
        self._offer_keys()

    def action_answer(self) -> None:
        """Put the cursor into the card's first problem, while its answer is hidden."""
        self.query(WorkedProblem).first().type()

    @on(WorkedProblem.Answered)
    def _answered(self) -> None:
        self.app.call_later(self._reveal)

    async def action_grade(self, number: int) -> None:
        """Grade the revealed card; the next is asked once the grade is durable."""
        if not self._revealed or self.session.card is None:
            return
        took = timedelta(seconds=time.monotonic() - self._asked_at)
        if await self._do(self.session.grade, BUTTONS[number - 1], took):
            if self.session.leech:
                answer_key(self.app, "A leech, forgotten again: reword or split its note.")
            await self._ask()

    async def _do(self, work: object, *arguments: object) -> bool:
        """Run a change on the store's thread; if it fails, say so and stay on the card."""
        try:
            await self.room.run(work, *arguments)  # type: ignore[arg-type]
        except FlashdeckError as error:
            complain(self.app, error)
            return False
        return True

    async def action_undo(self) -> None:
        """Take the last thing back."""
        await self._go_back_or_forth(self.session.undo, "Took back", "take back")

    async def action_redo(self) -> None:
        """Do again what was taken back last."""
        await self._go_back_or_forth(self.session.redo, "Did again", "do again")

    async def _go_back_or_forth(
        self, work: "Callable[[], Done | None]", past: str, infinitive: str
    ) -> None:
        try:
            done = await self.room.run(work)
        except FlashdeckError as error:
            complain(self.app, error)
            return
        if done is None:
            answer_key(self.app, f"There is nothing to {infinitive}.")
            return
        answer_key(self.app, f"{past}: {done.what}.", timeout=2)
        await self._ask()

    async def action_bury(self) -> None:
        """Put the card away until tomorrow."""
        if self.session.card is not None and await self._do(self.session.bury):
            answer_key(self.app, "Buried until tomorrow.", timeout=2)
            await self._ask()

    async def action_suspend(self) -> None:
        """Put the card away for good."""
        if self.session.card is not None and await self._do(self.session.suspend):
            answer_key(self.app, "Suspended. u takes it back, later `flashdeck unsuspend`.")
            await self._ask()

    async def action_flag(self) -> None:
        """Give the card the next flag, on whichever face it shows."""
        if self.session.card is not None and await self._do(self.session.flag):
            self.query_one(CardView).show_trail(self.session.card)

    def action_demo(self) -> None:
        """Hand the keys to the next live demo on the card."""
        bars = list(self.query(ParameterBar))
        focused = next((i for i, bar in enumerate(bars) if bar.has_focus), -1)
        self.set_focus(bars[(focused + 1) % len(bars)])  # before the next key is looked at

    async def action_edit(self) -> None:
        """Open the note at the card, then read it again."""
        card = self.session.card
        if card is None or card.source is None:
            return
        path = Path(card.source)
        try:
            if not path.is_file():
                raise FlashdeckError(f"{path} is not there any more", "Import it again.")
            command = editor_command(path, card.line)
            with self.app.suspend():
                run_editor(command)
            await self.room.import_notes(path)
            await self.room.run(self.session.refresh)
        except SuspendNotSupported:
            answer_key(self.app, f"Edit it here: {plain(card.source).plain}:{card.line}")
            return
        except FlashdeckError as error:
            complain(self.app, error)
            return
        await self._ask()

    def action_scroll(self, lines: int) -> None:
        """Scroll the card."""
        self.query_one(CardView).scroll_relative(y=lines, animate=False, immediate=True)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen("Study", KEYS))

    def action_leave(self) -> None:
        """Leave the session; nothing has to be saved."""
        self.dismiss()
