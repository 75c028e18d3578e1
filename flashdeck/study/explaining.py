"""Saying, line by line, what became of a note: cards by their style, and what was passed over."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flashdeck.cards import ParsedDocument
from flashdeck.text import one_line


@dataclass(frozen=True, slots=True)
class Explained:
    """Lines ``line`` to ``last_line`` and what they are; ``style`` is set for a card."""

    line: int
    last_line: int
    what: str
    style: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "line": self.line,
            "last_line": self.last_line,
            "style": self.style,
            "what": self.what,
        }


def explain(document: ParsedDocument) -> Iterator[Explained]:
    """Yield every non-blank line's fate, in the order of the lines."""
    cards = (
        Explained(card.line, card.last_line, one_line(card.question, 200), card.style)
        for card in document.cards
    )
    skipped = (Explained(part.line, part.last_line, part.reason) for part in document.skipped)
    yield from sorted([*cards, *skipped], key=lambda part: (part.line, part.last_line))
