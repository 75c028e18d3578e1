"""Callouts that ask in their title, or whose title promises the answer to what stands above them.

`> [!question]- What is X?`, `??? success "Solution"`.
"""

from bisect import bisect_right
from collections.abc import Iterator

from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.callouts import answering_callouts, asking_callouts
from flashdeck.parsing.posed import posed_above
from flashdeck.parsing.questions import asks, clean_question, likeness
from flashdeck.parsing.sections import path_at, section_lines
from flashdeck.parsing.words.titles import is_collection_of_questions

NAME = "callouts"
ASKED = 0.92
ANSWERED = 1.0
ASKING = 0.7
FEW = 2
MOST = 0.5
"""Share of the callouts that ask from which the others are taken to ask too."""


def claim(document: Document) -> Claim | None:
    """Claim the callouts whose titles ask, and those that answer a question above them."""
    asking = list(_asking(document))
    answering = list(_answering(document, asking))
    if not asking and not answering:
        return None
    cards = sorted([*asking, *answering], key=lambda card: card.line)
    score = ANSWERED if answering else ASKED
    return make_claim(NAME, score, cards, section_lines(document))


def _asking(document: Document) -> Iterator[ParsedCard]:
    callouts = list(asking_callouts(document))
    sure = [callout for callout in callouts if callout.is_answered or _asks(callout.question)]
    if is_collection_of_questions(document) or len(sure) >= max(FEW, MOST * len(callouts)):
        sure = callouts
    for callout in sure:
        first, _, more = callout.question.partition("\n")
        yield ParsedCard(
            question="\n".join([clean_question(first), more]).rstrip(),
            answer=callout.answer,
            line=callout.start + 1,
            last_line=callout.end,
            path=path_at(document, callout.start),
        )


def _asks(question: str) -> bool:
    return likeness(question.partition("\n")[0]) >= ASKING or asks(question)


def _answering(document: Document, asking: list[ParsedCard]) -> Iterator[ParsedCard]:
    """Yield the cards of the questions right above the callouts with their answers."""
    answered = [card for card in asking if card.answer]
    taken = {line - 1 for card in answered for line in card.lines}
    ends = [0, *(card.last_line for card in answered)]
    floor = 0
    for callout in answering_callouts(document):
        if not taken.isdisjoint(range(callout.start, callout.end)):
            continue
        floor = max(floor, ends[bisect_right(ends, callout.start) - 1])
        posed = posed_above(document, callout.start, floor)
        floor = callout.end
        if posed and (posed.is_marked or callout.is_sure) and callout.text:
            yield ParsedCard(
                question=posed.text,
                answer=callout.text,
                line=posed.line + 1,
                last_line=callout.end,
                path=path_at(document, posed.line),
            )
