"""What holds for every document, however broken it is."""

import re
import time
from collections.abc import Iterator

from flashdeck.cards import ParsedCard, ParsedDocument
from flashdeck.parsing import parse
from flashdeck.text import clean
from tests.parsing.accounts import owners, written_lines

UNIT = 100_000
SECONDS = 3.0
"""The most that any text of that many characters takes."""
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def timed_parse(text: str, name: str) -> tuple[ParsedDocument, float]:
    """Return a parsed document and the processor seconds it took, for 100 KB if it is longer."""
    start = time.process_time()
    document = parse(text, name)
    return document, (time.process_time() - start) / max(1.0, len(text) / UNIT)


def broken_laws(text: str, name: str, document: ParsedDocument) -> Iterator[str]:
    """Yield what is wrong with ``document`` as the reading of ``text``."""
    yield from _lines(clean(text), document)
    for card in document.cards:
        yield from (f"line {card.line}: {fault}" for fault in _faults(card, clean(text)))
    if parse(text, name) != document:
        yield "the same text gives other cards"


def _lines(text: str, document: ParsedDocument) -> Iterator[str]:
    owned = owners(document)
    if lost := written_lines(text) - owned.keys():
        yield f"lost lines {sorted(lost)[:5]}"
    if shared := [line for line, sharing in owned.items() if len(sharing) > 1]:
        yield f"lines {shared[:5]} belong to several parts"
    count = text.count("\n") + 1
    if outside := [line for line in owned if not 1 <= line <= count]:
        yield f"lines {outside[:5]} are outside the document"
    if any(not 0 <= problem.line <= count for problem in document.problems):
        yield "a problem outside the document"


def _faults(card: ParsedCard, text: str) -> Iterator[str]:
    if not card.question.strip() or not card.answer.strip():
        yield "a side is empty"
    if not 1 <= card.line <= card.last_line <= text.count("\n") + 1:
        yield f"the card covers {card.line} to {card.last_line}"
    texts = (card.question, card.answer, card.group, card.explicit_id or "", *card.path, *card.tags)
    if any(CONTROL.search(part) for part in texts):
        yield "a control character"
