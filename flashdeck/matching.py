"""Which parsed card is which stored card, so that a card keeps its history through edits.

In order: an explicit id; the same normal form of the question in the same deck; the same question
elsewhere, if it is gone from there; the clear best pair of an edited card in the same file, first
under the same headings; otherwise the card is new.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flashdeck.edits import Text, pair_edits

Owner = TypeVar("Owner")

KEY_VERSION = 1
"""The version of the normal form; keys of another version are made again from the question."""

_EMPHASIS = re.compile(r"(?<!\\)[*`]|(?<![\w\\])_+|_+(?!\w)")


def normal_form(question: str) -> str:
    """Return what stays of a question when case, emphasis, spacing and end marks are ignored."""
    text = unicodedata.normalize("NFKC", question).casefold()
    return " ".join(_EMPHASIS.sub("", text).split()).rstrip(" .:?!؟")


def question_key(question: str) -> str:
    """Return the normal form's digest, 32 hexadecimal digits."""
    return hashlib.blake2b(normal_form(question).encode(), digest_size=16).hexdigest()


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
    question: str = ""
    answer: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matching:
    """For each parsed card the id of its stored card or None, and the stored ids left over.

    ``unclear`` are the parsed cards, by index, that may be an edit of a stored one but not clearly
    of which; they count as new.
    """

    matched: tuple[str | None, ...]
    unmatched: frozenset[str]
    unclear: tuple[int, ...] = ()


Key = Callable[[Identity], Hashable | None]
Allowed = Callable[[Identity, Identity], bool]


def match(parsed: Sequence[Identity], stored: Iterable[Identity]) -> Matching:
    """Pair each parsed card with at most one stored card, by the first rule that fits."""
    free = {identity.card_id: identity for identity in stored}
    matched: list[str | None] = [None] * len(parsed)
    for key, allowed in _RULES:
        _pair(parsed, matched, free, key, allowed)
    unclear = _pair_edits(parsed, matched, free)
    return Matching(tuple(matched), frozenset(free), unclear)


def _always(_new: Identity, _old: Identity) -> bool:
    return True


def _if_gone(_new: Identity, old: Identity) -> bool:
    return old.gone


_RULES: tuple[tuple[Key, Allowed], ...] = (
    (lambda it: it.explicit_id and (it.source, it.explicit_id), _always),
    (lambda it: it.explicit_id and (it.deck, it.explicit_id), _always),
    (lambda it: it.explicit_id, _if_gone),
    (lambda it: (it.source, it.deck, it.key, it.answer), _always),
    (lambda it: (it.source, it.deck, it.key), _always),
    (lambda it: (it.deck, it.key), _always),
    (lambda it: (it.source, it.key), _always),
    (lambda it: it.key, _if_gone),
)
"""What two cards may share to be one, the surest first: a file counts for more than a deck."""


def _pair(
    parsed: Sequence[Identity],
    matched: list[str | None],
    free: dict[str, Identity],
    key: Key,
    allowed: Allowed,
) -> None:
    """Pair what shares a key, in the order of lines, and take it out of ``free``."""
    shelves: dict[Hashable, list[Identity]] = defaultdict(list)
    for old in sorted(free.values(), key=lambda it: (it.line, it.card_id)):
        if (shelf := key(old)) is not None:
            shelves[shelf].append(old)
    for index, new in enumerate(parsed):
        if matched[index] is not None:
            continue
        shelf = key(new)
        candidates = shelves.get(shelf, []) if shelf is not None else []
        fitting = (old for old in candidates if allowed(new, old) and _ids_agree(new, old))
        if chosen := next(fitting, None):
            candidates.remove(chosen)
            del free[chosen.card_id]
            matched[index] = chosen.card_id


def _ids_agree(new: Identity, old: Identity) -> bool:
    """Two cards with different explicit ids are different cards, whatever they ask."""
    return not (new.explicit_id and old.explicit_id) or new.explicit_id == old.explicit_id


def _pair_edits(
    parsed: Sequence[Identity], matched: list[str | None], free: dict[str, Identity]
) -> tuple[int, ...]:
    """Pair edited cards of a file, first under the same headings, then anywhere in it."""
    unclear: set[int] = set()
    for place in (lambda it: (it.source, it.path), lambda it: it.source):
        new = {i: it for i, it in enumerate(parsed) if matched[i] is None and i not in unclear}
        old = {it.card_id: it for it in free.values() if it.gone and it.source is not None}
        if not new or not old:
            break
        clear, doubtful = pair_edits(_texts(new, place), _texts(old, place))
        for pair in clear:
            if _ids_agree(new[pair.new], old[pair.old]):
                matched[pair.new] = pair.old
                del free[pair.old]
        unclear |= {pair.new for pair in doubtful}
    return tuple(sorted(unclear))


def _texts(
    identities: Mapping[Owner, Identity], place: Callable[[Identity], Hashable]
) -> list[Text[Owner]]:
    return [
        Text(owner, place(it), normal_form(it.question), " ".join(it.answer.split()))
        for owner, it in identities.items()
        if it.question
    ]
