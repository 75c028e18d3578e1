"""Worked problems on cards: a quiz fence asks with other numbers at every review."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from flashdeck.cards import Card
from flashdeck.errors import DemoError
from flashdeck.formulas import formulas_as_unicode
from flashdeck.parsing.fences import QuizFence, quiz_fences
from flashdeck.text import one_line

if TYPE_CHECKING:
    from flashdeck.questions import Question


def fence_seed(card: Card, place: int) -> int:
    """Return the seed of a card's quiz fence, the ``place``-th from 0, for its next review."""
    digest = blake2b(f"{card.id}:{card.reviews}:{place}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big")


def card_quizzes(card: Card) -> Iterator[QuizFence]:
    """Yield the quiz fences of a card, those of its question first."""
    yield from quiz_fences(card.question)
    yield from quiz_fences(card.answer)


def fence_problem(fence: QuizFence, seed: int) -> "Question":
    """Return the problem of a fence; raises DemoError."""
    from flashdeck.demos.problem import fence_question  # deferred: NumPy and pydantic

    return fence_question(fence.name, fence.body, seed)


def card_problems(card: Card) -> "list[Question | DemoError]":
    """Return the problems that a card asks at its next review, or what is wrong with a fence."""
    found: list[Question | DemoError] = []
    for place, fence in enumerate(card_quizzes(card)):
        try:
            found.append(fence_problem(fence, fence_seed(card, place)))
        except DemoError as error:
            found.append(error)
    return found


def worked_question(card: Card, seed: int) -> "Question | None":
    """Return the first problem of a card as a question of a quiz, None if it has no quiz fence.

    Raises DemoError for a fence that is wrong.
    """
    for fence in card_quizzes(card):
        problem = fence_problem(fence, seed)
        title = one_line(formulas_as_unicode(card.question.split("```")[0]), 200)
        return replace(problem, prompt=f"{title}\n\n{problem.prompt}", card_id=card.id)
    return None
