"""Fences of a card that compute: demos to look at and quizzes to work out."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashdeck import late
from flashdeck.parsing.document import read_blocks

_MARK = late.pattern(r"(?:```|~~~)[ \t]*(?:demo|quiz)\b")


@dataclass(frozen=True, slots=True)
class DemoFence:
    """A ```` ```demo NAME ```` block over the 0-based lines ``start:end`` of its answer."""

    name: str
    body: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuizFence(DemoFence):
    """A ```` ```quiz NAME ```` block over the 0-based lines ``start:end`` of its text."""


FENCES = {"demo": DemoFence, "quiz": QuizFence}
"""What each first word of a fence's info makes of it."""


def may_compute(text: str) -> bool:
    """Tell whether ``text`` may hold a demo or a quiz fence."""
    return ("demo" in text or "quiz" in text) and bool(_MARK.search(text))


def computing_fences(text: str) -> Iterator[DemoFence]:
    """Yield the demo and quiz fences of ``text`` in order."""
    if not may_compute(text):
        return
    for block in read_blocks(text):
        words = block.info.split()
        if block.kind == "fence" and words[:1] and words[0] in FENCES:
            name = " ".join(words[1:])
            yield FENCES[words[0]](name, block.text, block.start, block.end)


def demo_fences(text: str) -> Iterator[DemoFence]:
    """Yield the demo fences of ``text`` in order."""
    return (fence for fence in computing_fences(text) if not isinstance(fence, QuizFence))


def quiz_fences(text: str) -> Iterator[QuizFence]:
    """Yield the quiz fences of ``text`` in order."""
    return (fence for fence in computing_fences(text) if isinstance(fence, QuizFence))
