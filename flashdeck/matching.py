"""Which parsed card is which stored card, so that a card keeps its history through edits.

In order: an explicit id; the same question with the same answer, the nearest first; a question that
nothing else in its file or deck asks, and few elsewhere; the clear best pair of an edited card.
Otherwise the card is new. What a file that still stands and was not read again holds is never taken
from it.
"""

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from flashdeck.edits import Text

Owner = TypeVar("Owner")

KEY_VERSION = 1
"""The version of the normal form; keys of another version are made again from the question."""

_END_MARKS = " .:?!؟"
_EMPHASIS = re.compile(r"(?<!\\)[*`]|(?<![\w\\])_+|_+(?!\w)")


def normal_form(question: str) -> str:
    """Return what stays of a question when case, emphasis, spacing and end marks are ignored."""
    is_ascii = question.isascii()
    text = question.lower() if is_ascii else unicodedata.normalize("NFKC", question).casefold()
    if "*" in text or "`" in text or "_" in text:
        text = _EMPHASIS.sub("", text)
    return " ".join(text.split()).rstrip(_END_MARKS)


def question_key(question: str) -> str:
    """Return the normal form's digest, 32 hexadecimal digits."""
    return hashlib.blake2b(normal_form(question).encode(), digest_size=16).hexdigest()


SAMPLE = 1000
"""So many cards of a file are enough to know which of its words are common."""


COMMON = 4
"""A question that so many cards have asked, wherever, does not tell which of them a card is."""


FEW_OTHERS = 400
NOT_UNLIKE, NEARLY_EQUAL = 60, 85
"""How alike the letters of two cards are, in percent."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a card is recognised by. ``gone`` means: no file that still stands holds it."""

    deck: str
    key: str
    explicit_id: str | None
    source: str | None
    line: int = 0
    card_id: str = ""
    gone: bool = False
    retired: bool = False
    question: str = ""
    answer: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matching:
    """For each parsed card the id of its stored card or None, and the stored ids left over.

    ``unclear`` are the parsed cards, by index, that may be an edit of a stored one but not clearly
    of which, with the ids of those; they count as new.
    """

    matched: tuple[str | None, ...]
    unmatched: frozenset[str]
    unclear: dict[int, list[str]] = field(default_factory=dict)


Key = Callable[[Identity], Hashable | None]
Place = Callable[[Identity], str | None]


def match(parsed: Sequence[Identity], stored: Iterable[Identity]) -> Matching:
    """Pair each parsed card with at most one stored card, by the first rule that fits."""
    stored = list(stored)
    if not stored:
        return Matching((None,) * len(parsed), frozenset())
    pairing = _Pairing(parsed, stored)
    pairing.pair_by(_SAME_ID)
    pairing.pair_by(_SAME_TEXT_HERE, retired=False)
    pairing.pair_same_questions(pairing.home, at_most=1)
    pairing.pair_by(_SAME_TEXT, retired=False)
    pairing.pair_by(_SAME_TEXT)
    pairing.find_heirs()
    pairing.pair_same_questions(pairing.home, at_most=1)
    pairing.pair_same_questions(_deck, at_most=1)
    pairing.pair_edits()
    pairing.pair_same_questions(pairing.home, at_most=len(parsed))
    matched = tuple(old.card_id if old else None for old in pairing.before)
    unclear = {i: ids for i, ids in pairing.unclear.items() if matched[i] is None}
    return Matching(matched, frozenset(pairing.free), unclear)


def _text(card: Identity) -> Hashable:
    """Return question and answer in one, which one style may part otherwise than another."""
    return normal_form(f"{card.question.rstrip(_END_MARKS)}\n{card.answer}") or card.key


