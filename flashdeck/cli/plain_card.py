"""A card as plain text: formulas in Unicode, demos computed and printed."""

from typing import TYPE_CHECKING

from flashdeck.cards import Card
from flashdeck.errors import DemoError
from flashdeck.formulas import formulas_as_unicode
from flashdeck.text import clean

if TYPE_CHECKING:
    from flashdeck.parsing.fences import DemoFence


def question_text(card: Card) -> str:
    """Return the question for a terminal or a pipe."""
    return clean(formulas_as_unicode(card.question))


def answer_text(card: Card) -> str:
    """Return the answer with the steps of each demo in place of its fence."""
    from flashdeck.parsing.fences import demo_fences  # deferred: 35 ms, not before an answer

    lines = card.answer.split("\n")
    parts: list[str] = []
    end = 0
    for fence in demo_fences(card.answer):
        parts.append(formulas_as_unicode("\n".join(lines[end : fence.start])))
        parts.append(demo_text(fence))
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
        return f"({error.message} {error.hint})"
