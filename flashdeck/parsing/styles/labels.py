"""Questions and answers behind labels: `Q:` and `A:`, `**Pregunta 3.**` and `R//`, `问：`, `答：`.

The question runs to the answer's label, the answer to the next question, heading, or rule. A
question that is a heading keeps the rules and the deeper headings in its answer.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.bodies import joined, text_of
from flashdeck.parsing.claim import Claim, before_closing, before_footer, make_claim, without_rules
from flashdeck.parsing.document import Document, Trail, trails_of
from flashdeck.parsing.excerpts import balanced, outdented, without_tags
from flashdeck.parsing.marks.answers import explained
from flashdeck.parsing.marks.exchanges import Exchange, exchanges
from flashdeck.parsing.marks.label_lines import Label, Side, label_in, label_lines
from flashdeck.parsing.questions import asks, clean_question, likeness
from flashdeck.parsing.sections import titles_above
from flashdeck.parsing.words.label_words import PROBLEMS
from flashdeck.parsing.words.titles import names_options

NAME = "labels"
SCORE = 1.0
SCORE_WITHOUT_ANSWER_LABELS = 0.9
ASKING = 0.7
ORDERED = 0.9
"""The likeness of a line below the first that asks or orders."""
LONG_LINE = 60
ENOUGH_COUNTED = 5
"""Labels that count on from 1 and are questions even if they do not ask."""

_BREAKS = ("<br>", "<br/>", "<br />", "<BR>", "\\")
_BREAK_BEFORE = late.pattern(r"\A(?:[ \t]*(?:(?:\\|<br[ \t]*/?>)[ \t]*)?\n)+", re.IGNORECASE)
_TEMPLATE = late.pattern(r"^(?!\W*\[\[)\W*(?:\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>|…|\.{3})\W*$")
_INLINE = late.pattern(
    r"(?:(?<=[?？؟.。])[\"”’)*_]{0,3}[ \t]*+[|/–—-]?|(?<![ \t])[ \t]*\|)[ \t]*+"
    r"(?=(?:[*_]{1,2})?[^\W\d_]{1,20}[ \t]?\d{0,3}(?:[*_]{1,2})?[ \t]?[:：/])"
)
_GOES_ON_QUOTED = late.pattern(r"[ \t]*>(?![ \t]*\[!)")
_WORD = late.pattern(r"[^\W\d_]{2}|[^\W\d_a-zA-Z]")
_BLANKS = late.pattern(r"\n{3,}")
_USUAL_LETTERS = frozenset(("q", "س", "ש"))
_SENTENCE_END = late.pattern(r"[?？؟.。!！:：][*_\"”)]{0,3}\s*$")


def claim(document: Document) -> Claim | None:
    """Claim the labelled questions of a document, and unlabelled answers beside them."""
    found = document.once(label_lines)
    if not any(label.side is not Side.ANSWER for label in found):
        return None
    read = list(exchanges(document, found))
    if not read:
        return None
    read = _without_footer(document, read)
    lines = {label.line for label in found}
    trails = trails_of(heading for heading in document.headings if heading.start not in lines)
    paired = _trusted([e for e in read if e.answer], document, trails)
    loose = _loose([e for e in read if not e.answer], document, trails, len(paired))
    cards = sorted([*paired, *loose], key=lambda card: card.line)
    if not cards:
        return None
    score = SCORE if paired else SCORE_WITHOUT_ANSWER_LABELS
    return make_claim(NAME, score, cards, (trail[-1].start + 1 for trail in trails))


def _without_footer(document: Document, read: list[Exchange]) -> list[Exchange]:
    """Return the exchanges, the last one without what a last rule or words of leave set apart."""
    if read[-1].question.level:
        end = before_footer(document, [(e.question.line, e.end) for e in read])
    else:
        answers = [((e.answer or e.question).line, e.end) for e in read]
        end = before_closing(document, answers)
    return [*read[:-1], read[-1]._replace(end=end)]


def _trusted(
    found: Iterable[Exchange], document: Document, trails: Sequence[Trail]
) -> list[ParsedCard]:
    """Return the cards of question and answer; letters need a second pair or a real question."""
    read = [(e, _card(e, document, trails)) for e in found]
    read = [(e, card) for e, card in read if _WORD.search(card.question)]
    turned = _turned(read)
    read = [(e, card) for e, card in read if _kind(e) not in turned]
    pairs = Counter(_kind(e) for e, _ in read)
    return [
        card
        for e, card in read
        if not _TEMPLATE.match(card.question)
        and (_is_explicit(e.question, pairs[_kind(e)]) or _is_question(card.question))
    ]


def _turned(read: Sequence[tuple[Exchange, ParsedCard]]) -> set[tuple[str, str]]:
    """Return the kinds of labels, such as of two speakers, of which rather the second asks."""
    balance: Counter[tuple[str, str]] = Counter()
    for e, card in read:
        balance[_kind(e)] += asks(card.answer.rstrip()) - asks(card.question.rstrip())
    return {_kind(e) for e, _ in read if e.question.family != "qa" and balance[_kind(e)] > 0}


def _kind(exchange: Exchange) -> tuple[str, str]:
    return exchange.question.word, exchange.answer.word if exchange.answer else ""


def _is_explicit(question: Label, pairs: int) -> bool:
    """Tell whether a label needs no question mark behind it: a word, or one of several pairs."""
    if question.family == "qa" and question.side is Side.QUESTION:
        return not (question.is_exercise and question.word in PROBLEMS and question.number)
    is_front = question.word == "front" and bool(question.level)
    return is_front or (pairs > 1 and (question.family != "qa" or question.word in _USUAL_LETTERS))


def _is_question(text: str) -> bool:
    first, *others = text.split("\n")
    return likeness(first) >= ASKING or any(_orders(line) for line in others)


def _orders(line: str) -> bool:
    """Tell whether a line asks or orders; one word, as in a list of words, does not."""
    word = line.strip()
    return likeness(line) >= ORDERED and not (word.isascii() and word.isalpha())


def _loose(
    found: Sequence[Exchange], document: Document, trails: Sequence[Trail], paired: int
) -> list[ParsedCard]:
    """Return the cards whose answer has no label, if they are among others or several ask."""
    candidates = [
        e
        for e in found
        if e.question.family == "qa"
        and not (e.question.level or e.question.is_exercise)
        and "(" not in e.question.prefix
        and (e.question.number or paired or _inline(document, e.question))
        and document.lines[e.question.line][e.question.start :].strip(" *_")
    ]
    cards = [_unlabelled(e, document, trails) for e in candidates]
    if len(cards) > 2 and not paired and not any(card.answer for card in cards[:-1]):
        last = candidates[-1].question.line + 1
        cards[-1] = cards[-1]._replace(answer="", last_line=last)
    asking = sum(_is_question(card.question) for card in cards)
    if paired > 1 or (len(cards) > 1 and asking * 2 >= len(cards)) or _count_on(candidates):
        return [card for card in cards if not _TEMPLATE.match(card.question)]
    return []


def _count_on(found: Sequence[Exchange]) -> bool:
    """Tell whether the labels count further than the quarters of a year do: Q1, Q2, ... Q5."""
    numbers = [e.question.number for e in found]
    return numbers[:ENOUGH_COUNTED] == [str(number) for number in range(1, ENOUGH_COUNTED + 1)]


def _card(exchange: Exchange, document: Document, trails: Sequence[Trail]) -> ParsedCard:
    question, answer = exchange.question, exchange.answer
    assert answer is not None
    end = _scope_end(document, exchange)
    told = _told_before(document, question, answer)
    asked = _text(document, question, told)
    said = _text(document, answer, end)
    between = text_of(document, *without_rules(document, told, answer.line))
    return _made(asked, joined([said, between]), question, end, trails)


def _told_before(document: Document, question: Label, answer: Label) -> int:
    """Return the line from which an explanation stands between a question and its answer."""
    lines = range(question.line + 1, answer.line)
    told = (line for line in lines if explained(document.lines[line]) is not None)
    return next((line for line in told if line not in document.hidden_lines), answer.line)


def _made(asked: str, answer: str, label: Label, end: int, trails: Sequence[Trail]) -> ParsedCard:
    asked, tags = without_tags(asked)
    if asked.lstrip().startswith(">") and not label.is_quoted:
        asked = "\n".join(outdented(asked.strip().split("\n"), quoted=True))
    first, _, rest = asked.partition("\n")
    if rest and first.startswith(("**", "[")):
        asked = "\n".join([clean_question(first), rest])
    return ParsedCard(
        question=_without_breaks(asked.strip()).removesuffix(":").rstrip(),
        answer=_BREAK_BEFORE.sub("", answer).strip("\n").rstrip(),
        line=label.line + 1,
        last_line=max(end, label.line + 1),
        path=titles_above(trails, label.line, label.level or 7),
        tags=tags,
    )


def _without_breaks(text: str) -> str:
    while text.endswith(_BREAKS):
        for mark in _BREAKS:
            text = text.removesuffix(mark).rstrip()
    return text


def _unlabelled(exchange: Exchange, document: Document, trails: Sequence[Trail]) -> ParsedCard:
    """Return the card of a labelled question whose answer follows it without a label."""
    label = exchange.question
    start, end = without_rules(document, label.line, exchange.end)
    text = document.lines[label.line][label.start :]
    if inline := _inline_answer(text, label):
        asked, rest = inline
        following = outdented(document.lines[start + 1 : end], label.column, quoted=label.is_quoted)
        return _made(asked, "\n".join([rest, *following]), label, end, trails)
    split = _question_end(document, label, end)
    asked = _text(document, label, split)
    body = outdented(document.lines[split:end], label.column, quoted=label.is_quoted)
    return _made(asked, "\n".join(body), label, end if split < end else split, trails)


def _inline(document: Document, label: Label) -> tuple[str, str] | None:
    return _inline_answer(document.lines[label.line][label.start :], label)


def _inline_answer(text: str, question: Label) -> tuple[str, str] | None:
    """Split `What is it? A: This.` at the answer's label."""
    for match in _INLINE.finditer(text):
        label = label_in(text[match.end() :])
        if label and label.answers(question) and match.start():
            asked = balanced(text[: match.end()].rstrip(" \t|/–—-"), question.opened)
            return asked, balanced(text[match.end() + label.start :], label.opened)
    return None


