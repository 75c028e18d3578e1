"""Text exports of Anki: lines such as `#separator:tab` and `#html:true`, then one note a record.

A note may also hold one in a fence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import Kind, ParsedCard
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.clozes import cloze_texts, fits, numbered_gaps
from flashdeck.parsing.marks.columns import Columns, named_columns
from flashdeck.parsing.marks.html_fields import has_html, to_markdown
from flashdeck.parsing.marks.records import Record, read_records
from flashdeck.parsing.questions import clean_question

NAME = "anki_text"
SCORE = 1.0
LONGEST_HEADER = 40
HEADER_LABEL = "import header"
COMMENT_LABEL = "comment"

_KEY = late.pattern(r"^#\s*([a-z]+(?: [a-z]+)?)\s*:(.*)$", re.IGNORECASE)
_CERTAIN = frozenset({"separator", "html", "columns"})
_META = ("guid column", "notetype column", "deck column", "tags column")
_COLUMN = late.pattern(r"[1-9]\d{0,2}")
_SEPARATORS = {
    "tab": "\t", "\\t": "\t", "": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|",
    "colon": ":",
}  # fmt: skip
_BOTH_WAYS = late.pattern(
    r"revers|invers|invert|umgekehrt|umkehr|обратн|反转|反向|逆", re.IGNORECASE
)
_OPTIONAL = late.pattern(r"option|wahlweise|opcional|facoltativ|可选", re.IGNORECASE)


@dataclass(frozen=True)
class _Header:
    """What the first lines say; ``end`` is the 0-based line behind them, ``last`` that of all."""

    values: Mapping[str, str]
    end: int
    lines: tuple[int, ...]
    last: int

    @cached_property
    def columns(self) -> Columns | None:
        """What the names of the columns tell."""
        return named_columns(self.names) if "columns" in self.values else None

    @cached_property
    def meta(self) -> Mapping[str, int]:
        """The 0-based columns that hold no field of the note."""
        numbers = ((name, self.values.get(name, "").strip()) for name in _META)
        meta = {name: int(number) - 1 for name, number in numbers if _COLUMN.fullmatch(number)}
        if self.columns and self.columns.tags is not None:
            meta.setdefault("tags column", self.columns.tags)
        if self.columns and self.columns.deck is not None:
            meta.setdefault("deck column", self.columns.deck)
        return meta

    @cached_property
    def separator(self) -> str:
        value = self.values.get("separator", "tab")
        return _SEPARATORS.get(value.strip().lower(), value.strip()[:1] or "\t")

    @property
    def names(self) -> list[str]:
        names = self.values.get("columns", "").strip("\n").split(self.separator)
        return names if len(names) > 1 else names[0].split()


class _Fields(NamedTuple):
    """A note's fields as Markdown, its deck and tags, and the name of its type."""

    question: str
    others: tuple[str, ...]
    path: tuple[str, ...]
    tags: tuple[str, ...]
    notetype: str


def claim(document: Document) -> Claim | None:
    """Claim a document, or the fences in it, that begin as Anki's text exports do."""
    headers = list(_headers(document))
    if not headers:
        return None
    cards = [card for header in headers for card in _export(document, header)]
    labels = {line + 1: HEADER_LABEL for header in headers for line in header.lines}
    for header in headers:
        for line, text in enumerate(document.lines[header.end : header.last], header.end + 1):
            if text.startswith("#"):
                labels[line] = COMMENT_LABEL
    return make_claim(NAME, SCORE, cards, labels=labels)


def _headers(document: Document) -> Iterator[_Header]:
    """Yield the header of the document, or else those that fences begin with."""
    whole = _read_header(document.lines, 0, len(document.lines))
    if whole:
        yield whole
        return
    for block in document.blocks_of("fence"):
        if block.text.startswith("#"):
            header = _read_header(document.lines, block.start + 1, block.end - 1)
            yield from filter(None, (header,))


def _read_header(lines: Sequence[str], start: int, last: int) -> _Header | None:
    """Return what the first of the 0-based lines ``start:last`` say, if an export begins so."""
    values: dict[str, str] = {}
    seen: list[int] = []
    for line, text in enumerate(lines[start : min(last, start + LONGEST_HEADER)], start):
        if text.strip() and not text.startswith("#"):
            break
        if match := _KEY.match(text):
            values.setdefault(match[1].lower(), match[2])
        if text.strip():
            seen.append(line)
    if not any(key in _CERTAIN or key in _META for key in values):
        return None
    return _Header(values, seen[-1] + 1, tuple(seen), last)


def _export(document: Document, header: _Header) -> Iterator[ParsedCard]:
    """Yield the cards of the export below a header."""
    lines = document.lines[: header.last]
    for record in read_records(lines, header.separator, header.end, comment="#"):
        yield from _cards(header, record)


def _cards(header: _Header, record: Record) -> Iterator[ParsedCard]:
    fields = _fields(header, record)
    kind, group, sides = _sides(fields)
    for question, answer in sides:
        yield ParsedCard(
            question=question,
            answer=answer,
            line=record.start + 1,
            last_line=record.end,
            path=fields.path,
            tags=fields.tags,
            kind=kind,
            group=group,
        )


def _fields(header: _Header, record: Record) -> _Fields:
    named, meta = header.columns, header.meta
    own = [index for index in range(len(record.fields)) if index not in meta.values()]
    if named and named.question in own:
        own = sorted(own, key=lambda index: (index != named.question, index != named.answer, index))
    texts = [_markdown(header, record.fields[index]) for index in own]

    def of(name: str) -> str:
        index = meta.get(f"{name} column", len(record.fields))
        found = record.fields[index] if index < len(record.fields) else ""
        return found if name in ("tags", "guid") else found or header.values.get(name, "")

    tags = (*header.values.get("tags", "").split(), *of("tags").split())
    return _Fields(
        question=clean_question(texts[0]) if texts else "",
        others=tuple(texts[1:]),
        path=tuple(part.strip() for part in of("deck").split("::") if part.strip()),
        tags=tuple(dict.fromkeys(tag.replace("::", "/") for tag in tags)),
        notetype=of("notetype").strip(),
    )


def _markdown(header: _Header, text: str) -> str:
    says = header.values.get("html", "").strip().lower()
    is_html = says == "true" if says else has_html(text)
    return to_markdown(text) if is_html else text.strip()


def _sides(fields: _Fields) -> tuple[Kind, str, list[tuple[str, str]]]:
    """Return what is asked: each gap, or the front, or both the front and the back."""
    gaps = numbered_gaps(fields.question)
    if gaps and fits(fields.question, gaps):
        sides = [
            (question, _joined((answer, *fields.others)))
            for question, answer in cloze_texts(fields.question, gaps)
        ]
        return Kind.CLOZE, fields.question, sides
    others, both_ways = fields.others, bool(_BOTH_WAYS.search(fields.notetype))
    if both_ways and _OPTIONAL.search(fields.notetype):
        both_ways, others = any(others[1:]), others[:1]
    answer = _joined(others)
    if not both_ways or not answer:
        return Kind.BASIC, "", [(fields.question, answer)]
    sides = [(fields.question, answer), (clean_question(others[0]), fields.question)]
    return Kind.BASIC, f"{fields.question}\n\n{answer}", sides


def _joined(texts: Sequence[str]) -> str:
    return "\n\n".join(text for text in texts if text)
