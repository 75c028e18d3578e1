"""Taking cards, memory and history out of the store."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from flashdeck.exchange.as_json import card_json
from flashdeck.store import Store
from flashdeck.store.cards import all_cards
from flashdeck.store.reviews import all_memories, live_reviews, moment_of
from flashdeck.study.scope import decks_below


def export_cards(store: Store, deck: str | None) -> Iterator[dict[str, Any]]:
    """Yield every card of a deck and its subdecks, or of all, as plain values.

    Raises NotFoundError for an unknown deck.
    """
    with store.read() as connection:
        decks = decks_below(connection, deck)
        memories = all_memories(connection)
        reviews = defaultdict(list)
        for row in live_reviews(connection):
            reviews[row.card_id].append((row.id, row.quality, moment_of(row), row.duration_ms))
        for card in all_cards(connection, decks):
            yield card_json(card, memories.get(card.id), reviews.get(card.id, []))
