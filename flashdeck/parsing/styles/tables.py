"""Tables whose header names a question and an answer, or a term and its meaning: a card a row."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Block, Document
from flashdeck.parsing.inline import running_text
from flashdeck.parsing.marks.columns import (
    LANGUAGES,
    MEANINGS,
    MORE_ANSWERS,
    Columns,
    head_of,
    named_columns,
    spelled_out,
    tags_in,
    with_option,
    with_options,
)
from flashdeck.parsing.questions import clean_question, clean_title, likeness
from flashdeck.parsing.sections import path_at
from flashdeck.parsing.words.label_words import (
    ADJECTIVES,
    ANSWERS,
    BACKS,
    FRONTS,
    QUESTIONS,
    QUESTIONS_PLURAL,
    TERMS,
)
from flashdeck.parsing.words.summary_words import PLURALS
from flashdeck.parsing.words.titles import is_project

NAME = "tables"
SCORE = 0.9
ASKING = 0.9
MOST = 0.6
ENOUGH_PAIRS = 3
SHORT = 60
FEW_BOLD = 0.4
"""Share of the rows of a table up to which those that are bold may be titles."""

_PIPE = late.pattern(r"(?<!\\)\|")
_EMPTY = late.pattern(r"^[\s\W_]*$")
_BREAK = late.pattern(r"(?<![ \t])[ \t]*<br\s*/?>[ \t]*", re.IGNORECASE)
_CODE = late.pattern(r"^(`+)[^`]+\1$")
_NUMBER = late.pattern(
    r"^\W*(?:(?:s\.?\s*|sl\.?\s*|sr\.?\s*|q\s*)?(?:no|nr|num|number|n[º°]|#|№|id|index|idx)\W*|"
    r"q|序号|编号|編號|番号|번호|номер|nummer|número|numéro|numero|رقم)?\W*$",
    re.IGNORECASE,
)
_COUNT = late.pattern(r"[\W_]*+q?[\W_]*+\d{1,3}[\W_]*+", re.IGNORECASE)
_PARENTHESIS = late.pattern(r"[(（\[].*$")
_BESIDE = LANGUAGES | ADJECTIVES | {"side", "text", "in", "/", "&"}


class _Table(NamedTuple):
    """A table's header, the columns that make a card, and the 0-based lines of its rows."""

    header: tuple[str, ...]
    columns: Columns
    first: int
    end: int


def claim(document: Document) -> Claim | None:
    """Claim the rows of tables of questions, terms or words."""
    if "|" not in document.text:
        return None
    cards: list[ParsedCard] = []
    labels: dict[int, str] = {}
    for block in document.blocks_of("table"):
        if table := _table(document, block):
            cards += _cards(document, table)
            labels |= {block.start + 1: "table header", block.start + 2: "table header"}
    if not cards:
        return None
    headings = (heading.start + 1 for heading in document.headings)
    return make_claim(NAME, SCORE, cards, headings, labels)


def _table(document: Document, block: Block) -> _Table | None:
    """Return the table in ``block`` if its header tells which columns make a card."""
    header = tuple(spelled_out(_cells(document.lines[block.start])))
    columns = named_columns(header)
    if columns is None or block.end - block.start < 3:
        return None
    table = _Table(header, columns, block.start + 2, block.end)
    question, answer = _name(header[columns.question]), _name(header[columns.answer])
    if question in QUESTIONS | QUESTIONS_PLURAL and _only_counts(document, table):
        return None
    answers = ANSWERS | BACKS | MEANINGS | MORE_ANSWERS
    is_plural = question in QUESTIONS_PLURAL and answer in ANSWERS | PLURALS
    if is_plural or (question in QUESTIONS | FRONTS and answer in answers):
        return table
    in_languages = not question and not answer
    if in_languages or (question in TERMS | {""} and answer in MEANINGS | {""}):
        return table if _is_glossary(document, table, in_languages=in_languages) else None
    return None


def _only_counts(document: Document, table: _Table) -> bool:
    """Tell whether the questions of a table are but numbers, as in a key to questions above it."""
    rows = (_cells(line, len(table.header)) for line in document.lines[table.first : table.end])
    return all(_COUNT.fullmatch(row[table.columns.question]) for row in rows)


