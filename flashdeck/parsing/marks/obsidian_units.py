"""The cards in the passages of a note of the Obsidian plugin, whatever the note's marks."""

from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import Kind
from flashdeck.parsing.marks.clozes import (
    GAP_MARKS,
    Gap,
    all_gaps,
    cloze_texts,
    fits,
    numbered_gaps,
)
from flashdeck.parsing.marks.double_colon import (
    Evidence,
    Pair,
    open_question,
    split_pair,
    without_bullet,
)
from flashdeck.parsing.marks.label_lines import without_answer_label
from flashdeck.parsing.marks.obsidian_note import Note, Passage, deck_tags
from flashdeck.parsing.marks.own_separators import split_at
from flashdeck.parsing.questions import clean_question

_TAGS_BEFORE = late.pattern(r"^\s*(?:#[^\s#]+\s+)+")


class Strength(IntEnum):
    """How surely something is a card in a note that nothing marks."""

    IF_MARKED = 0
    WEAK = 1
    CLEAR = 2
    SURE = 3


_STRENGTHS = {
    Evidence.WEAK: Strength.WEAK,
    Evidence.CLEAR: Strength.CLEAR,
    Evidence.ASKING: Strength.SURE,
}


class Unit(NamedTuple):
    """0-based lines ``start:end`` and the questions and answers they give, which are siblings.

    Without any ``sides`` it is a question that has no answer.
    """

    start: int
    end: int
    sides: tuple[tuple[str, str], ...]
    strength: Strength
    kind: Kind = Kind.BASIC
    group: str = ""
    tags: tuple[str, ...] = ()


def units(note: Note) -> Iterator[Unit]:
    """Yield the units of ``note`` in order, none overlapping another."""
    end = 0
    for index in range(len(note.passages)):
        for unit in _passage_units(note, index):
            if unit.start >= end:
                end = unit.end
                yield unit


def _passage_units(note: Note, index: int) -> Iterator[Unit]:
    passage = note.passages[index]
    marks = list(_separators(note, passage))
    first = _front_start(note, passage, marks[0]) if marks else passage.end
    yield from _pairs_and_gaps(note, passage, passage.start, first)
    fronts = [first, *(max(mark - 1, before + 1) for before, mark in pairwise(marks)), passage.end]
    for mark, front, following in zip(marks, fronts, fronts[1:], strict=False):
        if unit := _separated(note, index, Passage(front, mark), Passage(mark + 1, following)):
            yield unit


def _separators(note: Note, passage: Passage) -> Iterator[int]:
    """Yield the lines of a passage that hold nothing but `?`, `??` or the owner's own sign."""
    signs = {"?", "??", note.own_line.sign if note.own_line else "?"}
    for line in range(passage.start, passage.end):
        if note.document.lines[line].strip() in signs and line not in note.inert:
            yield line


def _front_start(note: Note, passage: Passage, mark: int) -> int:
    """Return where the question above a separator begins: after the last `front::back`."""
    for line in range(mark - 1, passage.start - 1, -1):
        if _pair_at(note, line):
            return line + 1
    return passage.start


def _separated(note: Note, index: int, front: Passage, back: Passage) -> Unit | None:
    """Return the unit around a separator; a side that is empty may be the passage next to it."""
    mark, strength = front.end, Strength.SURE
    if front.start == front.end == note.passages[index].start:
        front, is_near = _neighbour(note, index, -1)
        strength = Strength.SURE if is_near else Strength.IF_MARKED
    question = _question(note, front)
    if not question:
        return None
    if back.start >= back.end == note.passages[index].end:
        back, _ = _neighbour(note, index, 1)
        strength = Strength.IF_MARKED
    answer = without_answer_label(_without_edges(note.text(back.start, back.end)))
    tags = deck_tags("\n".join(note.document.lines[front.start : front.end]))
    if not answer:
        return Unit(front.start, mark + 1, (), Strength.IF_MARKED, tags=tags)
    sign = note.document.lines[mark].strip()
    if sign == "?" or (sign != "??" and note.own_line and not note.own_line.both_ways):
        return Unit(front.start, back.end, ((question, answer),), strength, tags=tags)
    sides = ((question, answer), (_as_question(answer), question))
    group = f"{question}\n??\n{answer}"
    return Unit(front.start, back.end, sides, strength, group=group, tags=tags)


