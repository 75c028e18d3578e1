"""Which cards of two stores are one, though each store gave them an id of its own.

Each store tells the wordings by which it knows its cards; cards that share one are the same. What
two stores make of it is the union of what each says, so the order of merging cannot matter.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

Wording = tuple[str, str]
"""(the digest of a text, the id of the card that it stands for)."""


class Known(NamedTuple):
    """What a card that is kept under its own id is recognised by; ``key`` is its question's."""

    id: str
    deck: str
    key: str
    answer: str
    explicit_id: str | None
    retired: bool
    created_at: int


class _Owners:
    """Whose each wording is, within one store."""

    def __init__(self, registered: Iterable[Wording], kept: Mapping[str, str]) -> None:
        self.by_wording = {text: kept.get(card_id, card_id) for text, card_id in registered}
        self._of_text: dict[str, set[str]] = {}
        self._numbered: Counter[str] = Counter()

    def claim(self, text: str, card_id: str) -> str | None:
        """Return a wording for the card with this whole text, unless it has one already.

        Cards with the very same text are numbered, in the order in which they ask.
        """
        owners = self._of_text.setdefault(text, set())
        wording = _digest(text, self._numbered[text])
        while (found := self.by_wording.get(wording)) is not None:
            owners.add(found)
            self._numbered[text] += 1
            wording = _digest(text, self._numbered[text])
        if card_id in owners:
            return None
        self.by_wording[wording] = card_id
        return wording


def wordings(
    cards: Sequence[Known], registered: Iterable[Wording], kept: Mapping[str, str]
) -> list[Wording]:
    """Return the wordings of a store's cards that are not yet among the ``registered``.

    ``kept`` gives for ids that a store knows as second copies the id of the first. A card with an
    explicit id is known by that; any other by its deck, question and answer, and, if no second card
    of the deck asks the same, by deck and question alone, so that an edited answer does not matter.
    """
    owners = _Owners(registered, kept)
    asking = Counter((card.deck, card.key) for card in cards if not card.explicit_id)
    added: list[Wording] = []
    for card in sorted(cards, key=lambda it: (it.retired, it.created_at, it.id)):
        wording = owners.claim(_text_of(card), card.id)
        if wording is None:
            continue
        added.append((wording, card.id))
        question = _digest(f"question\0{card.deck}\0{card.key}", 0)
        alone = not card.explicit_id and asking[card.deck, card.key] == 1
        if alone and question not in owners.by_wording:
            owners.by_wording[question] = card.id
            added.append((question, card.id))
    return added


def _text_of(card: Known) -> str:
    if card.explicit_id:
        return f"id\0{card.deck}\0{card.explicit_id}"
    return f"text\0{card.deck}\0{card.key}\0{' '.join(card.answer.split())}"


@lru_cache(maxsize=100_000)
def _digest(text: str, number: int) -> str:
    """Return what stands for a text; stores that meet mostly know the same ones."""
    return hashlib.blake2b(f"{number}\0{text}".encode(), digest_size=16).hexdigest()


def united(pairs: Iterable[tuple[str, str]], wordings: Iterable[Wording]) -> dict[str, str]:
    """Return for each id that is not kept the id of the same card that is: the least of all.

    ``pairs`` are ids already known to be of one card.
    """
    first: dict[str, str] = {}
    above: dict[str, str] = {}
    for one, other in pairs:
        _unite(above, one, other)
    for wording, card_id in wordings:
        _unite(above, first.setdefault(wording, card_id), card_id)
    return {card_id: _top(above, card_id) for card_id in above}


def _unite(above: dict[str, str], one: str, other: str) -> None:
    one, other = _top(above, one), _top(above, other)
    if one != other:
        above[max(one, other)] = min(one, other)


def _top(above: dict[str, str], card_id: str) -> str:
    """Return the least id known to be of the same card, and shorten the way to it."""
    while (up := above.get(card_id)) is not None:
        if (further := above.get(up)) is not None:
            above[card_id] = further
        card_id = up
    return card_id
