"""Where the next question of a quiz begins, told by a mark like that of the one before it."""

from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.above import question_above
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.answers import announced
from flashdeck.parsing.marks.label_lines import label_in

_NUMBERED = late.pattern(
    r"(?P<before>[ \t>]*(?:[-*+][ \t]+)?[*_]{0,3}[(\[]?(?:[^\W\d_]{1,12}[ \t]*)?#?)"
    r"(?P<number>\d{1,4})(?P<after>[.):：、．\]]|[ \t]?(?:\*\*|__|[题題問问]))"
)
_BOLD = late.pattern(r"[ \t>]*(?:[-*+][ \t]+)?(\*\*|__)(?=\S)(?:(?!\1).)+\1[ \t]*$")


class Numbered(NamedTuple):
    """How a line begins, equal for questions of one kind, and its number or 0."""

    kind: str
    number: int = 0


def next_stem(document: Document, stem: int, start: int, end: int) -> int:
    """Return the line from ``start`` on that asks next after 0-based line ``stem``, or ``end``.

    It counts on, or has an answer of its own and asks without a mark or has a like one: answers
    hold lists as well.
    """
    mark = _mark(document.lines[stem])
    answered, alike = -1, end
    for line in range(start, end):
        text = document.lines[line]
        if not text.strip() or line in document.hidden_lines:
            continue
        if announced(text) is not None:
            if answered >= 0 and mark is None:
                alike = question_above(document, line, answered + 1) or end
            if alike < end:
                return alike
            answered = line
        elif mark and alike == end and (found := _mark(text)) and found.kind == mark.kind:
            if mark.number and _counts_on(found, mark):
                return line
            alike = line if answered >= 0 or found.number else end
    return end


def kind_of_mark(text: str) -> str:
    """Return how a line begins as a question does, equal for those of one kind, or nothing."""
    bare = text.lstrip("#")
    mark = _mark(bare.lstrip() if bare != text else text)
    return text[: len(text) - len(bare)] + (mark.kind if mark else "")


def numbered(text: str) -> Numbered | None:
    """Return how a line begins that has a number, with a label before it or without."""
    match = _NUMBERED.match(text)
    return Numbered(match["before"] + match["after"], int(match["number"])) if match else None


def follows(text: str, stem: str) -> bool:
    """Tell whether a line begins as a question does that comes next after ``stem``."""
    mark, above = _mark(text), _mark(stem)
    if mark is None or above is None or mark.kind != above.kind:
        return False
    return _counts_on(mark, above) and announced(text) is None


def _counts_on(mark: Numbered, above: Numbered) -> bool:
    return mark.number == above.number + (above.number > 0)


def _mark(text: str) -> Numbered | None:
    """Return the number, the label or the bold that a line begins with as a question does."""
    if mark := numbered(text):
        return mark
    label = label_in(text)
    if label and label.asks:
        return Numbered(label.word)
    return Numbered("bold") if _BOLD.match(text) else None
