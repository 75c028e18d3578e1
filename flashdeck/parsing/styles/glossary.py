"""Glossaries and vocabularies: headings that are terms, or lines that part a term from its meaning.

Only a document or a section whose title announces terms is read in this way.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import Claim, card_at, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.excerpts import dedented, without_columns
from flashdeck.parsing.marks.teaching import is_for_study
from flashdeck.parsing.questions import clean_question, is_back_matter
from flashdeck.parsing.sections import Section, divisions, path_at, section_lines
from flashdeck.parsing.words.titles import (
    is_frame,
    is_glossary,
    is_law,
    is_letter,
    is_project,
    is_project_file,
    is_readme,
    is_software,
    is_step,
    may_be_glossary,
)

NAME = "glossary"
SCORE = 0.71
ENOUGH = 3
SHARE = 0.7
MOST_STEPS = 0.2
LONGEST_TERM = 80
MOST_WORDS = 7
MOST_CODE = 0.5
"""Share of terms that are names in code from which a reference or a specification is read."""
LONGEST_MEANING = 12
"""The most lines of half of the meanings below headings; longer ones are chapters."""

_LINE = late.pattern(
    r"(?P<bullet> {0,3}(?:[-*+•][ \t]+|\d{1,4}[.)][ \t]+)?+)"
    r"(?P<term>(?!\[[^\[\]\n]*\]:|\[[ xX]\])[^\s#|<>`:：=][^|:：=\n]{0,80}?)"
    r"(?P<parted>[ \t]+(?:[-–—→⇒]|[-=]>)[ \t]+|[ \t]*[:：](?:\*\*)?[ \t]+|：|[ \t]*=[ \t]*|\t+"
    r"|(?<=[A-Za-z.)])[ \t]+(?=(?:[a-z]{1,5}\.[ \t]*){0,2}"
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]))"
    r"(?P<said>[^\s|].*)"
)
_TERM = late.pattern(
    r"(?P<bullet> {0,3}(?:[-*+•]|\d{1,4}[.)])[ \t]+)(?P<term>[^\s#|<>`\[][^\n]{0,80})$"
)
"""A term by itself in a list, with its meaning indented below it."""
_CODE = late.pattern(r"[*_]{0,2}`|[^\s_]+_[^\s_]")
"""A name in code, with backticks around it or low lines in it: `**Cookie_Banner**`."""
_LABEL = late.pattern(r"(?:\w+ ){0,2}(?:by|note|source|date|author|example|see|version)s?$", re.I)
_SENTENCE = late.pattern(r"[.!?](?:\s|$)")
_BOLD_TERM = late.pattern(r"\*\*[^*\n]{1,60}(?:\*\*[:：]|[:：]\*\*)[ \t]+\S")
_TERM_LINE = late.pattern(r"[^\s:#].*")


class _Entry(NamedTuple):
    """A term over 0-based ``line`` to ``end``, what is said of it, and what parts the two."""

    line: int
    end: int
    term: str
    said: str
    parted: str


def claim(document: Document) -> Claim | None:
    """Claim the terms of what is called a glossary or a vocabulary."""
    if not document.once(may_be_glossary) and not document.once(_holds_only_terms):
        return None
    if is_readme(document) or is_project_file(document):
        return None
    cards = list(_fenced(document))
    fenced = {line for card in cards for line in card.lines}
    if not (is_law(document) or is_software(document) or document.once(is_project)):
        for start, end in _scopes(document):
            found = _heading_cards(document, start, end) or _line_cards(document, start, end)
            cards += (card for card in found if fenced.isdisjoint(card.lines))
    cards.sort(key=lambda card: card.line)
    return make_claim(NAME, SCORE, cards, section_lines(document)) if cards else None


def _holds_only_terms(document: Document) -> bool:
    """Tell whether notes for study have a title and below it only `**Term**: what it means`."""
    title, *others = [it for it in document.blocks if it.kind != "front_matter"] or (None,)
    if title is None or title.kind != "heading" or len(others) < ENOUGH:
        return False
    are_terms = all(it.kind == "paragraph" and _BOLD_TERM.match(it.text) for it in others)
    return are_terms and is_for_study(document)


def _scopes(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the 0-based lines of the whole document, or of the sections, that hold terms."""
    found = document.once(divisions)
    name = document.name.rpartition(".")[0].replace("_", " ").replace("-", " ")
    first = document.blocks[0] if document.blocks else None
    titled = bool(first and first.kind == "paragraph" and first.end - first.start == 1)
    if is_glossary(name) or (first and titled and not found and is_glossary(first.text)):
        yield (first.end if first and titled and not found else 0), len(document.lines)
        return
    if document.once(_holds_only_terms):
        yield document.headings[0].end, len(document.lines)
        return
    done = 0
    for section in found:
        if section.line >= done and is_glossary(section.title):
            done = section.end
            yield section.body, section.end


