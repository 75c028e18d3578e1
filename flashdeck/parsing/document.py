"""A document as the styles see it: its lines, its top-level Markdown blocks, its front matter."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain, count
from operator import add
from typing import Any, TypeVar

from flashdeck import late
from flashdeck.parsing.blocks import Block, read_blocks
from flashdeck.parsing.visible import fence_spans, hidden_spans, lines_of
from flashdeck.text import holds

__all__ = ["Block", "Document", "read_blocks"]

T = TypeVar("T")


Trail = tuple[Block, ...]

_FIRST_WORD = (
    r"\n[^\w\n<]*+(?:(?=[_<\d])"
    r"(?:(?:_|</?\w{1,6}>|<(?!/?\w)|\d{1,3}(?:\.\d{1,3})*(?:[.)、]|(?=[ \t])))[^\w\n<]*+){1,20}+)?+"
    r"([^\W\d_]*)"
)
_FIRST_WORDS = late.pattern(_FIRST_WORD)
_FIRST_ASCII_WORDS = late.pattern(_FIRST_WORD, re.ASCII)


def trails_of(headings: Iterable[Block]) -> tuple[Trail, ...]:
    """Return for each heading in order the headings above it, outermost first, and itself."""
    found: list[Trail] = []
    trail: Trail = ()
    for heading in headings:
        trail = (*(above for above in trail if above.level < heading.level), heading)
        found.append(trail)
    return tuple(found)


def starts_of(lines: Sequence[str]) -> tuple[int, ...]:
    """Return the offset at which each of ``lines`` begins in the text that they are."""
    return tuple(map(add, accumulate(map(len, lines[:-1]), initial=0), count()))


@dataclass(frozen=True)
class Document:
    """One note: cleaned lines, their blocks in order, its front matter, and its file's name.

    ``sound`` is the text with every fence closed where it was meant to end, line for line.
    """

    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    matter: Mapping[str, object]
    sound: str
    name: str = ""
    _known: dict[Callable[["Document"], Any], Any] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def headings(self) -> tuple[Block, ...]:
        """The headings in order."""
        return tuple(self.blocks_of("heading"))

    def once(self, read: Callable[["Document"], T]) -> T:
        """Return what ``read`` makes of this document, read once however many styles ask."""
        if read not in self._known:
            self._known[read] = read(self)
        known: T = self._known[read]
        return known

    def blocks_between(self, start: int, end: int) -> tuple[Block, ...]:
        """Return the blocks that begin on a line from ``start`` to ``end`` (exclusive)."""
        first = bisect_left(self.blocks, start, key=lambda block: block.start)
        return self.blocks[first : bisect_left(self.blocks, end, key=lambda block: block.start)]

    def block_over(self, line: int) -> Block | None:
        """Return the block that the 0-based ``line`` is part of."""
        place = bisect_right(self.blocks, line, key=lambda block: block.start) - 1
        block = self.blocks[place] if place >= 0 else None
        return block if block and line < block.end else None

    def blocks_of(self, kind: str) -> Sequence[Block]:
        """Return the blocks of one ``kind`` in order."""
        return self._blocks_by_kind[kind]

    def blocks_at(self, lines: Iterable[int]) -> Iterator[Block]:
        """Yield the blocks that begin on one of ``lines``, in the order of these."""
        return filter(None, map(self._blocks_by_line.get, lines))

    @cached_property
    def _blocks_by_line(self) -> Mapping[int, Block]:
        return {block.start: block for block in self.blocks}

    @cached_property
    def verbatim_lines(self) -> frozenset[int]:
        """The 0-based lines of fences, HTML and front matter, where nothing is a card."""
        return self._lines_of("fence", "html_block", "front_matter")

    @cached_property
    def rule_lines(self) -> frozenset[int]:
        """The 0-based lines of thematic breaks."""
        return self._lines_of("hr")

    @cached_property
    def trails(self) -> tuple[Trail, ...]:
        """For each heading in order, the headings above it, outermost first, and itself."""
        return trails_of(self.headings)

    @cached_property
    def table_lines(self) -> frozenset[int]:
        """The 0-based lines of tables."""
        return self._lines_of("table")

    @cached_property
    def code_lines(self) -> frozenset[int]:
        """The 0-based lines of code: indented, or in a fence at any depth."""
        return self._marked_lines | self._lines_of("code_block")

    @cached_property
    def fence_ends(self) -> Mapping[int, int]:
        """The line after each fence, at any depth, by the 0-based line on which it opens."""
        spans = fence_spans(self.sound)
        return {self._sound_line(start): self._sound_line(end - 1) + 1 for start, end in spans}

    def _sound_line(self, offset: int) -> int:
        return bisect_right(self._sound_starts, offset) - 1

    @cached_property
    def _marked_lines(self) -> frozenset[int]:
        """The 0-based lines of fences at any depth."""
        return lines_of(fence_spans(self.sound), self._sound_starts)

    @cached_property
    def _sound_starts(self) -> tuple[int, ...]:
        return self.line_starts if self.sound == self.text else starts_of(self.sound.split("\n"))

    @cached_property
    def text(self) -> str:
        """The whole note, its lines joined."""
        return "\n".join(self.lines)

    @cached_property
    def broken_text(self) -> str:
        """The text with a line break before each line, which makes patterns for lines quick.

        A line's break has the offset that the line has in the text.
        """
        return "\n" + self.text

    def lines_beginning(self, may_begin: Callable[[str], bool]) -> list[int]:
        """Return the 0-based lines of which ``may_begin`` accepts the first word in lower case.

        It has letters alone, and stands behind marks, numbers and tags.
        """
        found = self._lines_by_first_word
        return sorted(chain.from_iterable(found[word] for word in filter(may_begin, found)))

    @cached_property
    def _lines_by_first_word(self) -> Mapping[str, list[int]]:
        pattern = _FIRST_ASCII_WORDS if self.text.isascii() else _FIRST_WORDS
        found: defaultdict[str, list[int]] = defaultdict(list)
        for line, word in enumerate(pattern.findall(self.broken_text.lower())):
            found[word].append(line)
        return found

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset in the text at which each line begins."""
        return starts_of(self.lines)

    def line_of(self, offset: int) -> int:
        """Return the 0-based line on which ``offset`` of the text stands."""
        return bisect_right(self.line_starts, offset) - 1

    @cached_property
    def fenced_lines(self) -> frozenset[int]:
        """The 0-based lines of fences at any depth and of comments."""
        if not holds(self.text, "<!--"):
            return self._marked_lines
        return lines_of(hidden_spans(self.sound), self._sound_starts)

    @cached_property
    def hidden_lines(self) -> frozenset[int]:
        """The 0-based lines of fences at any depth, indented code, comments and front matter."""
        return self.fenced_lines | self._lines_of("code_block", "front_matter")

    def _lines_of(self, *kinds: str) -> frozenset[int]:
        return frozenset(
            line
            for kind in kinds
            for block in self.blocks_of(kind)
            for line in range(block.start, block.end)
        )

    @cached_property
    def _blocks_by_kind(self) -> Mapping[str, list[Block]]:
        kinds: defaultdict[str, list[Block]] = defaultdict(list)
        for block in self.blocks:
            kinds[block.kind].append(block)
        return kinds
