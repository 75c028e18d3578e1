"""Block quotes read in linear time.

markdown-it looks at every line up to the next blank one to see how far a quote's last paragraph
goes on without `>`; many short quotes among many lines would make that quadratic.
"""

from bisect import bisect_left

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote

GENEROUS = 10
"""How often the lines of a text may be looked at before quotes are cut short."""
SHORT = 10
"""The lines that a quote may have from then on."""


def bound_quotes(parser: MarkdownIt) -> None:
    """Let ``parser`` cut quotes short where reading them whole would take too long."""
    parser.block.ruler.at("blockquote", _bounded, {"alt": _ALTERNATIVES})


_ALTERNATIVES = ["paragraph", "reference", "blockquote", "list"]


def _bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or not state.src.startswith(">", state.bMarks[start] + state.tShift[start]):
        return blockquote(state, start, end, silent)
    env = state.env
    if "blank lines" not in env:
        lines = range(len(state.bMarks))
        env["blank lines"] = [line for line in lines if state.isEmpty(line)]
        env["lines left"] = GENEROUS * len(state.bMarks)
    blanks = env["blank lines"]
    blank = bisect_left(blanks, start)
    env["lines left"] -= (blanks[blank] if blank < len(blanks) else end) - start
    if env["lines left"] < 0:
        end = min(end, start + SHORT)
    return blockquote(state, start, end, silent)
