"""Labelled questions paired with their labelled answers."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.above import question_above
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.label_lines import Label, Side
from flashdeck.parsing.words.titles import names_options

_OPTION = late.pattern(r"^[ \t>*_(-]*[bBбБ][*_]{0,2}[:：.)\-]")


class Exchange(NamedTuple):
    """A question's label, its answer's label if there is one, and the 0-based line after both."""

    question: Label
    answer: Label | None
    end: int


def exchanges(document: Document, labels: Sequence[Label]) -> Iterator[Exchange]:
    """Pair each question's label with the first label that answers it before anything ends it.

    A question without a label right above another answer's label ends it too.
    """
    question: Label | None = None
    answer: Label | None = None
    following = {label.line: after for label, after in pairwise(labels)}
    if not any(_opens(label, following.get(label.line)) for label in labels):
        return
    for line, item in _events(document, labels):
        if isinstance(item, int):
            if question and _ends(item, question, answer):
                yield Exchange(question, answer, line)
                question = answer = None
        elif question and item.answers(question):
            if answer is None:
                answer = None if _is_option(document, item, following.get(line)) else item
            elif (start := question_above(document, line, answer.line + 1)) is not None:
                yield Exchange(question, answer, start)
                question = answer = None
        elif _opens(item, following.get(line)) and not (
            question and answer is None and _is_remark(item, question, following.get(line))
        ):
            if question:
                yield Exchange(question, answer, line)
            question, answer = item, None
    if question:
        yield Exchange(question, answer, len(document.lines))


def _events(document: Document, labels: Sequence[Label]) -> list[tuple[int, Label | int]]:
    """Return in order the labels, the levels of other headings, and 0 for each rule."""
    at = {label.line for label in labels}
    stops = [(line, 0) for line in document.rule_lines]
    for heading in document.headings:
        if names_options(heading.text):
            continue
        if heading.start not in at:
            stops.append((heading.start, heading.level))
        elif not document.lines[heading.start].lstrip().startswith("#"):
            stops.append((heading.end - 1, 0))
    events: list[tuple[int, Label | int]] = [*((label.line, label) for label in labels), *stops]
    return sorted(events, key=lambda event: event[0])


def _ends(stop: int, question: Label, answer: Label | None) -> bool:
    level = question.level or (answer.level if answer else 0)
    return level == 0 or 0 < stop <= level


def _opens(label: Label, following: Label | None) -> bool:
    """Tell whether a label announces a question; a letter but Q must be followed by its pair."""
    if label.side is not Side.LETTER:
        return label.side is Side.QUESTION
    return label.word == "q" or bool(following and following.answers(label))


def _is_remark(label: Label, question: Label, following: Label | None) -> bool:
    """Tell whether a label such as `Concept:` has no pair and only tells more of ``question``."""
    return label.family != question.family and not (following and following.answers(label))


def _is_option(document: Document, label: Label, following: Label | None) -> bool:
    """Tell whether an `A` is the first of several choices rather than an answer."""
    if label.side is not Side.LETTER or label.word not in "aа" or label.number:
        return False
    end = min(label.line + 9, following.line if following else len(document.lines))
    below = [line for line in document.lines[label.line + 1 : end] if line.strip()]
    return any(_OPTION.match(line) for line in below[:3])