def _neighbour(note: Note, index: int, step: int) -> tuple[Passage, bool]:
    """Return the passage before or after, if it may be a side, and whether no line parts them."""
    here, nothing = note.passages[index], Passage(0, 0)
    if not 0 <= index + step < len(note.passages):
        return nothing, False
    other = note.passages[index + step]
    between = range(other.end, here.start) if step < 0 else range(here.end, other.start)
    is_apart = any(note.document.lines[line].strip() for line in between)
    has_cards = any(_pair_at(note, line) for line in range(other.start, other.end))
    if is_apart or has_cards or any(_separators(note, other)) or (step > 0 and other.is_heading):
        return nothing, False
    return other, not between


def _pairs_and_gaps(note: Note, passage: Passage, start: int, end: int) -> Iterator[Unit]:
    rest = start
    for line in range(start, end):
        unit = _pair_unit(note, passage, line) or _open_unit(note, line)
        if unit:
            yield from _gap_units(note, rest, line)
            yield unit
            rest = line + 1
    if not passage.is_heading:
        yield from _gap_units(note, rest, end)


def _pair_at(note: Note, line: int) -> Pair | None:
    text = note.document.lines[line]
    if line in note.inert or line in note.tables:
        return None
    own = note.own_separator
    if own and own.sign in text:
        sides = split_at(own.sign, _TAGS_BEFORE.sub("", without_bullet(note.line(line))))
        return Pair(*sides, own.both_ways, Evidence.CLEAR) if sides else None
    if note.is_marked and "? ? " in text:
        front, _, back = without_bullet(note.line(line)).partition("? ? ")
        return Pair(f"{front}?", back.strip(), False, Evidence.CLEAR) if back.strip() else None
    if "::" not in text:
        return None
    return split_pair(note.untagged(note.line(line)), is_card=note.times(line) > 0)


def _pair_unit(note: Note, passage: Passage, line: int) -> Unit | None:
    pair = _pair_at(note, line)
    if not pair:
        return None
    sides = [(_as_question(pair.front), without_answer_label(pair.back))]
    if pair.both_ways:
        sides.append((_as_question(pair.back), clean_question(pair.front)))
    return Unit(
        line,
        line + 1,
        tuple(sides),
        Strength.IF_MARKED if passage.is_heading else _STRENGTHS[pair.evidence],
        group=f"{pair.front}:::{pair.back}" if pair.both_ways else "",
        tags=deck_tags(note.document.lines[line]),
    )


def _open_unit(note: Note, line: int) -> Unit | None:
    if line in note.inert or not open_question(note.line(line)):
        return None
    return Unit(line, line + 1, (), Strength.IF_MARKED)


def _gap_units(note: Note, start: int, end: int) -> Iterator[Unit]:
    """Yield one unit for the gaps in ``start:end``, or one a line where they are too many."""
    text = note.text(start, end)
    if not any(mark in text for mark in GAP_MARKS):
        return
    gaps = _gaps_of(note, text)
    if fits(text, gaps):
        yield from _gap_unit(note, start, end, text, gaps)
    elif end > start + 1:
        for line in range(start, end):
            yield from _gap_units(note, line, line + 1)


def _gaps_of(note: Note, text: str) -> list[Gap]:
    return all_gaps(text) if note.is_marked else numbered_gaps(text) or all_gaps(text)


def _gap_unit(note: Note, start: int, end: int, text: str, gaps: list[Gap]) -> Iterator[Unit]:
    if any(start + text.count("\n", 0, gap.start) in note.inert for gap in gaps):
        return
    plain = note.untagged(_without_edges(text))
    if "\n" not in plain:
        plain = without_bullet(plain)
    gaps = _gaps_of(note, plain)
    if gaps:
        yield Unit(
            start,
            end,
            tuple(cloze_texts(plain, gaps)),
            Strength.SURE if numbered_gaps(plain) else Strength.IF_MARKED,
            kind=Kind.CLOZE,
            group=plain,
            tags=deck_tags(text),
        )


def _question(note: Note, lines: Passage) -> str:
    """Return the question in ``lines``, free of bullet, numbering and deck tags."""
    return _as_question(note.untagged(_without_edges(note.text(lines.start, lines.end))))


def _as_question(text: str) -> str:
    return clean_question(text if "\n" in text else without_bullet(text))


def _without_edges(text: str) -> str:
    """Return ``text`` without blank lines and spaces around it, but with its indentation."""
    return text.strip("\n").rstrip() if text.strip() else ""
