"""The parser for answers: CommonMark with tables and formulas, nothing that could run or fetch."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from flashdeck.formulas import to_unicode
from flashdeck.text import clean

_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^>]*>", re.S)
_ITEM = "list_item_open"
_BREAK = re.compile(r"<br\s*/?>", re.I)
NARROWEST_FILLED, WIDEST_FILLED = 40, 120
"""Lines narrower or longer than this were not broken by their author's editor."""


@cache
def answer_parser() -> MarkdownIt:
    """Return the parser whose tokens Textual's Markdown widget can show, all of them."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    parser.core.ruler.push("terminal", _for_terminal)
    return parser


def _for_terminal(state: StateCore) -> None:
    """Rewrite what the widget would drop: formulas, HTML, task boxes and intended line breaks."""
    items = {place + 2 for place, token in enumerate(state.tokens) if token.type == _ITEM}
    state.tokens = [
        new for place, token in enumerate(state.tokens) for new in _block(token, place in items)
    ]


def _block(token: Token, in_item: bool) -> list[Token]:
    if token.type in ("math_block", "math_block_label"):
        return _paragraph(to_unicode(token.content.strip()))
    if token.type == "html_block":
        text = _TAG.sub("", _BREAK.sub("\n", token.content)).strip()
        return _paragraph(text) if text else []
    if token.type in ("fence", "code_block"):
        token.content = clean(token.content)
    if token.type == "inline" and token.children:
        breaks = _breaks_are_intended(token.content)
        token.children = [_inline(child, breaks) for child in token.children]
        if in_item:
            _show_task_box(token.children)
    return [token]


def _paragraph(text: str) -> list[Token]:
    children: list[Token] = []
    for index, line in enumerate(clean(text).splitlines()):
        if index:
            children.append(Token("hardbreak", "br", 0))
        children.append(Token("text", "", 0, content=line))
    inline = Token("inline", "", 0, content=text, children=children)
    return [Token("paragraph_open", "p", 1), inline, Token("paragraph_close", "p", -1)]


def _inline(token: Token, breaks: bool) -> Token:
    if token.type.startswith("math_inline"):
        return Token("text", "", 0, content=to_unicode(token.content.strip()))
    if token.type == "html_inline":
        if _BREAK.fullmatch(token.content.strip()):
            return Token("hardbreak", "br", 0)
        return Token("text", "", 0, content="")
    if token.type == "softbreak" and breaks:
        return Token("hardbreak", "br", 0)
    if token.type in ("text", "code_inline"):
        token.content = clean(token.content)
    return token


def _show_task_box(children: Sequence[Token]) -> None:
    """Show a task list's `[ ]` and `[x]` as boxes."""
    first = children[0]
    if first.type == "text" and (match := re.match(r"\[([ xX])\] ", first.content)):
        box = "☐ " if match[1] == " " else "☑ "
        first.content = box + first.content[match.end() :]


def _breaks_are_intended(text: str) -> bool:
    """Tell lines meant as lines from prose that an editor filled to some width.

    In filled prose the first word of each line would not have fitted on the line before.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    if len(lines) < 2:
        return False
    width = max(len(line) for line in lines)
    filled = NARROWEST_FILLED <= width <= WIDEST_FILLED
    return not filled or any(_had_room(pair, width) for pair in pairwise(lines))


def _had_room(pair: tuple[str, str], width: int) -> bool:
    line, following = pair
    word = following.split(" ", 1)[0]
    return len(line) + 1 + len(word) <= width - 2
