"""Which new question is an edit of which old one: the clear best pairs by likeness of text."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

New = TypeVar("New")
Old = TypeVar("Old")
Owner = TypeVar("Owner")

ENOUGH = 0.68
"""The likeness of a whole card from which it may be the same card, edited."""
ENOUGH_OF_EACH = 0.5
"""The least likeness of its question, and of its answer."""
CLEAR = 0.06
"""How much a pair must be more alike than any other pair with one of the two."""
ANSWER_WEIGHT = 0.55
MOST_PAIRS = 250_000
"""A group with more possible pairs is left alone: nobody edits so many cards of one place."""


@dataclass(frozen=True, slots=True)
class Text(Generic[Owner]):
    """A card's words in normal form, the place that holds it, and whose it is."""

    owner: Owner
    place: Hashable
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Pair(Generic[New, Old]):
    """An old card and the new one that it became."""

    new: New
    old: Old
    likeness: float


def pair_edits(
    new: Sequence[Text[New]], old: Sequence[Text[Old]]
) -> tuple[list[Pair[New, Old]], list[Pair[New, Old]]]:
    """Return the pairs that are clearly edits, and those that are too close to call.

    Only cards of the same place are compared. A pair is clear if each of the two is the other's
    best partner by a margin; such pairs are in every best assignment.
    """
    clear: list[Pair[New, Old]] = []
    unclear: list[Pair[New, Old]] = []
    shelves = _by_place(old)
    for place, texts in _by_place(new).items():
        partners = shelves.get(place, [])
        if partners and len(texts) * len(partners) <= MOST_PAIRS:
            _decide(_alike(texts, partners), clear, unclear)
    return clear, unclear


def _by_place(texts: Iterable[Text[Owner]]) -> dict[Hashable, list[Text[Owner]]]:
    shelves: dict[Hashable, list[Text[Owner]]] = defaultdict(list)
    for text in texts:
        shelves[text.place].append(text)
    return shelves


def _alike(new: Sequence[Text[New]], old: Sequence[Text[Old]]) -> list[Pair[New, Old]]:
    """Return every pair that may be an edit, the most alike first."""
    pairs = [
        Pair(a.owner, b.owner, likeness)
        for a in new
        for b in old
        if (likeness := _likeness(a, b)) >= ENOUGH
    ]
    return sorted(pairs, key=lambda pair: -pair.likeness)


def _likeness(new: Text[New], old: Text[Old]) -> float:
    from rapidfuzz.fuzz import ratio  # deferred: only where something was edited

    question = ratio(new.question, old.question) / 100
    if question < ENOUGH_OF_EACH:
        return 0.0
    answer = ratio(new.answer, old.answer) / 100
    if answer < ENOUGH_OF_EACH:
        return 0.0
    return question * (1 - ANSWER_WEIGHT) + answer * ANSWER_WEIGHT


def _decide(
    pairs: Sequence[Pair[New, Old]], clear: list[Pair[New, Old]], unclear: list[Pair[New, Old]]
) -> None:
    """Take pairs from the most alike down; a taken card is no rival to what remains."""
    taken_new: set[New] = set()
    taken_old: set[Old] = set()
    doubtful_new: set[New] = set()
    doubtful_old: set[Old] = set()
    for index, pair in enumerate(pairs):
        if pair.new in taken_new or pair.old in taken_old:
            continue
        rival = next(
            (
                other
                for other in pairs[index + 1 :]
                if (other.new == pair.new and other.old not in taken_old)
                or (other.old == pair.old and other.new not in taken_new)
            ),
            None,
        )
        in_doubt = pair.new in doubtful_new or pair.old in doubtful_old
        if in_doubt or (rival and pair.likeness - rival.likeness < CLEAR):
            unclear.append(pair)
            doubtful_new.add(pair.new)
            doubtful_old.add(pair.old)
        else:
            clear.append(pair)
            taken_new.add(pair.new)
            taken_old.add(pair.old)
