"""Joining the claims of the styles into one reading of a document."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat

from flashdeck.cards import ParsedCard, Skipped
from flashdeck.parsing.claim import Claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.questions import likeness
from flashdeck.parsing.styles import Style

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
_BLANK_REASONS = frozenset(("front matter", "rule"))
OTHER = "text outside any card"
UNANSWERED = "question without an answer"


@dataclass
class Reading:
    """The cards that were taken, each with its style, and what other lines are."""

    cards: list[tuple[ParsedCard, str]] = field(default_factory=list)
    unanswered: list[int] = field(default_factory=list)
    labels: dict[int, str] = field(default_factory=dict)
    spent: set[int] = field(default_factory=set)

    @property
    def owned(self) -> frozenset[int]:
        """The lines of which no other claim gets a card."""
        return _lines_of(card for card, _ in self.cards).union(self.unanswered, self.spent)

    @property
    def style(self) -> str | None:
        """The style that gave most cards, or that saw questions at all."""
        counts = Counter(style for _, style in self.cards)
        return max(counts, key=counts.__getitem__, default=None)


def claims_of(styles: Sequence[Style], document: Document) -> list[Claim]:
    """Return what styles claim of a document, in their order.

    Those that may be surest are asked first, and no other once one has claimed everything alone.
    """
    found: dict[int, Claim] = {}
    settled: tuple[float, int] | None = None
    for place in sorted(range(len(styles)), key=lambda place: -styles[place].best):
        if settled and (styles[place].best, -place) < settled:
            break
        claim = document.once(styles[place].claim)
        if claim:
            found[place] = claim
            is_alone = sum(bool(other.cards) for other in found.values()) == 1
            alone = is_alone and bool(claim.cards) and _claims_all(document, claim)
            settled = (claim.score, -place) if alone else None
    return [found[place] for place in sorted(found)]


def _claims_all(document: Document, claim: Claim) -> bool:
    """Tell whether nothing is written outside a claim's cards but labels that do not ask."""
    return all(
        likeness(document.lines[line - 1].strip(" #*_")) == 0
        if line in claim.labels
        else _block_reason(document, line) in _BLANK_REASONS
        for line in _written_outside(document, claim.cards)
    )


def _written_outside(document: Document, cards: Iterable[ParsedCard]) -> Iterator[int]:
    """Yield the 1-based lines outside ``cards`` that are not blank."""
    lines, done = document.lines, 0
    spans = sorted([(card.line, card.last_line) for card in cards])
    for first, last in (*spans, (len(lines) + 1, 0)):
        for line in range(done + 1, first):
            if lines[line - 1].strip():
                yield line
        done = max(done, last)


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
    free = [card for card in claim.cards if not owned or owned.isdisjoint(card.lines)]
    taken = _lines_of(free) if claim.unanswered else frozenset()
    questions = [line for line in claim.unanswered if line not in owned and line not in taken]
    reading.cards += zip(free, repeat(claim.style))
    reading.unanswered += questions
    reading.spent |= claim.spent if free else frozenset()
    if free or questions or not claim.cards:
        reading.labels = dict(claim.labels) | reading.labels


def _lines_of(cards: Iterable[ParsedCard]) -> frozenset[int]:
    return frozenset(chain.from_iterable(card.lines for card in cards))


def skipped_lines(document: Document, reading: Reading) -> Iterator[Skipped]:
    """Account for every non-blank line outside the cards, one entry for each run of lines."""
    unanswered = set(reading.unanswered)
    start = previous = 0
    reason = ""
    for line in _written_outside(document, (card for card, _ in reading.cards)):
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
