"""What stands below a question: what still asks, such as code, and what answers."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import without_rules
from flashdeck.parsing.document import Document
from flashdeck.parsing.excerpts import balanced
from flashdeck.parsing.marks.answers import announced, announcing_lines
from flashdeck.parsing.marks.label_lines import Label, Side, label_in
from flashdeck.parsing.words.label_words import ANSWER_INITIALS

FAR = 60
"""The most lines of a body before the label of its answer."""
SEVERAL = 3
"""Bodies of nothing but code from which code may be how a document answers."""
MOST = 0.6
"""Share of the bodies that must then be code."""
MANY = 0.5
"""Share of questions about such code from which it does not answer."""

_ABOUT_CODE = late.pattern(
    r"\boutputs?\s*(?:of|\?|:|$|be\b|when|for\b|from\b|here\b|and\b)|\bfollowing\b|\bbelow\b|"
    r"\b(?:this|that|given|above)\s+(?:\w+\s+)?"
    r"(?:code|snippet|program|function|script|query|expression|statement|loop|class|regex)\b|"
    r"\bcode\s+(?:do|print|log|return|produce|output)|\b(?:printed|logged)\b|"
    r"\bhappens\s+(?:when|if)\s+(?:we|you|i)\s+do\s+this\b|\bsiguiente\b|\bsalida\b|\bimprim|"
    r"\bseguinte\b|\bsaída\b|\bfolgende|\bausgabe\b|\bausgegeben\b|\bsuivant|\baffich|\bseguente|"
    r"\bследующ|\bвыведет|\bвывод\b|输出|輸出|以下|下列|打印|出力|次の|출력|다음|ناتج|التالي|הבא",
    re.IGNORECASE,
)
_PROMPT = late.pattern(
    r"\bwhat(?:['’]?s|\s+(?:is|are|was|will\s+be|would\s+be))\s+the\s+(?:\w+\s+)?(?:output|result)s?"
    r"(?:\s+(?:of|for|from|when|if|in|here)\b.*)?\W*$|"
    r"\bwhat\s+(?:does|will|would|do|is|are)\b.*\b(?:this|here|following|below)\b|"
    r"\b(?:find|spot|identify|predict|guess|determine)\s+the\s+"
    r"(?:outputs?|results?|bugs?|errors?|mistakes?|problems?|issues?)"
    r"(?=\W*$|\s+(?:of|in|with|from|when|if|here|below|printed)\b.*\b(?:this|these|following|below|"
    r"code|snippet|program|function|script|here)\b|\s+(?:here|below)\b)|"
    r"\bчто\s+(?:выведет|будет\s+выведено)|输出(?:什么|结果|是)|\bqu[eé]\s+imprim|"
    r"\bsalida\s+(?:de|del|tendrá)\b|\bsaída\s+(?:do|de|desse|deste)\b|"
    r"\bwas\s+gibt\b.*\baus\b|出力(?:結果)?は",
    re.IGNORECASE,
)
_STATEMENT = late.pattern(r"[=(){};]")
_TOLD = late.pattern(r"//|/\*|--|<!--|#(?!include|define|!)|[\"'`]{3}|→|%")
"""What may tell the result within code: a comment, an arrow."""
_TELLS = late.pattern(
    r"[ \t]*(?:#{1,6}[ \t]+)?(?:\*\*|__)?"
    r"(?:output|result|salida|saída|ausgabe|sortie|вывод|输出|出力|출력)s?"
    r"(?:[*_]{0,2}[:：]|[:：]?[*_]{2})",
    re.IGNORECASE,
)
"""The label of what code prints, which therefore is what a question is about."""

_OPTION = late.pattern(r"[ \t>*_-]{0,9}[^\W\d_][*_]{0,3}(?:[.．]?[ \t]?[:：]|[.．][ \t])")
_ROW = late.pattern(r"[ \t][Bb][.):]")


class Body(NamedTuple):
    """A question's 0-based half-open lines, divided: ``asked`` go with it, ``answer`` answers.

    ``label`` is the line of the answer's label and ``rest`` what follows the label on it.
    """

    asked: tuple[int, int]
    answer: tuple[int, int]
    label: int | None = None
    rest: str = ""

    @property
    def end(self) -> int:
        """The line after the last that belongs to the card."""
        return max(self.answer[1], self.asked[1], (self.label or 0) + 1)

    @property
    def is_answered(self) -> bool:
        """Tell whether anything follows the label; `Answer 3.` may itself be all there is."""
        return bool(self.rest) or self.answer[0] < self.answer[1]


class Divider:
    """Divides the bodies of a document's questions, all in one way."""

    def __init__(
        self,
        document: Document,
        bodies: Sequence[tuple[int, int]],
        questions: Sequence[str] = (),
    ) -> None:
        """Look whether labels stand in most of the 0-based ``bodies``, of ``questions`` if told."""
        self._document = document
        self._bodies = bodies
        self._questions = questions
        self._labels = document.once(announcing_lines)
        far = sum(self.label(*body) is not None for body in bodies) if self._labels else 0
        self._labelled = 2 * far > len(bodies)

    def label(self, start: int, end: int) -> int | None:
        """Return the first line in ``start:end``, but not far below, that labels an answer."""
        if not self._labels:
            return None
        place = bisect_left(self._labels, start)
        found = self._labels[place] if place < len(self._labels) else end
        return found if found < min(end, start + FAR) else None

    def divide(self, start: int, end: int, question: str = "", *, repeated: bool = False) -> Body:
        """Divide the lines below ``question``.

        Code right below it belongs to it if it speaks of code or is ``repeated`` in the document.
        """
        start, end = without_rules(self._document, start, end)
        label = self.label(start, end)
        if label is not None and (label == start or self._labelled):
            labelled = labelled_body(self._document, start, label, end)
            if labelled.is_answered:
                return labelled
        letter = _lettered(self._document, start, end) if self._letter else None
        if letter and letter.word == self._letter:
            said = balanced(self._document.lines[start][letter.start :], letter.opened)
            return Body((start, start), (start + 1, end), start, said)
        if start not in self._document.hidden_lines:
            return Body((start, start), (start, end))
        if _is_prompt(self._document, question, start, end) and not self._code_answers:
            return Body((start, end), (end, end))
        code = _code_end(self._document, start, end)
        below, _ = without_rules(self._document, code, end)
        is_told = start < code < end and bool(_TELLS.match(self._document.lines[below]))
        if not start < code < end or not (repeated or is_told or is_about_code(question)):
            return Body((start, start), (start, end))
        if self.label(below, end) == below:
            return labelled_body(self._document, start, below, end)
        return Body(without_rules(self._document, start, code), (below, end))

    @cached_property
    def _letter(self) -> str:
        """The letter that labels the answers of most bodies, as in `A: Ink.`, or nothing."""
        if not self._document.once(_has_letters):
            return ""
        spans = (without_rules(self._document, *body) for body in self._bodies)
        found = Counter(label.word for span in spans if (label := _lettered(self._document, *span)))
        word, times = max(found.items(), key=itemgetter(1), default=("", 0))
        return word if times > 1 and 2 * times > len(self._bodies) else ""

    @cached_property
    def _code_answers(self) -> bool:
        """Tell whether most bodies are code alone, and few of their questions speak of it."""
        if not self._questions:
            return False
        pairs = zip(self._questions, self._bodies, strict=True)
        alone = [question for question, body in pairs if self._is_code(*body)]
        about = sum(bool(_PROMPT.search(question)) for question in alone)
        enough = len(alone) >= max(SEVERAL, MOST * len(self._bodies))
        return enough and about < MANY * len(alone)

    def _is_code(self, start: int, end: int) -> bool:
        start, end = without_rules(self._document, start, end)
        blocks = self._document.blocks_between(start, end)
        return len(blocks) == 1 and blocks[0].kind in ("fence", "code_block")


