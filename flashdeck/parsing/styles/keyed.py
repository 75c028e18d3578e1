"""Numbered questions whose answers stand together below: `## Answers`, or one `<details>`."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.bodies import joined, text_of
from flashdeck.parsing.claim import Claim, make_claim, without_rules
from flashdeck.parsing.document import Block, Document
from flashdeck.parsing.excerpts import balanced, dedented
from flashdeck.parsing.marks.answer_headings import Headed, answered_apart
from flashdeck.parsing.marks.answer_keys import (
    is_key,
    is_sure_key,
    may_begin_key,
    speaks_of_answers,
    told_in_line,
)
from flashdeck.parsing.marks.callouts import without_label
from flashdeck.parsing.marks.counted_items import (
    CountedItem,
    counted_items,
    runs,
)
from flashdeck.parsing.marks.disclosures import announces_answer, disclosures, summary_text
from flashdeck.parsing.marks.options import option_groups
from flashdeck.parsing.questions import asks, clean_question, likeness
from flashdeck.parsing.sections import path_at, section_lines
from flashdeck.parsing.words.titles import is_collection

NAME = "keyed"
SCORE = 1.0
FEW = 2
ENOUGH = 0.5
"""Share of the items that must ask where a heading announces questions, and elsewhere."""
MOST = 0.7
ENOUGH_SAID = 0.8
"""Share of the items that must not ask where no title says that they answer."""
ENOUGH_WITHOUT_TITLE = 3
LONGEST_TITLE = 60
GAP = "___"
"""What stands for a word to be filled in."""
FARTHEST = 200
"""The most lines of the questions above a key."""
LOWEST = 7
"""The level of a title that is no heading: any heading ends what is below it."""

_GROUP = late.pattern(r" {0,3}([*_]{1,3})(?=[^\s*_])[^*_]{1,80}\1[:：]?$")
"""A line in emphasis, which parts questions into groups."""


@dataclass(frozen=True, slots=True)
class _Key:
    """Where answers stand together: the 0-based line of their title, and ``start:end``.

    ``told`` are the answers by number of a key in one paragraph, title and all. A title that
    ``is_sure`` promises answers to questions, of whatever form.
    """

    line: int
    start: int
    end: int
    told: Mapping[int, str] = field(default_factory=dict)
    is_sure: bool = False


def claim(document: Document) -> Claim | None:
    """Claim the lists of questions that a list of as many answers follows."""
    cards: list[ParsedCard] = []
    spent: set[int] = set()
    floor = 0
    for key in _keys(document):
        if key.line < floor:
            continue
        above = runs(counted_items(document, max(floor, key.line - FARTHEST), key.line))
        if key.told:
            questions = [[], *above][-1]
            if [item.number for item in questions] == [*key.told] and _ask(document, questions):
                cards += map(partial(_card, document), questions, key.told.values())
                spent.update(range(key.line + 1, key.end + 1))
            floor = key.end
            continue
        pairs = _paired(document, key, above)
        cards += (_card(document, asked, _answer(document, said)) for asked, said in pairs)
        spent.update(range(key.line + 1, pairs[-1][1].end + 1) if pairs else ())
        floor = pairs[-1][1].end if pairs else key.end if key.is_sure else floor
    for questions, answers in () if cards else _following(document):
        listed = zip(questions, answers, strict=True)
        cards += (_card(document, asked, _answer(document, said)) for asked, said in listed)
        spent.update(range(answers[0].start + 1, answers[-1].end + 1))
    for question, answer in () if cards else answered_apart(document):
        cards.append(_headed_card(document, question, answer))
        spent.update(range(answer.line + 1, answer.end + 1))
    if not cards:
        return None
    return make_claim(NAME, SCORE, cards, section_lines(document), spent=spent)


def _keys(document: Document) -> list[_Key]:
    """Return in order the titles and disclosures that may announce several answers."""
    found = [*_titled(document), *_disclosed(document), *_likely(document)]
    return sorted(found, key=lambda key: key.line)


def _paired(
    document: Document, key: _Key, above: list[list[CountedItem]]
) -> list[tuple[CountedItem, CountedItem]]:
    """Return the questions ``above`` a key with its answers.

    Several lists of questions may have as many lists of answers, each counted from 1.
    """
    below = runs(counted_items(document, key.start, key.end))
    for answers in below, below[:1]:
        questions = above[-len(answers) :] if answers else []
        is_sure = key.is_sure or any(item.is_named for run in answers for item in run)
        if len(questions) == len(answers) > 0 and all(
            _belong(document, *lists, is_sure=is_sure)
            for lists in zip(questions, answers, strict=True)
        ):
            return list(zip(chain(*questions), chain(*answers), strict=True))
    return []


def _following(document: Document) -> Iterator[tuple[list[CountedItem], list[CountedItem]]]:
    """Yield the lists of questions with the list of as many answers right below, without a title.

    Every item of the first is one paragraph and most ask, and of the second hardly any.
    """
    found = runs(counted_items(document, 0, len(document.lines)))
    place = 0
    while place + 1 < len(found):
        asked, said = found[place], found[place + 1]
        place += 1
        if _answers_it(document, asked, said) and _belong(document, asked, said):
            yield asked, said
            place += 1


def _answers_it(document: Document, asked: list[CountedItem], said: list[CountedItem]) -> bool:
    letters = asked[0].letter, said[0].letter
    if letters != ("Q", "A") and (letters[0] != letters[1] or len(asked) < ENOUGH_WITHOUT_TITLE):
        return False
    between = range(asked[-1].end, said[0].start)
    if any(document.lines[i].strip() and i not in document.rule_lines for i in between):
        return False
    spans = [without_rules(document, item.start, item.end) for item in asked]
    if not all(all(line.strip() for line in document.lines[start:end]) for start, end in spans):
        return False
    titles = [[document.lines[item.start] for item in run] for run in (asked, said)]
    asking, still = (sum(map(asks, lines)) for lines in titles)
    return asking >= MOST * len(asked) and still <= (1 - ENOUGH_SAID) * len(said)


def _titled(document: Document) -> Iterator[_Key]:
    for block in document.blocks_at(document.lines_beginning(may_begin_key)):
        is_title = block.kind in ("heading", "paragraph") and len(block.text) <= LONGEST_TITLE
        if is_title and is_key(block.text):
            yield _key_below(document, block, is_sure=is_sure_key(block.text))
        elif block.kind == "paragraph" and (told := dict(told_in_line(block.text))):
            yield _Key(block.start, block.start, block.end, told)


def _likely(document: Document) -> Iterator[_Key]:
    """Yield the headings that speak of answers, of which those are keys that have them below."""
    if len(document.blocks_of("ordered_list")) < FEW:
        return
    for heading in document.headings:
        if len(heading.text) <= LONGEST_TITLE and speaks_of_answers(heading.text):
            yield _key_below(document, heading)


def _key_below(document: Document, title: Block, *, is_sure: bool = False) -> _Key:
    """Return the key below a title, up to the next heading that is not part of it."""
    level = title.level or LOWEST
    place = bisect_left(document.headings, title.end, key=lambda heading: heading.start)
    stops = (h.start for h in document.headings[place:] if h.level <= level)
    return _Key(title.start, title.end, next(stops, len(document.lines)), is_sure=is_sure)


def _option_lines(document: Document) -> list[int]:
    """Return the 0-based lines on which options of multiple choice begin, in order."""
    return [options.start for options in document.once(option_groups)]


def _disclosed(document: Document) -> Iterator[_Key]:
    for element in document.once(disclosures):
        summary = summary_text(element.summary)
        if announces_answer(summary) or speaks_of_answers(summary):
            start = document.line_of(element.body) + 1
            yield _Key(document.line_of(element.start), start, document.line_of(element.closing))


def _belong(
    document: Document,
    questions: list[CountedItem],
    answers: list[CountedItem],
    *,
    is_sure: bool = False,
) -> bool:
    """Tell whether as many answers as questions are given, and the questions ask."""
    numbers = [item.number for item in answers]
    is_same = [item.number for item in questions] == numbers
    return is_same and _ask(document, questions, is_sure=is_sure)


def _ask(document: Document, questions: list[CountedItem], *, is_sure: bool = False) -> bool:
    """Tell whether several items ask, and give no options to choose from.

    Three need not ask if it ``is_sure`` that they are answered below.
    """
    if len(questions) < FEW:
        return False
    options = document.once(_option_lines)
    first = bisect_left(options, questions[0].start)
    if first < len(options) and options[first] < questions[-1].end:
        return False
    if is_sure and len(questions) >= ENOUGH_WITHOUT_TITLE:
        return True
    firsts = [document.lines[item.start] for item in questions]
    asking = sum(likeness(clean_question(first)) > 0 or GAP in first for first in firsts)
    above = path_at(document, questions[0].start)
    is_announced = any(is_collection(title) for title in above)
    return asking >= (ENOUGH if is_announced else MOST) * len(questions)


def _asked(document: Document, item: CountedItem) -> tuple[int, int]:
    """Return the lines of a question, without the label of a group that begins below it."""
    start, end = without_rules(document, item.start, item.end)
    if end - start > FEW and not document.lines[end - 2] and _GROUP.match(document.lines[end - 1]):
        return without_rules(document, start, end - 1)
    if end - start == FEW and _GROUP.match(document.lines[end - 1]):
        return start, end - 1
    return start, end


def _question(document: Document, item: CountedItem) -> str:
    start, end = _asked(document, item)
    return "\n".join(
        dedented([clean_question(document.lines[start]), *document.lines[start + 1 : end]])
    )


def _answer(document: Document, item: CountedItem) -> str:
    start, end = without_rules(document, item.start, item.end)
    if end - start > 1 and _GROUP.match(document.lines[end - 1]):
        start, end = without_rules(document, start, end - 1)
    first, *others = document.lines[start:end]
    text = "\n".join(dedented([first[item.column :], *others])).strip()
    text = balanced(text, "**" if "**" in first[: item.column] else "").strip()
    return without_label(text)


def _headed_card(document: Document, asked: Headed, answer: Headed) -> ParsedCard:
    """Return the card of two headings with one number; a title alone asks if nothing is below."""
    start, end = without_rules(document, asked.line + 1, asked.end)
    title = clean_question(asked.title)
    text = text_of(document, start, end)
    return ParsedCard(
        question=joined([title, text]),
        answer=text_of(document, *without_rules(document, answer.line + 1, answer.end)),
        line=asked.line + 1,
        last_line=max(end, asked.line + 1),
        path=path_at(document, asked.line),
    )


def _card(document: Document, asked: CountedItem, answer: str) -> ParsedCard:
    _, end = _asked(document, asked)
    return ParsedCard(
        question=_question(document, asked),
        answer=answer,
        line=asked.start + 1,
        last_line=end,
        path=path_at(document, asked.start),
    )
