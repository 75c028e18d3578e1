"""Lists below questions in which one item alone is bold: the options, and the right one."""

from collections.abc import Iterator

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.questions import asks
from flashdeck.text import holds

FEW = 2
MOST = 0.7
"""Share of the lists below questions that must have one bold item."""
MOST_OPTIONS = 8

_ITEM = late.pattern(
    r"\n(?P<indent>[ \t>]{0,12}(?:[-*+]|(?=\d)))(?:\d{1,2}[.)])?[ \t]+"
    r"(?P<text>\S[^\n]{0,200})(?=\n|$)"
)
_BOLD = late.pattern(r"(?:\*\*(?:(?!\*\*).)+\*\*|__(?:(?!__).)+__)[ \t]*$")
_STARS_BEHIND = late.pattern(r"\*\*[ \t]*(?:\n|$)")
_LINES_BEHIND = late.pattern(r"__[ \t]*(?:\n|$)")


def is_all_bold(text: str) -> bool:
    """Tell whether the whole of an item's text is bold."""
    return text.startswith(("**", "__")) and bool(_BOLD.match(text))


def are_bold_where_right(document: Document) -> bool:
    """Tell whether the lists below the questions of a document have one bold item each.

    It is not the first of every list, where a bold item would be a title.
    """
    return document.once(_marks_by_bold)


def _marks_by_bold(document: Document) -> bool:
    text = document.text
    if not (_STARS_BEHIND.search(text) or (holds(text, "__") and _LINES_BEHIND.search(text))):
        return False
    below = [bold for line, bold in _lists(document) if _asks_above(document, line)]
    marked = [bold for bold in below if len(bold) in range(FEW, MOST_OPTIONS) and sum(bold) == 1]
    is_title = all(bold[0] for bold in marked)
    return len(marked) >= FEW and len(marked) >= MOST * len(below) and not is_title


def _lists(document: Document) -> Iterator[tuple[int, list[bool]]]:
    """Yield the 0-based line of each list of bullets, and which of its items are bold."""
    first, last, indent = 0, -2, ""
    bold: list[bool] = []
    for match in _ITEM.finditer(document.broken_text):
        line = document.line_of(match.start())
        if line in document.hidden_lines:
            continue
        if line != last + 1 or match["indent"] != indent:
            if bold:
                yield first, bold
            first, indent, bold = line, match["indent"], []
        bold.append(is_all_bold(match["text"]))
        last = line
    if bold:
        yield first, bold


def _asks_above(document: Document, line: int) -> bool:
    """Tell whether the last written line above 0-based ``line``, at most two up, asks."""
    above = (document.lines[i] for i in (line - 1, line - 2) if i >= 0)
    return asks(next((text.rstrip(" *_") for text in above if text.strip()), ""))
