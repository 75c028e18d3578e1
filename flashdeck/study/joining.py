"""What becomes of the cards of two stores: which are one, and what that one then says."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from flashdeck.matching import KEY_VERSION, question_key
from flashdeck.store.union import StoredCard
from flashdeck.study.sameness import Known, Wording, united, wordings

CONTENT = (
    "deck",
    "kind",
    "question",
    "answer",
    "path",
    "tags",
    "explicit_id",
    "retired_at",
    "question_key",
    "key_version",
    "sibling_group",
)
"""The columns that change together when a note is edited, moved or taken away."""


@dataclass(frozen=True, slots=True)
class Side:
    """A store's cards by id, and the wordings that it has noted."""

    cards: Mapping[str, StoredCard]
    noted: Sequence[Wording]

    def copies(self) -> dict[str, str]:
        """Return for each second copy the id under which the store keeps that card."""
        return {it.id: it.same_as for it in self.cards.values() if it.same_as is not None}

    def wordings(self) -> list[Wording]:
        """Return the texts by which the store knows its cards, noted or not."""
        noted = [it for it in self.noted if it[1] in self.cards]
        known = [_known(it) for it in self.cards.values() if it.same_as is None]
        return noted + wordings(known, noted, self.copies())


@dataclass(frozen=True, slots=True)
class Joined:
    """The cards of two stores as one: ``kept`` by id, ``same`` the ids that are second copies.

    ``standing`` has for each kept id the cards of ours, and of theirs, that are that card.
    """

    kept: dict[str, StoredCard]
    same: dict[str, str]
    wordings: list[Wording]
    standing: dict[str, tuple[list[StoredCard], list[StoredCard]]]


def join(ours: Side, theirs: Side) -> Joined:
    """Return what the cards of two stores are together; see "Merging" in docs/algorithms.md."""
    known = ours.wordings() + theirs.wordings()
    above = united((*ours.copies().items(), *theirs.copies().items()), known)
    same = {key: kept for key, kept in above.items() if key != kept}
    standing: dict[str, tuple[list[StoredCard], list[StoredCard]]] = {}
    for index, side in enumerate((ours, theirs)):
        for card in side.cards.values():
            if card.same_as is None:
                standing.setdefault(same.get(card.id, card.id), ([], []))[index].append(card)
    kept = {
        key: _joined(ours.cards.get(key) or theirs.cards[key], *both)
        for key, both in standing.items()
    }
    return Joined(kept, same, known, standing)


def _known(card: StoredCard) -> Known:
    current = card.key_version == KEY_VERSION
    return Known(
        card.id,
        card.deck,
        card.question_key if current else question_key(card.question),
        card.answer,
        card.explicit_id,
        card.retired_at is not None,
        card.created_at,
    )


def _joined(
    kept: StoredCard, ours: Sequence[StoredCard], theirs: Sequence[StoredCard]
) -> StoredCard:
    """Return what becomes of a card that stands in ``ours`` and ``theirs``, under ``kept``'s id.

    What changed last is right, for its text, its suspension and its flag. The file and
    the line are our own wherever we have the card: notes lie elsewhere on each machine.
    """
    every = [*ours, *theirs]
    if all(card == kept for card in every):
        return kept
    newest = every[0]
    for card in every[1:]:
        if _is_newer(card, newest):
            newest = card
    local = min(ours, key=lambda it: it.id) if ours else newest
    suspended_at, suspended = max((it.suspended_at or -1, it.suspended) for it in every)
    flagged_at, flag = max((it.flagged_at or -1, it.flag or "") for it in every)
    return kept._replace(
        **dict(zip(CONTENT, content(newest), strict=True)),
        same_as=None,
        edited_at=_changed_at(newest) if _changed_at(newest) != kept.created_at else None,
        suspended=suspended,
        suspended_at=None if suspended_at < 0 else suspended_at,
        flag=flag or None,
        flagged_at=None if flagged_at < 0 else flagged_at,
        buried_on=max((it.buried_on for it in every if it.buried_on is not None), default=None),
        source=local.source,
        line=local.line,
    )


content: Callable[[StoredCard], tuple[Any, ...]] = attrgetter(*CONTENT)
"""Returns the columns of CONTENT."""


def _changed_at(card: StoredCard) -> int:
    return card.created_at if card.edited_at is None else card.edited_at


def _is_newer(card: StoredCard, other: StoredCard) -> bool:
    """Tell which of two texts is right; of two from the same time one, but always the same one."""
    if _changed_at(card) != _changed_at(other):
        return _changed_at(card) > _changed_at(other)
    return content(card) != content(other) and json.dumps(content(card)) > json.dumps(
        content(other)
    )
