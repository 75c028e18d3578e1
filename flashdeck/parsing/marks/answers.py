"""What announces an answer: `Answer:`, `**Ans.** b`, `#### Solution`, `Правильный ответ: 3`."""

import re
from functools import lru_cache

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.excerpts import balanced
from flashdeck.parsing.words.label_words import ADJECTIVES, ANSWERS
from flashdeck.parsing.words.vocabulary import ADJECTIVE, ANSWER, CORRECT, EXPLANATION

LONGEST_TITLE = 80

_BEFORE = (
    r"[\s>]*(?:[-*+]\s+)?(?:#{1,6}\s+)?(?:[^\w\s*_>]{1,3}\s)?(?P<open>[*_]{0,3})[^\w\s*_]{0,3}\s?"
)
_BEHIND = (
    rf"(?:\s+(?:{ADJECTIVE})){{0,2}}"
    r"(?:\s*(?:\#?\d{1,3}(?!\d)|\([^()\n]{0,40}\)))?"
    r"(?P<mark>\s*(?:\.?\s?[:：=]|】[:：]?|\.(?=\s|$|\*|_)|\s[–—-]+(?=\s)|\bis\b:?|是[:：]?|为[:：]?|為[:：]?))?"
    r"\s*(?P<close>[*_]{0,3})\s*(?P<later>[:：]|[–—-]+(?=\s))?\s*(?P<rest>.*)$"
)
_NO_LETTER = r"(?:(?![^\W\d_])|(?=[是为為]))"
_BREAKS = frozenset(("\\", "<br>", "<br/>", "<br />"))
_ANSWER = late.pattern(rf"^{_BEFORE}(?:the\s+)?(?:{ANSWER}){_NO_LETTER}{_BEHIND}", re.IGNORECASE)
_LETTERS = "ARSОΑתج答답"
"""The letters before a colon that may announce the letter of an option: `R: B`."""
_CHOSEN = late.pattern(
    rf"^{_BEFORE}(?:(?i:{CORRECT})|[{_LETTERS}])\.?[ \t]*[*_]{{0,3}}[:：/=][*_]{{0,3}}[ \t]*"
    r"(?P<rest>[*_(]{0,3}[A-Ha-hА-Га-г①-⑧](?![^\W_]).*)$",
)
_EXPLANATION = late.pattern(rf"^{_BEFORE}(?:{EXPLANATION}){_NO_LETTER}{_BEHIND}", re.IGNORECASE)
_FIRST_WORD = late.pattern(r"[\s>*_#+-]*[^\w\s*_]{0,3}\s?[*_]{0,3}([^\W\d_]+)")
_FIRST_WORDS = frozenset(
    words.split()[0] + ending
    for words, endings in (
        *((answer, ("", "s", "es", "en")) for answer in ANSWERS),
        *(
            (other, ("",))
            for other in (*ADJECTIVES, *EXPLANATION.split("|"), *CORRECT.split("|"), "the")
        ),
    )
    for ending in endings
    if words.isascii()
)


def announced(line: str) -> str | None:
    """Return what follows the answer's label on ``line``, or None if it begins with none."""
    said = _labelled(_ANSWER, line)
    return _chosen(line) if said is None else said


def _chosen(line: str) -> str | None:
    """Return the letter that follows a mere *Correct:*, and what stands behind it, or None."""
    match = _CHOSEN.match(line) if _begins_as_label(line, lettered=True) else None
    if not match:
        return None
    return balanced(match["rest"].strip(), match["open"])


def explained(line: str) -> str | None:
    """Return what follows the explanation's label on ``line``, or None if it begins with none."""
    return _labelled(_EXPLANATION, line)


def lines_of_answers(document: Document) -> list[int]:
    """Return in order the 0-based lines on which the label of an answer may stand."""
    lettered = (line for line in document.lines_beginning(_is_letter) if _is_chosen(document, line))
    return sorted({*document.lines_beginning(_may_announce), *lettered})


def _is_chosen(document: Document, line: int) -> bool:
    return bool(_CHOSEN.match(document.lines[line]))


def announcing_lines(document: Document) -> list[int]:
    """Return in order the 0-based lines that begin with an answer's label, outside code."""
    return [
        line
        for line in document.once(lines_of_answers)
        if (line not in document.hidden_lines or _is_first_indented(document, line))
        and announced(document.lines[line]) is not None
    ]


def _is_first_indented(document: Document, line: int) -> bool:
    """Tell whether a line is code only by its indentation, right below the heading above it."""
    block = document.block_over(line)
    if block is None or block.kind != "code_block" or block.start != line or not line:
        return False
    above = document.block_over(line - 1)
    return above is not None and above.kind == "heading"


def answer_headings(document: Document) -> frozenset[int]:
    """Return the 0-based lines of the headings that announce an answer or an explanation."""
    lines = set(document.once(lines_of_answers))
    return frozenset(
        heading.start
        for heading in document.headings
        if heading.start in lines and is_answer_title(heading.text)
    )


@lru_cache(maxsize=2048)
def is_answer_title(title: str) -> bool:
    """Tell whether a heading announces an answer or explanation instead of opening a section."""
    if len(title) > LONGEST_TITLE or not _begins_as_label(title):
        return False
    answer = announced(title)
    if answer is not None:
        return len(answer) <= LONGEST_TITLE // 2
    return explained(title) == ""


def _labelled(pattern: re.Pattern[str], line: str) -> str | None:
    match = pattern.match(line) if _begins_as_label(line) else None
    if match is None:
        return None
    rest = match["rest"].strip()
    if rest in _BREAKS:
        return ""
    opened, closed = match["open"], match["close"]
    if rest and not (match["mark"] or match["later"] or (opened and closed) or _is_letter(rest)):
        return None
    if opened and not closed:
        return balanced(rest, opened)
    return closed + rest if rest and not opened else rest


def _begins_as_label(line: str, *, lettered: bool = False) -> bool:
    """Tell whether a line's first word may be a label, or if ``lettered`` is a single letter."""
    first = _FIRST_WORD.match(line)
    word = first[1].lower() if first else ""
    return bool(word) and (_may_announce(word) or (lettered and _is_letter(word)))


def _may_announce(word: str) -> bool:
    return word in _FIRST_WORDS or not word.isascii()


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isascii() and text.isalpha()
