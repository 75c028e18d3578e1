"""Plain questions without a mark whose answer has a label: `Why?` and below it `Ans: ...`."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.above import bare, paragraph_above, question_above, sentence_above
from flashdeck.parsing.claim import Claim, before_closing, make_claim, without_rules
from flashdeck.parsing.document import Document
from flashdeck.parsing.excerpts import balanced, outdented
from flashdeck.parsing.marks.answered_titles import answered_titles
from flashdeck.parsing.marks.counted_starts import counted_starts
from flashdeck.parsing.marks.exchanges import exchanges
from flashdeck.parsing.marks.label_lines import Label, Side, label_lines
from flashdeck.parsing.marks.options import option_groups
from flashdeck.parsing.marks.stems import next_stem
from flashdeck.parsing.posed import posed_above
from flashdeck.parsing.questions import asks, clean_question, has_letter, likeness
from flashdeck.parsing.sections import path_at
from flashdeck.parsing.words.label_words import ANSWER_INITIALS

NAME = "answers"
SCORE = 0.85
FEW = 2
"""Answers from which what they answer need only be numbered, and not ask."""
MOST = 0.5
"""Share of the answers whose questions ask from which the others are taken to have one too."""
DOUBTFUL = frozenset(("solution", "sol", "resp", "back", "reply", "r"))

_COUNTED = late.pattern(
    r"(?P<before>[ \t>]*(?:[-*+][ \t]+)?(?:\*\*|__)?\(?)"
    r"(?:(?P<number>\d{1,5})|[a-z]|[ivx]{1,4})(?P<mark>[.)、．])"
)
_ASIDE = late.pattern(r"(\*\*|__)[^*_?？]{1,60}(?:[:：]\1|\1[:：])")
_REQUEST = late.pattern(r"\b(?:GET|POST|PUT|PATCH|DELETE)\b|/\w+/")
"""What an interface answers is no answer to a question."""


class _Found(NamedTuple):
    """The 0-based line where a question begins, the label of its answer, and whether it asks."""

    start: int
    label: Label
    asks: bool


def claim(document: Document) -> Claim | None:
    """Claim the questions right above a labelled answer."""
    labels = document.once(label_lines)
    taken = [(e.question.line, e.end) for e in exchanges(document, labels)]
    unpaired = list(_unpaired(labels, taken))
    found = list(_found(document, unpaired))
    if len(found) >= max(FEW, MOST * len(unpaired)):
        found = list(_found(document, unpaired, trusted=True))
    if len(found) < FEW:
        found = [item for item in found if item.asks]
    if not found or (len(found) == 1 and _is_doubtful(found[0].label)):
        return None
    found = list(_whole(document, found, taken))
    ends = [*(item.start for item in found[1:]), len(document.lines)]
    starts = sorted(start for start, _ in taken)
    bounds = [_end(document, *it, starts) for it in zip(found, ends, strict=True)]
    answers = [(item.label.line, end) for item, end in zip(found, bounds, strict=True)]
    bounds[-1] = before_closing(document, answers)
    cards = [_card(document, item, end) for item, end in zip(found, bounds, strict=True)]
    headings = (heading.start + 1 for heading in document.headings)
    return make_claim(NAME, SCORE, cards, headings)


def _whole(
    document: Document, found: Sequence[_Found], taken: Sequence[tuple[int, int]]
) -> Iterator[_Found]:
    """Yield what was found with the text above a question that its number belongs to.

    That is below the label of the answer above it and outside the lines ``taken`` by others.
    """
    ends = sorted(end for _, end in taken)
    floor = 0
    for item, start in zip(
        found, counted_starts(document, [it.start for it in found]), strict=True
    ):
        floor = max([floor, *ends[: bisect_right(ends, item.start)][-1:]])
        yield item._replace(start=start) if start >= floor else item
        floor = item.label.line + 1


def _is_doubtful(label: Label) -> bool:
    """Tell whether a label means an answer only if the note has more of its kind."""
    return label.word in DOUBTFUL and not label.separator.startswith("/")


def _unpaired(labels: Sequence[Label], taken: Sequence[tuple[int, int]]) -> Iterator[Label]:
    """Yield the labels of answers that stand in no labelled question's lines."""
    spans = iter(taken)
    span = next(spans, None)
    for label in labels:
        while span and span[1] <= label.line:
            span = next(spans, None)
        inside = span is not None and span[0] <= label.line
        if not inside and label.family == "qa" and _is_answer(label):
            yield label


def _is_answer(label: Label) -> bool:
    if label.side is Side.LETTER:
        is_sure = label.word in "ar" or (not label.word.isascii() and label.word in ANSWER_INITIALS)
        return is_sure and not label.number and label.separator != "."
    return label.side is Side.ANSWER


