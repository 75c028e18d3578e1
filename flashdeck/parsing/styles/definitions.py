"""Definition lists: a term on a line of its own, and below it `: what it means`.

In a glossary also `**term**: what it means`, in paragraphs or as items of a list.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.excerpts import without_columns
from flashdeck.parsing.questions import clean_question
from flashdeck.parsing.sections import Section, divisions, path_at, section_lines
from flashdeck.parsing.words.titles import (
    is_collection_of_questions,
    is_glossary,
    is_law,
    is_letter,
    is_project,
    is_project_file,
    is_software,
    may_be_glossary,
)

NAME = "definitions"
SCORE = 0.8
FEW = 2
SOME = 3
LONGEST_TERM = 120
MOST_CODE = 0.5
"""Share of terms in code from which a list explains options or parameters."""
ENOUGH = 0.5
"""Share of the document that definitions must fill where no title announces them."""

_MEANING = late.pattern(r" {0,3}:[ \t]+(?=\S)")
_ANY_MEANING = late.pattern(r"\n {0,3}:[ \t]")
_NO_TERM = late.pattern(r"[ \t]|[#>|<:+-]|\*[ \t]|\d{1,9}[.)][ \t]|```|~~~|.*[.:：。]$")
_NO_TEXT = late.pattern(r"#{1,6}\s|:[ \t]|\*\*|__|```|~~~|\||-{3,}")
_CODE = late.pattern(r"[*_]{0,2}`|--?\w")
_BOLD_TERM = late.pattern(
    r" {0,3}(?:[-*+][ \t]+)?(\*\*|__)(?P<term>[^*_\n]{1,80}?)(?:\1[ \t]*[:：–—.-]|[:：.]\1"
    r"|\1(?=[ \t]+(?:is|are|was|were|means|refers|describes)\b))"
    r"[ \t]*(?P<said>\S.*)$|"
    r" {0,3}(?:[-*+][ \t]+)?(\*\*|__)(?P<alone>[^*_\n]{1,80}?)(?:\4[:：]?|[:：]\4)[ \t]*$"
)
"""A term of a glossary that does without a line of its own."""


class _Entry(NamedTuple):
    """A term on 0-based ``line``, and its meanings over ``start:end``."""

    line: int
    start: int
    end: int


def claim(document: Document) -> Claim | None:
    """Claim the terms of a glossary, or of a document that is hardly anything else."""
    bold = list(_bold_cards(document))
    if bold and not (is_law(document) or document.once(is_project)):
        return make_claim(NAME, SCORE, bold, section_lines(document))
    if not _ANY_MEANING.search(document.text):
        return None
    found = list(_entries(document))
    if len(found) < FEW:
        return None
    if is_project_file(document) or is_software(document) or is_law(document):
        return None
    code = sum(bool(_CODE.match(document.lines[entry.line])) for entry in found)
    if code > MOST_CODE * len(found) or not _is_glossary(document, found):
        return None
    cards = (_card(document, entry) for entry in found)
    return make_claim(NAME, SCORE, cards, section_lines(document))


def _bold_cards(document: Document) -> Iterator[ParsedCard]:
    """Yield the bold terms, each with its meaning, of sections that are called a glossary."""
    found = document.once(divisions) if document.once(may_be_glossary) else []
    for index, section in enumerate(found):
        if not is_glossary(section.title):
            continue
        stop = _end_of_letters(section, islice(found, index + 1, None))
        lines = [
            (line, match)
            for line in range(section.body, stop)
            if (match := _BOLD_TERM.match(document.lines[line]))
            and line not in document.hidden_lines
            and (match["said"] or _is_told(document, line))
        ]
        ends = [*(line for line, _ in lines[1:]), stop]
        for (line, match), end in zip(lines, ends, strict=True) if len(lines) >= SOME else ():
            yield _bold_card(document, line, match, end)


def _end_of_letters(section: Section, following: Iterable[Section]) -> int:
    """Return where a section's own text ends, or that below its headings that are mere letters."""
    for below in following:
        if below.line >= section.end or not is_letter(below.title):
            return min(below.line, section.end)
    return section.end


def _is_told(document: Document, line: int) -> bool:
    """Tell whether plain text stands right below a term that has its line for itself."""
    below = document.lines[line + 1].strip() if line + 1 < len(document.lines) else ""
    return bool(below) and not _NO_TEXT.match(below)


def _bold_card(document: Document, line: int, match: re.Match[str], end: int) -> ParsedCard:
    """Return the card of a bold term; its meaning is its paragraph and what is indented below."""
    stop = line + 1
    while stop < end and document.lines[stop].strip():
        stop += 1
    said = (text.lstrip() for text in document.lines[line + 1 : stop])
    return ParsedCard(
        question=clean_question(match["term"] or match["alone"]),
        answer="\n".join([match["said"] or "", *said]).strip(),
        line=line + 1,
        last_line=stop,
        path=tuple(title for title in path_at(document, line) if not is_letter(title)),
    )


def _is_glossary(document: Document, found: list[_Entry]) -> bool:
    titles = {*path_at(document, found[0].line), document.name.replace("_", " ")}
    if any(map(is_glossary, titles)) or is_collection_of_questions(document):
        return True
    written = sum(bool(line.strip()) for line in document.lines)
    filled = sum(bool(line.strip()) for it in found for line in document.lines[it.line : it.end])
    return len(found) >= SOME and filled >= ENOUGH * written


def _entries(document: Document) -> Iterator[_Entry]:
    """Yield the terms with what is said of them."""
    lines, line, end = document.lines, 1, 0
    while line < len(lines):
        term = line - 1 if lines[line - 1].strip() else line - 2
        if not _is_meaning(document, line) or term < end or not _is_term(document, term, end):
            line += 1
            continue
        end = _end(document, line)
        yield _Entry(term, line, end)
        line = end + 1


def _is_meaning(document: Document, line: int) -> bool:
    return bool(_MEANING.match(document.lines[line])) and line not in document.hidden_lines


def _is_term(document: Document, line: int, end: int) -> bool:
    """Tell whether a line is a term; it stands apart from what is not the entry up to ``end``."""
    text = document.lines[line].rstrip()
    is_short = 0 < len(text) <= LONGEST_TERM and not _NO_TERM.match(text)
    above = document.lines[line - 1].rstrip() if line else ""
    stands_apart = not above or above.startswith("#") or line == end
    return is_short and stands_apart and line not in document.hidden_lines


def _end(document: Document, start: int) -> int:
    """Return the line after the meanings from ``start``: they go on indented, or with a colon."""
    lines, end = document.lines, start + 1
    for line in range(start + 1, len(lines)):
        text = lines[line]
        if not text.strip():
            continue
        if not (text[:1] in " \t" or _is_meaning(document, line) or _is_wrapped(document, line)):
            break
        end = line + 1
    return end


def _is_wrapped(document: Document, line: int) -> bool:
    """Tell whether a line at the margin goes on with the paragraph above it and is no term."""
    below = line + 1 < len(document.lines) and _is_meaning(document, line + 1)
    return not (below or _NO_TERM.match(document.lines[line][:1])) and bool(
        document.lines[line - 1].strip()
    )


def _card(document: Document, entry: _Entry) -> ParsedCard:
    said = []
    for line in document.lines[entry.start : entry.end]:
        mark = _MEANING.match(line)
        said.append(line[mark.end() :] if mark else without_columns(line, 4))
    return ParsedCard(
        question=clean_question(document.lines[entry.line]),
        answer="\n".join(said),
        line=entry.line + 1,
        last_line=entry.end,
        path=path_at(document, entry.line),
    )
