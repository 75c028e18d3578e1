"""The hashcards format: `Q:` and `A:`, and `C:` with a gap in each pair of square brackets.

A card runs to the next of these letters, to a heading, or to a line of three dashes.
"""

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import Kind, ParsedCard
from flashdeck.parsing.claim import Claim, make_claim, without_rules
from flashdeck.parsing.document import Document
from flashdeck.parsing.inline import FILLER, without_code, without_links
from flashdeck.parsing.marks.clozes import Gap, cloze_texts, fits
from flashdeck.parsing.sections import path_at

NAME = "hashcards"
SCORE = 1.0

_START = late.pattern(r"^([QAC]):(?=[ \t]|$)[ \t]*", re.MULTILINE)
_RULE = late.pattern(r"^-{3,}[ \t]*$")
_GAP = late.pattern(rf"(?<![!\\\[])\[(?!\^|[ xX]\])([^\[\]]+)\](?![({FILLER}])")
_COMMAND = late.pattern(r"\\[A-Za-z]+$")


class _Part(NamedTuple):
    """The text behind `Q:`, `A:` or `C:` over the 0-based lines ``start:end``."""

    letter: str
    start: int
    end: int
    text: str
    is_open: bool
    """Whether nothing but the next card's letter ends it."""


def claim(document: Document) -> Claim | None:
    """Claim the cards of a document that has cloze cards of this format."""
    if "C:" not in document.text:
        return None
    parts = list(_parts(document))
    gapped = [part for part in parts if part.letter == "C" and _gaps(part.text)]
    pairs = sum(q.letter == "Q" and a.letter == "A" for q, a in pairwise(parts))
    alone = len(gapped) == 1 and not pairs
    if not gapped or (alone and gapped[0].start != _first_line(document)):
        return None
    headings = (heading.start + 1 for heading in document.headings)
    return make_claim(NAME, SCORE, _cards(document, parts), headings)


def _first_line(document: Document) -> int:
    written = (i for i, line in enumerate(document.lines) if line.strip())
    return next((line for line in written if line not in document.hidden_lines), 0)


def _parts(document: Document) -> Iterator[_Part]:
    starts = [
        (document.line_of(match.start()), match[1])
        for match in _START.finditer(document.text)
        if document.line_of(match.start()) not in document.hidden_lines
    ]
    ends = [*(line for line, _ in starts[1:]), len(document.lines)][: len(starts)]
    stops = _stops(document)
    for (line, letter), end in zip(starts, ends, strict=True):
        stop = next((stop for stop in range(line + 1, end) if stop in stops), end)
        _, last = without_rules(document, line, stop)
        lines = [document.lines[line][2:].strip(), *document.lines[line + 1 : last]]
        text = "\n".join(lines).strip()
        yield _Part(letter, line, max(last, line + 1), text, is_open=stop == end)


def _stops(document: Document) -> set[int]:
    """Return the lines of headings and of separators, also of those that underline a card."""
    stops = {
        heading.start
        for heading in document.headings
        if not _START.match(document.lines[heading.start])
    }
    return stops | {
        line
        for line, text in enumerate(document.lines)
        if text.startswith("---") and _RULE.match(text) and line not in document.hidden_lines
    }


def _cards(document: Document, parts: list[_Part]) -> Iterator[ParsedCard]:
    for part, following in zip_longest(parts, parts[1:]):
        if part.letter == "C":
            yield from _cloze_cards(document, part)
        elif part.letter == "Q" and following and following.letter == "A" and part.is_open:
            yield _card(document, part, following.text, following.end)
        elif part.letter == "Q":
            yield _card(document, part, "", part.end)


def _card(document: Document, question: _Part, answer: str, end: int) -> ParsedCard:
    return ParsedCard(
        question=question.text,
        answer=answer,
        line=question.start + 1,
        last_line=end,
        path=path_at(document, question.start),
    )


def _cloze_cards(document: Document, part: _Part) -> Iterator[ParsedCard]:
    gaps = _gaps(part.text)
    if not gaps:
        return
    shown = "".join(_shown(part.text, gaps))
    for question, answer in cloze_texts(part.text, gaps):
        yield ParsedCard(
            question=question,
            answer=answer,
            line=part.start + 1,
            last_line=part.end,
            path=path_at(document, part.start),
            kind=Kind.CLOZE,
            group=shown,
        )


def _shown(text: str, gaps: list[Gap]) -> Iterator[str]:
    done = 0
    for gap in gaps:
        yield text[done : gap.start] + gap.text
        done = gap.end
    yield text[done:]


def _gaps(text: str) -> list[Gap]:
    """Return the gaps of a text: brackets that are no link, image, footnote or tick box."""
    plain = without_links(without_code(text))
    gaps = [
        Gap(match.start(), match.end(), text[match.start(1) : match.end(1)], "", str(index))
        for index, match in enumerate(_GAP.finditer(plain))
        if match[1].strip() and not _COMMAND.search(plain[: match.start()][-20:])
    ]
    return gaps if fits(text, gaps) else []