_SAME_ID: tuple[Key, ...] = (
    lambda it: it.explicit_id and (it.source, it.explicit_id),
    lambda it: it.explicit_id and (it.deck, it.explicit_id),
    lambda it: it.explicit_id,
)
_SAME_TEXT_HERE: tuple[Key, ...] = (
    lambda it: (it.source, it.path, it.key, it.answer),
    lambda it: (it.source, it.path, _text(it)),
    lambda it: (it.source, _text(it)),
)
_SAME_TEXT: tuple[Key, ...] = (*_SAME_TEXT_HERE, lambda it: (it.deck, _text(it)), _text)
"""What two cards may share to be one, the surest first: a file counts for more than a deck."""


class _Pairing:
    """The parsed cards, and the stored ones that none of them is yet."""

    def __init__(self, parsed: Sequence[Identity], stored: Iterable[Identity]) -> None:
        self.parsed = parsed
        self.order = sorted(range(len(parsed)), key=lambda i: _place(parsed[i]))
        self.stored = sorted(stored, key=_place)
        self.free = {it.card_id: it for it in self.stored}
        self.before: list[Identity | None] = [None] * len(parsed)
        self.read = {it.source for it in parsed}
        self.heirs: dict[str | None, str | None] = {}
        self.unclear: dict[int, list[str]] = {}

    def open(self) -> list[int]:
        """Return the indices of the cards without a partner, file by file from top to bottom."""
        return [index for index in self.order if self.before[index] is None]

    def gone(self, *, retired: bool = True) -> list[Identity]:
        """Return the free cards that no file holds any more, with or without the retired ones."""
        return [
            it
            for it in self.free.values()
            if (it.gone or it.source in self.read) and (retired or not it.retired)
        ]

    def take(self, index: int, old: Identity) -> None:
        """Say that a parsed card is this stored one."""
        self.before[index] = old
        del self.free[old.card_id]

    def shelves(self, key: Key, *, retired: bool = True) -> dict[Hashable, list[Identity]]:
        """Return the cards that are gone by their keys, in the order of their lines."""
        found: dict[Hashable, list[Identity]] = defaultdict(list)
        for old in self.gone(retired=retired):
            if (shelf := key(old)) is not None:
                found[shelf].append(old)
        return found

    def pair_by(self, keys: Iterable[Key], *, retired: bool = True) -> None:
        """Pair what shares the first of ``keys``, then the next, each in the order of lines."""
        for key in keys:
            shelves = self.shelves(key, retired=retired)
            for index in self.open() if shelves else ():
                new = self.parsed[index]
                candidates = shelves.get(key(new), [])
                if chosen := next((old for old in candidates if _ids_agree(new, old)), None):
                    candidates.remove(chosen)
                    self.take(index, chosen)

    def same_questions(self, place: Place) -> Iterator[list[tuple[int, Identity]]]:
        """Yield equal questions with other answers, if all that ask so in the place have changed.

        There are as many of them as ever asked it there, retired ones too: where many come and go,
        the question tells nothing. Neither does one that is common everywhere, or that a card asked
        elsewhere which is gone from there too. They are paired in the order of their lines.
        """

        def key(it: Identity) -> Hashable:
            return place(it), it.key

        asked = Counter(key(it) for it in self.parsed)
        ever_asked = Counter(key(it) for it in self.stored)
        everywhere = Counter(it.key for it in self.stored)
        missing = Counter(it.key for it in self.gone(retired=False))
        new = Counter(self.parsed[index].key for index in self.open())
        gone = self.shelves(key)
        asking: dict[Hashable, list[int]] = defaultdict(list)
        for index in self.open():
            asking[key(self.parsed[index])].append(index)
        for shelf, indices in asking.items():
            candidates = gone.get(shelf, [])
            question = self.parsed[indices[0]].key
            is_told = everywhere[question] < COMMON and missing[question] <= new[question]
            all_changed = len(indices) == asked[shelf] == len(candidates) == ever_asked[shelf]
            if all_changed and is_told:
                yield list(zip(indices, candidates, strict=True))

    def pair_same_questions(self, place: Place, *, at_most: int) -> None:
        """Pair what asks the same and answers otherwise, if at most so many do."""
        for together in [*self.same_questions(place)]:
            for index, old in together if len(together) <= at_most else ():
                if _ids_agree(self.parsed[index], old) and not self._are_others(index, old):
                    self.take(index, old)

    def _are_others(self, index: int, old: Identity) -> bool:
        """Tell whether one of two that ask the same is nearly word for word a third card."""
        new = self.parsed[index]
        gone = [it for it in self.gone(retired=False) if it is not old]
        open_ = [self.parsed[other] for other in self.open() if other != index]
        if not (gone or open_) or len(gone) + len(open_) > FEW_OTHERS:
            return False
        from rapidfuzz.fuzz import ratio  # deferred: where more than one card changed

        mine, theirs = str(_text(new)), str(_text(old))
        if ratio(mine, theirs) >= NOT_UNLIKE:
            return False
        pairs = ((mine, gone), (theirs, open_))
        return any(
            ratio(text, str(_text(it)), score_cutoff=NEARLY_EQUAL)
            for text, others in pairs
            for it in others
        )

    def pair_edits(self) -> None:
        """Pair edited cards where it is clear which is which."""
        gone = [it for it in self.gone() if it.source and it.question]
        open_ = [index for index in self.open() if self.parsed[index].question]
        if not gone or not open_:
            return
        from flashdeck.edits import find_edits  # deferred: rapidfuzz, where something was edited
        from flashdeck.likeness import Rarity

        new = [_text_of(index, self.parsed[index]) for index in open_]
        old = [_text_of(it.card_id, it, self.home(it)) for it in gone]
        both: list[Text[Any]] = [*new, *old]
        around = self._around({text.file for text in both})
        rarity = Rarity()
        counted: list[Text[Any]] = [*old, *around]
        for text in counted:
            rarity.add(text.file, text.parts)
        standing = [text for text in around if self.before[text.owner] is not None]
        edits = find_edits(new, old, standing, rarity)
        for index, card_id in edits.clear.items():
            self.take(index, self.free[card_id])
        self.unclear = edits.unclear

    def home(self, card: Identity) -> str | None:
        """Return the file of a card or, if that was renamed, the file that has its other cards."""
        return self.heirs.get(card.source, card.source)

    def find_heirs(self) -> None:
        """See where the cards of files went that were not read again because they are gone."""
        went: dict[str | None, Counter[str | None]] = defaultdict(Counter)
        for index in self.order:
            before = self.before[index]
            if before is not None and not before.retired and before.source not in self.read:
                went[before.source][self.parsed[index].source] += 1
        self.heirs = {file: count.most_common(1)[0][0] for file, count in went.items()}

    def _around(self, files: set[Hashable]) -> "list[Text[int]]":
        """Return the parsed cards of these files, some of those with very many."""
        found: dict[Hashable, list[int]] = defaultdict(list)
        for index in self.order:
            if self.parsed[index].source in files:
                found[self.parsed[index].source].append(index)
        return [
            _text_of(index, self.parsed[index])
            for indices in found.values()
            for index in indices[:: len(indices) // SAMPLE + 1]
        ]


def _deck(card: Identity) -> str:
    return card.deck


def _place(card: Identity) -> tuple[str, int, str]:
    return card.source or "", card.line, card.card_id


def _ids_agree(new: Identity, old: Identity) -> bool:
    """Two cards with different explicit ids are different cards, whatever they ask."""
    return not (new.explicit_id and old.explicit_id) or new.explicit_id == old.explicit_id


def _text_of(owner: Owner, card: Identity, home: str | None = None) -> "Text[Owner]":
    from flashdeck.edits import Text  # deferred: rapidfuzz, where something was edited
    from flashdeck.likeness import part

    parts = part(normal_form(card.question)), part(normal_form(card.answer))
    return Text(owner, home or card.source, card.path, parts, card.retired, card.explicit_id)
