"""Notes for the Obsidian spaced-repetition plugin: `front::back`, `?` on a line, `==gaps==`.

A note is marked as cards by a `#flashcards` tag or a schedule comment; then every separator and
gap counts. In other notes only those count that hardly mean anything else.
"""

from collections.abc import Iterable, Sequence

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document, Trail, trails_of
from flashdeck.parsing.marks.clozes import GAP_MARKS
from flashdeck.parsing.marks.obsidian_note import SCHEDULE, Note, read_note
from flashdeck.parsing.marks.obsidian_units import Strength, Unit, units
from flashdeck.parsing.marks.unmarked import trusted
from flashdeck.parsing.sections import titles_above
from flashdeck.text import holds

NAME = "obsidian"
MARKED = 0.97
ENOUGH_CARDS = 2
_TABLES = (".csv", ".tsv")
_SIGNS = ("::", *GAP_MARKS, "? ? ", SCHEDULE)
_LONELY_MARK = late.pattern(r"\n[ \t]*\?\??[ \t]*(?=\n|$)")


def claim(document: Document) -> Claim | None:
    """Claim the cards of a marked note, or the clear ones of any other."""
    if document.name.lower().endswith(_TABLES) or not _has_signs(document):
        return None
    note = read_note(document)
    found = list(units(note))
    chosen, score = (_marked(note, found), MARKED) if note.is_marked else trusted(note, found)
    if not chosen:
        return None
    cards = _cards(note, chosen)
    headings = (heading.start + 1 for heading in document.headings)
    labels = {line + 1: label for line, label in note.labels.items()}
    return make_claim(NAME, score, cards, headings, labels)


def _has_signs(document: Document) -> bool:
    """Tell whether anything stands in the note that every note with cards has."""
    text = document.broken_text
    return any(holds(text, sign) for sign in _SIGNS) or bool(_LONELY_MARK.search(text))


def _marked(note: Note, found: list[Unit]) -> list[Unit]:
    """Return the units of a marked note; above a tag with cards below it only those that ask.

    What else has two colons there is a property, as in `Area:: [[Trees]]`.
    """
    first = note.marked_from or 0
    if sum(unit.start >= first for unit in found) < ENOUGH_CARDS:
        return found
    return [unit for unit in found if unit.start >= first or unit.strength is Strength.SURE]


def _cards(note: Note, found: Iterable[Unit]) -> list[ParsedCard]:
    starts = {unit.start for unit in found}
    headings = [block for block in note.document.headings if block.start not in starts]
    trails = trails_of(headings)
    return [card for unit in found for card in _unit_cards(note, trails, unit)]


def _unit_cards(note: Note, trails: Sequence[Trail], unit: Unit) -> list[ParsedCard]:
    path = tuple(note.untagged(title) for title in titles_above(trails, unit.start))
    tags = tuple(dict.fromkeys((*note.tags_at(unit.start), *unit.tags)))
    return [
        ParsedCard(
            question=question,
            answer=answer,
            line=unit.start + 1,
            last_line=unit.end,
            path=tuple(title for title in path if title),
            tags=tags,
            kind=unit.kind,
            group=unit.group,
        )
        for question, answer in unit.sides or [(note.text(unit.start, unit.start + 1), "")]
    ]
