"""A question of a quiz: what is asked, what may be chosen, and after the answer what is right."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from flashdeck.answers import Difference, Piece
from flashdeck.tui.text import plain, title_line
from flashdeck.tui.widgets.card_view import answer_widgets, question_widgets
from flashdeck.tui.widgets.key_button import KeyButton
from flashdeck.tui.widgets.verdict import verdict_lines

if TYPE_CHECKING:
    from flashdeck.cards import Card
    from flashdeck.questions import Question, Verdict

PIECE_STYLES = {
    Piece.SAME: "",
    Piece.MISSING: "underline $text-success",
    Piece.EXTRA: "strike $text-error",
}


class QuestionView(VerticalScroll):
    """Scrolls through one question, its choices and its solution."""

    DEFAULT_CSS = """
    QuestionView {
        height: 1fr;
        padding: 1 3;
        scrollbar-size-vertical: 1;
        & #topic { color: $text-muted; margin: 0 0 1 0; }
        & #prompt, & #solution, & #choices { height: auto; }
        & .lines { height: auto; overflow: auto hidden; & Static { width: auto; } }
        & #choices KeyButton {
            height: auto; text-align: left; margin: 1 0 0 0; padding: 0 1;
        }
        & #verdict { margin: 1 0 0 0; }
        & #solution { margin: 1 0 0 0; }
        & .question { text-style: bold; padding: 0; margin: 0; }
        & .answer { padding: 0; margin: 0; }
    }
    """

    class Chosen(Message):
        """A choice was clicked; ``number`` is its key."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def compose(self) -> ComposeResult:
        """Yield the parts that every question has."""
        yield Static(id="topic")
        yield Vertical(id="prompt")
        yield Vertical(id="choices")
        yield Static(id="verdict")
        yield Vertical(id="solution")

    async def ask(self, question: "Question", card: "Card | None") -> None:
        """Show a question alone."""
        self.query_one("#topic", Static).update(title_line(question.topic))
        self.query_one("#verdict").display = False
        prompt, *others = (self.query_one(part) for part in ("#prompt", "#choices", "#solution"))
        async with self.batch():
            for part in (prompt, *others):
                await part.remove_children()
            if question.is_markdown and card is not None:
                await prompt.mount(*question_widgets(card))
            else:
                await prompt.mount(_lines(question.prompt))
        self.scroll_home(animate=False)

    async def offer(self, question: "Question") -> None:
        """Show what may be chosen."""
        buttons = [KeyButton() for _ in question.choices]
        await self.query_one("#choices").mount(*buttons)
        for number, (button, choice) in enumerate(zip(buttons, question.choices, strict=True), 1):
            text = Content.assemble((f"{number}  ", "bold"), plain(choice))
            button.update(text)

    async def show_answer(self, card: "Card") -> None:
        """Show a card's own answer."""
        await self.query_one("#solution").mount(*answer_widgets(card))

    async def tell(self, question: "Question", verdict: "Verdict") -> None:
        """Show the verdict, and the worked solution where the answer was not right."""
        from flashdeck.study.quiz.wording import verdict_text

        parts = verdict_lines(verdict_text(question, verdict), verdict)
        if any(part.piece is not Piece.SAME for part in verdict.differences):
            parts.append(difference_content(verdict.differences))
        banner = self.query_one("#verdict", Static)
        banner.update(Content("\n").join(parts))
        banner.display = True
        if not verdict.right and not question.is_markdown and question.solution:
            await self.query_one("#solution").mount(_lines(question.solution))
        self.call_after_refresh(self.scroll_to_widget, banner, animate=False, top=True)

    @on(KeyButton.Pressed)
    def _pressed(self, event: KeyButton.Pressed) -> None:
        event.stop()
        buttons = list(self.query_one("#choices").query(KeyButton))
        self.post_message(self.Chosen(buttons.index(event.button) + 1))


def _lines(text: str) -> Vertical:
    """Return aligned lines; those wider than the screen are scrolled sideways."""
    return Vertical(Static(plain(text)), classes="lines")


def difference_content(differences: tuple[Difference, ...]) -> Content:
    """Return what was typed, what is missing underlined and what is too much struck out."""
    return Content.assemble(
        *((plain(part.text).plain, PIECE_STYLES[part.piece]) for part in differences)
    )
