"""Items of lists, numbered, lettered or with a bullet, and whether their text asks."""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.answered_inline import answered_inline
from flashdeck.parsing.marks.answers import announced
from flashdeck.parsing.questions import LONGEST, asks, clean_question, likeness
from flashdeck.parsing.sections import is_among_questions

MOST_QUESTION_LINES = 4
MOST_WORDS_SAID = 2
"""The words in parentheses behind a question that may answer it, as in `(1945)`."""
ENOUGH = 4
NEARLY_ALL = 0.8
"""Share of the lines of a note that must ask and answer where no title announces questions."""

_ITEM = late.pattern(
    r"\n(?=[ (\d*+•-]|[a-zA-Z][\\.)、．\d ])(?P<indent>[ ]{0,3})"
    r"(?:(?P<open>\()?(?:(?:[Qq][ ]?)?(?P<chapter>(?:\d{1,3}\.){0,2})(?P<number>\d{1,5})"
    r"|(?P<letter>[a-zA-Z]))"
    r"(?P<mark>\\?[.)](?:(?<=\d[.])-(?=[ \t*¿]))?|[、．]|(?<=\d)[:：])"
    r"(?:[ \t]++|(?<=[)、．：])(?=[^\s\d])|(?<=\d\.)(?=[^\s\d.)]))"
    r"|(?P<bullet>[-*+•])[ \t]++(?=#|[*_]{2}(?=[^\n]*+(?<=[*_ \t]))[^\n]*[*_]{2}[ \t]*(?:\n|$)|"
    r"[^\n?？؟]*+[?？؟]))"
    r"(?P<text>\S[^\n]*)"
)
_LISTED = late.pattern(r"[ \t]*(?:[-*+•]|\d{1,4}[.)])[ \t]+(?P<text>\S.*)")
_HEADING = late.pattern(r"(#{1,6})[ \t]+(\S.*)")
_LEAD = late.pattern(r"(\*{2,3}|__)(?=\S)(.+?)(?<=\S)\1(?P<rest>.*)$")
_LINE_END = late.pattern(r"(?<![\s\\])(?<!<br>)(?<!<br/>)(?:\s|\\|<br\s*/?>)+$")
_BETWEEN = late.pattern(r"^(?:\s|\\|<br\s*/?>|[:：–—-])+")
_FILLS = late.pattern(r"fill\s+in\s+the\s+blanks?\b", re.IGNORECASE)
_SENTENCES = late.pattern(r"[.!。！:：;]\s")
_REMARK = late.pattern(r"[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]\W*")
_LINK = late.pattern(r"!?\[[^\[\]]*\]\([^()]*\)\W*$")
_STRUCTURE = late.pattern(r"[ \t]*(?:[-*+>|#]|\d{1,5}[.)]|[a-zA-Z][.)][ \t]|```|~~~)")
_SENTENCE_END = late.pattern(r"[.!?。！？؟]\W{0,3}$")


class Manner(IntEnum):
    """How an item's text is a question, from not at all to beyond doubt."""

    NONE = 0
    TELLS = 1
    INLINE = 2
    ASKS = 3
    HEADING = 4


class Item(NamedTuple):
    """A list item on 0-based ``line``; the lines below its question begin at ``body``.

    ``series`` is equal for items that could count on, and ends in the hashes of a heading;
    ``rest`` is an answer on the same line.
    """

    line: int
    body: int
    series: tuple[str, ...]
    number: int
    question: str
    manner: Manner
    rest: str = ""

    @property
    def bullet(self) -> str:
        """The indent and the bullet of an item without a number, or nothing."""
        return "" if self.number else "".join(self.series[:2])


def list_items(document: Document) -> Iterator[Item]:
    """Yield the items in order, those inside code, comments and tables left out."""
    for match in _ITEM.finditer(document.broken_text):
        line = document.line_of(match.start())
        if line not in document.hidden_lines and line not in document.table_lines:
            yield _item(document, line, match)


