"""`<details>`: the summary is the question, or it says *Answer* and the question is above it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Block, Document, Trail, starts_of, trails_of
from flashdeck.parsing.introduced import floors
from flashdeck.parsing.marks import disclosures as html
from flashdeck.parsing.marks.answer_keys import is_key, keys_to_options
from flashdeck.parsing.marks.answers import announced
from flashdeck.parsing.marks.callouts import without_label
from flashdeck.parsing.marks.disclosed_answers import answer_in, further_answer
from flashdeck.parsing.marks.disclosures import Disclosure, disclosures, summary_text
from flashdeck.parsing.marks.label_lines import label_in
from flashdeck.parsing.posed import Posed, posed_above
from flashdeck.parsing.questions import asks, clean_question, is_back_matter, likeness
from flashdeck.parsing.sections import titles_above
from flashdeck.parsing.visible import fence_spans, lines_of

NAME = "details"
SCORE = 1.0
CERTAIN = 0.85
MOST = 0.6
ENOUGH = 3
LONGEST_TITLE = 80

_LETTERED = late.pattern(r"^[^\w\n]*[Aa]\*{0,2}[.):]", re.MULTILINE)
"""An option in a question: an answer that begins with `A.` chooses it."""
_POSES = late.pattern(r"[ \t]*(?:```|~~~|(?:[-*+][ \t]+)?[*_(]{0,3}A[.)])")
"""What asks with a summary: code, or the first option."""
_TICK = late.pattern(r"^([ \t]*[-*+][ \t]+)\[[xX✓✔]\]", re.MULTILINE)
_BULLET = late.pattern(r"^[ \t>]*(?:[-*+•][ \t]+)?")
_NUMBER = late.pattern(r"^\d{1,3}\s?[-–—]\s+(?=\S)")


@dataclass
class _Place:
    """Where the reading stands: what is open around it, and from which line a question may be."""

    floor: int = 0
    done: int = 0
    around: list[Disclosure] = field(default_factory=list)
    passed: set[int] = field(default_factory=set)
    trails: Sequence[Trail] = ()
    floors: Mapping[int, int] = field(default_factory=dict)
    may_go_on: bool = False


def claim(document: Document) -> Claim | None:
    """Claim the questions whose answer is to be opened."""
    elements = document.once(disclosures)
    if not elements:
        return None
    trails = trails_of(_outside(document, elements))
    cards = list(_apart(_cards(document, elements, trails)))
    if not cards:
        return None
    return make_claim(NAME, SCORE, cards, (trail[-1].start + 1 for trail in trails))


def _outside(document: Document, elements: Sequence[Disclosure]) -> Iterator[Block]:
    """Yield the headings that stand in no disclosure."""
    spans = iter(elements)
    span = next(spans, None)
    end = 0
    for heading in document.headings:
        start = document.line_starts[heading.start]
        while span and span.start < start:
            end = max(end, span.closing)
            span = next(spans, None)
        if start >= end:
            yield heading


def _cards(
    document: Document, elements: Sequence[Disclosure], trails: Sequence[Trail]
) -> Iterator[ParsedCard]:
    place = _Place(trails=trails, floors=_floors(document, elements))
    mostly_asks = _mostly_asks(elements)
    last: ParsedCard | None = None
    for element, following in zip_longest(elements, elements[1:]):
        if element.start < place.done:
            continue
        _enter(document, place, element)
        if last and _goes_on(document, place, element, last):
            last = _joined(last, further_answer(document, element), _last_line(document, element))
            _leave(document, place, element)
            continue
        is_leaf = following is None or following.start >= element.closing
        card = _card(document, place, element, mostly_asks=mostly_asks and is_leaf)
        if card:
            if last:
                yield last
            last = card
            _leave(document, place, element)
    if last:
        yield last


def _floors(document: Document, elements: Sequence[Disclosure]) -> Mapping[int, int]:
    """Return where the questions may begin that stand above disclosures of an answer."""
    answers = [it for it in elements if _is_answer(summary_text(it.summary))]
    spans = [(document.line_of(it.start), _last_line(document, it)) for it in answers]
    return floors(document, spans)


def _enter(document: Document, place: _Place, element: Disclosure) -> None:
    """Leave the disclosures that have ended before this one begins."""
    while place.around and place.around[-1].closing <= element.start:
        left = place.around.pop()
        if not html.announces_hint(left.summary):
            place.floor = max(place.floor, _last_line(document, left))


def _leave(document: Document, place: _Place, element: Disclosure) -> None:
    place.done = element.closing
    place.floor = _last_line(document, element)
    place.passed.clear()


def _card(
    document: Document, place: _Place, element: Disclosure, *, mostly_asks: bool
) -> ParsedCard | None:
    """Return the card of a disclosure; one that is none is entered, or passed if it is a hint."""
    summary = summary_text(element.summary)
    line = document.line_of(element.start)
    if line in document.once(keys_to_options):
        place.may_go_on = False
    elif _is_answer(summary):
        place.may_go_on = True
        floor = max(place.floor, place.floors.get(line, 0))
        below = line if is_key(summary) else _below_question(document, line)
        posed = _posed_before(document, element, line)
        posed = posed or posed_above(document, below, floor, place.passed)
        if posed and _is_trusted(summary, posed) and not is_key(posed.text):
            return _made(document, place, element, _unticked(posed.text), posed.line)
    elif html.announces_hint(summary):
        place.passed.update(range(line, _last_line(document, element)))
        place.done = element.closing
        return None
    elif _asks(summary, mostly_asks=mostly_asks):
        place.may_go_on = False
        question = clean_question(_NUMBER.sub("", summary, count=1))
        return _divided(_made(document, place, element, question, line))
    place.around.append(element)
    place.floor = max(place.floor, document.line_of(element.body) + 1)
    return None


def _posed_before(document: Document, element: Disclosure, line: int) -> Posed | None:
    """Return the question on the line of a disclosure, before it: `1. Why? <details>...`."""
    text = document.lines[line][: element.start - document.line_starts[line]]
    question = clean_question(_BULLET.sub("", text, count=1))
    return Posed(line, question, is_marked=True) if asks(question) else None


def _below_question(document: Document, line: int) -> int:
    """Return ``line``, or that of a rule right above it, which parts a question from its answer."""
    above = line - 1
    while above > 0 and not document.lines[above].strip(" \t>"):
        above -= 1
    return above if above in document.rule_lines else line


def _divided(card: ParsedCard) -> ParsedCard:
    """Return a card whose question goes on below the summary up to the label of its answer."""
    lines = card.answer.split("\n")
    hidden = lines_of(fence_spans(card.answer), starts_of(lines))
    told = (i for i, line in enumerate(lines) if i not in hidden and announced(line) is not None)
    label = next(told, 0)
    asks_above = any(asks(line) or _POSES.match(line) for line in lines[:label])
    if not asks_above and (not label or asks(card.question)):
        return card
    asked = "\n".join(lines[:label]).strip()
    answer = without_label("\n".join(lines[label:])).strip()
    return card._replace(question=f"{card.question}\n\n{asked}", answer=answer) if answer else card


def _unticked(question: str) -> str:
    """Return a question without the ticks that give its right options away."""
    return _TICK.sub(r"\1[ ]", question) if "[ ]" in question else question


def _is_answer(summary: str) -> bool:
    label = label_in(summary)
    if label and label.asks:
        return False
    announces = html.announces_answer(summary) or html.announces_nothing(summary)
    return bool(label) or announces or html.answers_in_part(summary)


def _is_trusted(summary: str, posed: Posed) -> bool:
    """Tell whether what stands above is a question: a mere *Show* or *Solution* asks for a mark."""
    if html.announces_nothing(summary) or "sol" in summary.casefold():
        return posed.is_marked
    return True


def _asks(summary: str, *, mostly_asks: bool) -> bool:
    """Tell whether a summary has a question mark or a question's label, or is among questions."""
    title = summary.partition("\n")[0]
    if is_back_matter(title) or _is_stub(title):
        return False
    return mostly_asks or bool(label_in(title)) or any(asks(line) for line in summary.split("\n"))


