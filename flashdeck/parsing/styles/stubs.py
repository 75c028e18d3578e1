"""Stubs such as `## Question 7` whose question is the paragraph below, and then the answer."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from flashdeck.cards import ParsedCard
from flashdeck.parsing.bodies import (
    Body,
    Divider,
    divided_card,
    is_about_code,
    labelled_body,
    text_of,
)
from flashdeck.parsing.claim import Claim, make_claim, without_rules
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.answers import is_answer_title
from flashdeck.parsing.marks.stub_lines import Stub, question_text, stub_lines
from flashdeck.parsing.questions import asks, likeness
from flashdeck.parsing.sections import path_at, section_lines

NAME = "stubs"
LABELLED = 0.93
UNLABELLED = 0.88
FEW = 2
ENOUGH = 0.5
ASKING = 0.7


def claim(document: Document) -> Claim | None:
    """Claim the stubs below which a question and its answer stand."""
    stubs = list(stub_lines(document))
    if len(stubs) < FEW:
        return None
    ends = list(_ends(document, stubs))
    divider = Divider(document, [])
    labels = [divider.label(stub.body, end) for stub, end in zip(stubs, ends, strict=True)]
    labelled = sum(label is not None for label in labels) >= ENOUGH * len(stubs)
    cards = [
        card
        for stub, end, label in zip(stubs, ends, labels, strict=True)
        if (card := _card(document, stub, end, label if labelled else None))
    ]
    asking = sum(_asks(card.question) for card in cards)
    if len(cards) < FEW or not (labelled or asking >= ENOUGH * len(cards)):
        return None
    score = LABELLED if labelled else UNLABELLED
    return make_claim(NAME, score, cards, section_lines(document))


def _ends(document: Document, stubs: list[Stub]) -> Iterator[int]:
    """Yield where each stub's text ends: at the next stub or at a heading that divides.

    One that most stubs have below them, such as *Output*, divides none.
    """
    lines = {stub.line for stub in stubs}
    others = [block for block in document.headings if block.start not in lines]
    times = Counter(block.text for block in others)
    stops = [
        (block.start, block.level)
        for block in others
        if times[block.text] < max(FEW, ENOUGH * len(stubs)) and not is_answer_title(block.text)
    ]
    starts = [start for start, _ in stops]
    followers = [stub.line for stub in stubs[1:]] + [len(document.lines)]
    for stub, following in zip(stubs, followers, strict=True):
        inside = stops[bisect_left(starts, stub.body) : bisect_left(starts, following)]
        yield next((start for start, level in inside if level <= stub.level), following)


def _card(document: Document, stub: Stub, end: int, label: int | None) -> ParsedCard | None:
    """Return the card of a stub, or None if no question stands below it."""
    start, end = without_rules(document, stub.body, end)
    if label is not None:
        body = labelled_body(document, start, label, end)
    else:
        body = _split(document, start, end)
    if body.asked[0] >= body.asked[1]:
        return None
    question = question_text(text_of(document, *body.asked))
    below = Body((stub.body, stub.body), body.answer, body.label, body.rest)
    return divided_card(document, question, stub.line, below, path=path_at(document, stub.line))


def _split(document: Document, start: int, end: int) -> Body:
    """Divide a text without a label: the first paragraph asks, with code if it speaks of it."""
    if start in document.hidden_lines:
        return Body((start, start), (start, end))
    cut = _question_end(document, start, end)
    below, _ = without_rules(document, cut, end)
    blocks = document.blocks_between(below, end)
    has_code = len(blocks) > 1 and blocks[0].kind in ("fence", "code_block")
    if has_code and is_about_code(text_of(document, start, cut)):
        cut = blocks[0].end
    return Body((start, cut), without_rules(document, cut, end))


def _question_end(document: Document, start: int, end: int) -> int:
    """Return the line after the question mark in a paragraph, or after the paragraph.

    A list right below a question in bold answers it.
    """
    line = start
    is_bold = start < end and document.lines[start].startswith("**")
    block = document.block_over(start) if is_bold else None
    end = min(end, block.end) if block else end
    while line < end and document.lines[line].strip() and line not in document.hidden_lines:
        line += 1
        if asks(document.lines[line - 1]):
            break
    return line


def _asks(question: str) -> bool:
    return any(likeness(line) >= ASKING for line in question.split("\n")[:6])
