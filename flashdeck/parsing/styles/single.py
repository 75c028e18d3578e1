"""One card a file: its question is in the front matter, its first line or the file's name."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePath

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import Claim, card_at, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.questions import asks, clean_question, likeness
from flashdeck.text import clean

NAME = "single"
BY_KEYS = 0.98
BY_TITLE = 0.6
BY_NAME = 0.45
BY_FIRST_LINE = 0.45
LONGEST_BODY = 40
LONGEST_NOTE = 12
LONGEST_SLUG_NOTE = 8
ASKING = 0.7
ORDERS = 0.9

_QUESTIONS = ("question", "front", "flashcard", "prompt", "pregunta", "pergunta", "frage", "q")
_ANSWERS = ("answer", "back", "response", "respuesta", "resposta", "antwort", "a")
_KEY = late.pattern(r"[^\s#:-][^:]*:")
_NEWS = late.pattern(r"what\W?s? (?:is )?new|who (?:we|i) (?:are|am)|what we do", re.IGNORECASE)
_ASKING_WORD = late.pattern(
    r"(?:what|why|how|when|where|which|who|whose|qu\w+|c[oó]mo|warum|wie|was)\b", re.I
)
"""What the name of a file must begin with if hyphens join its words; `list-users` is a command."""


def claim(document: Document) -> Claim | None:
    """Claim a file that as a whole is one card."""
    for find in (_keyed, _titled, _named, _asked):
        for score, card in find(document):
            return make_claim(NAME, score, [card])
    return None


def _keyed(document: Document) -> Iterator[tuple[float, ParsedCard]]:
    """Yield the card of front matter that has a question, and its answer or the text below."""
    question = next((key for key in _QUESTIONS if _value(document, key)), None)
    if question is None:
        return
    lines = _key_lines(document, question)
    answer = next((key for key in _ANSWERS if key in document.matter), None)
    text = clean_question(_value(document, question))
    if not lines or not text:
        return
    if answer is None:
        yield BY_KEYS, card_at(document, text, lines[0], (_body(document), len(document.lines)))
        return
    lines = (*lines, *_key_lines(document, answer))
    yield (
        BY_KEYS,
        ParsedCard(text, _value(document, answer), min(lines) + 1, max(lines) + 1),
    )


def _titled(document: Document) -> Iterator[tuple[float, ParsedCard]]:
    """Yield the card of a short note whose title in the front matter is a question."""
    title = _value(document, "title")
    lines = _key_lines(document, "title")
    if lines and asks(title) and _is_short(document, LONGEST_BODY):
        body = (_body(document), len(document.lines))
        yield BY_TITLE, card_at(document, clean_question(title), lines[0], body)


def _named(document: Document) -> Iterator[tuple[float, ParsedCard]]:
    """Yield the card of a short note whose file's name is a question."""
    if document.name.lower().endswith((".csv", ".tsv")):
        return
    stem = PurePath(document.name).stem
    is_slug = " " not in stem
    if not _is_short(document, LONGEST_SLUG_NOTE if is_slug else LONGEST_NOTE):
        return
    name = clean_question(re.sub(r"[-_]+", " ", stem) if is_slug else stem)
    if is_slug and name.isascii() and not _ASKING_WORD.match(name):
        return
    if likeness(name) < ASKING or len(name.split()) < 3 or _NEWS.match(name):
        return
    start = _written(document)[0]
    card = card_at(document, _as_question(name), start, (start, len(document.lines)))
    yield BY_NAME, card


def _asked(document: Document) -> Iterator[tuple[float, ParsedCard]]:
    """Yield the card of a short note whose first line is its only question."""
    if document.matter or not _is_short(document, LONGEST_NOTE):
        return
    first, *others = _written(document)
    lines = document.lines
    if others and asks(lines[first]) and not any("?" in lines[line] for line in others):
        body = (first + 1, len(lines))
        yield BY_FIRST_LINE, card_at(document, clean_question(lines[first]), first, body)


def _value(document: Document, key: str) -> str:
    value = document.matter.get(key)
    if isinstance(value, list):
        value = "\n".join(f"- {item}" for item in value)
    return clean(str(value)).strip() if isinstance(value, str | int | float) else ""


def _key_lines(document: Document, key: str) -> Sequence[int]:
    """Return the 0-based lines of a key in the front matter and of its value."""
    if key not in document.matter:
        return ()
    block = document.blocks[0]
    starts = [
        line for line in range(block.start + 1, block.end - 1) if _KEY.match(document.lines[line])
    ]
    for start, end in pairwise([*starts, block.end - 1]):
        if document.lines[start].partition(":")[0].strip().strip("\"'") == key:
            written = [line for line in range(start, end) if document.lines[line].strip()]
            return range(start, written[-1] + 1)
    return ()


def _body(document: Document) -> int:
    """Return the 0-based line behind the front matter."""
    first = document.blocks[0] if document.blocks else None
    return first.end if first and first.kind == "front_matter" else 0


def _written(document: Document) -> list[int]:
    lines = document.lines
    return [line for line in range(_body(document), len(lines)) if lines[line].strip()]


def _is_short(document: Document, longest: int) -> bool:
    """Tell whether a note has a body of at most ``longest`` written lines without headings."""
    return not document.headings and 0 < len(_written(document)) <= longest


def _as_question(name: str) -> str:
    """Return a file's name with the question mark that file names do without."""
    return name if asks(name) or likeness(name) >= ORDERS else f"{name}?"
