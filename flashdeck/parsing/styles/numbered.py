"""Items of a list that ask: `3. Why ...?`, `b) **What ...?**`, `4. ### Explain ...`.

The answer stands on the same line behind a bold question, indented below, or below at column 0.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flashdeck.cards import ParsedCard
from flashdeck.parsing.bodies import Body, Divider, divided_card
from flashdeck.parsing.claim import Claim, before_footer, make_claim, without_rules
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.chains import Chain, chains_of
from flashdeck.parsing.marks.items import Item, Manner, list_items
from flashdeck.parsing.questions import likeness
from flashdeck.parsing.sections import path_at, section_lines
from flashdeck.parsing.words.rhetoric import stands_alone
from flashdeck.parsing.words.titles import (
    is_collection,
    is_collection_of_questions,
    is_faq,
    is_law,
    is_project_file,
    is_software,
    is_unsettled,
)

NAME = "numbered"
HEADINGS = 0.95
MANY_ASK = 0.86
SOME_ASK = 0.78
FEW_ASK = 0.6
INLINE = 0.55
LONGEST_LAST = 120
"""The most lines of the answer after which no item follows."""
FEW = 2
SOME = 3
MANY = 5
MANY_INLINE = 8
ENOUGH = 0.5
"""Share of questions that must be answered, and of items that must ask."""
MOST = 0.7


class _Question(NamedTuple):
    """An item that asks, and the 0-based line after its answer."""

    item: Item
    end: int


def claim(document: Document) -> Claim | None:
    """Claim the series of items that ask and are answered."""
    if is_project_file(document):
        return None
    items = list(list_items(document))
    headed = [item for item in items if item.manner is Manner.HEADING]
    accepted, score = _headed(document, headed), HEADINGS
    if not accepted:
        accepted, score = _counted(document, items)
    if not accepted or (score < MANY_ASK and is_law(document)):
        return None
    accepted.sort(key=lambda question: question.item.line)
    return make_claim(NAME, score, _cards(document, accepted), section_lines(document))


def _headed(document: Document, items: list[Item]) -> list[_Question]:
    """Return the items that hold a heading, if most of them ask."""
    ask = sum(likeness(item.question) > 0 for item in items)
    if ask < max(FEW, ENOUGH * len(items)):
        return []
    stops = document.headings
    starts = [stop.start for stop in stops]
    questions = []
    followers = [item.line for item in items[1:]] + [len(document.lines)]
    for item, following in zip(items, followers, strict=True):
        inside = stops[bisect_left(starts, item.body) : bisect_left(starts, following)]
        level = item.series.count("#")
        end = next((stop.start for stop in inside if stop.level <= level), following)
        questions.append(_Question(item, end))
    last = before_footer(document, [(question.item.body, question.end) for question in questions])
    questions[-1] = questions[-1]._replace(end=last)
    answered = sum(_is_answered(document, question) for question in questions)
    return questions if answered >= ENOUGH * len(items) else []


def _counted(document: Document, items: list[Item]) -> tuple[list[_Question], float]:
    """Return the questions of the series that ask and are answered, and how sure the surest is."""
    headings = [heading.start for heading in document.headings]
    collected = is_collection_of_questions(document)
    chains = [c for c in chains_of(items, headings) if collected or not _is_open(document, c)]
    accepted: list[_Question] = []
    score = 0.0
    for series in _alike(chains):
        read = [(chain, list(_bounded(document, chain.items, headings))) for chain in series]
        read = [(chain, found) for chain, found in read if _answers(document, found)]
        pooled = _asks([chain for chain, _ in read])
        read = [it for it in read if _asks([it[0]]) or (pooled and not it[0].others)]
        above = [title for it, _ in read for title in path_at(document, it.items[0].line)]
        known = collected or any(map(is_collection, above))
        chains_read = [chain for chain, _ in read]
        pure = known or not is_software(document)
        enough = SOME if known or (pure and all(map(_only_asks, chains_read))) else MANY_INLINE
        here = _score(chains_read, known=known, enough=FEW if any(map(is_faq, above)) else enough)
        if here:
            accepted += (question for _, questions in read for question in questions)
            score = max(score, here)
    return accepted, score


def _is_open(document: Document, chain: Chain) -> bool:
    """Tell whether a chain stands below a title such as *Open questions*."""
    return any(map(is_unsettled, path_at(document, chain.items[0].line)))


def _alike(chains: list[Chain]) -> Iterator[list[Chain]]:
    """Yield the chains that are numbered alike together, if enough of their items ask."""
    alike: dict[tuple[str, ...], list[Chain]] = defaultdict(list)
    for chain in chains:
        alike[chain.items[0].series].append(chain)
    for series in alike.values():
        if sum(chain.count(Manner.ASKS, Manner.INLINE) for chain in series) >= FEW:
            yield series


def _bounded(document: Document, items: list[Item], headings: list[int]) -> Iterator[_Question]:
    """Yield each item with the end of its answer: the next item, or what ends the last one."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        stop = bisect_left(headings, item.body)
        end = headings[stop] if stop < len(headings) else len(document.lines)
        if item.bullet:
            end = min(end, following.line if following else item.body + LONGEST_LAST)
            yield _Question(item, _bullet_end(document, item, end))
        elif following:
            yield _Question(item, min(end, following.line))
        else:
            end = min(end, item.body + LONGEST_LAST)
            yield _Question(item, _last_end(document, items, item.body, end))


