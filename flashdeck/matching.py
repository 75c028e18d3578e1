"""Which parsed card is which stored card, so that a card keeps its history through edits.

In order: an explicit id; the same normal form of the question in the same deck; the same question
elsewhere, if it is gone from there; otherwise the card is new.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Matching:
    """For each parsed card the id of its stored card or None, and the stored ids left over."""

    matched: tuple[str | None, ...]
    unmatched: frozenset[str]


Key = Callable[[Identity], Hashable | None]
Allowed = Callable[[Identity, Identity], bool]


def match(parsed: Sequence[Identity], stored: Iterable[Identity]) -> Matching:
    """Pair each parsed card with at most one stored card, by the first rule that fits."""
    free = {identity.card_id: identity for identity in stored}
    matched: list[str | None] = [None] * len(parsed)
    for key, allowed in _RULES:
        _pair(parsed, matched, free, key, allowed)
    return Matching(tuple(matched), frozenset(free))


def _same_place(new: Identity, old: Identity) -> bool:
    return old.gone or new.source == old.source or new.deck == old.deck


_RULES: tuple[tuple[Key, Allowed], ...] = (
    (lambda it: it.explicit_id, _same_place),
    (lambda it: (it.source, it.deck, it.key), lambda _new, _old: True),
    (lambda it: (it.deck, it.key), lambda _new, _old: True),
    (lambda it: (it.source, it.key), lambda _new, _old: True),
    (lambda it: it.key, lambda _new, old: old.gone),
)


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
        chosen = next((old for old in candidates if allowed(new, old)), None)
        if chosen and _ids_agree(new, chosen):
            candidates.remove(chosen)
            del free[chosen.card_id]
            matched[index] = chosen.card_id


def _ids_agree(new: Identity, old: Identity) -> bool:
    """Two cards with different explicit ids are different cards, whatever they ask."""
    return not (new.explicit_id and old.explicit_id) or new.explicit_id == old.explicit_id
