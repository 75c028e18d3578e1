"""Question-shaped headings in notes that are otherwise prose, one card each.

Below a heading such as *FAQ* they are certain; elsewhere several are a guess.
All are taken where the front matter names this style.
"""

from collections import Counter
from collections.abc import Sequence

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.bodies import Divider, divided_card
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.frontmatter import style_named
from flashdeck.parsing.placeholders import is_placeholder
from flashdeck.parsing.questions import (
    asks,
    clean_question,
    likeness,
    split_attributes,
)
from flashdeck.parsing.sections import Section, divisions
from flashdeck.parsing.words.rhetoric import is_offer, stands_alone
from flashdeck.parsing.words.titles import (
    is_collection,
    is_faq,
    is_frame,
    is_law,
    is_project_file,
    is_software,
)

NAME = "prose"
CERTAIN = 0.85
GUESS = 0.4
FEW = 2
RARE = 0.15
"""Share of headings from which several questions are worth a guess; a single one never is."""
MOST = 0.7
"""Share of headings with a question mark above which they are no exception in prose."""
LONGEST_ANSWER = 150
_WORD = late.pattern(r"\w")
_MARKS = "?？؟"


def claim(document: Document) -> Claim | None:
    """Claim the headings with a question mark that can be understood without their context."""
    found = document.once(divisions)
    if style_named(document.matter) == NAME:
        return make_claim(NAME, CERTAIN, _cards(document, [s for s in found if _asks(s.title)]))
    marked = sum(any(mark in section.title for mark in _MARKS) for section in found)
    if not marked or marked > MOST * len(found) or is_project_file(document):
        return None
    asking = [it for it in found if _asks(it.title) and not is_offer(_question(it.title))]
    collected = [s for s in asking if s.path and is_collection(s.path[-1])]
    if len(collected) >= FEW or any(is_faq(section.path[-1]) for section in collected):
        return make_claim(NAME, CERTAIN, _cards(document, _with_entries(found, collected)))
    guessed = [section for section in asking if stands_alone(_question(section.title))]
    cards = [card for card in _cards(document, guessed) if _is_answered(card)]
    enough = len(cards) >= max(FEW, RARE * len(found))
    if not enough or is_software(document) or is_law(document):
        return None
    return make_claim(NAME, GUESS, cards)


def _with_entries(found: Sequence[Section], asking: list[Section]) -> list[Section]:
    """Return the sections that ask, and those that do not among several that do in a FAQ."""
    lines = {section.line for section in asking}
    several = Counter((section.path, section.level) for section in asking)

    def is_entry(section: Section) -> bool:
        among = several[section.path, section.level] >= FEW and is_faq(section.path[-1])
        return among and not is_frame(section.title)

    return [section for section in found if section.line in lines or is_entry(section)]


def _is_answered(card: ParsedCard) -> bool:
    return bool(_WORD.search(card.answer)) and not is_placeholder(card.answer)


def _asks(title: str) -> bool:
    return asks(_question(title)) and likeness(split_attributes(title)[0]) > 0


def _question(title: str) -> str:
    return clean_question(split_attributes(title)[0])


def _cards(document: Document, chosen: list[Section]) -> list[ParsedCard]:
    """Return the cards of the sections, none inside another, none with a whole chapter below."""
    cards: list[ParsedCard] = []
    bodies = [(section.body, section.end) for section in chosen]
    divider = Divider(document, bodies, [section.title for section in chosen])
    end = 0
    for section in chosen:
        if section.line < end or section.end - section.line > LONGEST_ANSWER:
            continue
        end = section.end
        question = _question(section.title)
        body = divider.divide(section.body, end, question)
        cards.append(divided_card(document, question, section.line, body, path=section.path))
    return cards
