"""The home screen: the decks, what waits in each, and the way into a session."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Footer, Label, OptionList, Static

from flashdeck.errors import FlashdeckError
from flashdeck.tui.notices import complain, fail
from flashdeck.tui.room import Room
from flashdeck.tui.text import plain
from flashdeck.tui.widgets.deck_list import DeckList
from flashdeck.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from flashdeck.study.overview import Overview
    from flashdeck.study.plan import Plan
    from flashdeck.study.quiz.request import QuizRequest

KEYS = (
    ("Enter", "study the deck with all below it"),
    ("↑ ↓", "choose a deck"),
    ("/", "search for cards and study them"),
    ("z", "quiz on the deck with all below it, and its demos"),
    ("i", "import a note or a folder of notes"),
    ("d", "explore the live demos"),
    ("r", "count again"),
    ("?", "this help"),
    ("q", "quit"),
)


class HomeScreen(Screen[None]):
    """Decks with their counts. With ``start`` (what, plan) or ``quiz`` one begins at once."""

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "study", show=False),  # for a key typed before the list has the focus
        Binding("slash", "search", "Search", key_display="/"),
        Binding("z", "quiz", "Quiz"),
        Binding("i", "import_notes", "Import"),
        Binding("r", "count_again", "Refresh"),
        Binding("d", "demos", "Demos"),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("q", "app.quit", "Quit"),
    ]

    def __init__(
        self,
        room: Room,
        start: "tuple[str | None, Plan | None] | None" = None,
        quiz: "QuizRequest | None" = None,
    ) -> None:
        super().__init__()
        self.room = room
        self._start = start
        self._quiz = quiz
        self._leave_after = start is not None
        self._begun = False

    def compose(self) -> ComposeResult:
        """Yield the bar, the list of decks, and what stands there while it is empty."""
        yield TopBar(Content("flashdeck"))
        yield Static(id="columns")
        yield DeckList()
        with Vertical(id="empty"):
            yield Label("There are no cards yet.", classes="line")
            yield Label("Bring in your own notes, or try the decks that come along.")
            yield Center(Button("Import notes", id="import", variant="primary"))
            yield Center(Button("Study the shipped decks", id="shipped"))
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Load the decks, then begin the session that was asked for."""
        self.query_one("#empty").display = False
        self.call_after_refresh(self._begin)  # the store's modules would slow the first frame

    @work
    async def _begin(self) -> None:
        self._begun = True
        if self._start is None and self._quiz is None:
            await self.refresh_counts()
            return
        try:
            if self._quiz is not None:
                await self._ask(self._quiz)
                await self.app.action_quit()
            elif self._start is not None:
                await self._study(*self._start)
        except FlashdeckError as error:
            fail(self.app, error)

    def on_screen_resume(self) -> None:
        """Count again whenever the screen comes back."""
        if self._begun and self._start is None and self._quiz is None:
            self.action_count_again()

    @work(exclusive=True, group="counts")
    async def action_count_again(self) -> None:
        """Count again."""
        await self.refresh_counts()

    async def refresh_counts(self) -> None:
        """Show the counts of now; leave with a word if the store cannot be read at all."""
        try:
            found = await self.room.overview()
        except FlashdeckError as error:
            fail(self.app, error)
            return
        self.query_one(TopBar).show(count=_waiting(found))
        decks = self.query_one(DeckList)
        decks.display = bool(found.decks)
        self.query_one("#columns").display = bool(found.decks)
        self.query_one("#empty").display = not found.decks
        if found.decks:
            decks.show(found)
            decks.focus()
        else:
            self.query_one("#import", Button).focus()

    @on(DeckList.Resized)
    def _align(self, event: DeckList.Resized) -> None:
        self.query_one("#columns", Static).update(event.names)

    @on(OptionList.OptionSelected)
    def _choose(self) -> None:
        if self.is_active:  # the second half of a double click comes after the session's screen
            self.action_study()

    @work(exclusive=True, group="study")
    async def action_study(self) -> None:
        """Study the highlighted deck."""
        decks = self.query_one(DeckList)
        if not decks.display or not decks.option_count:
            return
        try:
            await self._study(decks.chosen, None)
        except FlashdeckError as error:
            complain(self.app, error)

    @work(exclusive=True, group="study")
    async def action_search(self) -> None:
        """Ask for a search and study what it finds."""
        from flashdeck.study.plan import Plan  # deferred: not before asked
        from flashdeck.tui.screens.search import SearchScreen

        expression = await self.app.push_screen_wait(SearchScreen(self.room))
        if expression is None:
            return
        try:
            await self._study(None, Plan(search=expression))
        except FlashdeckError as error:
            complain(self.app, error)

    @work(exclusive=True, group="study")
    async def action_quiz(self) -> None:
        """Quiz on the highlighted deck."""
        from flashdeck.study.quiz.request import QuizRequest

        decks = self.query_one(DeckList)
        chosen = decks.chosen if decks.display and decks.option_count else None
        try:
            await self._ask(QuizRequest(chosen))
        except FlashdeckError as error:
            complain(self.app, error)

    async def _ask(self, request: "QuizRequest") -> None:
        from flashdeck.tui.screens.quiz import QuizScreen  # deferred: not before asked

        quiz = await self.room.quiz(request)
        await self.app.push_screen_wait(QuizScreen(self.room, quiz))

    async def _study(self, what: str | None, plan: "Plan | None") -> None:
        from flashdeck.study.scope import is_path  # deferred: with SQLAlchemy, behind the frame
        from flashdeck.tui.screens.study import StudyScreen

        decks = None
        if what is not None and is_path(what):
            decks = await self._import(Path(what).expanduser())
            if decks is None:
                return
        session = await self.room.session(what, plan, decks)
        if session.card is None and not self._leave_after:
            self.notify("Nothing to study here now.", markup=False)
            return
        await self.app.push_screen_wait(StudyScreen(self.room, session))
        if self._leave_after:
            await self.app.action_quit()

    async def _import(self, path: Path) -> list[str] | None:
        """Import with a progress bar and return the decks, or None if it was refused."""
        from flashdeck.tui.screens.import_notes import ImportScreen  # deferred: not before asked

        report = await self.app.push_screen_wait(ImportScreen(self.room, path))
        if report is None:
            return None
        return [file.deck for file in report.files if file.cards]

    @on(Button.Pressed, "#import")
    @work(exclusive=True, group="import")
    async def action_import_notes(self) -> None:
        """Ask for a path and import what is there."""
        from flashdeck.tui.screens.import_notes import ImportScreen  # deferred: not before asked

        await self.app.push_screen_wait(ImportScreen(self.room))
        await self.refresh_counts()

    @on(Button.Pressed, "#shipped")
    @work(exclusive=True, group="study")
    async def _study_shipped(self) -> None:
        from flashdeck.shipped import shipped

        try:
            await self._study(str(shipped("decks")), None)
        except FlashdeckError as error:
            complain(self.app, error)

    def action_demos(self) -> None:
        """Open the explorer of the live demos."""
        from flashdeck.tui.screens.explorer import ExplorerScreen  # deferred: not before asked

        self.app.push_screen(ExplorerScreen(self.room))

    def action_help(self) -> None:
        """Show the keys."""
        from flashdeck.tui.screens.help import HelpScreen  # deferred: not before asked

        self.app.push_screen(HelpScreen("Decks", KEYS))


def _waiting(found: "Overview") -> Content:
    return plain(f"{found.due} due · {found.new} new today")