def _question_end(document: Document, label: Label, end: int) -> int:
    """Return the line after a question that no answer label ends.

    It is one line, or goes on to a question mark in its paragraph, or over lines broken in a
    sentence.
    """
    paragraph = label.line + 1
    while paragraph < end and document.lines[paragraph].strip():
        paragraph += 1
    if asks(document.lines[label.line]):
        return label.line + 1
    for line in range(label.line + 1, paragraph):
        if asks(document.lines[line]):
            return line + 1
    line = label.line + 1
    while line < paragraph and _breaks_off(*document.lines[line - 1 : line + 1]):
        line += 1
    return line


def _breaks_off(text: str, following: str) -> bool:
    """Tell whether a sentence that is broken at the end of ``text`` goes on below it."""
    is_open = len(text) >= LONG_LINE and not _SENTENCE_END.search(text)
    return is_open and following.lstrip(" \t>")[:1].islower()


def _text(document: Document, label: Label, end: int) -> str:
    """Return what stands behind ``label`` up to 0-based line ``end``."""
    start, end = without_rules(document, label.line, end)
    rest = document.lines[label.line][label.start :]
    lines = [text for text in document.lines[start + 1 : end] if not _is_title_of_options(text)]
    if len(lines) < end - start - 1:
        lines = _BLANKS.sub("\n\n", "\n".join(lines)).split("\n")
    following = outdented(lines, label.column, quoted=label.is_quoted)
    return balanced("\n".join([rest, *following]).strip("\n").rstrip(), label.opened)


def _is_title_of_options(line: str) -> bool:
    return line.startswith("#") and names_options(line)


def _scope_end(document: Document, exchange: Exchange) -> int:
    """Return the line after the answer: a list or quote that holds both sides ends it too."""
    question, answer = exchange.question, exchange.answer
    assert answer is not None
    _, end = without_rules(document, question.line, exchange.end)
    if not (question.is_quoted and answer.is_quoted) and not (question.column and answer.column):
        return end
    for line in range(answer.line + 1, end):
        text = document.lines[line]
        inside = _GOES_ON_QUOTED.match(text) if question.is_quoted else text[:1] in " \t-*+•"
        if text.strip() and not inside and not document.lines[line - 1].strip():
            return without_rules(document, question.line, line)[1]
    return end
