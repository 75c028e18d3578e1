"""Stubs: headings or lines that only number a question, such as `## Question 7` or `第3题`."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.document import Block, Document
from flashdeck.parsing.questions import clean_question
from flashdeck.parsing.words.label_words import EXERCISES, QUESTIONS, beginnings
from flashdeck.parsing.words.vocabulary import DIFFICULTY, EXERCISE, NUMBER_SIGN, QUESTION

LONGEST = 80
NO_HEADING = 7
LONGEST_REMARK = 3

_STUB = late.pattern(
    rf"[\W_]{{0,6}}(?:\d{{1,3}}[.)]\s{{1,3}})?(?:(?:Q|{QUESTION}|{EXERCISE})\s*(?:{NUMBER_SIGN})?\s*"
    r"\d{1,5}(?:[.-]\d{1,3})?|第\s*\d{1,4}\s*[题題问問])"
    r"\s*(?:(?:/|of|von|de|из)\s*\d{1,4})?\s*[.:)：–—-]*\s*"
    rf"(?:[(\[（【][^()\[\]（）【】]{{0,40}}[)\]）】]\s*)*(?:{DIFFICULTY})?[\W_]{{0,6}}",
    re.IGNORECASE,
)

_FIRST_WORDS = beginnings({"q", *QUESTIONS, *EXERCISES})
_OF_QUESTION = late.pattern(
    rf"^[\s>]*[*_]{{0,3}}(?:{QUESTION})[*_]{{0,3}}\s*[:：][*_]{{0,3}}\s*", re.IGNORECASE
)
_QUOTE = late.pattern(r"^[ ]{0,3}>[ ]?", re.MULTILINE)
_HASHES = late.pattern(r"#{1,6}[ \t]+(?=\S)")


class Stub(NamedTuple):
    """A stub on 0-based ``line``, where its text begins, and its heading level or 7."""

    line: int
    body: int
    level: int


def stub_lines(document: Document) -> Iterator[Stub]:
    """Yield the stubs of a document in order."""
    return _stubs(document.blocks_at(document.lines_beginning(_may_number)))


def stub_above(document: Document, line: int, floor: int) -> Stub | None:
    """Return the last stub heading from line ``floor`` to above ``line``."""
    blocks = document.blocks_between(floor, line)
    found = [stub for stub in _stubs(blocks) if stub.level != NO_HEADING]
    return found[-1] if found else None


def is_stub(title: str) -> bool:
    """Tell whether a heading only numbers a question."""
    return len(title) <= LONGEST and bool(_STUB.fullmatch(title))


def _may_number(word: str) -> bool:
    """Tell whether a question may be numbered by the letters of ``word``."""
    return word in _FIRST_WORDS or word.startswith("第")


def _stubs(blocks: Iterable[Block]) -> Iterator[Stub]:
    for block in blocks:
        if block.kind not in ("heading", "paragraph"):
            continue
        first = block.text.partition("\n")[0]
        if not is_stub(first):
            continue
        if block.kind == "heading":
            yield Stub(block.start, block.end, block.level)
        else:
            yield Stub(block.start, block.start + 1, NO_HEADING)


def question_text(text: str) -> str:
    """Return what stands below a stub without quote marks, label, and remarks such as `Level 2`."""
    if text.startswith(">"):
        text = _QUOTE.sub("", text)
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if _OF_QUESTION.match(line):
            lines = [_OF_QUESTION.sub("", line), *lines[index + 1 :]]
            break
        if len(line.split()) > LONGEST_REMARK:
            break
    first, _, more = "\n".join(lines).strip().partition("\n")
    first = _HASHES.sub("", first, count=1) if first.startswith("#") else first
    return "\n".join([clean_question(first), more]).strip()
