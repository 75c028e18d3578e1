"""Bold lines that ask like headings: `**What is X?**`, `**7) Why ...?**`, the answer below.

In a collection without any, quotes that ask, as `> What is X?`, are such lines; so are questions
that begin every part of a note between rules, and those in italics.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.bodies import Body, Divider, divided_card, text_of
from flashdeck.parsing.claim import Claim, make_claim, without_rules
from flashdeck.parsing.document import Document
from flashdeck.parsing.placeholders import is_placeholder
from flashdeck.parsing.questions import asks, clean_question, likeness
from flashdeck.parsing.sections import (
    Section,
    divisions,
    is_among_questions,
    path_at,
    section_lines,
)
from flashdeck.parsing.words import vocabulary
from flashdeck.parsing.words.rhetoric import stands_alone
from flashdeck.parsing.words.titles import (
    is_collection_of_questions,
    is_faq,
    is_law,
    is_project_file,
    is_software,
)
from flashdeck.text import holds

NAME = "bold"
MANY_ASK = 0.82
SOME_ASK = 0.74
INLINE = 0.55
GUESS = 0.45
FEW = 2
SOME = 3
MANY = 5
MANY_INLINE = 8
ENOUGH = 0.5
ORDERS = 0.85
STATES = 0.1
"""The weight of a sentence that does not ask: `**It does not start.**`."""
MOST = 0.7
"""Share of a section, or of the note, that a few questions must fill."""

_BOLD = late.pattern(
    r"\n {0,3}(?P<mark>\*{2,3}|__)(?=[^\s*_])(?P<inner>(?:(?!(?P=mark))[^\n]){1,500}"
    r"(?:\n(?=[^\s#>-])(?:(?!(?P=mark))[^\n]){1,300}){0,2})(?<=\S)(?P=mark)(?P<rest>[^\n]*)"
)
_ITALIC = late.pattern(r"\n {0,3}([*_])(?=[^\s*_])(?P<inner>[^*_\n]{5,300}[?？])\1[ \t]*(?=\n|$)")
_NUMBER = late.pattern(r"\W{0,2}(?:Q\s*)?(\d{1,5})\s*[.):、]")
_LABEL = late.pattern(
    r"\W{0,2}[A-Za-z]{0,3}[ .-]?\d{1,3}(?:\.\d{1,3})*\W{0,2}(?:[(\[][^()\[\]]{1,20}[)\]]\W{0,2})?$"
)
"""A number, with the points that it is worth or without, and no text."""
_YOU = late.pattern(r"\byou", re.IGNORECASE)
"""What the few questions of a form ask about: `What version are you using?`."""
_BETWEEN = late.pattern(r"^(?:\s|\\|<br\s*/?>|[:：–—-])+")


class _Bold(NamedTuple):
    """A paragraph's line that is bold, or begins in bold; ``rest`` is an answer behind it."""

    line: int
    body: int
    question: str
    number: int
    rest: str
    weight: float


class _Question(NamedTuple):
    """A bold line that asks, and the 0-based line after its answer."""

    bold: _Bold
    end: int

    def is_answered(self, document: Document) -> bool:
        """Tell whether anything but an invitation to answer stands below."""
        start, end = without_rules(document, self.bold.body, self.end)
        return bool(self.bold.rest) or not is_placeholder(text_of(document, start, end))


def claim(document: Document) -> Claim | None:
    """Claim the bold lines of a document in which several of them ask and are answered."""
    if is_project_file(document):
        return None
    lines = list(_asking(document, list(_bold_lines(document))))
    if len(lines) < FEW and is_collection_of_questions(document):
        lines = list(_quoted(document))
    if len(lines) < FEW:
        lines = _in_italics(document) or _between_rules(document)
    if len(lines) < FEW:
        return None
    questions = list(_bounded(document, lines))
    score = _score(document, questions)
    if not score:
        return None
    return make_claim(NAME, score, _cards(document, questions), section_lines(document))


