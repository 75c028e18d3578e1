"""Tables of cards in files of comma- or tab-separated values, with a header or without."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePath
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.columns import (
    Columns,
    named_columns,
    tags_in,
    with_option,
    with_options,
)
from flashdeck.parsing.marks.html_fields import has_breaks, to_markdown
from flashdeck.parsing.marks.records import Record, read_records, regularity
from flashdeck.parsing.questions import asks, clean_question, likeness

NAME = "delimited"
NAMED = 0.95
ASKING = 0.85
PAIRS = 0.6
HEADER_LABEL = "column names"
REGULAR = 0.9
ENOUGH_ROWS = 2
ENOUGH_TEXT_ROWS = 3
LOOKED_AT = 200
LAST_LATIN = "\u024f"
ASKS = 0.7
LONGEST_DATA = 200

_SEPARATORS = {".csv": (",", ";", "\t", "|"), ".tsv": ("\t", ",", ";"), ".txt": ("\t", "|")}
_WORD = late.pattern(r"[^\W\d_]")
_DATA = late.pattern(
    r"\S+@\S+\.\S+|https?://\S+|[\w.-]*(?:/[\w.-]+)+/?|[\w-]+\.[a-z]{1,5}|\w+_\w+|[a-z]+[A-Z]\w*|"
    r"[\d\s.,:/%+-]*|\w{0,3}\d[\w.-]*|true|false|null|none|yes|no",
)
_COLUMN_NAME = late.pattern(r"[a-z][a-z ]{0,30}|[A-Z][a-z]{1,30}(?: [A-Za-z]+)?")
_DECK_PARTS = late.pattern(r"::|/")


class _Table(NamedTuple):
    """Records with what their columns hold; ``header`` is the record of the columns' names."""

    separator: str
    rows: Sequence[Record]
    columns: Columns
    score: float
    header: Record | None = None
    is_html: bool = False


def claim(document: Document) -> Claim | None:
    """Claim a file of separated values whose columns are a question and its answer."""
    suffix = PurePath(document.name).suffix.lower()
    separators = _SEPARATORS.get(suffix, ())
    if suffix == ".txt":
        separators = tuple(filter(partial(_parts_all, document.lines), separators))
    table = _named_table(document, separators) or _unnamed_table(document, separators)
    if table is None:
        return None
    labels = {table.header.start + 1: HEADER_LABEL} if table.header else {}
    return make_claim(NAME, table.score, _cards(table), labels=labels)


def _parts_all(lines: Sequence[str], separator: str) -> bool:
    """Tell whether every written line of a text holds one ``separator``, or every one two.

    None is at the edge of a line. Bars part other things too: before them most lines must ask, or
    all be in another script than behind them.
    """
    written = [line.strip(" ") for line in lines if line.strip()]
    if len(written) < ENOUGH_TEXT_ROWS or separator not in written[0]:
        return False
    if {line.count(separator) for line in written} not in ({1}, {2}):
        return False
    if not all(line.strip(f" \t{separator}") == line.strip() for line in written):
        return False
    sides = [line.partition(separator)[::2] for line in written]
    asking = sum(asks(front.rstrip()) for front, _ in sides)
    latin = [(_is_latin(front), _is_latin(back)) for front, back in sides]
    return separator == "\t" or 2 * asking > len(written) or set(latin) in ({(1, 0)}, {(0, 1)})


def _is_latin(text: str) -> bool:
    """Tell whether a text has letters, and all of them are Latin."""
    letters = list(filter(str.isalpha, text))
    return bool(letters) and all(letter <= LAST_LATIN for letter in letters)


def _named_table(document: Document, separators: Sequence[str]) -> _Table | None:
    for separator in separators:
        first = next(read_records(document.lines, separator), None)
        columns = named_columns(first.fields) if first and len(first.fields) > 1 else None
        if first and columns:
            rows = list(read_records(document.lines, separator, first.end))
            return _Table(separator, rows, columns, NAMED, first, _is_html(rows))
    return None


def _is_html(rows: Sequence[Record]) -> bool:
    return any(has_breaks(cell) for row in rows for cell in row.fields)


