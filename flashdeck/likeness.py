"""How alike two cards are: by the words that they share, the rare ones first, and by their letters.

What most cards of a file have in common, such as the frame of a template, says nothing about which
of them is which; a word that only two of them hold says much. So words are weighed by how rare they
are in the files at hand (inverse document frequency, Spärck Jones 1972).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from math import inf, log, sqrt

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

LETTERS = 0.25
"""How much the letters of a part count beside its words; they see order and signs."""
SMOOTHING = 3
"""Cards that are added to a small file's count, so that its words are not all common."""
TYPO = 0.8
"""What a misspelt word counts for, beside the word itself."""
LEAST_OF_EACH = 0.4
HEAVY = 1 / 3
"""A part that is a third of a card must be so much alike, or nothing is believed ..."""
ENOUGH_OF_ONE = 0.7
"""... unless the whole card is this much alike, or the other part is the same and only here."""
NEARLY_SAME = 0.8
"""How alike the one part must be if the other speaks of other numbers."""
ENOUGH_REPLACED = 0.25
"""The share of a part's numbers or symbols that must be others for it to state another fact."""
LONG = 12
"""Words from which a text that is found nowhere else is a card's own, whatever is beside it."""
LEAST_MASS = 0.1
"""What a part weighs without its words."""
WHOLE = "= "
RAREST = "?"
"""Stands for a word that one card holds; no real word is so."""
LETTERS_OF_A_SLIP = 0.6
"""Texts whose letters are less alike than this are not each other's with misspelt words."""
SHORTEST_MISSPELT = 4
SHORTEST_MISSPELT_TWICE = 8
MOST_MISSPELT = 1_000
"""Texts that differ in more pairs of words are long enough to be known without these."""

# Scripts without spaces between words give one word a letter.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")

Words = Counter[str]
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A question or an answer in normal form, and its words."""

    text: str
    words: Words

    @property
    def whole(self) -> str:
        """The part as if it were one word; no real word begins so."""
        return WHOLE + self.text


Parts = tuple[Part, Part]


def part(text: str) -> Part:
    """Split a text in normal form into words."""
    return Part(text, Counter(_WORD.findall(text)))


class Rarity:
    """How rare each word is among the cards of a file."""

    def __init__(self) -> None:
        self._holding: dict[Hashable, Words] = defaultdict(Counter)
        self._cards: Counter[Hashable] = Counter()
        self._known: dict[frozenset[Hashable], Weights] = defaultdict(dict)

    def add(self, file: Hashable, parts: Parts) -> None:
        """Count a card's words, each once."""
        self._holding[file].update({word for it in parts for word in (*it.words, it.whole)})
        self._cards[file] += 1

    def weights(self, files: frozenset[Hashable], *cards: Parts) -> Weights:
        """Return what at least the words of ``cards`` weigh among all cards of ``files``."""
        known = self._known[files]
        for parts in cards:
            for it in parts:
                for word in (*it.words, it.whole, RAREST):
                    if word not in known:
                        known[word] = self._weight(files, word)
        return known

    def _weight(self, files: frozenset[Hashable], word: str) -> float:
        holding = sum(self._holding[file][word] for file in files)
        if word.startswith(WHOLE) and holding <= 2:
            return inf
        return log((sum(self._cards[file] for file in files) + SMOOTHING) / max(holding, 1)) ** 2

    def likeness(self, file: Hashable, card: Parts, other_file: Hashable, other: Parts) -> float:
        """Return how alike two cards are, part by part, from 0 to 1.

        A part counts by the root of what its words weigh: a common answer says little, and a long
        one does not drown the question.
        """
        weights = self.weights(frozenset((file, other_file)), card, other)
        as_parts = _likeness(card, other, weights)
        if not _parted_otherwise(card, other):
            return as_parts
        return max(as_parts, _part_likeness(_joined(card), _joined(other), weights)[0])


def _parted_otherwise(card: Parts, other: Parts) -> bool:
    """Tell whether one question is so much longer that code may have come from the answer."""
    fewer, more = sorted((card[0].words.total(), other[0].words.total()))
    return more > 2 * fewer


def _joined(card: Parts) -> Part:
    question, answer = card
    return Part(f"{question.text} {answer.text}", question.words + answer.words)


def _likeness(card: Parts, other: Parts, weights: Weights) -> float:
    found = [
        _part_likeness(one, another, weights) for one, another in zip(card, other, strict=True)
    ]
    importance = [sqrt(mass) for _, mass in found]
    total = sum(importance)
    whole = sum(part * alike for part, (alike, _) in zip(importance, found, strict=True)) / total
    if _are_other_facts(card, other, found, importance):
        return whole / 2
    if whole >= ENOUGH_OF_ONE or _is_only_here(card, other, weights):
        return whole
    unlike = (
        alike < LEAST_OF_EACH and part >= total * HEAVY
        for part, (alike, _) in zip(importance, found, strict=True)
    )
    return whole / 2 if any(unlike) else whole


