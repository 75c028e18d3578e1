"""Multiple choice: the stem and its options ask; a label, a tick or a key at the end answers."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import zip_longest
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.bodies import dedented, joined, text_of
from flashdeck.parsing.claim import Claim, make_claim, without_rules
from flashdeck.parsing.document import Block, Document, Trail, trails_of
from flashdeck.parsing.edges import frame_lines
from flashdeck.parsing.marks.answer_keys import keyed_answers, keys_in
from flashdeck.parsing.marks.answers import announced, explained, is_answer_title
from flashdeck.parsing.marks.callouts import opened_callout, opens_question, without_label
from flashdeck.parsing.marks.key_words import Worded, worded
from flashdeck.parsing.marks.options import Options, option_groups
from flashdeck.parsing.marks.right_options import chosen_again
from flashdeck.parsing.marks.stems import follows, kind_of_mark, next_stem
from flashdeck.parsing.marks.stub_lines import question_text, stub_above
from flashdeck.parsing.placeholders import is_placeholder
from flashdeck.parsing.posed import Posed, posed_above
from flashdeck.parsing.questions import asks, likeness
from flashdeck.parsing.sections import section_lines, titles_above

NAME = "choice"
SURE = 1.0
SINGLE = 0.9
FEW = 2
MOST = 0.6
CERTAIN = 0.8
ENOUGH_BOXES = 3
FAR = 40
"""The most lines about the options before the label of the answer."""

_GAP = late.pattern(
    r"(?:[（(][ \u3000]{0,9}(?P<given>[A-H](?:[ 、,，]?[A-H]){0,7})?[ \u3000]{0,9}[)）]"
    r"|(?P<line>(?<!_)_{3,}+))"
    r"(?=[ \t]*+(?:[。.?？:：]?[ \t]*+(?:$|\n)|[^\x00-\x7f]))"
)
"""A gap in a stem, empty or with the letters of the right options in it."""


class _Choice(NamedTuple):
    """A stem, its options, and the 0-based line after all that belongs to them."""

    posed: Posed
    options: Options
    end: int


def claim(document: Document) -> Claim | None:
    """Claim the questions with options of which some are answered."""
    groups = document.once(option_groups)
    if not groups:
        return None
    keys = document.once(keys_in)
    found = list(_choices(document, groups, [key.line for key in keys]))
    kinds = {kind_of_mark(document.lines[it.posed.line]) for it in found if _asks(document, it)}
    choices = [choice for choice in found if _may_ask(document, choice, kinds)]
    asking = sum(_asks(document, choice) for choice in choices)
    asking = len(choices) if _tick_one_each(choices) else asking
    if not choices or asking < MOST * len(choices):
        return None
    keyed = keyed_answers(document, keys, [choice.posed.line for choice in choices])
    trails = trails_of(_sections(document, choices))
    cards = [
        _card(document, choice, key, trails)
        for choice, key in zip(choices, keyed, strict=True)
        if not _is_disclosed(document, choice)
    ]
    answered = sum(bool(card.answer) for card in cards)
    if answered < FEW and all(choice.options.are_plain for choice in choices):
        return None
    if not answered or (answered < FEW and (len(choices) > FEW or not _is_question(choices))):
        return None
    score = SURE if answered >= FEW else SINGLE
    spent = [line + 1 for key in keys for line in range(key.line, key.end)] if any(keyed) else []
    if spent:
        asked = {i for choice in choices for i in range(choice.posed.line, choice.options.end)}
        asked.update(line - 1 for card in cards for line in card.lines)
        in_words = list(worded(document, keys, asked))
        cards += (_worded_card(question, trails) for question in in_words)
        cards.sort(key=lambda card: card.line)
        spent += (question.line + 1 for question in in_words)
    return make_claim(NAME, score, cards, section_lines(document), spent=spent)


def _tick_one_each(choices: list[_Choice]) -> bool:
    """Tell whether one box of several is ticked in every list, as never in lists of tasks."""
    ticked = (sum(it.is_right for it in choice.options.options) for choice in choices)
    are_long = all(len(choice.options.options) >= ENOUGH_BOXES for choice in choices)
    are_boxes = all(it.options.has_boxes and not it.options.are_plain for it in choices)
    return len(choices) >= ENOUGH_BOXES and are_boxes and are_long and set(ticked) == {1}


def _is_question(choices: list[_Choice]) -> bool:
    """Tell whether a lonely question has a question mark."""
    return any(asks(line) for choice in choices for line in choice.posed.text.split("\n"))


def _choices(document: Document, groups: list[Options], keys: list[int]) -> Iterator[_Choice]:
    """Yield the options with the question above them, each up to the next, a heading or key."""
    stops = [h.start for h in document.headings if not is_answer_title(h.text)]
    stops += [*document.rule_lines, *keys, *frame_lines(document.lines, document.text)]
    stops.sort()
    found = list(_posed(document, groups))
    for (posed, options), following in zip_longest(found, found[1:]):
        end = following[0].line if following else len(document.lines)
        end = _end(document, options, stops, end)
        yield _Choice(posed, options, next_stem(document, posed.line, options.end, end))


def _posed(document: Document, groups: list[Options]) -> Iterator[tuple[Posed, Options]]:
    floor = 0
    for options in groups:
        posed = posed_above(document, options.start, floor)
        if posed:
            yield _whole(document, posed, options.start, floor), options
        stem = document.lines[posed.line] if posed else ""
        floor = _below_answer(document, options.end, stem)


def _whole(document: Document, posed: Posed, end: int, floor: int) -> Posed:
    """Return the question with what stands between it and a stub such as `## Question 7`."""
    stub = None if _is_heading(document, posed.line) else stub_above(document, posed.line, floor)
    if stub is None:
        return posed
    text = text_of(document, *without_rules(document, stub.body, end))
    return Posed(stub.line, question_text(text), is_marked=True)


def _is_heading(document: Document, line: int) -> bool:
    return any(block.kind == "heading" for block in document.blocks_at((line,)))


def _below_answer(document: Document, line: int, stem: str) -> int:
    """Return the line after the paragraphs below some options that are marked as their answer.

    The question that follows ``stem`` may stand in the same paragraph.
    """
    total = len(document.lines)
    done = line
    while line < total:
        text = document.lines[line]
        if not text.strip():
            line += 1
            continue
        is_labelled = announced(text) is not None or explained(text) is not None
        if opens_question(text):
            break
        if not is_labelled and not chosen_again(text) and text.lstrip()[:1] not in "><":
            break
        while line < total and document.lines[line].strip():
            line += 1
            if line < total and (
                _is_heading(document, line) or follows(document.lines[line], stem)
            ):
                return line
        done = line
    return done


def _end(document: Document, options: Options, stops: list[int], end: int) -> int:
    """Return where a question ends: at a heading, or at a rule that does not hide the answer."""
    first = bisect_left(stops, options.end)
    for stop in stops[first:]:
        if stop >= end:
            break
        start, _ = without_rules(document, options.end, end)
        is_below = stop < start < end and announced(document.lines[start]) is not None
        if not (stop in document.rule_lines and is_below):
            return stop
    return end


def _may_ask(document: Document, choice: _Choice, kinds: AbstractSet[str]) -> bool:
    """Tell whether options are no list of tasks, which has boxes but no question above it.

    What is marked as a question is one if others with a mark of its kind, of ``kinds``, ask.
    """
    is_ticked = any(option.is_right for option in choice.options.options)
    needs_none = not choice.options.has_boxes or (is_ticked and not choice.options.are_plain)
    if needs_none or _asks(document, choice):
        return True
    kind = kind_of_mark(document.lines[choice.posed.line])
    start, end = without_rules(document, choice.options.end, choice.end)
    is_answered = is_ticked or (start < end and announced(document.lines[start]) is not None)
    return is_answered and bool(kind) and kind in kinds


def _asks(document: Document, choice: _Choice) -> bool:
    """Tell whether what stands above the options asks; letters need less than boxes, which list."""
    written = document.lines[choice.posed.line].lstrip("# ")
    text = choice.posed.text
    if any(map(asks, text.split("\n"))) or likeness(written) >= CERTAIN or _GAP.search(text):
        return True
    if opens_question(written):
        return True
    return choice.posed.is_marked and not choice.options.has_boxes


def _is_disclosed(document: Document, choice: _Choice) -> bool:
    """Tell whether the answer is in a `<details>`, which another style reads."""
    start, end = without_rules(document, choice.options.end, choice.end)
    return start < end and document.lines[start].lstrip()[:8].lower() == "<details"


def _sections(document: Document, choices: list[_Choice]) -> Iterator[Block]:
    """Yield the headings that are no questions themselves."""
    stems = {choice.posed.line for choice in choices}
    return (heading for heading in document.headings if heading.start not in stems)


def _card(document: Document, choice: _Choice, key: str, trails: Sequence[Trail]) -> ParsedCard:
    options = choice.options
    asked = options.asked(document)
    end = choice.end
    answer, last = _answer(document, options, end)
    text, given = _without_given(choice.posed.text)
    if (key or given) and is_placeholder(answer):
        answer, last = key or given, options.end
    line = choice.posed.line
    hashes = len(document.lines[line].strip()) - len(document.lines[line].strip().lstrip("#"))
    path = titles_above(trails, line, hashes or 7)
    is_close = bool(document.lines[options.start - 1].strip())
    return ParsedCard(
        question=joined([text, asked], "\n" if is_close else "\n\n"),
        answer=answer,
        line=line + 1,
        last_line=max(last, options.end),
        path=path,
    )


def _worded_card(found: Worded, trails: Sequence[Trail]) -> ParsedCard:
    path = titles_above(trails, found.start)
    return ParsedCard(found.question, found.answer, found.start + 1, found.end, path)


def _without_given(text: str) -> tuple[str, str]:
    """Return a stem with its gap empty, and the letters that the author wrote in there."""
    gaps = [match for match in _GAP.finditer(text) if match["given"]]
    if len(gaps) != 1:
        return text, ""
    start, end = gaps[0].span()
    return f"{text[: start + 1]} {text[end - 1 :]}", gaps[0]["given"]


def _answer(document: Document, options: Options, end: int) -> tuple[str, int]:
    """Return the answer to the question with ``options``, and the line after it."""
    start, end = without_rules(document, options.end, end)
    right = options.right_text(document)
    if start >= end:
        return right, options.end
    if callout := opened_callout(document.lines, start, end):
        rest_start, rest_end = without_rules(document, callout.end, end)
        return joined([callout.text, text_of(document, rest_start, rest_end)]), end
    if announced(document.lines[start]) is not None:
        return without_label(text_of(document, start, end)), end
    if not right and (again := chosen_again(document.lines[start])):
        return joined([again, text_of(document, start + 1, end)], "\n"), end
    if options.are_plain and document.lines[start].rstrip(" *_").endswith((":", "：")):
        return right, options.end
    below = range(start, min(end, start + FAR))
    if right or any(announced(document.lines[line]) is not None for line in below):
        first = document.lines[options.start]
        indent = len(first) - len(first.lstrip())
        text = "\n".join(dedented(text_of(document, start, end).split("\n"), indent))
        return joined([right, text]), end
    return "", options.end