def _bold_lines(document: Document) -> Iterator[_Bold]:
    if "**" not in document.text and not holds(document.text, "__"):
        return
    for match in _BOLD.finditer(document.broken_text):
        line = document.line_of(match.start())
        block = document.block_over(line)
        if block and block.kind == "paragraph" and line not in document.hidden_lines:
            yield _read(line, match)


def _quoted(document: Document) -> Iterator[_Bold]:
    """Yield the quotes of one line that ask."""
    for block in document.blocks_of("blockquote"):
        if block.end - block.start == 1:
            text = document.lines[block.start].lstrip(" >").rstrip()
            if asks(text):
                yield _Bold(block.start, block.end, clean_question(text), 0, "", 1.0)


def _in_italics(document: Document) -> list[_Bold]:
    """Return the paragraphs of one line in italics that ask, if they are several."""
    text = document.text
    if not holds(text, "?*") and not holds(text, "?_"):
        return []
    found = []
    for match in _ITALIC.finditer(document.broken_text):
        line = document.line_of(match.start())
        block = document.block_over(line)
        if block and block.kind == "paragraph" and block.end - block.start == 1:
            found.append(_Bold(line, line + 1, clean_question(match["inner"]), 0, "", 1.0))
    return found if len(found) >= SOME else []


def _between_rules(document: Document) -> list[_Bold]:
    """Return the lines that ask at the beginning of every part between rules, if all have one."""
    rules = [-1, *sorted(document.rule_lines), len(document.lines)]
    found = []
    for above, below in pairwise(rules) if len(rules) > SOME else ():
        first, *others = document.blocks_between(above + 1, below) or (None,)
        if first is None or (first.kind == "heading" and not others):
            continue
        is_line = first.kind == "paragraph" and first.end - first.start == 1
        if not (is_line and others and asks(first.text)):
            return []
        found.append(_Bold(first.start, first.end, clean_question(first.text), 0, "", 1.0))
    return found if len(found) >= SOME else []


def _read(line: int, match: re.Match[str]) -> _Bold:
    inner = " ".join(match["inner"].split())
    rest = _BETWEEN.sub("", match["rest"])
    is_whole = not any(map(str.isalnum, rest))
    number = _NUMBER.match(inner)
    if not is_whole and _LABEL.match(inner) and (number or asks(rest)):
        inner, rest, is_whole = rest, "", True
    question = clean_question(inner)
    if asks(question):
        weight = 1.0
    else:
        is_order = is_whole and not inner.endswith((":", "："))
        states = STATES if len(inner.split()) >= SOME or not inner.isascii() else 0.0
        weight = (likeness(inner) or states) if is_order else 0.0
    return _Bold(
        line=line,
        body=line + match["inner"].count("\n") + 1,
        question=question,
        number=int(number[1]) if number else 0,
        rest="" if is_whole else rest,
        weight=weight if is_whole or asks(question) else 0.0,
    )


def _asking(document: Document, lines: list[_Bold]) -> Iterator[_Bold]:
    """Yield the lines that ask or order, those that count on from them, and entries of a FAQ."""
    last = 0
    numbers = {bold.number for bold in lines if bold.weight == 1.0}
    faqs = Counter(path_at(document, bold.line) for bold in lines if bold.weight == 1.0)
    for bold in lines:
        counts_on = bold.number == last + 1 > 1 and not numbers.isdisjoint((last, last + 2))
        is_entry = bold.weight == STATES and _is_entry(path_at(document, bold.line), faqs)
        if bold.weight >= ORDERS or is_entry or (counts_on and not bold.rest):
            last = bold.number
            yield bold


def _is_entry(path: tuple[str, ...], faqs: Mapping[tuple[str, ...], int]) -> bool:
    """Tell whether a statement is an entry of a section with several others that ask."""
    return faqs[path] >= FEW and any(map(is_faq, path[-1:]))


def _bounded(document: Document, lines: list[_Bold]) -> Iterator[_Question]:
    """Yield each line with the end of its answer: the next line, a heading, or a last rule."""
    headings = [heading.start for heading in document.headings]
    total = len(document.lines)
    for index, bold in enumerate(lines):
        stop = bisect_left(headings, bold.body)
        end = headings[stop] if stop < len(headings) else total
        following = lines[index + 1].line if index + 1 < len(lines) else total
        if following > end or following == total:
            blocks = document.blocks_between(bold.body, end)
            end = min([end, *(block.start for block in blocks if block.kind == "hr")])
        yield _Question(bold, min(end, following))