def _are_other_facts(
    card: Parts, other: Parts, found: list[tuple[float, float]], importance: list[float]
) -> bool:
    """Tell whether two cards, of one frame perhaps, speak of other numbers or other symbols.

    Both parts do, more than a little or in other words, or one does and the other one does not say
    that the cards are the same.
    """
    replaced = [_replaced(*both) for both in zip(card, other, strict=True)]
    reworded = min(alike for alike, _ in found) < NEARLY_SAME
    if min(replaced) > 0 and (reworded or max(replaced) >= ENOUGH_REPLACED):
        return True
    beside = zip(reversed(found), reversed(importance), strict=True)
    return any(
        _other_numbers(one, another) and (alike < NEARLY_SAME or weighs < HEAVY * sum(importance))
        for one, another, ((alike, _), weighs) in zip(card, other, beside, strict=True)
    )


def _replaced(new: Part, old: Part) -> float:
    """Return the share of numbers, or of symbols if it is larger, that gave way to others."""
    return max(_share(_numbers(new), _numbers(old)), _share(_symbols(new), _symbols(old)))


def _share(new: Words, old: Words) -> float:
    replaced = min((new - old).total(), (old - new).total())
    return replaced / max(1, min(new.total(), old.total()))


def _symbols(text: Part) -> Words:
    """Return the single letters of a text, which name something; outside formulas *a* is a word."""
    words = "" if "$" in text.text else "ai"
    letters = (it for it in text.words.items() if len(it[0]) == 1 and "a" <= it[0] <= "z")
    return Counter({letter: n for letter, n in letters if letter not in words})


def _is_only_here(card: Parts, other: Parts, weights: Weights) -> bool:
    """Tell whether two cards share a whole part that no third one has.

    A short one is not enough where the other parts speak of other numbers.
    """
    pairs = list(zip(card, other, strict=True))
    contradict = any(_other_numbers(*it) for it in pairs)
    return any(
        one.text == another.text
        and weights[one.whole] == inf
        and (one.words.total() >= LONG or not contradict)
        for one, another in pairs
    )


def _part_likeness(new: Part, old: Part, weights: Weights) -> tuple[float, float]:
    """Return how alike two parts are, and what they weigh.

    A whole answer that more than these two give weighs no more than a word that so many hold.
    """
    mass = LEAST_MASS + _mass(old.words, weights)
    if new.text == old.text:
        return 1.0, min(2 * mass, LEAST_MASS + weights.get(new.whole, inf))
    mass += _mass_beside(new.words, old.words, weights)
    shared = 2 * _mass(new.words & old.words, weights)
    letters = ratio(new.text, old.text) / 100
    if letters >= LETTERS_OF_A_SLIP and new.words != old.words:
        shared += _misspelt(new.words - old.words, old.words - new.words, weights)
    words = min(shared / mass, 1.0) if mass > LEAST_MASS else letters
    if _other_numbers(new, old):
        words, letters = words / 2, letters / 2
    return LETTERS * letters + (1 - LETTERS) * words, mass


def _other_numbers(new: Part, old: Part) -> bool:
    """Tell whether both texts have numbers, and share less than half of them: another fact."""
    numbers, before = _numbers(new), _numbers(old)
    fewer = min(numbers.total(), before.total())
    return fewer > 2 * (numbers & before).total()


def _numbers(text: Part) -> Words:
    return Counter({word: n for word, n in text.words.items() if not word.isalpha()})


def _mass(words: Words, weights: Weights) -> float:
    return sum(weights[word] * times for word, times in words.items())


def _mass_beside(new: Words, old: Words, weights: Weights) -> float:
    """Return what new words weigh; such as no other card holds tell of an edit, not of which.

    They weigh as much as an old word does on average. A new number is a new fact.
    """
    average = _mass(old, weights) / max(old.total(), 1)
    rarest = weights[RAREST]
    return sum(
        times * (average if weights[word] >= rarest and word.isalpha() else weights[word])
        for word, times in new.items()
    )


def _misspelt(new: Words, old: Words, weights: Weights) -> float:
    """Return what those words weigh that are, but for a slip of the finger, in both."""
    left = [word for word in old.elements() if word.isalpha()]
    if len(left) * new.total() > MOST_MISSPELT:
        return 0.0
    shared = 0.0
    for word in filter(str.isalpha, new.elements()):
        meant = next((it for it in left if _is_slip(word, it)), None)
        if meant is not None:
            left.remove(meant)
            shared += TYPO * (weights[word] + weights[meant])
    return shared


def _is_slip(word: str, meant: str) -> bool:
    """Tell whether one or two letters slipped; in a short word, none was put for another."""
    shorter = min(len(word), len(meant))
    slips = 2 if shorter >= SHORTEST_MISSPELT_TWICE else 1
    if OSA.distance(word, meant, score_cutoff=slips) > slips:
        return False
    replaced = len(word) == len(meant) and sorted(word) != sorted(meant)
    return shorter >= SHORTEST_MISSPELT or not replaced
