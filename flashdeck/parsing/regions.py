"""Parts of a text whose top-level blocks are read by markdown-it's own rules."""

from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from flashdeck.parsing.blocks import Block
from flashdeck.parsing.quotes import bound_quotes

MAX_SETEXT_HEADING = 120


class Region:
    """The lines ``start`` to ``end`` as markdown-it's rules see them."""

    def __init__(self, lines: list[str], start: int, end: int) -> None:
        self._start = start
        self.end = end
        self._parser = _parser(front_matter=start == 0)
        text = "\n".join(lines[start : end + 1])
        if end < len(lines) - 1:
            text = text.removesuffix(lines[end])  # the line break is the last line's own
        self._state = StateBlock(text, self._parser, {}, [])

    def read(self, line: int) -> tuple[list[Block], int]:
        """Return what the first rule that fits makes of ``line``, and the line after that."""
        try:
            return self._read(line)
        except IndexError:
            # markdown-it looks behind a text that ends in the HTML of a quote without a line break
            self._state = StateBlock(f"{self._state.src}\n", self._parser, {}, [])
            return self._read(line)

    def _read(self, line: int) -> tuple[list[Block], int]:
        state = self._state
        state.line = line - self._start
        state.tokens.clear()
        rules = self._parser.block.ruler.getRules("")
        any(rule(state, state.line, state.lineMax, False) for rule in rules)
        return list(_top_level(state.tokens, self._start)), self._start + state.line


@cache
def _parser(*, front_matter: bool) -> MarkdownIt:
    """Return a parser that runs block rules only: inline text is left to whoever shows it."""
    parser = MarkdownIt("commonmark").enable("table")
    bound_quotes(parser)
    return parser.use(front_matter_plugin) if front_matter else parser


def _top_level(tokens: list[Token], first: int) -> Iterator[Block]:
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting >= 0 and token.map:
            following = tokens[index + 1] if index + 1 < len(tokens) else token
            yield from _as_blocks(token, following.content, first)


def _as_blocks(token: Token, inline: str, first: int) -> Iterator[Block]:
    start, end = (line + first for line in token.map or (0, 0))
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
