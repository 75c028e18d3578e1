"""Headings that ask: `### What ...?`, `### **b) Explain ...**`, at a level found by evidence."""

from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.questions import is_back_matter, likeness
from flashdeck.parsing.sections import Section, sections
from flashdeck.parsing.styles.native import section_card

NAME = "headings"
ENOUGH = 0.6
CERTAIN = 0.8
"""Likeness from which a heading asks by itself, and share from which its equals need not."""


def claim(document: Document) -> Claim | None:
    """Claim a document in which most headings of one level look like questions."""
    found = sections(document)
    scores = {section.line: likeness(section.title) for section in found}
    level, share = _question_level(found, scores)
    if share < ENOUGH:
        return None
    questions = _questions(found, scores, level, all_ask=share >= CERTAIN)
    cards = [section_card(document, section, section.end) for section in questions]
    inside = {line for card in cards for line in range(card.line + 1, card.last_line + 1)}
    paths = (section.line + 1 for section in found if section.line + 1 not in inside)
    return make_claim(NAME, 0.5 + share / 2, cards, paths)


def _question_level(found: list[Section], scores: dict[int, float]) -> tuple[int, float]:
    """Return the level with most questions among those where most headings ask."""
    best = (0.0, 0, 0.0)
    for level in {section.level for section in found}:
        asked = [scores[section.line] for section in found if section.level == level]
        share = sum(asked) / len(asked)
        if share >= ENOUGH and max(asked) >= CERTAIN:
            best = max(best, (sum(asked), level, share))
    return best[1:]


def _questions(
    found: list[Section], scores: dict[int, float], level: int, *, all_ask: bool
) -> list[Section]:
    """Return the sections that are cards, none inside another.

    At the question level all are if nearly all of them ask; a heading of another level is one if
    it clearly asks and holds no question of its own.
    """
    at_level = [
        section
        for section in found
        if section.level == level
        and not is_back_matter(section.title)
        and (all_ask or scores[section.line] > 0)
    ]
    chosen: list[Section] = []
    end = 0
    for section in found:
        holds_question = any(section.line < other.line < section.end for other in at_level)
        asks = section.level != level and scores[section.line] >= CERTAIN and not holds_question
        if section.line >= end and (section in at_level or asks):
            chosen.append(section)
            end = section.end
    return chosen
