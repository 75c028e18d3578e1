"""Which new card is an edit of which old one: the best assignment, where it is clear."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from flashdeck.assignment import best_assignment
from flashdeck.likeness import Parts, Rarity

Old = TypeVar("Old")
New = TypeVar("New")
Owner = TypeVar("Owner")

ENOUGH = 0.5
"""The likeness from which a card may be an edit of one that stood under the same headings."""
OTHER_HEADING = 0.02
OTHER_FILE = 0.1
RETIRED = 0.1
"""What is taken off for the way that an edited card would have come."""
CLEARLY, AT_LEAST = 1.2, 0.02
"""A pair's unlikeness times the one, and the other added, is what every other must exceed."""
FEW_PAIRS = 400
"""Up to so many pairs, all are looked at; of more, those that share the rarest words."""
MOST_PARTNERS = 12
COMMON = 64
"""Words that more cards than this hold do not lead from a card to its partners."""
SHORT = 80
LOOKS_ALIKE = 85
"""How alike the letters must be, in percent, for a card to be told of that is taken for new."""


@dataclass(frozen=True, slots=True)
class Text(Generic[Owner]):
    """A card's question and answer, where it stands, and whose it is."""

    owner: Owner
    file: Hashable
    path: tuple[str, ...]
    parts: Parts
    retired: bool = False
    explicit_id: str | None = None

    def words(self) -> set[str]:
        """Return the words of question and answer."""
        return {word for it in self.parts for word in it.words}


@dataclass
class Edits(Generic[New, Old]):
    """The old card of each edited new one, and what each of the unclear ones may have been."""

    clear: dict[New, Old] = field(default_factory=dict)
    unclear: dict[New, list[Old]] = field(default_factory=dict)


Pair = tuple[int, int]


def find_edits(
    new: Sequence[Text[New]],
    old: Sequence[Text[Old]],
    standing: Sequence[Text[Any]],
    rarity: Rarity,
) -> Edits[New, Old]:
    """Return which of ``new`` are edits of which of ``old``; each is used at most once.

    ``standing`` are the cards around them that were recognised. An edit is more like the card that
    it was than like these; a card that was written after the pattern of others is not.
    The order of ``new`` and ``old`` decides between equals.
    """
    looked_at = [*_worth_a_look(new, old)]
    likely = {
        (i, j): unlikeness
        for i, j in looked_at
        if (unlikeness := _unlikeness(new[i], old[j], rarity)) <= 1 - ENOUGH
    }
    costs: dict[int, dict[int, float]] = defaultdict(dict)
    for (i, j), unlikeness in likely.items():
        costs[i][j] = unlikeness
    column_of = best_assignment(costs)
    doubts = _doubts(likely, column_of)
    for i, j in _like_others(new, old, standing, column_of, rarity):
        doubts[i].add(j)
    for i, j in looked_at:
        if i not in column_of and ratio(_letters(new[i]), _letters(old[j])) >= LOOKS_ALIKE:
            doubts[i].add(j)
    return Edits(
        {new[i].owner: old[j].owner for i, j in column_of.items() if i not in doubts},
        {new[i].owner: [old[j].owner for j in sorted(doubts[i])] for i in sorted(doubts)},
    )


def _unlikeness(new: Text[New], old: Text[Old], rarity: Rarity) -> float:
    if new.explicit_id and old.explicit_id:
        return 1.0
    unlike = 1 - rarity.likeness(new.file, new.parts, old.file, old.parts)
    if old.retired:
        unlike += RETIRED
    if new.file != old.file:
        return unlike + OTHER_FILE
    return unlike + (OTHER_HEADING if new.path != old.path else 0.0)


def _is_clear(unlike: float, other: float) -> bool:
    """Tell whether the other possibility is worse than any doubt about the first allows."""
    return other >= CLEARLY * unlike + AT_LEAST


def _doubts(likely: Mapping[Pair, float], column_of: Mapping[int, int]) -> dict[int, set[int]]:
    """Return for each new card in doubt the old ones that it may be.

    It is in doubt if another pair with one of the two is hardly less alike. If the other card of
    that pair is assigned too, then the two pairs exchange partners.
    """
    row_of = {j: i for i, j in column_of.items()}
    doubts: dict[int, set[int]] = defaultdict(set)
    for (i, j), unlike in likely.items():
        mine, theirs = column_of.get(i), row_of.get(j)
        if mine == j or (mine is None and theirs is None):
            continue
        before, after = 0.0, unlike
        if mine is not None:
            before += likely[i, mine]
        if theirs is not None:
            before += likely[theirs, j]
        if mine is not None and theirs is not None:
            after += likely.get((theirs, mine), 1 - ENOUGH)
        if not _is_clear(before, after):
            doubts[i] |= {j} if mine is None else {j, mine}
            if theirs is not None:
                doubts[theirs].add(j)
    return doubts


def _like_others(
    new: Sequence[Text[New]],
    old: Sequence[Text[Old]],
    standing: Sequence[Text[Any]],
    column_of: Mapping[int, int],
    rarity: Rarity,
) -> Iterator[Pair]:
    """Yield the pairs of which one is as like a card that stands as it is like the other."""
    pairs = [(i, j) for i, j in column_of.items()]
    for of_pair in ([new[i] for i, _ in pairs], [old[j] for _, j in pairs]):
        for k, s in _worth_a_look(of_pair, standing):
            i, j = pairs[k]
            one, other, third = new[i], old[j], standing[s]
            it = of_pair[k]
            unlike = 1 - rarity.likeness(one.file, one.parts, other.file, other.parts)
            beside = 1 - rarity.likeness(it.file, it.parts, third.file, third.parts)
            if not _is_clear(unlike, beside):
                yield i, j


def _worth_a_look(these: Sequence[Text[Any]], those: Sequence[Text[Any]]) -> Iterator[Pair]:
    """Yield the pairs, by index, that are worth comparing."""
    if len(these) * len(those) <= FEW_PAIRS:
        yield from ((i, j) for i in range(len(these)) for j in range(len(those)))
        return
    holding: dict[str, list[int]] = defaultdict(list)
    for j, text in enumerate(those):
        for word in text.words():
            holding[word].append(j)
    for i, text in enumerate(these):
        shared: dict[int, float] = defaultdict(float)
        for word in text.words():
            if len(found := holding.get(word, ())) <= COMMON:
                for j in found:
                    shared[j] += 1 / len(found)
        best = sorted(shared, key=lambda j: (-shared[j], j))[:MOST_PARTNERS]
        yield from ((i, j) for j in best or _of_like_letters(text, those))


def _of_like_letters(text: Text[Any], those: Sequence[Text[Any]]) -> list[int]:
    """Return the cards of the same file whose letters are most alike, for want of equal words."""
    near = {j: _letters(it)[:SHORT] for j, it in enumerate(those) if it.file == text.file}
    found = extract(_letters(text)[:SHORT], near, limit=MOST_PARTNERS, score_cutoff=60)
    return [j for _, _, j in found]


def _letters(text: Text[Any]) -> str:
    return " ".join(it.text for it in text.parts)
