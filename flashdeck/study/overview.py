"""What the home screen, `decks` and `stats` tell: how much there is, and how much waits."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from flashdeck.config import Settings
from flashdeck.store import Store
from flashdeck.store.decks import ancestors, deck_counts
from flashdeck.store.quizzes import mistake_counts, topic_counts
from flashdeck.store.rows import DeckCounts
from flashdeck.store.stats import reviews_by_day, reviews_by_quality
from flashdeck.study.clock import Clock, now
from flashdeck.study.day_limits import Allowance, allowance_of_new


@dataclass(frozen=True, slots=True)
class DeckNode:
    """A deck in the tree of names, with the counts of it and all below; ``depth`` 0 is the top."""

    name: str
    label: str
    depth: int
    total: int
    due: int
    new: int
    suspended: int


def deck_tree(counts: Sequence[DeckCounts], allowance: Allowance) -> list[DeckNode]:
    """Return every deck and its ancestors, parents first, each with the sums of its subtree.

    ``new`` are no more than the day's limits still admit: ``allowance``.
    """
    names = {top for deck in counts for top in ancestors(deck.name)}
    return [_node(name, counts, allowance) for name in sorted(names, key=_sort_key)]


def _sort_key(name: str) -> list[str]:
    return [part.casefold() for part in name.split("/")]


def _node(name: str, counts: Sequence[DeckCounts], allowance: Allowance) -> DeckNode:
    below = [deck for deck in counts if deck.name == name or deck.name.startswith(name + "/")]
    return DeckNode(
        name=name,
        label=name.rpartition("/")[2],
        depth=name.count("/"),
        total=sum(deck.total for deck in below),
        due=sum(deck.due for deck in below),
        new=sum(allowance.admits({deck.name: deck.new for deck in below}).values()),
        suspended=sum(deck.suspended for deck in below),
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """The decks as a tree, and what a session over all of them would ask."""

    decks: list[DeckNode]
    cards: int
    due: int
    new: int


def overview(store: Store, clock: Clock, settings: Settings) -> Overview:
    """Return the counts of today."""
    day = now(clock, settings).day
    with store.read() as connection:
        counts = deck_counts(connection, day)
        allowance = allowance_of_new(connection, settings, day)
    tree = deck_tree(counts, allowance)
    return Overview(
        tree,
        sum(deck.total for deck in counts),
        sum(deck.due for deck in counts),
        sum(allowance.admits({deck.name: deck.new for deck in counts}).values()),
    )


def statistics(store: Store, clock: Clock, settings: Settings) -> dict[str, Any]:
    """Return the counts that `stats` prints."""
    day = now(clock, settings).day
    with store.read() as connection:
        counts = deck_counts(connection, day)
        by_day = reviews_by_day(connection)
        by_quality = reviews_by_quality(connection)
        topics = topic_counts(connection)
        mistakes = mistake_counts(connection)
    total = sum(by_quality.values())
    passed = sum(amount for quality, amount in by_quality.items() if quality >= 3)
    return {
        "cards": sum(deck.total for deck in counts),
        "new": sum(deck.new for deck in counts),
        "due": sum(deck.due for deck in counts),
        "suspended": sum(deck.suspended for deck in counts),
        "reviews": total,
        "reviews_today": by_day.get(day, 0),
        "days_studied": len(by_day),
        "streak_days": _streak(by_day, day),
        "passed": round(passed / total, 4) if total else None,
        "qualities": {str(quality): amount for quality, amount in sorted(by_quality.items())},
        "decks": [asdict(deck) for deck in counts],
        "quiz": {
            "answers": sum(topic.asked for topic in topics),
            "wrong": sum(topic.wrong for topic in topics),
            "topics": [asdict(topic) for topic in topics],
            "mistakes": [asdict(mistake) for mistake in mistakes],
        },
    }


def _streak(by_day: dict[date, int], today: date) -> int:
    """Return how many days in a row up to today, or to yesterday, had a review."""
    day = today if today in by_day else today - timedelta(days=1)
    length = 0
    while day in by_day:
        length += 1
        day -= timedelta(days=1)
    return length
