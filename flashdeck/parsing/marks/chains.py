"""Series of list items that ask and count on, as questions in a list do."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from flashdeck.parsing.marks.items import Item, Manner
from flashdeck.parsing.placeholders import is_placeholder

FARTHEST = 4
"""How far a number may skip, for numbering by hand is seldom without a gap."""
MOST_OPEN = 2
"""The most series that may count on: an outer one, and one within its answers."""


@dataclass
class Chain:
    """Items that ask and count on, and how many between them do not ask."""

    items: list[Item]
    silent: list[Item] = field(default_factory=list)
    others: int = 0

    def expects(self, item: Item) -> bool:
        """Tell whether ``item`` may count on."""
        step = item.number - self.items[-1].number
        return item.series == self.items[-1].series and 0 <= step < FARTHEST

    def add(self, item: Item) -> None:
        """Add an item that asks, and the silent ones that count on up to it."""
        self._fill(item.number)
        self.others += max(0, item.number - self.items[-1].number - 1)
        self.silent = []
        self.items.append(item)

    def close(self) -> None:
        """Add the silent items that count on behind the last, and count those that do not."""
        self.silent = self._without_inner()
        self._fill(self.items[-1].number + FARTHEST)
        last = self.items[-1].number
        self.others += len({item.number for item in self.silent if item.number > last})

    def _without_inner(self) -> list[Item]:
        """Return the silent items without a list in the last answer that counts past its number."""
        last = self.items[-1].number
        inner: Item | None = None
        kept = []
        for item in self.silent:
            counts_on = inner and (item.line, item.number) == (inner.line + 1, inner.number + 1)
            if counts_on or 0 < item.number <= last:
                inner = item
            else:
                kept.append(item)
        return kept

    def _fill(self, end: int) -> None:
        """Add the silent items up to number ``end`` that count on, if only one has each number."""
        silent = [item for item in self.silent if not is_placeholder(item.question)]
        numbers = Counter(item.number for item in silent)
        for item in silent:
            if item.number == self.items[-1].number + 1 < end and numbers[item.number] == 1:
                self.items.append(item)

    def count(self, *manners: Manner) -> int:
        """Return how many items ask in one of ``manners``."""
        return sum(item.manner in manners for item in self.items)


def chains_of(items: list[Item], headings: list[int]) -> Iterator[Chain]:
    """Yield the series of items; one within another's answers is a series of its own.

    All of them end at the next of ``headings``, which are 0-based lines in order.
    """
    open_chains: list[Chain] = []
    passed = 0
    for item in items:
        above = bisect_left(headings, item.line)
        if above > passed:
            yield from _closed(open_chains)
            open_chains = []
        passed = above
        place = next((c for c in reversed(open_chains) if c.expects(item)), None)
        if place is None and item.manner:
            open_chains.append(Chain([item]))
            yield from _closed(open_chains[:-MOST_OPEN])
            open_chains = open_chains[-MOST_OPEN:]
        elif place and item.manner:
            place.add(item)
        elif place:
            place.silent.append(item)
    yield from _closed(open_chains)


def _closed(chains: list[Chain]) -> Iterator[Chain]:
    for chain in chains:
        chain.close()
        yield chain
