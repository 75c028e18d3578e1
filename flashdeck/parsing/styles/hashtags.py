"""Paragraphs and headings tagged `#card`, as Flashcards for Obsidian keeps them.

The answer stands on the lines right below, or else in the paragraph below them, up to a blank line
or to the id of Anki's note, such as `^1683782454868`. A paragraph above such an id may also be
`front :: back` or have gaps in braces.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import Kind, ParsedCard
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document, Trail, trails_of
from flashdeck.parsing.inline import without_code
from flashdeck.parsing.marks.clozes import all_gaps, braced_gaps, cloze_texts, fits, numbered_gaps
from flashdeck.parsing.marks.label_lines import without_answer_label
from flashdeck.parsing.marks.outliner import has_card_tag
from flashdeck.parsing.questions import clean_question
from flashdeck.parsing.sections import section_lines, titles_above

NAME = "hashtags"
SCORE = 1.0
LONGEST = 1000
"""The most characters of a line that is tagged as a question."""

_TAGGED = late.pattern(
    r"\n(?![ \t]*(?:[-*+>|]|\d{1,4}[.)])[ \t])(?P<front>\S[^\n]*?)(?<![ \t])[ \t]+#(?:flash)?card"
    r"(?P<way>[-/]reverse)?(?P<tags>(?:[ \t]+#[\w/-]+)*)[ \t]*(?=\n|$)",
    re.IGNORECASE,
)
_OUTLINER = late.pattern(
    r"\n(?:[ \t]*[-*][ \t][^\n]*#(?:\[\[)?(?:flash)?card\b|card-[a-z-]+:: )", re.IGNORECASE
)
"""What only pages of Logseq have: tagged bullets, and properties of cards."""
_ID = late.pattern(r"\n[ \t]*(?:\^\d{13}|<!--[ ]?ID: ?\d{13}[ ]?-->)[ \t]*(?=\n|$)")
_SIDES = late.pattern(r"(?<=\S)[ \t]*(?<!:)::(:?)(?!:)[ \t]*(?=\S)")
_LISTED = late.pattern(r"[ \t]*(?:[-*+>|]|\d{1,4}[.)])[ \t]")
_PARTED = ("?", "??")


class _Note(NamedTuple):
    """A paragraph over the 0-based lines ``start:end``, whose answer begins at ``body``."""

    start: int
    body: int
    end: int
    front: str
    is_reversed: bool = False
    tags: tuple[str, ...] = ()


def claim(document: Document) -> Claim | None:
    """Claim the tagged paragraphs and those above an id, if the document is kept in this way."""
    has_mark = document.once(has_card_tag)
    if not has_mark and "\n^1" not in document.text:
        return None
    if has_mark and _OUTLINER.search(document.broken_text):
        return None
    notes = list(_notes(document))
    asking = {note.start for note in notes}
    trails = trails_of(heading for heading in document.headings if heading.start not in asking)
    cards = [card for note in notes for card in _cards(document, note, trails)]
    return make_claim(NAME, SCORE, cards, section_lines(document)) if cards else None


def _notes(document: Document) -> Iterator[_Note]:
    """Yield in order the paragraphs that are tagged or end in an id."""
    ids = {document.line_of(match.start()) for match in _ID.finditer(document.broken_text)}
    done = 0
    for line, match in sorted(_starts(document, ids), key=lambda start: start[0]):
        if line < done:
            continue
        body, end = line + 1, _end(document, line + 1, ids)
        if match is None:
            yield _Note(line, end, end, "\n".join(document.lines[line:end]))
            done = end
            continue
        has_sides = _parted(match["front"]) is not None
        if body == end and not has_sides and not match["front"].startswith("#"):
            body = _below_blank(document, body)
            end = _end(document, body, ids)
        if body < end or has_sides:
            tags = tuple(tag.lstrip("#") for tag in match["tags"].split())
            yield _Note(line, body, end, match["front"], bool(match["way"]), tags)
            done = end


def _starts(document: Document, ids: set[int]) -> Iterator[tuple[int, re.Match[str] | None]]:
    """Yield the lines on which tagged paragraphs begin, and then those with nothing but an id."""
    for line, text in enumerate(document.lines):
        if len(text) > LONGEST or "#" not in text:
            continue
        match = _TAGGED.match(f"\n{text}")
        if match is None:
            continue
        below = document.lines[line + 1].strip() if line + 1 < len(document.lines) else ""
        if line not in document.hidden_lines and below not in _PARTED:
            yield line, match
    for line in sorted(ids):
        start = line
        while start > 0 and document.lines[start - 1].strip() and start - 1 not in ids:
            start -= 1
        is_listed = _LISTED.match(document.lines[start])
        if start < line and not is_listed and start not in document.hidden_lines:
            yield start, None


def _end(document: Document, line: int, ids: set[int]) -> int:
    """Return the line after a paragraph, its code and its id."""
    while line < len(document.lines):
        if line in ids:
            return line
        if not document.lines[line].strip() and line not in document.fenced_lines:
            return line
        if document.lines[line].startswith("#") and line not in document.fenced_lines:
            return line
        line += 1
    return line


def _parted(front: str) -> re.Match[str] | None:
    """Return the colons that part two sides of ``front``, which are none of a gap's."""
    return None if numbered_gaps(front) else _SIDES.search(without_code(front))


def _below_blank(document: Document, line: int) -> int:
    """Return the line after ``line`` if that is blank and an answer may begin below it."""
    below = line + 1
    is_blank = below < len(document.lines) and not document.lines[line].strip()
    text = document.lines[below] if is_blank else ""
    is_answer = bool(text.strip()) and not (_TAGGED.match(f"\n{text}") or text.startswith("#"))
    return below if is_answer and below not in document.rule_lines else line


def _cards(document: Document, note: _Note, trails: Sequence[Trail]) -> Iterator[ParsedCard]:
    kind, group, sides = _read(document, note)
    has_id = note.end < len(document.lines) and _ID.match("\n" + document.lines[note.end])
    level = len(note.front) - len(note.front.lstrip("#")) or 7
    for question, answer in sides:
        yield ParsedCard(
            question=question,
            answer=answer,
            line=note.start + 1,
            last_line=note.end + bool(has_id),
            path=titles_above(trails, note.start, level),
            tags=note.tags,
            kind=kind,
            group=group,
        )


def _read(document: Document, note: _Note) -> tuple[Kind, str, list[tuple[str, str]]]:
    """Return what a paragraph asks: its front, both its sides, or each of its gaps."""
    answer = "\n".join(document.lines[note.body : note.end]).strip()
    parted = _parted(note.front)
    if not answer and parted:
        front, back = note.front[: parted.start()], note.front[parted.end() :]
        return _sides(front, back, both=note.is_reversed or bool(parted[1]))
    if answer:
        return _sides(note.front, answer, both=note.is_reversed)
    gaps = all_gaps(note.front) or braced_gaps(note.front)
    if not gaps or not fits(note.front, gaps):
        return Kind.BASIC, "", []
    return Kind.CLOZE, note.front, list(cloze_texts(note.front, gaps))


def _sides(front: str, back: str, *, both: bool) -> tuple[Kind, str, list[tuple[str, str]]]:
    question = clean_question(front.lstrip("# \t"))
    back = without_answer_label(back.strip())
    if not both:
        return Kind.BASIC, "", [(question, back)]
    sides = [(question, back), (clean_question(back), front.strip("# \t"))]
    return Kind.BASIC, f"{question}\n\n{back}", sides