def _found(
    document: Document, labels: Sequence[Label], *, trusted: bool = False
) -> Iterator[_Found]:
    """Yield the labels with what they answer; ``trusted`` ones answer any paragraph above them."""
    titles = answered_titles(document, [label for label in labels if label.side is Side.ANSWER])
    floor = 0
    for label in labels:
        start = question_above(document, label.line, floor)
        asking = start is not None
        if start is None:
            start = _counted_above(document, label.line, floor)
        if start is None:
            start = _heading_above(document, label, floor)
        if start is None and trusted and label.side is Side.ANSWER:
            start = paragraph_above(document, label.line, floor)
        title = titles.get(label.line)
        if title is not None and floor <= title and not _asks_itself(document, start):
            start = title
        if start is not None and (label.word not in DOUBTFUL or _has_mark(document, start, label)):
            yield _Found(start, label, asking)
            floor = label.line + 1


def _asks_itself(document: Document, line: int | None) -> bool:
    """Tell whether a line asks and is more than a part of the question in the title above it.

    Parts have a letter, or a label such as `**Why they ask:**`.
    """
    if line is None:
        return False
    text = bare(document.lines[line])
    return not has_letter(text) and not _ASIDE.match(text) and likeness(text) > 0


def _counted_above(document: Document, line: int, floor: int) -> int | None:
    """Return where a numbered or lettered sentence above 0-based ``line`` begins."""
    start, _ = sentence_above(document, line, floor)
    if start is None or not _COUNTED.match(document.lines[start]):
        return None
    return _above_options(document, start, floor)


def _above_options(document: Document, line: int, floor: int) -> int:
    """Return the line that asks above the numbered options that end on ``line``, or ``line``."""
    above = line
    while (this := _COUNTED.match(document.lines[above])) and this["number"] and above > floor:
        above -= 1
        following = _COUNTED.match(document.lines[above])
        if this["number"] == "1":
            indented = len(this["before"]) > len(following["before"] if following else "")
            return above if indented and asks(document.lines[above].rstrip()) else line
        if not following or following["before"] != this["before"]:
            return line
    return line


def _heading_above(document: Document, label: Label, floor: int) -> int | None:
    """Return the line of the heading right above a label that stands alone on its line."""
    line = label.line - 1
    while line > floor and not document.lines[line].strip():
        line -= 1
    alone = not document.lines[label.line][label.start :].strip(" *_") and not label.level
    blocks = document.blocks_between(line, line + 1) if alone and line >= floor else ()
    titles = (block.text for block in blocks if block.kind == "heading")
    return line if any(not _REQUEST.search(title) for title in titles) else None


def _has_mark(document: Document, start: int, label: Label) -> bool:
    """Tell whether there is a question mark between ``start`` and the answer's label."""
    if label.separator.startswith("/"):
        return True
    lines = (line for line in range(start, label.line) if line not in document.hidden_lines)
    return any(asks(document.lines[line]) for line in lines)


def _question(document: Document, item: _Found) -> str:
    start, end = without_rules(document, item.start, item.label.line)
    first, *others = document.lines[start:end] or ("",)
    quoted = item.label.is_quoted
    following = outdented(others, item.label.column, quoted=quoted)
    return "\n".join([clean_question(bare(first).lstrip("# ")), *following]).rstrip()


def _end(document: Document, item: _Found, end: int, starts: Sequence[int]) -> int:
    """Return where the answer ends: at a labelled question, a heading or a rule, or at ``end``."""
    place = bisect_right(starts, item.label.line)
    labelled = starts[place : place + 1]
    blocks = document.blocks_between(item.label.line + 1, end)
    stops = (block.start for block in blocks if block.kind in ("heading", "hr"))
    end = min([*labelled, *stops, _before_options(document, item, end)])
    return next_stem(document, item.start, item.label.line + 1, end)


def _before_options(document: Document, item: _Found, end: int) -> int:
    """Return where, before ``end``, a question with options begins."""
    groups = document.once(option_groups)
    place = bisect_right(groups, item.label.line, key=lambda group: group.start)
    if place == len(groups) or groups[place].start > end:
        return end
    posed = posed_above(document, groups[place].start, item.label.line + 1)
    return posed.line if posed else end


def _card(document: Document, item: _Found, end: int) -> ParsedCard:
    _, end = without_rules(document, item.label.line, end)
    label = item.label
    following = outdented(
        document.lines[label.line + 1 : end], label.column, quoted=label.is_quoted
    )
    rest = document.lines[label.line][label.start :]
    return ParsedCard(
        question=_question(document, item),
        answer=balanced("\n".join([rest, *following]).strip("\n"), label.opened),
        line=item.start + 1,
        last_line=max(end, label.line + 1),
        path=path_at(document, item.start),
    )
