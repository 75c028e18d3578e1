"""Lines that begin with a label: `Q:`, `**Answer 3.**`, `- Pregunta:`, `### 答案`, `R//=`."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.excerpts import balanced
from flashdeck.parsing.words import label_words as words
from flashdeck.parsing.words.vocabulary import NUMBER_SIGN

_TAG = r"</?(?:[bBiIuUpP]|strong|em|h[1-6])>"
_SIGN = r"[^\w\s\x00-\x7f¿¡“”«»„‘’—–…：]"
_LETTER = r"[^\W\d_]"
_WORD = _LETTER + r"[^\s\d:：.,;!?？؟)\]】*_/=|<>`(（\[{}\"#—–\-、]{0,17}+"
_LINE = late.pattern(
    r"\n(?P<prefix>(?:[ \t>*_\[【]|[-+•‣◦▪#](?=[ \t#*_<>\w]|" + _SIGN + r")"
    r"|\((?=[^\W\d_]{1,12}[ .]?\d)|\d{1,3}(?:\.\d{1,3})*[.)、](?=\D)|\d{1,3}(?:\.\d{1,3})+(?=[ \t])"
    rf"|{_TAG}|{_SIGN}){{0,40}}+)"
    rf"(?P<word>{_WORD}(?:[ ]{_WORD}){{0,2}}?)"
    rf"(?:[ \t]?(?P<sign>[#№.\-]|[nN][.º°o]{{1,2}}|[nN][or]\.|num\.|(?i:{NUMBER_SIGN}))?[ \t]?"
    r"(?P<number>\d{1,5}(?:[.\-]\d{1,3})?[a-zη]?\b))?"
    r"(?P<aside>[ \t]*[(（][^()（）\n]{1,60}[)）])?"
    rf"(?=[ \t]*(?:[*_]|{_TAG}|[:：.)\]】、/=\-–—·\n]|$)|(?<=\d)[ \t])"
)
_SEPARATOR = late.pattern(
    r"[ \t]*(?P<mark>//+=?|/=|/[:=]?|::(?=[ \t])|:(?![:/\\])|：|\.-|[.)、\]】]|[-–—·](?=\s|$)|"
    r"[-=]+>|[→⇒]|=)?(?:[ \t]?[:：])?"
)
_CLOSING = late.pattern(r"[ \t]*(?:[*_]{1,3}|(?:</(?:[bBiIuU]|strong|em)>)+)")
_OPENING = late.pattern(r"(?:[*_]{1,3}|(?:<(?:[bBiIuU]|strong|em)>)+)(?=[^\s*_<>])")
_QUOTE = late.pattern(r"[ \t]*(?:>[ \t]?)+")
_INDENT = late.pattern(r"[ \t]*(?:(?:[-*+•‣◦▪]|\d{1,3}[.)])[ \t]+)*")
_WORKED = late.pattern(
    r"(?:[#>*_\-+!? \t]|\[!\w+\][+-]?|:::|\w++(?=[ \t]+\"))*+[ \t\"]*"
    r"(?:(?:worked|solved)[ \t]+)?"
    r"(?:examples?|exercises?|problems?|ejemplo|exemplo|exemple|esempio|beispiel|пример|例题?|예제)"
    r"[ \t]*#?\d",
    re.IGNORECASE,
)
"""The number of a worked example: `### Worked example 3`, `> [!example] Example 2.1: Title`."""
_NUMERALS = late.pattern(r"[一二三四五六七八九十百]+$")
_LABELLED = late.pattern(r"[ \t>*_-]{0,9}[^\W\d_]{1,20}[ ]?[*_]{0,3}[ ]?[:：]")
_YEAR = late.pattern(r"20\d\d\b")
_SENTENCE = late.pattern(r"[ \t]+[^\sa-zа-я]")
_ABBREVIATED = 5
_OPTION_MARKS = frozenset(".)、")


class Side(Enum):
    """Which side of a card a label announces; a letter may announce either."""

    QUESTION = "question"
    ANSWER = "answer"
    LETTER = "letter"


class Label(NamedTuple):
    """A label at the beginning of 0-based ``line``, whose text begins at column ``start``.

    ``family`` parts question and answer from front and back and from term and definition;
    ``opened`` is the emphasis that began before the label and has not ended behind it.
    """

    line: int
    side: Side
    family: str
    word: str
    number: str
    separator: str
    prefix: str
    start: int
    opened: str

    @property
    def asks(self) -> bool:
        """Whether it is a word for *question*, or a lone *Q*."""
        return self.side is Side.QUESTION or self.word == "q"

    @property
    def is_quoted(self) -> bool:
        """Tell whether the label stands in a quote."""
        return ">" in self.prefix and bool(_QUOTE.match(self.prefix))

    @property
    def column(self) -> int:
        """How far the text that belongs to the label may be indented behind a bullet or number."""
        indent = _INDENT.match(_QUOTE.sub("", self.prefix)) if self.prefix else None
        return len(indent[0].expandtabs(4)) if indent else 0

    @property
    def is_exercise(self) -> bool:
        """Tell whether the label numbers an exercise, of which many have no answer."""
        return self.word in words.EXERCISES and self.word not in words.QUESTIONS

    @property
    def level(self) -> int:
        """The level of the ATX heading that the label stands in, or 0."""
        hashes = self.prefix.lstrip(" ")
        return len(hashes) - len(hashes.lstrip("#"))

    def answers(self, question: "Label") -> bool:
        """Tell whether this may be the label of the answer to ``question``."""
        if self.family != question.family or self.side is Side.QUESTION:
            return False
        if self.side is Side.ANSWER:
            return question.side is Side.QUESTION or question.word in words.LETTERS
        if question.side is Side.QUESTION:
            return self.word in "ar" or self.word == words.INITIALS.get(question.word)
        return self.word in words.LETTERS.get(question.word, "")


def label_lines(document: Document) -> list[Label]:
    """Return the labels that begin a line of running text, in order."""
    return list(_labels(document))


def _labels(document: Document) -> Iterator[Label]:
    hidden = document.hidden_lines | document.table_lines
    for line in document.lines_beginning(_may_begin):
        if line in hidden:
            continue
        match = _LINE.match(document.broken_text, document.line_starts[line])
        meaning = _meaning(match["word"]) if match else None
        if not match or not meaning:
            continue
        is_posed = match["word"].casefold() in words.PROBLEMS and _is_worked(document, line)
        label = _label(match, meaning, document.lines[line], line, is_posed=is_posed)
        if label and not (_says_all(document, label) or _is_option(document, label)):
            yield label


def _is_worked(document: Document, line: int) -> bool:
    """Tell whether the last written line above 0-based ``line`` numbers an example or exercise."""
    above = (document.lines[i] for i in range(line - 1, max(-1, line - 3), -1))
    return bool(_WORKED.match(next((text for text in above if text.strip(" \t>")), "")))


def _is_option(document: Document, label: Label) -> bool:
    """Tell whether `A)` is the first of the options, with `B)` on the next line."""
    if label.word != "a" or label.separator not in _OPTION_MARKS or label.number:
        return False
    text = document.lines[label.line]
    below = document.lines[label.line + 1] if label.line + 1 < len(document.lines) else ""
    return below.startswith(f"{text[: len(label.prefix)]}B{label.separator}")


def _says_all(document: Document, label: Label) -> bool:
    """Tell whether a line such as `Answer 3.`, with nothing below it, is itself what is said."""
    bare = label.number and label.separator == "." and not (label.prefix.strip() or label.opened)
    if not bare or document.lines[label.line][label.start :].strip():
        return False
    nearby = document.lines[label.line + 1 : label.line + 6]
    below = (line for line in nearby if line.strip())
    following = next(below, "#")
    other = label_in(following)
    return following.startswith("#") or bool(other and other.side is not Side.ANSWER)


def label_in(text: str) -> Label | None:
    """Return the label that ``text``, a single line, begins with."""
    match = _LINE.match("\n" + text)
    meaning = _meaning(match["word"]) if match else None
    return _label(match, meaning, text, 0) if match and meaning else None


def without_answer_label(text: str) -> str:
    """Return ``text`` without the label of an answer that it begins with."""
    if not _LABELLED.match(text):
        return text
    first, line_break, rest = text.partition("\n")
    label = label_in(first)
    if not label or not (label.side is Side.ANSWER or label.word == "a"):
        return text
    said = balanced(first[label.start :], label.opened)
    return (said + line_break + rest).strip("\n") or text


Meaning = tuple[Side, str, str]
"""The side, the family and the word that decides."""


def _meaning(text: str) -> Meaning | None:
    """Return what a label's words announce."""
    word = text.casefold()
    if word in _MEANINGS:
        return _MEANINGS[word]
    if " " in word:
        kept = [part for part in word.split() if part not in words.ADJECTIVES]
        return _MEANINGS.get(" ".join(kept))
    return None if word.isascii() else _MEANINGS.get(_NUMERALS.sub("", word))