def _item(document: Document, line: int, match: re.Match[str]) -> Item:
    text = _LINE_END.sub("", match["text"])
    number = int(match["number"]) if match["number"] else 0
    if match["letter"]:
        number = ord(match["letter"].lower()) - ord("a") + 1
    heading = _HEADING.match(text)
    if heading:
        question = clean_question(heading[2])
        return Item(line, line + 1, _series(match, *heading[1]), number, question, Manner.HEADING)
    lead = _LEAD.match(text)
    if lead:
        return _bold_item(line, _series(match), number, lead)
    found = answered_inline(text)
    if found and not found.is_marked and likeness(found.said) > 0:
        return Item(line, line + 1, _series(match), number, clean_question(text), Manner.ASKS)
    if found and (found.is_marked or _answers(document, line)):
        question = clean_question(found.question)
        return Item(line, line + 1, _series(match), number, question, Manner.INLINE, found.said)
    if match["bullet"]:
        manner = Manner.ASKS if asks(text) and not _LINK.match(text) else Manner.NONE
        return Item(line, line + 1, _series(match), number, clean_question(text), manner)
    return _plain_item(document, line, _series(match), number, text)


def _series(match: re.Match[str], *hashes: str) -> tuple[str, ...]:
    """Return what items that count on have in common."""
    letter = match["letter"] or ""
    kind = match["bullet"] or ("Aa"[letter.islower()] if letter else "1")
    lead = (match["open"] or "") + (match["chapter"] or "")
    return (match["indent"], kind, lead, match["mark"] or "", *hashes)


def _bold_item(line: int, series: tuple[str, ...], number: int, lead: re.Match[str]) -> Item:
    question = clean_question(lead[2])
    rest = _BETWEEN.sub("", lead["rest"])
    if asks(rest) and asks(question) and not _SENTENCES.search(rest):
        question, rest = f"{question} {rest}", ""
    if _is_remark(rest) or not any(map(str.isalnum, rest)):
        manner = Manner.ASKS if asks(question) else Manner.TELLS
        rest = ""
    else:
        manner = Manner.INLINE if asks(question) else Manner.NONE
    return Item(line, line + 1, series, number, question, manner, rest)


def _answers(document: Document, line: int) -> bool:
    """Tell whether what is said behind a question answers it, as titles or the whole note tell."""
    return is_among_questions(document, line) or document.once(_answers_throughout)


def _answers_throughout(document: Document) -> bool:
    """Tell whether nearly all lines of a note are questions with something said behind them."""
    titles = {heading.start for heading in document.headings}
    lines = [text for i, text in enumerate(document.lines) if text.strip() and i not in titles]
    items = filter(None, map(_LISTED.match, lines))
    found = sum(answered_inline(item["text"]) is not None for item in items)
    return found >= max(ENOUGH, NEARLY_ALL * len(lines))


def _is_remark(rest: str) -> bool:
    """Tell whether several words in parentheses only remark on a question."""
    few = rest[:1] not in "(（" or len(rest.split()) <= MOST_WORDS_SAID
    return not few and bool(_REMARK.fullmatch(rest)) and announced(rest.lstrip("(（")) is None


def _plain_item(
    document: Document, line: int, series: tuple[str, ...], number: int, text: str
) -> Item:
    if len(text) > LONGEST or _LINK.match(text):
        return Item(line, line + 1, series, number, text, Manner.NONE)
    text, body = _whole_question(document, line, text)
    question = clean_question(text)
    if asks(question) or _FILLS.match(question):
        manner = Manner.ASKS
    else:
        manner = Manner.TELLS if likeness(question) > 0 else Manner.NONE
    return Item(line, body, series, number, question, manner)


def _whole_question(document: Document, line: int, text: str) -> tuple[str, int]:
    """Return the question that begins with ``text`` and may go on below, and the line after it."""
    parts = [text]
    for following in range(line + 1, min(line + MOST_QUESTION_LINES, len(document.lines))):
        below = document.lines[following]
        if _SENTENCE_END.search(parts[-1]) or not below.strip() or _STRUCTURE.match(below):
            break
        parts.append(_LINE_END.sub("", below).lstrip())
        if asks(parts[-1]):
            return " ".join(parts), following + 1
    return text, line + 1
