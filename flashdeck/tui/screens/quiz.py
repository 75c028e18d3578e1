"""The quiz screen: question, answer, verdict with the mistake behind it, results."""

import time
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import MountError
from textual.widgets import Footer, Input, Static

from flashdeck.errors import FlashdeckError
from flashdeck.questions import AnswerKind, NotAnAnswerError
from flashdeck.text import clean
from flashdeck.tui.notices import complain
from flashdeck.tui.room import Room
from flashdeck.tui.screens.help import HelpScreen
from flashdeck.tui.text import MUTED, plain, title_line
from flashdeck.tui.widgets.key_button import KeyButton
from flashdeck.tui.widgets.progress_head import ProgressHead
from flashdeck.tui.widgets.question_view import QuestionView

if TYPE_CHECKING:
    from flashdeck.questions import Question, Verdict
    from flashdeck.study.quiz.session import Quiz

KEYS = (
    ("Enter", "give the answer; afterwards go on"),
    ("1 … 9", "choose"),
    ("Space", "show the answer of a card that you grade yourself"),
    ("F2, or ? as answer", "a hint"),
    ("F3, or ! as answer", "I do not know: show the solution"),
    ("↑ ↓ PgUp PgDn", "scroll"),
    ("F1", "this help"),
    ("Esc", "leave; every answer is already kept"),
)


LEFT = suppress(NoMatches, MountError)
"""What is still to be shown when the app is left finds no place any more."""


