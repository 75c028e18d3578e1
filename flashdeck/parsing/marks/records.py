"""Records of separated values with their lines: fields may be quoted and run over several."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

LONGEST_RECORD = 200
"""The most lines of a record; a quote that is not closed by then is an ordinary character."""
ENOUGH_RECORDS = 60
"""How many records are looked at to find the separator."""


class Record(NamedTuple):
    """The fields that stand on the 0-based lines ``start:end``."""

    start: int
    end: int
    fields: tuple[str, ...]


def read_records(
    lines: Sequence[str], separator: str, start: int = 0, comment: str = ""
) -> Iterator[Record]:
    """Yield the records from line ``start`` on; blank lines and comments between them are none."""
    line = start
    while line < len(lines):
        text = lines[line]
        if not text.strip() or (comment and text.startswith(comment)):
            line += 1
            continue
        if '"' not in text:
            record = Record(line, line + 1, tuple(text.split(separator)))
        else:
            record = _quoted_record(lines, line, separator)
        yield record
        line = record.end


def _quoted_record(lines: Sequence[str], start: int, separator: str) -> Record:
    fields: list[str] = []
    line, place = start, 0
    while True:
        closed = _closing(lines, line, place, separator, start + LONGEST_RECORD)
        if closed:
            value, line, place = closed
        else:
            end = lines[line].find(separator, place)
            end = end if end >= 0 else len(lines[line])
            value, place = lines[line][place:end], end
        fields.append(value)
        if place >= len(lines[line]):
            return Record(start, line + 1, tuple(fields))
        place += len(separator)


def _closing(
    lines: Sequence[str], line: int, place: int, separator: str, last: int
) -> tuple[str, int, int] | None:
    """Return a quoted field and the line and place behind it, or nothing if none begins here."""
    text = lines[line]
    quote = place
    while separator != " " and text[quote : quote + 1] == " ":
        quote += 1
    if text[quote : quote + 1] != '"':
        return None
    parts: list[str] = []
    place = quote + 1
    while True:
        end = text.find('"', place)
        if end < 0:
            parts += [text[place:], "\n"]
            line, place = line + 1, 0
            if line >= min(len(lines), last):
                return None
            text = lines[line]
        elif text[end + 1 : end + 2] == '"':
            parts.append(text[place : end + 1])
            place = end + 2
        else:
            parts.append(text[place:end])
            return _if_separated("".join(parts), text, line, end + 1, separator)


def _if_separated(
    value: str, text: str, line: int, place: int, separator: str
) -> tuple[str, int, int] | None:
    """Return the field if nothing but a separator or the line's end follows its quote."""
    end = place
    while separator != " " and text[end : end + 1] == " ":
        end += 1
    if end == len(text) or text.startswith(separator, end):
        return value, line, end
    return None


def regularity(lines: Sequence[str], separator: str) -> tuple[float, int]:
    """Return the share of the first records that have the commonest number of fields, and it."""
    found = islice(read_records(lines, separator), ENOUGH_RECORDS)
    counts = Counter(len(record.fields) for record in found)
    if not counts:
        return 0.0, 0
    width, times = max(counts.items(), key=lambda item: (item[1], item[0]))
    return times / counts.total(), width