def _meanings() -> Iterator[tuple[str, Meaning]]:
    for letter in "".join((*words.LETTERS, *words.LETTERS.values())):
        yield letter, (Side.LETTER, "qa", letter)
    for word in words.EXERCISES:
        yield word, (Side.QUESTION, "qa", word)
    for family, (questions, answers) in {
        "term": (words.TERMS, words.DEFINITIONS),
        "front": (words.FRONTS, words.BACKS),
        "talk": (words.ASKERS, words.ANSWERERS),
        "qa": (words.QUESTIONS, words.ANSWERS),
    }.items():
        yield from ((word, (Side.QUESTION, family, word)) for word in questions)
        yield from ((word, (Side.ANSWER, family, word)) for word in answers)


_MEANINGS = dict(_meanings())


_FIRST_WORDS = words.beginnings({*_MEANINGS, *words.ADJECTIVES})


def _may_begin(word: str) -> bool:
    """Tell whether a label may begin with the letters of ``word``."""
    return word in _FIRST_WORDS or (not word.isascii() and _NUMERALS.sub("", word) in _FIRST_WORDS)


def _label(
    match: re.Match[str], meaning: Meaning, text: str, line: int, *, is_posed: bool = False
) -> Label | None:
    """Return the label in ``text`` if a separator that suits its word follows it.

    The word for *problem* needs no number if the title above has one, of which ``is_posed`` tells.
    """
    side, family, word = meaning
    openings = _OPENING.findall(match["prefix"] + match["word"]) if match["prefix"] else ()
    opened = openings[-1] if openings else ""
    place = match.end() - match.start() - 1
    place, closed = _past_closing(text, place, opened)
    separator = _SEPARATOR.match(text, place)
    assert separator is not None
    if not closed:
        place, closed = _past_closing(text, separator.end(), opened)
    else:
        place = separator.end()
    mark = separator["mark"] or (match["sign"] if match["number"] else "") or ""
    label = Label(
        line=line,
        side=side,
        family=family,
        word=word,
        number=match["number"] or "",
        separator=mark,
        prefix=match["prefix"],
        start=len(text) - len(text[place:].lstrip()),
        opened="" if closed else opened,
    )
    if is_posed and closed and not label.number:
        return label
    return label if _is_label(label, text[place:], match["word"], closed=closed) else None