def _has_letters(document: Document) -> bool:
    """Tell whether any line begins with a letter as labels and options do."""
    lines = document.lines_beginning(lambda word: len(word) == 1)
    return any(_OPTION.match(document.lines[line]) for line in lines)


def _lettered(document: Document, start: int, end: int) -> Label | None:
    """Return the letter before a colon that may label the answer ``start:end``, and no option."""
    if start >= end or start in document.hidden_lines or not _OPTION.match(document.lines[start]):
        return None
    label = label_in(document.lines[start])
    below, _ = without_rules(document, start + 1, end)
    is_option = below < end and bool(_OPTION.match(document.lines[below]))
    is_option = is_option or bool(_ROW.search(document.lines[start]))
    is_letter = label is not None and label.side is Side.LETTER and label.word in ANSWER_INITIALS
    return label if is_letter and not is_option else None


def labelled_body(document: Document, start: int, label: int, end: int) -> Body:
    """Return the body ``start:end`` whose answer is labelled on line ``label``."""
    asked = without_rules(document, start, label)
    rest = announced(document.lines[label]) or ""
    return Body(asked, without_rules(document, label + 1, end), label, rest)


def is_about_code(question: str) -> bool:
    """Tell whether a question speaks of the code below it."""
    return bool(_ABOUT_CODE.search(question) or _PROMPT.search(question))


