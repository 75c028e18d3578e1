"""Numbered items that count from 1, such as questions above and their answers below."""

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.disclosures import disclosures
from flashdeck.parsing.words.label_words import ANSWERS, EXERCISES, QUESTIONS
from flashdeck.parsing.words.vocabulary import ANSWER, EXERCISE, NUMBER_SIGN, QUESTION

if TYPE_CHECKING:
    import re

LONGEST_NAME = 24
"""The characters of a line among which its number stands if a name is before it."""
_NAMES = frozenset((*EXERCISES, *QUESTIONS, *ANSWERS))
_NAME = r"[^\W\d_][^\s\d.:]{1,15}+[ \t]?[#№]?[ \t]?\d"
"""What looks like a name and a number, told by fewer steps than the names themselves."""
_REST = (
    r"(?P<before> {0,3}(?:\*\*|__)?"
    rf"(?:(?={_NAME})(?P<word>(?i:{EXERCISE}|{QUESTION}|{ANSWER}))[ \t]?(?:{NUMBER_SIGN})?[ \t]?)?"
    r"(?P<letter>[QA]?))(?P<number>\d{1,3})"
    r"(?:(?:-?(?:[.)、．]|(?<=[QA]\d)[:：]|(?<=[QA]\d\d)[:：])-?)|(?(word)[ \t]?[:：]|(?!)))"
    r"(?=[\s*_]|[^\x00-\x7f])"
)
_ITEM = late.pattern(rf"\n(?= {{0,3}}[*_QA\d]){_REST}")
_NAMED_ITEM = late.pattern(rf"\n(?= {{0,3}}(?:[*_QA\d]|{_NAME})){_REST}")
"""The same where items may have a name without bold: `Exercise 3: Lift it.`"""


def _has_names(document: Document) -> bool:
    """Tell whether a line begins with a word for *question* or *answer* and then a number."""
    lines = document.lines_beginning(lambda word: word in _NAMES or not word.isascii())
    return any(map(str.isdigit, "".join(document.lines[line][:LONGEST_NAME] for line in lines)))


class CountedItem(NamedTuple):
    """A numbered item over the 0-based lines ``start:end``, whose text begins at ``column``.

    ``letter`` is the Q or A before its number; a word there, as in `Exercise 3.`, says that it
    ``is_named``.
    """

    letter: str
    number: int
    start: int
    end: int
    column: int
    is_named: bool = False


def counted_items(document: Document, start: int, end: int) -> list[CountedItem]:
    """Return the numbered items that begin on lines ``start:end`` and count on from 1."""
    begun: list[tuple[int, int, re.Match[str]]] = []
    text, starts = document.broken_text, document.line_starts
    first, last = (starts[i] if i < len(starts) else len(text) for i in (start, end))
    item = _NAMED_ITEM if document.once(_has_names) else _ITEM
    for match in item.finditer(text, first, last):
        line = document.line_of(match.start())
        if line not in document.fenced_lines:
            number = int(match["number"])
            is_next = bool(begun) and match["before"] == begun[-1][2]["before"]
            if number == 1 and is_next and _counts_lazily(document, *begun[-1][1:], line):
                number = begun[-1][0] + 1
            if number == 1 or (is_next and number == begun[-1][0] + 1):
                begun.append((number, line, match))
    if not begun:
        return []
    followers = [*(line for _, line, _ in begun[1:]), end]
    stops = document.once(dividers)
    return [
        CountedItem(
            letter=match["letter"],
            number=number,
            start=line,
            end=_before(stops, line, following),
            column=len(match[0]) - 1,
            is_named=bool(match["word"]),
        )
        for (number, line, match), following in zip(begun, followers, strict=True)
    ]


def _counts_lazily(document: Document, above: int, item: "re.Match[str]", line: int) -> bool:
    """Tell whether the item above is a 1 too, in the same list, as Markdown lets people count."""
    if int(item["number"]) != 1:
        return False
    between = (document.lines[i] for i in range(above + 1, line) if i not in document.fenced_lines)
    return all(not text or text[0] in " \t" for text in between)


def runs(items: list[CountedItem]) -> list[list[CountedItem]]:
    """Return the runs of items that count from 1."""
    firsts = [place for place, item in enumerate(items) if item.number == 1]
    return [items[start:end] for start, end in pairwise([*firsts, len(items)])]


def dividers(document: Document) -> list[int]:
    """Return the 0-based lines of headings, rules and ends of disclosures in order."""
    divided = (block.start for kind in ("heading", "hr") for block in document.blocks_of(kind))
    ends = (document.line_of(element.closing) for element in document.once(disclosures))
    return sorted([*divided, *ends])


def _before(stops: list[int], line: int, end: int) -> int:
    """Return the first of ``stops`` behind ``line``, or ``end`` if it comes first."""
    place = bisect_right(stops, line)
    return min(end, stops[place]) if place < len(stops) else end