class QuizScreen(Screen[None]):
    """Asks the questions of a quiz, then shows its results until the learner leaves."""

    CSS_PATH = "quiz.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on"),
        Binding("space", "go_on", "Go on", show=False),
        *(Binding(str(n), f"choose({n})", "Choose", show=False) for n in range(1, 10)),
        Binding("f2", "hint", "Hint"),
        Binding("f3", "give_up", "I do not know"),
        Binding("down", "scroll(1)", "Scroll", show=False),
        Binding("up", "scroll(-1)", "Scroll", show=False),
        Binding("pagedown", "scroll(12)", "Scroll", show=False),
        Binding("pageup", "scroll(-12)", "Scroll", show=False),
        Binding("f1,question_mark", "help", "Help", key_display="F1"),
        Binding("escape,q", "leave", "Leave", key_display="Esc"),
    ]

    def __init__(self, room: Room, quiz: "Quiz") -> None:
        super().__init__()
        self.room = room
        self.quiz = quiz
        self._revealed = False
        self._recording = False
        self._asked_at = time.monotonic()

    def compose(self) -> ComposeResult:
        """Yield the head, the question, the place for an answer, the results and the keys."""
        yield ProgressHead(title_line(f"Quiz · {self.quiz.plan.title}"))
        yield QuestionView(can_focus=False)
        yield Vertical(Static(id="results-text"), id="results")
        yield Static(id="remark")
        with Vertical(id="typing"):
            yield Static(id="label")
            yield Input(id="answer", compact=True)
        yield KeyButton(id="next")
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        """Tell what was left out and ask the first question."""
        for remark in self.quiz.plan.remarks:
            self.notify(clean(f"Left out: {remark}"), severity="warning", markup=False)
        await self._ask()

    async def _ask(self) -> None:
        """Show the current question, or the results, unless the app is left in the meantime."""
        with LEFT:
            await self._show_question()

    async def _show_question(self) -> None:
        question = self.quiz.question
        self._asked_at = time.monotonic()
        self._revealed = question is not None and question.kind is not AnswerKind.SELF
        self._remark("")
        self._show_progress()
        self.query_one("#results").display = question is None
        self.query_one(QuestionView).display = question is not None
        self._let_type(question)
        if question is None:
            self._show_results()
            return
        view = self.query_one(QuestionView)
        await view.ask(question, self.quiz.card)
        if self._revealed:
            await view.offer(question)
        self._show_next(None if self._revealed else "Show the answer")

    def _let_type(self, question: "Question | None") -> None:
        """Show the field where there is something to type, and put the cursor there."""
        field = self.query_one("#answer", Input)
        typed = question is not None and not question.choices
        self.query_one("#typing").display = typed
        field.value = ""
        field.disabled = not typed  # a hidden field with the focus would eat the digits of choices
        if question is not None and typed:
            asked = "" if question.is_markdown else question.prompt.rpartition("\n")[2]
            self.query_one("#label", Static).update(plain(asked))
            field.placeholder = question.task
            field.focus()
        else:
            self.set_focus(None)

    def _show_next(self, word: str | None) -> None:
        button = self.query_one("#next", KeyButton)
        button.display = word is not None
        if word is not None:
            button.show("Enter", word)

    def _show_progress(self) -> None:
        done, right = len(self.quiz.results), sum(a.verdict.right for a in self.quiz.results)
        total = self.quiz.count
        place = f"{min(self.quiz.place, total)} of {total} · " if self.quiz.question else ""
        self.query_one(ProgressHead).show(Content(f"{place}{right} right"), done, total)

    def _remark(self, text: str, style: str = "$text-warning") -> None:
        remark = self.query_one("#remark", Static)
        remark.update(plain(text, style))
        remark.display = bool(text)

    def _show_results(self) -> None:
        from flashdeck.study.quiz.results import results_of
        from flashdeck.study.quiz.wording import result_lines

        first, *weak = result_lines(results_of(self.quiz.results))
        lines = [plain(first, "bold"), *(plain(line) for line in weak)]
        seed = f"`flashdeck quiz --seed {self.quiz.plan.seed}` asks the same again."
        lines += [Content(""), plain(seed, MUTED)]
        self.query_one("#results-text", Static).update(Content("\n").join(lines))
        self._show_next("Leave")

    @on(Input.Submitted, "#answer")
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        await self._answer(event.value)

    @on(QuestionView.Chosen)
    def _choice_clicked(self, event: QuestionView.Chosen) -> None:
        self.app.call_later(self.action_choose, event.number)  # clicks wait where the keys do

    @on(KeyButton.Pressed, "#next")
    def _next_clicked(self) -> None:
        self.app.call_later(self.action_go_on)

    @property
    def _waits(self) -> bool:
        """Whether a question waits for its answer, and none is just being recorded."""
        asked = self.quiz.question is not None and self.quiz.verdict is None
        return asked and not self._recording

    async def action_choose(self, number: int) -> None:
        """Choose by number."""
        question = self.quiz.question
        if self._waits and self._revealed and question and number <= len(question.choices):
            await self._answer(str(number))

    async def _answer(self, text: str) -> None:
        """Judge what was typed, or help with ? and !; nonsense is asked again."""
        if not self._waits:
            return
        if text.strip() == "?":
            self.action_hint()
        elif text.strip() == "!":
            await self.action_give_up()
        else:
            await self._record(text)

    async def _record(self, text: str | None) -> None:
        """Record an answer, or with None that there is none, and show the verdict."""
        took = timedelta(seconds=time.monotonic() - self._asked_at)
        work = partial(self.quiz.give_up, took)
        if text is not None:
            work = partial(self.quiz.answer, text, took)
        self._recording = True  # a field's message and a key's action may come at the same time
        try:
            await self._tell(await self.room.run(work))
        except NotAnAnswerError as error:
            self._remark(str(error))
        except FlashdeckError as error:
            complain(self.app, error)
        finally:
            self._recording = False

    async def _tell(self, verdict: "Verdict") -> None:
        question = self.quiz.question
        if question is None:
            return
        with LEFT:
            self._remark("")
            self._let_type(None)
            self._show_progress()
            self._show_next("Next" if len(self.quiz.results) < self.quiz.count else "Results")
            await self.query_one(QuestionView).tell(question, verdict)

    async def action_go_on(self) -> None:
        """Show a card's answer, or ask the next question, or leave at the end."""
        if self._recording:
            return
        if self.quiz.question is None:
            self.dismiss()
        elif self.quiz.verdict is not None:
            try:
                await self.room.run(self.quiz.go_on)
            except FlashdeckError as error:
                complain(self.app, error)
                return
            await self._ask()
        elif not self._revealed:
            await self._reveal()

    async def _reveal(self) -> None:
        if self.quiz.question is None or self.quiz.card is None:
            return
        self._revealed = True
        with LEFT:
            self._show_next(None)
            view = self.query_one(QuestionView)
            await view.show_answer(self.quiz.card)
            await view.offer(self.quiz.question)

    def action_hint(self) -> None:
        """Show the hint."""
        if self._waits and self.quiz.question:
            self.query_one("#answer", Input).value = ""
            self._remark(self.quiz.question.hint or "There is no hint.", "$text-accent")

    async def action_give_up(self) -> None:
        """Show the solution; it counts as not known."""
        if self._waits:
            await self._record(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll the question."""
        self.query_one(QuestionView).scroll_relative(y=lines, animate=False, immediate=True)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen("Quiz", KEYS))

    def action_leave(self) -> None:
        """Leave the quiz; nothing has to be saved."""
        self.dismiss()
