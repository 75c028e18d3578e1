"""What a quiz can ask about: cards and demos, found by the name of a deck, a demo or a tag."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points

from sqlalchemy import Connection

from flashdeck.errors import NotFoundError
from flashdeck.store.decks import deck_ids, subtree
from flashdeck.store.quizzes import all_tags, answers_with_demos, quizzable_cards
from flashdeck.study.scope import deck_scope, did_you_mean

DEMOS = "flashdeck.demos"


@dataclass(frozen=True, slots=True)
class Sources:
    """The ids of cards, and the names of demos that may be asked besides."""

    title: str
    cards: tuple[str, ...]
    demos: tuple[str, ...]


def find_sources(connection: Connection, what: str | None) -> Sources:
    """Return what ``what`` names; raises NotFoundError.

    A deck of exactly this name comes first, then a demo, a tag, and a deck that is nearly called
    so. The demos that a deck's cards show are asked with it.
    """
    demos = tuple(sorted({entry.name for entry in entry_points(group=DEMOS)}))
    if what is None:
        return Sources("Everything", tuple(quizzable_cards(connection)), demos)
    name = what.strip("/")
    if not subtree(list(deck_ids(connection)), name):
        if what in demos:
            return Sources(what, (), (what,))
        tagged = quizzable_cards(connection, tag=what.removeprefix("#"))
        if tagged:
            return _with_demos(connection, what, tagged, demos)
    decks = _deck(connection, what, demos)
    return _with_demos(connection, what, quizzable_cards(connection, decks), demos)


def _deck(connection: Connection, what: str, demos: Sequence[str]) -> tuple[int, ...]:
    try:
        return deck_scope(connection, what).decks
    except NotFoundError:
        names = [*deck_ids(connection), *demos, *all_tags(connection)]
        hint = did_you_mean(names, what) or "`flashdeck decks` and `flashdeck demo` list them."
        raise NotFoundError(f"there is no deck, demo or tag called {what!r}", hint) from None


def _with_demos(
    connection: Connection, title: str, cards: Sequence[str], installed: Sequence[str]
) -> Sources:
    answers = answers_with_demos(connection, cards)
    found: set[str] = set()
    if answers:
        from flashdeck.parsing.fences import demo_fences  # deferred: 35 ms without any demo

        found = {fence.name for answer in answers for fence in demo_fences(answer)}
    return Sources(title, tuple(cards), tuple(name for name in installed if name in found))
