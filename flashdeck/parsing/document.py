"""A document as the styles see it: its lines, its top-level Markdown blocks, its front matter."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import accumulate
from typing import Any, TypeVar

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from flashdeck.parsing.quotes import bound_quotes
from flashdeck.parsing.visible import fence_spans, hidden_spans, lines_of

MAX_SETEXT_HEADING = 120

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level Markdown block over the 0-based lines ``start`` (inclusive) to ``end``.

    ``kind`` is markdown-it's token name without ``_open``: heading, paragraph, fence, code_block,
    bullet_list, ordered_list, blockquote, table, html_block, hr, front_matter.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    text: str = ""
    info: str = ""


Trail = tuple[Block, ...]


def trails_of(headings: Iterable[Block]) -> tuple[Trail, ...]:
    """Return for each heading in order the headings above it, outermost first, and itself."""
    found: list[Trail] = []
    trail: Trail = ()
    for heading in headings:
        trail = (*(above for above in trail if above.level < heading.level), heading)
        found.append(trail)
    return tuple(found)


@dataclass(frozen=True)
class Document:
    """One note: cleaned lines, their blocks in order, its front matter, and its file's name."""

    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    matter: Mapping[str, object]
    name: str = ""
    _known: dict[Callable[["Document"], Any], Any] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def headings(self) -> tuple[Block, ...]:
        """The headings in order."""
        return tuple(block for block in self.blocks if block.kind == "heading")

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
        return lines_of(fence_spans(self.text), self.line_starts) | self._lines_of("code_block")

    @cached_property
    def text(self) -> str:
        """The whole note, its lines joined."""
        return "\n".join(self.lines)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset in the text at which each line begins."""
        return tuple(accumulate((len(line) + 1 for line in self.lines[:-1]), initial=0))

    def line_of(self, offset: int) -> int:
        """Return the 0-based line on which ``offset`` of the text stands."""
        return bisect_right(self.line_starts, offset) - 1

    @cached_property
    def fenced_lines(self) -> frozenset[int]:
        """The 0-based lines of fences at any depth and of comments."""
        return lines_of(hidden_spans(self.text), self.line_starts)

    @cached_property
    def hidden_lines(self) -> frozenset[int]:
        """The 0-based lines of fences at any depth, indented code, comments and front matter."""
        return self.fenced_lines | self._lines_of("code_block", "front_matter")

    def _lines_of(self, *kinds: str) -> frozenset[int]:
        return frozenset(
            line
            for block in self.blocks
            if block.kind in kinds
            for line in range(block.start, block.end)
        )


@cache
def _block_parser() -> MarkdownIt:
    """Return a parser that runs block rules only: inline text is left to whoever shows it."""
    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)
    parser.core.ruler.enableOnly(["normalize", "block"])
    bound_quotes(parser)
    return parser


def read_blocks(text: str) -> tuple[Block, ...]:
    """Parse ``text`` into its top-level blocks."""
    return tuple(_top_level(_block_parser().parse(text)))


def _top_level(tokens: list[Token]) -> Iterator[Block]:
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting >= 0 and token.map:
            following = tokens[index + 1] if index + 1 < len(tokens) else token
            yield from _as_blocks(token, following.content)


def _as_blocks(token: Token, inline: str) -> Iterator[Block]:
    start, end = token.map or (0, 0)
    kind = token.type.removesuffix("_open")
    is_setext = kind == "heading" and token.markup in ("-", "=")
    if is_setext and ("\n" in inline or len(inline) > MAX_SETEXT_HEADING):
        # A rule typed right below a paragraph, not a heading of several lines.
        yield Block("paragraph", start, end - 1, text=inline)
        yield Block("hr", end - 1, end)
    elif kind == "heading":
        yield Block(kind, start, end, level=int(token.tag[1]), text=inline)
    elif kind == "front_matter":
        yield Block(kind, start, end, text=token.content)
    elif token.nesting == 1:
        yield Block(kind, start, end, text=inline)
    else:
        yield Block(kind, start, end, text=token.content, info=token.info)
