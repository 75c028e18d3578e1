"""A card: where it belongs, its question, and after a key its answer."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Label, Rule, Static

from flashdeck.cards import Card, Flag, Kind
from flashdeck.formulas import formulas_as_unicode
from flashdeck.parsing.fences import QuizFence, computing_fences, quiz_fences
from flashdeck.study.quiz.worked import fence_seed
from flashdeck.tui.text import MUTED, plain, title_line
from flashdeck.tui.widgets.card_markdown import CardMarkdown
from flashdeck.tui.widgets.demo_view import DemoView
from flashdeck.tui.widgets.worked_problem import WorkedProblem

LONGEST_TRAIL = 300
FLAG_STYLES = {
    Flag.RED: "bold $text-error",
    Flag.ORANGE: "bold $text-warning",
    Flag.GREEN: "bold $text-success",
    Flag.BLUE: "bold $text-primary",
}
RULE_LINES = 3
"""What the rule above the answer takes, with the space around it."""
MOST_LINES = 300
"""A longer text is shown as it was written: as Markdown it would take seconds to appear."""
MOST_CHARACTERS = 50_000
"""Of a longer text the beginning is shown: its lines alone would take seconds to break."""


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
        self.show_trail(card)
        question, answer = self.query_one("#question"), self.query_one("#answer")
        question.styles.height = "auto"
        async with self.batch():
            await answer.remove_children()
            await question.remove_children()
            await question.mount(*question_widgets(card))
        self.scroll_home(animate=False)

    def show_trail(self, card: Card) -> None:
        """Show where the card belongs, behind its flag."""
        trail = title_line(" › ".join(card.trail), LONGEST_TRAIL)
        if card.flag:
            trail = Content.assemble((f"⚑ {card.flag}", FLAG_STYLES[card.flag]), "  ", trail)
        self.query_one("#trail", Label).update(trail)

    async def reveal(self, card: Card) -> None:
        """Show the answer below the question."""
        answer = self.query_one("#answer")
        async with self.batch():
            await answer.remove_children()
            await answer.mount_all([Rule(line_style="heavy"), *answer_widgets(card)])
        self.call_after_refresh(self._bring_up_answer)

    def _bring_up_answer(self) -> None:
        """Scroll past a long question until half of what is seen, or all, is the answer."""
        answer = next(iter(self.query("#answer")), None)
        if answer is None:
            return  # the card was put away in the meantime
        seen = self.scrollable_content_region.height
        wanted = min(answer.size.height, max(seen // 2, RULE_LINES + 1))
        begin = answer.virtual_region.y
        end = min(begin + wanted - seen, begin + RULE_LINES)
        if end > self.scroll_y:
            self.scroll_to(y=end, animate=False, immediate=True)


def question_widgets(card: Card) -> list[Widget]:
    """Return the widgets of a question, and the problems that its card asks."""
    widgets = _with_fences(card, card.question, "question", 0)
    if card.kind is Kind.QUIZ:
        above = len(list(quiz_fences(card.question)))
        for place, fence in enumerate(quiz_fences(card.answer), above):
            widgets.append(WorkedProblem(fence, fence_seed(card, place)))
    return widgets


def answer_widgets(card: Card) -> list[Widget]:
    """Return the widgets of an answer: Markdown, and a view for each demo or quiz fence in it.

    Problems that stand in the question are solved below.
    """
    above = list(quiz_fences(card.question)) if card.kind is Kind.QUIZ else []
    widgets = _with_fences(card, card.answer, "answer", len(above), solved=True)
    for place, fence in enumerate(above):
        widgets.append(WorkedProblem(fence, fence_seed(card, place), solved=True))
    return widgets


def _with_fences(
    card: Card, text: str, classes: str, first: int, *, solved: bool = False
) -> list[Widget]:
    """Return Markdown with a widget for each fence that computes; quizzes count from ``first``."""
    if classes == "question" and card.kind is not Kind.QUIZ:
        return _markdown(text.split("\n"), classes)
    lines = text.split("\n")
    widgets: list[Widget] = []
    end, place = 0, first
    for fence in computing_fences(text):
        widgets += _markdown(lines[end : fence.start], classes)
        if isinstance(fence, QuizFence):
            widgets.append(WorkedProblem(fence, fence_seed(card, place), solved=solved))
            place += 1
        else:
            widgets.append(DemoView(fence))
        end = fence.end
    return widgets + _markdown(lines[end:], classes)


def _markdown(lines: list[str], classes: str) -> list[Widget]:
    text = "\n".join(lines)
    if not text.strip():
        return []
    if len(text) > MOST_CHARACTERS:
        more = f"\n… and {len(text) - MOST_CHARACTERS:,} characters more: e opens the note."
        return [Static(plain(text[:MOST_CHARACTERS]) + plain(more, MUTED), classes=classes)]
    if len(lines) > MOST_LINES:
        return [Static(plain(formulas_as_unicode(text)), classes=classes)]
    return [CardMarkdown(text, classes=classes)]
