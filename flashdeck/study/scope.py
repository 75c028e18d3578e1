"""What a learner asks to study: everything, a deck with its subdecks, or the notes at a path."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from flashdeck.errors import NotFoundError
from flashdeck.store.decks import ancestors, deck_ids, subtree
from flashdeck.study.files import SUFFIXES


@dataclass(frozen=True, slots=True)
class Scope:
    """The decks of a session by id, in the order of their names; ``title`` is shown."""

    title: str
    decks: tuple[int, ...]
    everything: bool = False

    @property
    def filter(self) -> tuple[int, ...] | None:
        """The ids to filter by, or None where no filter is needed."""
        return None if self.everything else self.decks


def whole_store(connection: Connection) -> Scope:
    """Return the scope of every deck."""
    return Scope("All decks", tuple(key for _, key in sorted(deck_ids(connection).items())), True)


def deck_scope(connection: Connection, name: str) -> Scope:
    """Return the scope of a deck and its subdecks; raises NotFoundError.

    The name may differ in case, or be the end of one deck's name only.
    """
    ids = deck_ids(connection)
    names = _matching(list(ids), name.strip("/"))
    return Scope(name, tuple(ids[found] for found in names))


def decks_below(connection: Connection, name: str | None) -> tuple[int, ...] | None:
    """Return the ids of a deck and its subdecks, None without a name; raises NotFoundError."""
    return deck_scope(connection, name).decks if name else None


def several_decks(connection: Connection, title: str, names: Sequence[str]) -> Scope:
    """Return the scope of exactly the decks called ``names``."""
    ids = deck_ids(connection)
    return Scope(title, tuple(ids[name] for name in sorted(set(names)) if name in ids))


def is_path(what: str) -> bool:
    """Tell whether what the learner named is, or was meant as, a file or folder of notes."""
    path = Path(what).expanduser()
    return path.exists() or path.suffix.lower() in SUFFIXES or what.startswith((".", "~", "/"))


def _matching(names: list[str], wanted: str) -> list[str]:
    if exact := subtree(names, wanted):
        return exact
    folded = wanted.casefold()
    tops = {top for name in names for top in ancestors(name)}
    same = [top for top in tops if top.casefold() == folded]
    ends = [top for top in tops if top.casefold().endswith("/" + folded)]
    for found in (same, ends):
        if len(found) == 1:
            return subtree(names, found[0])
    otherwise = "`flashdeck decks` lists them; `flashdeck import PATH` adds notes."
    hint = did_you_mean(sorted(tops), wanted) or otherwise
    raise NotFoundError(f"there is no deck called {wanted!r}", hint)


def did_you_mean(names: Sequence[str], wanted: str) -> str:
    """Return a hint with the name that may have been meant, or nothing if none is near."""
    from difflib import get_close_matches  # deferred: 3 ms that only a wrong name needs

    near = get_close_matches(wanted, names, n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else ""