def _score(document: Document, questions: list[_Question]) -> float:
    """Return how sure it is that the bold lines are questions, or 0."""
    whole = [q for q in questions if not q.bold.rest]
    asking = sum(q.bold.weight == 1.0 for q in whole)
    answered = sum(q.is_answered(document) for q in questions)
    if answered < ENOUGH * len(questions) or (asking < MANY and is_law(document)):
        return 0.0
    if asking >= MANY and asking >= ENOUGH * len(questions):
        return MANY_ASK
    collected = is_among_questions(document, questions[0].bold.line)
    alone = sum(q.bold.weight == 1.0 and stands_alone(q.bold.question) for q in whole)
    may_be_few = collected or _fill(document, questions, stand_alone=2 * alone >= asking)
    enough = asking >= (FEW if collected else SOME) and asking >= ENOUGH * len(questions)
    if enough and may_be_few:
        return SOME_ASK
    if (collected or _count_on(questions)) and len(questions) >= SOME:
        return SOME_ASK
    if collected and all(q.bold.weight == 1.0 for q in questions):
        return SOME_ASK
    if len(questions) - len(whole) >= MANY_INLINE:
        return INLINE
    others = (q.bold.question for q in whole if q.bold.weight < 1.0)
    learned = sum(bool(vocabulary.LEARNED.match(question)) for question in others)
    if may_be_few and FEW <= asking == alone and asking + learned == len(questions) >= SOME:
        return 0.0 if any(_YOU.search(q.bold.question) for q in questions) else SOME_ASK
    is_guess = FEW <= alone == len(questions) == answered and may_be_few
    return GUESS if is_guess and not is_software(document) else 0.0


def _fill(document: Document, questions: list[_Question], *, stand_alone: bool) -> bool:
    """Tell whether questions with their answers are half of the note or most of a section.

    Those that do not ``stand_alone`` must be most of the note.
    """
    spans = [(q.bold.line, q.end) for q in questions]
    share = ENOUGH if stand_alone else MOST
    if _written(document, spans) >= share * _written(document, [(0, len(document.lines))]):
        return True
    if not stand_alone:
        return False
    parts: dict[Section, list[tuple[int, int]]] = defaultdict(list)
    found = document.once(divisions)
    starts = [section.line for section in found]
    for span in spans:
        if place := bisect_left(starts, span[0]):
            parts[found[place - 1]].append(span)
    part, inside = max(parts.items(), key=lambda it: len(it[1]), default=(None, []))
    if part is None or part.end != part.own_end or len(inside) < max(FEW, ENOUGH * len(spans)):
        return False
    return _written(document, inside) >= MOST * _written(document, [(part.body, part.end)])


def _written(document: Document, spans: Iterable[tuple[int, int]]) -> int:
    """Return how many characters stand on some 0-based ``spans`` of lines."""
    return sum(len(line) for start, end in spans for line in document.lines[start:end])


def _count_on(questions: list[_Question]) -> bool:
    """Tell whether the lines are numbered from 1 on without a gap, and half of them ask."""
    numbers = [q.bold.number for q in questions]
    asking = sum(q.bold.weight == 1.0 for q in questions if not q.bold.rest)
    return numbers == [*range(1, len(numbers) + 1)] and asking >= ENOUGH * len(numbers)


def _cards(document: Document, questions: list[_Question]) -> Iterator[ParsedCard]:
    bodies = [(q.bold.body, q.end) for q in questions]
    divider = Divider(document, bodies, [q.bold.question for q in questions])
    for question in questions:
        bold = question.bold
        if bold.rest:
            answer = without_rules(document, bold.body, question.end)
            body = Body((bold.body, bold.body), answer, bold.body - 1, bold.rest)
        else:
            body = divider.divide(bold.body, question.end, bold.question)
        path = path_at(document, bold.line)
        yield divided_card(document, bold.question, bold.line, body, path=path)