def _is_stub(title: str) -> bool:
    """Tell whether a summary is a question's label without the question: `Question 4`."""
    label = label_in(title)
    return label is not None and not title[label.start :].strip()


def _mostly_asks(elements: Sequence[Disclosure]) -> bool:
    """Tell whether so many summaries ask that the others may be taken for questions too."""
    summaries = [summary_text(element.summary) for element in elements]
    others = [text for text in summaries if not _is_answer(text) and not html.announces_hint(text)]
    asking = sum(likeness(text.partition("\n")[0]) >= CERTAIN for text in others)
    certain = any(likeness(line) == 1.0 for text in others for line in text.split("\n"))
    return certain and asking >= max(ENOUGH, MOST * len(others))


def _made(
    document: Document, place: _Place, element: Disclosure, question: str, line: int
) -> ParsedCard:
    titles = (summary_text(around.summary) for around in place.around)
    around = tuple(title for title in titles if len(title) <= LONGEST_TITLE and not _is_stub(title))
    return ParsedCard(
        question=question,
        answer=answer_in(document, element, has_options=bool(_LETTERED.search(question))),
        line=line + 1,
        last_line=_last_line(document, element),
        path=titles_above(place.trails, line) + around,
    )


def _last_line(document: Document, element: Disclosure) -> int:
    """Return the 1-based line on which a disclosure ends, which is the 0-based line after it."""
    end = element.end - 1 if element.end > element.closing else element.closing - 1
    last = document.line_of(max(end, element.body))
    while last > document.line_of(element.body) and not document.lines[last].strip():
        last -= 1
    return last + 1


def _goes_on(document: Document, place: _Place, element: Disclosure, last: ParsedCard) -> bool:
    """Tell whether a disclosure goes on with the answer of the card right above it."""
    line = document.line_of(element.start)
    before = document.lines[line][: element.start - document.line_starts[line]]
    if any(text.strip(" \t>") for text in (*document.lines[last.last_line : line], before)):
        return False
    summary = summary_text(element.summary)
    announces = html.announces_answer(summary) or html.answers_in_part(summary)
    more = place.may_go_on and announces
    return more or html.announces_explanation(summary)


def _joined(card: ParsedCard, more: str, last_line: int) -> ParsedCard:
    answer = "\n\n".join(part for part in (card.answer, more) if part)
    return card._replace(answer=answer, last_line=last_line)


def _apart(cards: Iterator[ParsedCard]) -> Iterator[ParsedCard]:
    """Yield ``cards``, each beginning after the last line of the one before it if it can."""
    end = 0
    for card in cards:
        if card.line <= end < card.last_line:
            card = card._replace(line=end + 1)
        if card.line > end:
            end = card.last_line
            yield card
