"""A card as plain text: formulas in Unicode, demos computed, problems with their numbers."""

from typing import TYPE_CHECKING

from flashdeck.cards import Card, Kind
from flashdeck.errors import DemoError
from flashdeck.formulas import formulas_as_unicode
from flashdeck.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flashdeck.parsing.fences import DemoFence
    from flashdeck.questions import Question


def question_text(card: Card) -> str:
    """Return the question for a terminal or a pipe, with the problems of the card worked into it.

    Those of the answer's quiz fences are asked behind the question.
    """
    if card.kind is not Kind.QUIZ:
        return clean(formulas_as_unicode(card.question))
    problems = _problems(card)
    question = _filled(card.question, lambda _: _asked(next(problems)))
    return "\n\n".join([question, *map(_asked, problems)])


def answer_text(card: Card) -> str:
    """Return the answer with each demo's steps, or each problem's solution, for its fence."""
    if card.kind is not Kind.QUIZ:
        return _filled(card.answer, demo_text)

    from flashdeck.parsing.fences import QuizFence, quiz_fences

    problems = _problems(card)
    asked_above = [_solved(next(problems)) for _ in quiz_fences(card.question)]

    def shown(fence: "DemoFence") -> str:
        return _solved(next(problems)) if isinstance(fence, QuizFence) else demo_text(fence)

    return "\n\n".join([_filled(card.answer, shown), *asked_above])


def _filled(text: str, shown: "Callable[[DemoFence], str]") -> str:
    """Return Markdown as plain text with what ``shown`` makes of each fence that computes."""
    from flashdeck.parsing.fences import computing_fences  # deferred: 35 ms before an answer

    lines = text.split("\n")
    parts: list[str] = []
    end = 0
    for fence in computing_fences(text):
        parts.append(formulas_as_unicode("\n".join(lines[end : fence.start])))
        parts.append(shown(fence))
        end = fence.end
    parts.append(formulas_as_unicode("\n".join(lines[end:])))
    return clean("\n".join(part for part in parts if part))


def demo_text(fence: "DemoFence") -> str:
    """Return the steps of a demo, or what is wrong with it."""
    from flashdeck.demos import fence_parameters, run_demo  # deferred: NumPy
    from flashdeck.demos.text import trace_lines

    try:
        return "\n".join(trace_lines(run_demo(fence.name, fence_parameters(fence.body))))
    except DemoError as error:
        return _complaint(error)


def _problems(card: Card) -> "Iterator[Question | DemoError]":
    from flashdeck.study.quiz.worked import card_problems  # deferred: the Markdown parser

    return iter(card_problems(card))


def _complaint(error: DemoError) -> str:
    return f"({error.message} {error.hint})"


def _asked(problem: "Question | DemoError") -> str:
    if isinstance(problem, DemoError):
        return _complaint(problem)
    choices = (f"  {number}  {text}" for number, text in enumerate(problem.choices, 1))
    return clean("\n".join([problem.prompt, *choices, problem.task]))


def _solved(problem: "Question | DemoError") -> str:
    if isinstance(problem, DemoError):
        return _complaint(problem)
    return clean(f"{problem.expected_text}\n\n{problem.solution}")


def judgement(card: Card, text: str) -> tuple[str, bool]:
    """Return what to say of an answer to the card's first problem, and whether it was one."""
    from flashdeck.questions import NotAnAnswerError, Question, judge
    from flashdeck.study.quiz.wording import diagnosis_text, verdict_text

    problem = next((p for p in _problems(card) if isinstance(p, Question)), None)
    if problem is None:
        return "There is nothing to answer here.", False
    try:
        verdict = judge(problem, text)
    except NotAnAnswerError as error:
        return clean(str(error)), False
    lines = (verdict_text(problem, verdict), diagnosis_text(verdict))
    return clean("\n".join(line for line in lines if line)), True