def _is_prompt(document: Document, question: str, start: int, end: int) -> bool:
    """Tell whether ``start:end`` is only the code that a question asks about."""
    if "`" in question or not _PROMPT.search(question):
        return False
    code = _code_between(document, start, end) if _code_end(document, start, end) == end else ""
    return bool(_STATEMENT.search(code)) and not _TOLD.search(code)


def _code_between(document: Document, start: int, end: int) -> str:
    """Return the code in ``start:end`` without the fence around it."""
    is_fenced = start in document.fenced_lines
    return "\n".join(document.lines[start + is_fenced : end - is_fenced])


def _code_end(document: Document, start: int, end: int) -> int:
    """Return where code that begins ``start:end`` ends, also in the item of a list."""
    blocks = document.blocks_between(start, end)
    if blocks and blocks[0].start == start and blocks[0].kind in ("fence", "code_block"):
        return blocks[0].end
    return min(document.fence_ends.get(start, start), end)


def divided_card(
    document: Document,
    question: str,
    line: int,
    body: Body,
    path: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    explicit_id: str | None = None,
) -> ParsedCard:
    """Return the card of a question on 0-based ``line`` whose text below it was divided."""
    asked = text_of(document, *body.asked)
    answer = text_of(document, *body.answer)
    if body.rest:
        goes_on = body.label is not None and body.answer[0] == body.label + 1
        answer = joined([body.rest, answer], "\n" if goes_on else "\n\n")
    question = joined([question, asked]) if asked else question
    last = max(body.end, line + 1)
    return ParsedCard(question, answer, line + 1, last, path, tags, explicit_id)


def joined(parts: Iterable[str], between: str = "\n\n") -> str:
    """Return the parts that are not empty, with a blank line or ``between`` between them."""
    return between.join(filter(None, parts))


def text_of(document: Document, start: int, end: int) -> str:
    """Return the lines ``start:end`` without the indentation of the first, unless it is code."""
    if start >= end:
        return ""
    lines = document.lines[start:end]
    first = lines[0]
    indent = len(first) - len(first.lstrip()) if first[:1].isspace() else 0
    is_code = indent > 0 and any(
        block.kind == "code_block" for block in document.blocks_between(start, start + 1)
    )
    return "\n".join(lines if is_code or not indent else dedented(lines, indent))


def dedented(lines: Iterable[str], indent: int) -> Iterator[str]:
    """Yield ``lines``, each without up to ``indent`` leading blanks."""
    return (line[min(indent, len(line) - len(line.lstrip())) :] for line in lines)