def _heading_cards(document: Document, start: int, end: int) -> list[ParsedCard]:
    """Return the cards of the headings in ``start:end``, if most of one level are terms."""
    found = document.once(divisions)
    first = bisect_left(found, start, key=lambda section: section.line)
    last = bisect_left(found, end, key=lambda section: section.line)
    inside = [
        section
        for section in found[first:last]
        if not (is_letter(section.title) or is_glossary(section.title))
    ]
    levels = Counter(section.level for section in inside if section.has_own_text(document))
    if not levels:
        return []
    level = max(levels, key=lambda level: levels[level])
    terms = [section for section in inside if section.level == level]
    named = [section for section in terms if _is_term(section.title)]
    written = [section for section in named if section.has_own_text(document)]
    steps = sum(is_step(clean_question(section.title)) for section in named)
    lengths = sorted(section.end - section.body for section in written)
    if len(written) < max(ENOUGH, SHARE * len(terms)) or steps > MOST_STEPS * len(named):
        return []
    if lengths[len(lengths) // 2] > LONGEST_MEANING:
        return []
    if _are_code([section.title for section in written]):
        return []
    return [_heading_card(document, section) for section in written]


def _heading_card(document: Document, section: Section) -> ParsedCard:
    path = tuple(title for title in section.path if not is_letter(title))
    body = (section.body, section.end)
    return card_at(document, clean_question(section.title), section.line, body, path=path)


def _is_term(title: str) -> bool:
    bare = clean_question(title)
    is_short = len(bare) <= LONGEST_TERM and 0 < len(bare.split()) <= MOST_WORDS
    return is_short and not (is_frame(title) or is_back_matter(title) or _SENTENCE.search(bare))


def _are_code(terms: Sequence[str]) -> bool:
    """Tell whether most of the terms are names in code."""
    return sum(bool(_CODE.match(term)) for term in terms) > MOST_CODE * len(terms)


def _line_cards(document: Document, start: int, end: int) -> list[ParsedCard]:
    """Return the cards of the lines in ``start:end``, if most of them part a term in one way."""
    out = document.once(_other_lines)
    lines = [line for line in range(start, end) if line not in out and document.lines[line].strip()]
    entries = list(_entries(document, lines))
    ways = Counter(entry.parted for entry in entries)
    way = max(ways, key=lambda way: ways[way]) if ways else ""
    kept = [entry for entry in entries if entry.parted == way]
    covered = sum(entry.end - entry.line for entry in kept)
    terms = {entry.term for entry in kept}
    if len(terms) < max(ENOUGH, SHARE * len(kept)) or covered < SHARE * len(lines):
        return []
    if _are_code([entry.term for entry in kept]):
        return []
    return [
        ParsedCard(
            question=clean_question(entry.term),
            answer=entry.said,
            line=entry.line + 1,
            last_line=entry.end,
            path=path_at(document, entry.line),
        )
        for entry in kept
    ]


def _other_lines(document: Document) -> frozenset[int]:
    """Return the 0-based lines of headings, tables, rules and what is hidden."""
    headings = (line for block in document.headings for line in range(block.start, block.end))
    return document.hidden_lines.union(document.table_lines, document.rule_lines, headings)


def _entries(document: Document, lines: Sequence[int]) -> Iterator[_Entry]:
    """Yield what ``lines`` define; a line indented below one goes on with it."""
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        match = _LINE.match(document.lines[line]) or _TERM.match(document.lines[line])
        if not match or not _is_term(match["term"]) or _LABEL.match(match["term"]):
            continue
        parts = match.groupdict()
        said, end = [parts.get("said", "").rstrip()], line + 1
        while index < len(lines) and lines[index] == end and document.lines[end][:1] in " \t":
            said.append(without_columns(document.lines[end], len(match["bullet"])).rstrip())
            end, index = end + 1, index + 1
        meaning = "\n".join(dedented(said)).lstrip("\n")
        if meaning:
            parted = parts.get("parted", "below").strip() or "\t"
            yield _Entry(line, end, match["term"], meaning, parted)


def _fenced(document: Document) -> Iterator[ParsedCard]:
    """Yield the terms of the glossaries that MyST keeps in a fence called `{glossary}`."""
    for block in document.blocks_of("fence"):
        if block.info.strip() != "{glossary}":
            continue
        inside = range(block.start + 1, block.end - 1)
        starts = [line for line in inside if _TERM_LINE.match(document.lines[line])]
        for line, end in zip(starts, [*starts[1:], block.end - 1], strict=False):
            said = [without_columns(text, 4) for text in document.lines[line + 1 : end]]
            yield ParsedCard(
                question=clean_question(document.lines[line]),
                answer="\n".join(text.lstrip(" ") for text in said).strip(),
                line=line + 1,
                last_line=end,
                path=path_at(document, line),
            )
