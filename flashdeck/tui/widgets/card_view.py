"""A card: where it belongs, its question, and after a key its answer."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Label, Rule, Static

from flashdeck.cards import Card
from flashdeck.formulas import formulas_as_unicode
from flashdeck.parsing.fences import demo_fences
from flashdeck.tui.text import plain, title_line
from flashdeck.tui.widgets.card_markdown import CardMarkdown
from flashdeck.tui.widgets.demo_view import DemoView

LONGEST_TRAIL = 300
MOST_LINES = 300
"""A longer text is shown as it was written: as Markdown it would take seconds to appear."""


class CardView(VerticalScroll):
    """Scrolls through one card at a time."""

    DEFAULT_CSS = """
    CardView {
        height: 1fr;
        padding: 1 3;
        scrollbar-size-vertical: 1;
        & #trail {
            color: $text-muted;
            margin: 0 0 1 0;
            width: 1fr;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        & .question {
            text-style: bold;
            padding: 0;
            margin: 0;
            & > MarkdownParagraph { margin: 0; }
        }
        & .answer { padding: 0; margin: 0; }
        & Rule { margin: 1 0; color: $primary 50%; }
        & #answer { height: auto; }
    }
    """

    def compose(self) -> ComposeResult:
        """Yield the parts that every card has."""
        yield Label("", id="trail")
        yield Vertical(id="question")
        yield Vertical(id="answer")

    async def ask(self, card: Card) -> None:
        """Show a card's question alone."""
        self.query_one("#trail", Label).update(title_line(" › ".join(card.trail), LONGEST_TRAIL))
        question, answer = self.query_one("#question"), self.query_one("#answer")
        question.styles.height = "auto"
        async with self.batch():
            await answer.remove_children()
            await question.remove_children()
            await question.mount(*question_widgets(card))
        self.scroll_home(animate=False)

    async def reveal(self, card: Card) -> None:
        """Show the answer below the question."""
        answer = self.query_one("#answer")
        async with self.batch():
            await answer.remove_children()
            await answer.mount_all([Rule(line_style="heavy"), *answer_widgets(card)])

    async def clear(self) -> None:
        """Show no card."""
        self.query_one("#trail", Label).update(Content(""))
        await self.query_one("#question").remove_children()
        await self.query_one("#answer").remove_children()


def question_widgets(card: Card) -> list[Widget]:
    """Return the widgets of a question."""
    return _markdown(card.question.split("\n"), "question")


def answer_widgets(card: Card) -> list[Widget]:
    """Return the widgets of an answer: Markdown, and a view for each demo fence in it."""
    lines = card.answer.split("\n")
    widgets: list[Widget] = []
    end = 0
    for fence in demo_fences(card.answer):
        widgets += _markdown(lines[end : fence.start], "answer")
        widgets.append(DemoView(fence))
        end = fence.end
    return widgets + _markdown(lines[end:], "answer")


def _markdown(lines: list[str], classes: str) -> list[Widget]:
    text = "\n".join(lines)
    if not text.strip():
        return []
    if len(lines) > MOST_LINES:
        return [Static(plain(formulas_as_unicode(text)), classes=classes)]
    return [CardMarkdown(text, classes=classes)]
