"""A problem on a card: other numbers at every review, an answer judged where it is asked."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from flashdeck.errors import DemoError
from flashdeck.parsing.fences import QuizFence
from flashdeck.tui.text import MUTED, plain
from flashdeck.tui.widgets.verdict import verdict_lines

if TYPE_CHECKING:
    from flashdeck.questions import Question


class WorkedProblem(Vertical):
    """The problem of a quiz fence; when ``solved``, its answer worked step by step instead."""

    DEFAULT_CSS = """
    WorkedProblem {
        height: auto;
        margin: 1 0;
        padding: 0 2;
        border-left: outer $primary 60%;
        & .lines { height: auto; overflow: auto hidden; & Static { width: auto; } }
        & #verdict { height: auto; }
        & #own { display: none; }
        &.-typing #own { display: block; }
        &.-typing #how { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", "Back")]

    class Answered(Message):
        """An answer was judged, and the card's own may be shown."""

    def __init__(self, fence: QuizFence, seed: int, *, solved: bool = False) -> None:
        super().__init__()
        self._fence = fence
        self._seed = seed
        self._solved = solved
        self._problem: Question | None = None

    def compose(self) -> ComposeResult:
        """Yield the place for the problem, and for what the learner types."""
        yield Vertical(Static(id="text"), classes="lines")
        if not self._solved:
            yield Static(Content("Press a to type your answer.").stylize(MUTED), id="how")
            yield Input(id="own", compact=True, disabled=True)
            yield Static(id="verdict")

    def on_mount(self) -> None:
        """Draw the numbers off the screen's own thread."""
        self._draw()

    @work(exclusive=True)
    async def _draw(self) -> None:
        from flashdeck.study.quiz.worked import fence_problem

        try:
            self._problem = await asyncio.to_thread(fence_problem, self._fence, self._seed)
        except DemoError as error:
            self._show(plain(f"{error.message}\n{error.hint}", "$text-error"))
            return
        self._show(_solution(self._problem) if self._solved else _prompt(self._problem))

    def _show(self, text: Content) -> None:
        with suppress(NoMatches):  # the card was put away in the meantime
            self.query_one("#text", Static).update(text)

    def type(self) -> None:
        """Put the cursor where the answer is typed."""
        field = self.query_one("#own", Input)
        if self._problem is not None and not field.value:
            self.set_class(True, "-typing")
            field.disabled = False
            field.placeholder = "Your answer, then Enter"
            field.focus(scroll_visible=False)
            self._bring_up(field)

    def action_stop(self) -> None:
        """Leave the field without an answer."""
        self._close()

    def _close(self) -> None:
        self.set_class(False, "-typing")
        self.query_one("#own", Input).disabled = True
        self.screen.set_focus(None)

    def _bring_up(self, part: Widget) -> None:
        """Scroll the card until ``part`` is seen, once it has its place."""
        self.call_after_refresh(part.scroll_visible, animate=False, immediate=True)

    @on(Input.Submitted)
    def _judge(self, event: Input.Submitted) -> None:
        from flashdeck.questions import NotAnAnswerError, judge
        from flashdeck.study.quiz.wording import verdict_text

        event.stop()
        if self._problem is None:
            return
        said = self.query_one("#verdict", Static)
        try:
            verdict = judge(self._problem, event.value)
        except NotAnAnswerError as error:
            said.update(plain(str(error), "$text-warning"))
            self._bring_up(said)
            return
        told = f"{event.value.strip()}: {verdict_text(self._problem, verdict)}"
        said.update(Content("\n").join(verdict_lines(told, verdict)))
        self._bring_up(said)
        self._close()
        self.query_one("#how").display = False
        self.post_message(self.Answered())


def _prompt(problem: "Question") -> Content:
    choices = [f"  {number}  {text}" for number, text in enumerate(problem.choices, 1)]
    return plain("\n".join([problem.prompt, *choices, problem.task]))


def _solution(problem: "Question") -> Content:
    return Content.assemble(plain(problem.expected_text, "bold"), "\n\n", plain(problem.solution))
