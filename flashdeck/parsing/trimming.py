"""What stands at the edges of a card's sides without being part of them.

Before a question its topic or where it was asked, below an answer the caption of what comes next,
footnotes of others, the ends of tags, the titles of parts, and what ends the note.
"""

import re
from collections.abc import Sequence

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.colophon import without_colophon
from flashdeck.parsing.excerpts import outdented
from flashdeck.parsing.questions import clean_question

_NAMES = (
    "topics?|difficulty|level|category|domain|concepts?|tags?|type|marks|points|time|source|company|"
    "subject|skills?|tema|dificultad|dificuldade|nivel|nível|categoría|categoria|"
    "schwierigkeit(?:sgrad)?|thema|niveau|difficulté|thème|тема|сложность|难度|分类|类型|知识点|考点|"
    "标签|난이도|분류"
)
_PARTICULAR = late.pattern(
    rf"[ \t]*(?:[-*+][ \t]+)?[*_]{{0,3}}#?(?:{_NAMES})(?:[:：]|[*_]{{1,3}}[:：])[^\n?？]{{0,80}}"
    r"(?:\n\s*|\Z)",
    re.IGNORECASE,
)
_REMARK = late.pattern(
    r"(?:[ \t*_]*+(?:`[^`\n]{1,60}`|\[[^\[\]\n]{1,60}\](?![(:])|[(（][^()（）\n]{1,60}[)）])"
    r"(?:[*_ \t]*+[—–-][ \t][^\n?？.]{1,40}+)?+)++[*_ \t]*+\n\s*(?=\S)"
)
"""Where or how a question was asked: `[Exam, July 2024]`, `*(6 marks)*`."""
_CAPTION = late.pattern(
    r"\n[ \t]*(?:[-*+][ \t]+)?(\*\*|__)[^*_\n]{1,40}(?:\1[:：]?|[:：]\1)[ \t]*\Z"
)
_DIFFICULTY = late.pattern(
    r"\n[ \t]*(?:[-*+][ \t]+)?[*_]{0,3}"
    r"(?:difficulty|dificultad|dificuldade|schwierigkeit|difficulté|сложность|难度|난이도)[*_]{0,3}[:：][*_]{0,3}[^\n]{1,20}\Z",
    re.IGNORECASE,
)
_FOOTNOTE = late.pattern(r"\n(?P<name>\[[^\[\]\n]{1,60}\]):[^\n]*\s*\Z")
_CLOSING_TAG = late.pattern(
    r"</((?i:p|h[1-6]|div|li|dd|dt|td|span|strong|b|em|i|u|font|center)|[A-Z][A-Za-z]*)>\Z"
)
"""The end of an element of HTML, or of a component such as `<Tabs>`."""
_PART_TITLE = late.pattern(
    r"[ \t]*(?:([*_]{1,3})(?=[^\s*_])[^*_\n]{1,80}\1[:：]?"
    r"|(?i:part|section|unit)[ ]\w{1,4}\b[^.?!\n]{0,80})[ \t]*\Z"
)
"""A line that is the title of the questions below it: `**Gases**`, `Part B`."""
_EDGES = frozenset("*_:： >")
"""What an answer ends with that may end with a caption or a tag."""
SEVERAL = 3
"""Cards from which the last may end with what ends the note."""
MOST_TAGS = 10
MOST_NOTES = 200


def trim(taken: list[tuple[ParsedCard, str]], lines: Sequence[str]) -> None:
    """Take from the cards of a note, which has ``lines``, what stands at their edges."""
    _take_part_titles(taken, lines)
    for place, (card, style) in enumerate(taken[:-1]):
        if card.answer[-1:] in _EDGES or "\n" in card.question or card.question[-1:] == ">":
            is_close = taken[place + 1][0].line == card.last_line + 1
            taken[place] = _trimmed(card, is_close=is_close), style
    if taken:
        card, style = taken[-1]
        before = taken[-2][0].answer if len(taken) >= SEVERAL else None
        taken[-1] = _trimmed(_without_last_words(card, before)), style


def _take_part_titles(taken: list[tuple[ParsedCard, str]], lines: Sequence[str]) -> None:
    """Take titles of parts from the ends of answers if one stands above the first question too.

    Few answers have one; they are plain or emphasised, for headings end an answer by themselves.
    """
    above = reversed(lines[: taken[0][0].line - 1] if taken else ())
    if not _PART_TITLE.match(next(filter(str.strip, above), "")):
        return
    answers = [_untitled(card) for card, _ in taken[:-1]]
    if 2 * sum(map(bool, answers)) <= len(taken):
        for place, answer in enumerate(answers):
            card, style = taken[place]
            taken[place] = (card._replace(answer=answer) if answer else card), style


def _untitled(card: ParsedCard) -> str:
    """Return an answer without the title of a part that ends it, or nothing if none does."""
    kept, _, last = card.answer.rpartition("\n\n")
    return kept.rstrip() if _PART_TITLE.match(last) else ""


def _trimmed(card: ParsedCard, *, is_close: bool = False) -> ParsedCard:
    """Return a card without what is not part of it; the next may begin on the next line."""
    question, answer = card.question, card.answer
    if is_close and "\n" in answer and answer.rstrip(":： ").endswith(("**", "__")):
        answer = _CAPTION.sub("", answer).rstrip()
    if answer.endswith(">"):
        answer = without_open_ends(answer)
    if question.endswith(">"):
        question = without_open_ends(question)
    if "\n" in question:
        question = without_particulars(question)
    if question is card.question and answer is card.answer:
        return card
    return card._replace(question=question, answer=answer)


def _without_last_words(card: ParsedCard, before: str | None) -> ParsedCard:
    """Return the last card of a note without what ends the note.

    Words do only below several cards, of which ``before`` is the last answer but one.
    """
    answer = without_notes_below(card.answer) if "\n[" in card.answer else card.answer
    if before is not None and "\n" in answer:
        answer = without_colophon(answer, before)
    return card if answer is card.answer else card._replace(answer=answer)


def without_difficulty(answer: str) -> str:
    """Return an answer without a last line that tells how hard its question is."""
    return _DIFFICULTY.sub("", answer).rstrip() if _DIFFICULTY.search(answer) else answer


def without_particulars(question: str) -> str:
    """Return ``question`` without the lines before it that only tell its topic, or its source."""
    place = 0
    while match := _PARTICULAR.match(question, place) or _REMARK.match(question, place):
        place = match.end()
    rest = question[place:].strip("\n")
    if not place or not rest.strip():
        return question
    if rest.startswith(">"):
        rest = "\n".join(outdented(rest.split("\n"), quoted=True))
    first, _, more = rest.partition("\n")
    return "\n".join([clean_question(first), more]).rstrip() or question


def without_notes_below(text: str) -> str:
    """Return ``text`` without the footnotes at its end that it does not refer to.

    They stand below the last answer of a note, whosever they are.
    """
    for _time in range(MOST_NOTES):
        match = _FOOTNOTE.search(text, max(0, text.rfind("\n[")))
        if not match or text.count(match["name"]) > 1 or not text[: match.start()].strip():
            break
        text = text[: match.start()].rstrip()
    return text


def without_open_ends(text: str) -> str:
    """Return ``text`` without the tags at its end that close what was opened before it."""
    for _time in range(MOST_TAGS):
        match = _CLOSING_TAG.search(text, text.rfind("<")) if text.endswith(">") else None
        if not match:
            break
        kept = text[: match.start()].rstrip()
        if not kept or f"<{match[1]}" in kept:
            break
        text = kept
    return text
