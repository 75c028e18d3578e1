"""What every note style answers when it is shown a document."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import compress
from operator import not_

from flashdeck.cards import ParsedCard
from flashdeck.parsing.document import Document
from flashdeck.parsing.edges import above_back_link, closes_nothing, is_gap, may_be_edge
from flashdeck.parsing.placeholders import unanswered
from flashdeck.parsing.words.rhetoric import is_closing

SECTION = "section heading or label"
"""The reason for a line that became part of a path, or that only carries a label or tags."""

KEY = "answer to a question above"
"""The reason for a line of a key that answers several questions at once."""

MANY = 8
"""Answers of one paragraph each before the last, from which its second is none of it."""
FEW = 3
"""Answers from which a rule in the last one, and in no other, is taken for its end."""


@dataclass(frozen=True)
class Claim:
    """A style's reading of a document: the cards it sees and how sure it is of them, from 0 to 1.

    ``unanswered`` are the 1-based lines of questions without an answer; ``labels`` says what other
    lines are that the style understood without making them part of a card, which counts where some
    are or where it saw none at all. ``spent`` are the lines of keys from which answers were taken:
    no other style makes a card of them. A claim below 0.5 is a guess about the whole document,
    which counts only where nothing better claims any of it.
    """

    style: str
    score: float
    cards: tuple[ParsedCard, ...]
    unanswered: tuple[int, ...] = ()
    labels: Mapping[int, str] = field(default_factory=dict)
    spent: AbstractSet[int] = frozenset()


def make_claim(
    style: str,
    score: float,
    found: Iterable[ParsedCard],
    headings: Iterable[int] = (),
    labels: Mapping[int, str] | None = None,
    spent: Iterable[int] = (),
) -> Claim:
    """Return a claim in which the cards without a real answer stand apart.

    ``headings`` are the 1-based lines of section headings and labels, ``spent`` those of keys.
    """
    found = tuple(found)
    empty = unanswered(found)
    cards = tuple(card for card in compress(found, map(not_, empty)) if card.question)
    lines = tuple(card.line for card in compress(found, empty))
    used = frozenset(spent)
    known = {**dict.fromkeys(headings, SECTION), **dict.fromkeys(used, KEY), **(labels or {})}
    return Claim(style, score, cards, lines, known, used)


def card_at(
    document: Document, question: str, line: int, body: tuple[int, int], **details: object
) -> ParsedCard:
    """Return the card whose question stands on 0-based ``line`` and whose answer is ``body``.

    Rules and blank lines around the answer are left out of it.
    """
    start, end = without_rules(document, *body)
    return ParsedCard(
        question=question,
        answer="\n".join(document.lines[start:end]),
        line=line + 1,
        last_line=max(end, line + 1),
        **details,  # type: ignore[arg-type]
    )


def without_rules(document: Document, start: int, end: int) -> tuple[int, int]:
    """Narrow ``start:end`` until no blank line, break or way back to the top is at its edges."""
    lines, rules = document.lines, document.rule_lines
    while start < end and (not lines[start] or start in rules or is_gap(lines[start])):
        start += 1
    while end > start:
        above = end - 1
        if lines[above] and not (above in rules or is_gap(lines[above])):
            if not may_be_edge(lines[above]):
                break
            is_end = closes_nothing(lines, start, end)
            above = above if is_end else above_back_link(lines, start, end)
        if above == end:
            break
        end = above
    return start, end


def before_footer(document: Document, spans: Sequence[tuple[int, int]]) -> int:
    """Return where the last of some 0-based ``spans`` ends: before what a last rule sets apart.

    A rule ends it where none of the others, which are several, has a rule inside.
    """
    start, end = spans[-1]
    rules = sorted(document.rule_lines)
    place = bisect_left(rules, start)
    if place == len(rules) or rules[place] >= end or len(spans) < FEW:
        return end
    inside = (without_rules(document, *span) for span in spans[:-1])
    divided = any(bisect_left(rules, begin) < bisect_left(rules, stop) for begin, stop in inside)
    return end if divided else rules[place]


def before_closing(document: Document, spans: Sequence[tuple[int, int]]) -> int:
    """Return where the last of some answers ends: before paragraphs with which the author closes.

    ``spans`` are the 0-based lines of the answers. None but the last may have a second paragraph,
    and that one takes leave or, after many answers, is mere text.
    """
    start, end = spans[-1]
    earlier = [without_rules(document, *span) for span in spans[:-1]]
    if len(earlier) < FEW - 1 or any(_gap(document, *span) for span in earlier):
        return end
    gap = _gap(document, *without_rules(document, start, end))
    if not gap:
        return end
    blocks = [block for block in document.blocks_between(gap, end) if block.kind != "hr"]
    is_text = all(block.kind == "paragraph" for block in blocks)
    closes = any(is_closing(block.text) for block in blocks)
    return gap if is_text and (closes or len(earlier) >= MANY) else end


def _gap(document: Document, start: int, end: int) -> int:
    """Return the first blank line of ``start:end``, or 0."""
    return next((line for line in range(start, end) if not document.lines[line].strip()), 0)
