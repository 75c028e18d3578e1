"""Which part of a parsed document accounts for which of its lines."""

from collections import defaultdict
from collections.abc import Hashable

from flashdeck.cards import ParsedDocument


def written_lines(text: str) -> set[int]:
    """Return the 1-based lines of cleaned ``text`` that are not blank."""
    return {number for number, line in enumerate(text.split("\n"), 1) if line.strip()}


def owners(document: ParsedDocument) -> dict[int, set[Hashable]]:
    """Return who owns each line: the cards of one text are one owner, each skipped part another.

    Cards are of one text if they are siblings, or of the same style with the same span.
    """
    found: dict[int, set[Hashable]] = defaultdict(set)
    for card in document.cards:
        owner = card.group or (card.style, card.line, card.last_line)
        for line in range(card.line, card.last_line + 1):
            found[line].add(owner)
    for part in document.skipped:
        for line in range(part.line, part.last_line + 1):
            found[line].add(part)
    return found