def _bullet_end(document: Document, item: Item, end: int) -> int:
    """Return where the text below a bullet ends: at the first line that is not indented more."""
    indent = len(item.series[0])
    line = item.body
    if line < end and document.lines[line][: indent + 1].strip() and _is_wrapped(document, line):
        line += 1
    while line < end and not document.lines[line][: indent + 1].strip():
        line += 1
    return line


def _is_wrapped(document: Document, line: int) -> bool:
    """Tell whether a line begins with a word, as the rest of a paragraph does."""
    return document.lines[line].lstrip()[:1].isalnum()


def _last_end(document: Document, items: list[Item], body: int, end: int) -> int:
    """Return where the last answer ends: at a rule, or where the text of the list ends."""
    rules = [block.start for block in document.blocks_between(body, end) if block.kind == "hr"]
    end = min([end, *rules])
    if not _is_indented(document, items):
        return end
    for line in range(body + 1, end):
        if document.lines[line][:1].strip() and not document.lines[line - 1].strip():
            return line
    return end


def _is_indented(document: Document, items: list[Item]) -> bool:
    """Tell whether the answers between ``items`` stay within their list."""
    between = document.lines[items[0].body : items[-1].line]
    starts = {item.line - items[0].body for item in items}
    flush = sum(bool(line[:1].strip()) for i, line in enumerate(between) if i not in starts)
    return len(items) > 1 and flush * 10 <= len(between)


def _answers(document: Document, questions: list[_Question]) -> bool:
    """Tell whether enough items of a series have an answer."""
    answered = sum(_is_answered(document, question) for question in questions)
    needed = MOST if questions[0].item.bullet else ENOUGH
    return answered >= needed * len(questions) and not _is_lost(document, questions)


def _asks(chains: list[Chain]) -> bool:
    """Tell whether most items of some series ask."""
    total = sum(len(chain.items) for chain in chains)
    others = sum(chain.others for chain in chains)
    asking = sum(chain.count(Manner.ASKS, Manner.INLINE) for chain in chains)
    willing = asking + sum(chain.count(Manner.TELLS) for chain in chains)
    return asking >= ENOUGH * total and willing >= ENOUGH * (total + others)


def _only_asks(chain: Chain) -> bool:
    """Tell whether every item is a question with its answer behind it, that can be understood.

    The first names what it is about; what follows may speak of it as *it*.
    """
    inline = all(item.manner is Manner.INLINE for item in chain.items)
    return not chain.others and inline and stands_alone(chain.items[0].question)


def _score(chains: list[Chain], *, known: bool, enough: int) -> float:
    """Return how sure it is that some series ask.

    ``known`` says that a title announces it, ``enough`` how many must be answered on their line.
    """
    asking = sum(chain.count(Manner.ASKS) for chain in chains)
    inline = sum(chain.count(Manner.INLINE) for chain in chains)
    total = sum(len(chain.items) for chain in chains)
    if asking >= ENOUGH * total and asking >= FEW:
        if asking >= MANY:
            return MANY_ASK
        if not known and 2 * _standing(chains) < asking:
            return 0.0
        return SOME_ASK if known or asking >= SOME else FEW_ASK if total >= SOME else 0.0
    if asking + inline >= enough:
        return SOME_ASK if known else INLINE
    return 0.0


def _standing(chains: list[Chain]) -> int:
    """Return how many questions name what they are about."""
    items = (item for chain in chains for item in chain.items)
    return sum(item.manner is Manner.ASKS and stands_alone(item.question) for item in items)


def _is_lost(document: Document, questions: list[_Question]) -> bool:
    """Tell whether bullets that ask are only a few among others."""
    bullet = questions[0].item.bullet
    if not bullet:
        return False
    lines = document.lines[questions[0].item.line : questions[-1].end]
    return len(questions) < ENOUGH * sum(line.startswith(bullet + " ") for line in lines)


def _is_answered(document: Document, question: _Question) -> bool:
    start, end = without_rules(document, question.item.body, question.end)
    return bool(question.item.rest) or start < end


def _cards(document: Document, questions: list[_Question]) -> Iterable[ParsedCard]:
    starts = [question.item.line for question in questions[1:]] + [len(document.lines)]
    bounds = [min(q.end, start) for q, start in zip(questions, starts, strict=True)]
    pairs = list(zip(questions, bounds, strict=True))
    bodies = [(q.item.body, end) for q, end in pairs]
    divider = Divider(document, bodies, [q.item.question for q, _ in pairs])
    for question, end in pairs:
        yield _card(document, divider, question.item, end)


def _card(document: Document, divider: Divider, item: Item, end: int) -> ParsedCard:
    if item.rest:
        answer = without_rules(document, item.body, end)
        body = Body((item.body, item.body), answer, item.line, item.rest)
    else:
        body = divider.divide(item.body, end, item.question)
    path = path_at(document, item.line)
    return divided_card(document, item.question, item.line, body, path=path)
