"""Callouts that ask in their title and answer inside: `> [!question]- What is X?`."""

from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.callouts import asking_callouts
from flashdeck.parsing.questions import clean_question, likeness
from flashdeck.parsing.sections import path_at, section_lines

NAME = "callouts"
SCORE = 0.92
ASKING = 0.7


def claim(document: Document) -> Claim | None:
    """Claim the callouts whose titles ask."""
    cards = [
        ParsedCard(
            question=clean_question(callout.title),
            answer=callout.text,
            line=callout.start + 1,
            last_line=callout.end,
            path=path_at(document, callout.start),
        )
        for callout in asking_callouts(document)
        if likeness(callout.title) >= ASKING
    ]
    return make_claim(NAME, SCORE, cards, section_lines(document)) if cards else None