def _name(cell: str) -> str:
    """Return a column's name without languages and adjectives: nothing for a mere language."""
    name = _PARENTHESIS.sub("", clean_title(cell)).casefold().strip(" *_`:：")
    words = head_of(name).split()
    return " ".join(word for word in words if word not in _BESIDE)


def _is_glossary(document: Document, table: _Table, *, in_languages: bool) -> bool:
    """Tell a list of terms from a reference of code, and from a table that answers a question."""
    above = path_at(document, table.first)
    if (above and likeness(above[-1]) >= ASKING) or document.once(is_project):
        return False
    rows = [_cells(line, len(table.header)) for line in document.lines[table.first : table.end]]
    terms = [row[table.columns.question] for row in rows]
    code = sum(bool(_CODE.match(term)) for term in terms)
    if code > MOST * len(terms) or (len(table.header) > 2 and code > len(terms) / 3):
        return False
    if not in_languages:
        return True
    short = sum(
        len(row[i]) <= SHORT for row in rows for i in (table.columns.question, table.columns.answer)
    )
    links = sum("](" in cell for row in rows for cell in row)
    return len(rows) >= ENOUGH_PAIRS and not links and short >= 2 * MOST * len(rows)


def _cards(document: Document, table: _Table) -> Iterator[ParsedCard]:
    path = path_at(document, table.first)
    columns = table.columns
    rows = [_cells(line, len(table.header)) for line in document.lines[table.first : table.end]]
    bold = [row for row in rows if _is_bold(row[columns.question])]
    are_titles = len(bold) <= FEW_BOLD * len(rows) and not all(row[columns.answer] for row in bold)
    for line, cells in enumerate(rows, table.first):
        if are_titles and _is_bold(cells[columns.question]):
            continue
        question = clean_question(_text(cells[columns.question]))
        if not _EMPTY.match(question):
            options = [text for index in columns.options if (text := _text(cells[index]))]
            yield ParsedCard(
                question=with_options(question, options),
                answer="\n\n".join(_answer(table, cells, options)),
                line=line + 1,
                last_line=line + 1,
                path=path,
                tags=tags_in(cells[columns.tags]) if columns.tags is not None else (),
            )


def _is_bold(cell: str) -> bool:
    """Tell whether all of a cell is bold, as a title of the rows below is."""
    return cell[:2] == cell[-2:] == "**" and cell.count("**") == 2


def _answer(table: _Table, cells: Sequence[str], options: Sequence[str]) -> Iterator[str]:
    """Yield the answer and, each behind its column's name, what else the row says of it."""
    columns = table.columns
    answer = with_option(_text(cells[columns.answer]), options)
    if _EMPTY.match(answer):
        return
    yield answer
    used = (columns.question, columns.answer, columns.tags, *columns.options)
    for index, (name, cell) in enumerate(zip(table.header, cells, strict=True)):
        is_other = index not in used and not _NUMBER.match(name)
        if is_other and not _EMPTY.match(cell):
            yield f"**{clean_title(name).strip(' *:')}:** {_text(cell)}"


def _text(cell: str) -> str:
    """Return what a cell says: its breaks as new lines, its escaped pipes as pipes."""
    text = _BREAK.sub("\n", cell) if "<" in cell else cell
    return text.replace("\\|", "|").strip()


def _cells(line: str, width: int = 0) -> list[str]:
    """Split a row at its pipes into ``width`` cells, if given.

    Pipes in code and formulas part no cells where the row would have too many of them.
    """
    cells = _split(line, line)
    if not width:
        return cells
    if len(cells) > width:
        guarded = _split(line, running_text(line))
        cells = guarded if len(guarded) >= width else cells
    return (cells + [""] * width)[:width]


def _split(line: str, shown: str) -> list[str]:
    """Split ``line`` where ``shown``, which is as long, has a pipe."""
    places = [match.start() for match in _PIPE.finditer(shown)]
    bounds = [-1, *places, len(line)]
    cells = [line[start + 1 : end].strip() for start, end in pairwise(bounds)]
    if line.lstrip().startswith("|"):
        cells = cells[1:]
    return cells[:-1] if line.rstrip().endswith("|") and not cells[-1] else cells
