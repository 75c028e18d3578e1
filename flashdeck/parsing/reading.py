"""Joining the claims of the styles into one reading of a document."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, repeat

from flashdeck.cards import ParsedCard, Skipped
from flashdeck.parsing.claim import Claim
from flashdeck.parsing.document import Document

GUESS = 0.5
"""A claim below this counts only where no better one has a card."""

_BLOCK_REASONS = {
    "front_matter": "front matter",
    "hr": "rule",
    "html_block": "HTML",
    "heading": "heading without a question",
    "fence": "code outside any card",
    "code_block": "code outside any card",
    "table": "table outside any card",
    "bullet_list": "list outside any card",
    "ordered_list": "list outside any card",
    "blockquote": "quote outside any card",
}
OTHER = "text outside any card"
UNANSWERED = "question without an answer"


@dataclass
class Reading:
    """The cards that were taken, each with its style, their lines, and what other lines are."""

    cards: list[tuple[ParsedCard, str]] = field(default_factory=list)
    unanswered: list[int] = field(default_factory=list)
    labels: dict[int, str] = field(default_factory=dict)
    inside: set[int] = field(default_factory=set)
    owned: set[int] = field(default_factory=set)

    @property
    def style(self) -> str | None:
        """The style that gave most cards, or that saw questions at all."""
        counts = Counter(style for _, style in self.cards)
        return max(counts, key=counts.__getitem__, default=None)


def read_claims(claims: Iterable[Claim]) -> Reading:
    """Take cards from the surest claim first; a card that overlaps a taken one is left out."""
    reading = Reading()
    for claim in sorted(claims, key=lambda claim: -claim.score):
        if claim.score < GUESS and reading.cards:
            break
        _take(reading, claim)
    reading.cards.sort(key=lambda taken: taken[0].line)
    reading.unanswered.sort()
    return reading


def _take(reading: Reading, claim: Claim) -> None:
    owned = reading.owned
    free = [card for card in claim.cards if not owned or owned.isdisjoint(_lines(card))]
    reading.cards += zip(free, repeat(claim.style))
    taken = set(chain.from_iterable(map(_lines, free)))
    questions = [line for line in claim.unanswered if line not in owned | taken]
    reading.unanswered += questions
    reading.inside |= taken
    reading.owned |= taken | set(questions) | (claim.spent if taken else frozenset())
    if taken or questions or not claim.cards:
        reading.labels = dict(claim.labels) | reading.labels


def _lines(card: ParsedCard) -> range:
    return range(card.line, card.last_line + 1)


def skipped_lines(document: Document, reading: Reading) -> Iterator[Skipped]:
    """Account for every non-blank line outside the cards, one entry for each run of lines."""
    unanswered = set(reading.unanswered)
    start = previous = 0
    reason = ""
    for line in sorted(set(range(1, len(document.lines) + 1)) - reading.inside):
        if not document.lines[line - 1].strip():
            continue
        here = UNANSWERED if line in unanswered else reading.labels.get(line)
        here = here or _block_reason(document, line)
        if reason and (here != reason or line != previous + 1):
            yield Skipped(start, previous, reason)
            start = line
        start, previous, reason = (start if reason else line), line, here
    if reason:
        yield Skipped(start, previous, reason)


def _block_reason(document: Document, line: int) -> str:
    """Return why a 1-based line of no card and no label is not a card, by the block it is in."""
    block = document.block_over(line - 1)
    return _BLOCK_REASONS.get(block.kind, OTHER) if block else OTHER