def _past_closing(text: str, place: int, opened: str) -> tuple[int, bool]:
    """Return the place behind the end of the emphasis that is ``opened``, and whether it ends."""
    closing = _CLOSING.match(text, place) if opened else None
    return (closing.end(), True) if closing else (place, False)


def _is_label(label: Label, rest: str, written: str, *, closed: bool) -> bool:
    mark = label.separator
    if label.is_exercise and not label.number:
        return False
    if label.side is Side.LETTER and written.islower() and label.word not in "qa":
        return False
    if mark.startswith(("/", "=")):
        return label.word == "r" or (mark.startswith("//") and label.word in words.REPLIES)
    if mark in (":", "："):
        return True
    if mark == "." and rest[:1].isalnum() and not label.number:
        return False
    if label.number:
        is_title = label.level > 0 and (label.side is not Side.LETTER or label.word == "q")
        return bool(mark or closed or is_title or not rest.strip() or _asks(rest))
    if label.side is Side.LETTER:
        return not written.islower() if mark else closed or (label.level > 0 and not rest.strip())
    if mark == ".":
        is_sentence = label.side is Side.ANSWER and bool(_SENTENCE.match(rest))
        return closed or is_sentence or len(label.word) < _ABBREVIATED
    return bool(mark) or closed or not rest.strip()


def _asks(rest: str) -> bool:
    return any(mark in rest for mark in "?？؟") and not _YEAR.match(rest)