def _unnamed_table(document: Document, separators: Sequence[str]) -> _Table | None:
    """Return the table that the values alone tell: two columns of text, perhaps with a count."""
    found = [(regularity(document.lines, separator), separator) for separator in separators]
    if not found:
        return None
    (share, width), separator = max(found, key=lambda item: item[0][0] * (item[0][1] > 1))
    if share < REGULAR or width not in (2, 3):
        return None
    rows = [row for row in read_records(document.lines, separator) if len(row.fields) == width]
    shift = int(width == 3 and _has_count(rows))
    has_tags = width - shift == 3
    if len(rows) < ENOUGH_ROWS or (has_tags and not _hastags_in(rows)):
        return None
    header = rows[0] if _is_header(rows, shift) else None
    rows = rows[1:] if header else rows
    columns = Columns(shift, shift + 1, tags=2 if has_tags else None)
    score = _text_score(rows[:LOOKED_AT], columns)
    return _Table(separator, rows, columns, score, header, _is_html(rows)) if score else None


def _has_count(rows: Sequence[Record]) -> bool:
    """Tell whether the first column only counts the rows."""
    return all(row.fields[0].strip().rstrip(".").isdecimal() for row in rows[1:])


def _hastags_in(rows: Sequence[Record]) -> bool:
    """Tell whether the last column holds nothing but single words, or nothing at all."""
    return all(len(tags_in(row.fields[-1])) <= 4 and len(row.fields[-1]) <= 60 for row in rows)


def _is_header(rows: Sequence[Record], shift: int) -> bool:
    """Tell whether the first row looks like column names and hardly another does."""
    first, others = rows[0].fields[shift:], rows[1 : 1 + LOOKED_AT]
    if not all(_COLUMN_NAME.fullmatch(cell.strip()) and cell.islower() for cell in first):
        return False
    alike = sum(all(cell.islower() for cell in row.fields[shift:]) for row in others)
    return alike * 2 < len(others)


def _text_score(rows: Sequence[Record], columns: Columns) -> float:
    """Return how sure it is that the rows are cards; columns of data are none."""
    questions = [row.fields[columns.question].strip() for row in rows]
    answers = [row.fields[columns.answer].strip() for row in rows]
    asking = sum(likeness(question) >= ASKS for question in questions)
    if asking * 2 >= len(rows) > 0:
        return ASKING
    texts = sum(map(_is_text, questions)), sum(map(_is_text, answers))
    are_texts = texts[0] >= REGULAR * len(rows) and texts[1] >= REGULAR * len(rows)
    are_different = len(set(questions)) >= REGULAR * len(rows)
    return PAIRS if rows and are_texts and are_different else 0.0


def _is_text(cell: str) -> bool:
    return bool(_WORD.search(cell)) and not (len(cell) < LONGEST_DATA and _DATA.fullmatch(cell))


def _cards(table: _Table) -> Iterator[ParsedCard]:
    for row in table.rows:
        card = _card(table, row)
        if card.question:
            yield card


def _card(table: _Table, row: Record) -> ParsedCard:
    columns = table.columns
    fields = _fitted(table, row)

    def cell(index: int | None) -> str:
        text = fields[index] if index is not None and index < len(fields) else ""
        return to_markdown(text) if table.is_html else text.strip()

    options = [text for index in columns.options if (text := cell(index))]
    answer = with_option(cell(columns.answer), options)
    notes = [cell(index) for index in columns.notes] if answer else []
    return ParsedCard(
        question=with_options(clean_question(cell(columns.question)), options),
        answer=_joined((answer, *notes)),
        line=row.start + 1,
        last_line=row.end,
        path=tuple(part.strip() for part in _DECK_PARTS.split(cell(columns.deck)) if part.strip()),
        tags=tags_in(cell(columns.tags)),
    )


def _fitted(table: _Table, row: Record) -> Sequence[str]:
    """Return a row's fields; what is too much for the columns was text with a bare separator."""
    width = len(table.header.fields) if table.header else len(row.fields)
    if len(row.fields) <= width or table.columns.answer != width - 1:
        return row.fields
    return (*row.fields[: width - 1], table.separator.join(row.fields[width - 1 :]))


def _joined(texts: Sequence[str]) -> str:
    return "\n\n".join(text for text in texts if text)
