"""A quiz on paper: a sheet of questions, and another with the answers worked out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flashdeck.questions import AnswerKind, Question, value_text
from flashdeck.text import clean


@dataclass(frozen=True, slots=True)
class Sheets:
    """The two Markdown texts."""

    questions: str
    solutions: str


def make_sheets(title: str, seed: int, questions: Sequence[Question]) -> Sheets:
    """Return the sheets of a quiz; the numbers in both are the same ones."""
    asked = [f"# Quiz: {clean(title)}", f"Seed {seed}."]
    solved = [f"# Solutions: {clean(title)}", f"Seed {seed}."]
    for number, question in enumerate(questions, 1):
        heading = f"## {number}. {clean(question.topic)}"
        asked += [heading, *_asked(question)]
        solved += [heading, *_solved(question)]
    return Sheets("\n\n".join(asked) + "\n", "\n\n".join(solved) + "\n")


def _asked(question: Question) -> Iterator[str]:
    yield _text(question, question.prompt)
    if question.kind is AnswerKind.SELF:
        return
    if question.choices:
        yield "\n".join(f"{n}. {clean(choice)}" for n, choice in enumerate(question.choices, 1))
    else:
        yield question.task


def _solved(question: Question) -> Iterator[str]:
    if question.kind is not AnswerKind.SELF:
        yield f"**{clean(question.expected_text)}**"
    if question.slips:
        yield "\n".join(f"- {text}" for text in _mistakes(question))
    if question.solution and question.kind is not AnswerKind.TYPED:
        yield _text(question, question.solution)


def _mistakes(question: Question) -> Iterator[str]:
    for slip in question.slips:
        yield clean(f"{value_text(slip.answer, question.digits)} is {slip.says}.")


def _text(question: Question, text: str) -> str:
    """Return a card's Markdown as it is, and a problem's aligned lines as a block."""
    if question.is_markdown:
        return clean(text)
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{clean(text)}\n{fence}"
