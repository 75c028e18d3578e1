"""Headings that number questions, and further down headings that number their answers."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.answer_keys import is_key
from flashdeck.parsing.marks.answers import lines_of_answers
from flashdeck.parsing.marks.label_lines import Label, Side, label_in

FEW = 2
FARTHEST = 100
"""The most headings within the text of one."""

_DIGIT = late.pattern(r"\d")


class Headed(NamedTuple):
    """A heading such as `## Question 3: A title` on 0-based ``line``, with the text to ``end``.

    ``title`` is what stands behind its number.
    """

    line: int
    end: int
    title: str


def answered_apart(document: Document) -> list[tuple[Headed, Headed]]:
    """Return the numbered questions and their answers, if all answers come after all questions."""
    lines = set(document.once(lines_of_answers))
    places = [place for place, heading in enumerate(document.headings) if heading.start in lines]
    answers = [(p, label) for p, label in _numbered(document, places) if label.side is Side.ANSWER]
    if len(answers) < FEW:
        return []
    questions = [(p, label) for p, label in _numbered(document, range(answers[0][0])) if label.asks]
    numbers = [[label.number for _, label in found] for found in (questions, answers)]
    if numbers[0] != numbers[1]:
        return []
    return list(zip(_headed(document, questions), _headed(document, answers), strict=True))


def _numbered(document: Document, places: Iterable[int]) -> Iterator[tuple[int, Label]]:
    """Yield the places of headings with a label that has a number."""
    for place in places:
        text = document.headings[place].text
        label = label_in(text) if _DIGIT.search(text) else None
        if label and label.number:
            yield place, label


def _headed(document: Document, found: Sequence[tuple[int, Label]]) -> list[Headed]:
    """Return the headings, each up to the next of them or of its level, or to a key's title."""
    places = {place for place, _ in found}
    return [_until(document, place, label, places) for place, label in found]


def _until(document: Document, place: int, label: Label, others: AbstractSet[int]) -> Headed:
    heading, *below = document.headings[place : place + FARTHEST]
    stops = (
        it.start
        for i, it in enumerate(below, place + 1)
        if it.level <= heading.level or i in others or is_key(it.text)
    )
    end = next(stops, len(document.lines))
    return Headed(heading.start, end, heading.text[label.start :])
