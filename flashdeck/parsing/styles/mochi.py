"""Mochi's cards: a front, a line of three dashes, a back.

Several cards in one file are parted by headings or by other rules, stand without a blank line
inside, or follow each other with three dashes between all sides.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import Kind, ParsedCard
from flashdeck.parsing.claim import Claim, make_claim, without_rules
from flashdeck.parsing.document import Block, Document, Trail, trails_of
from flashdeck.parsing.marks.clozes import cloze_texts, fits, numbered_gaps
from flashdeck.parsing.questions import clean_question, likeness
from flashdeck.parsing.sections import titles_above

NAME = "mochi"
BY_RULES = 0.96
BY_HEADINGS = 0.96
TIGHT = 0.75
WHOLE = 0.7
CONFORMING = 0.7
ENOUGH_CARDS = 2
ENOUGH_REGIONS = 3
LONGEST_FRONT = 6
LONGEST_CARD = 80
ASKS = 0.9
SEPARATOR_LABEL = "separator"

_SIDES = late.pattern(r" {0,3}-{3}[ \t]*")
_RULE = late.pattern(r" {0,3}(?:\*{3,}|_{3,}|={3,}|\+{3,}|(?:\* ){2,}\*)[ \t]*")
_STROKES = frozenset(" -*_=+")
"""The first characters of such lines."""
_HEADING = late.pattern(r" {0,3}#{1,6}(?:\s|$)")
_COUNTED = late.pattern(r"\W*(?:[^\W\d_]+\s*)?#?\d+\W*")


@dataclass(frozen=True)
class _Note:
    """A document with the 0-based lines that part sides, and those that part cards."""

    document: Document
    sides: tuple[int, ...]
    separators: frozenset[int]
    rules: tuple[int, ...]
    headings: tuple[Block, ...]
    trails: tuple[Trail, ...]


class _Region(NamedTuple):
    """The 0-based lines ``start:end`` of what may be one card, and its first separator."""

    start: int
    end: int
    sides: tuple[int, ...]


def claim(document: Document) -> Claim | None:
    """Claim the cards of the first arrangement that the document's dashes conform to."""
    if "---" not in document.text:
        return None
    note = _read(document)
    if not note.sides:
        return None
    for score, arrange in _ARRANGEMENTS:
        regions = arrange(note)
        if regions:
            cards = [card for region in regions for card in _cards(note, region)]
            labels = dict.fromkeys(
                (line + 1 for line in (*note.sides, *note.rules)), SEPARATOR_LABEL
            )
            titles = (heading.start + 1 for heading in note.headings)
            return make_claim(NAME, score, cards, titles, labels)
    return None


def _read(document: Document) -> _Note:
    hidden = document.code_lines | document.verbatim_lines | document.table_lines
    drawn = ((line, text) for line, text in enumerate(document.lines) if text[:1] in _STROKES)
    lines = [(line, text) for line, text in drawn if line not in hidden]
    sides = tuple(line for line, text in lines if _SIDES.fullmatch(text))
    rules = tuple(line for line, text in lines if _RULE.fullmatch(text))
    headings = tuple(
        block for block in document.headings if _HEADING.match(document.lines[block.start])
    )
    return _Note(document, sides, frozenset(sides), rules, headings, trails_of(headings))


def _by_rules(note: _Note) -> list[_Region]:
    """Return the regions between rules other than three dashes, if nearly each has two sides."""
    if not note.rules:
        return []
    bounds = pairwise((-1, *note.rules, len(note.document.lines)))
    regions = _regions(note, ((rule + 1, end) for rule, end in bounds))
    good = [region for region in regions if _is_card(note, region) and len(region.sides) == 1]
    enough = len(regions) >= ENOUGH_REGIONS or _asking(note, good) * 2 >= len(good)
    return regions if enough and _conform(good, regions) else []


def _by_headings(note: _Note) -> list[_Region]:
    """Return the sections, if nearly each that has text has two sides."""
    starts = [heading.start for heading in note.headings]
    regions = _regions(note, pairwise((*starts, len(note.document.lines))))
    with_text = [region for region in regions if _has_text(note, region.start + 1, region.end)]
    good = [region for region in with_text if _is_card(note, region)]
    return with_text if _conform(good, with_text) else []


def _tight(note: _Note) -> list[_Region]:
    """Return the texts with dashes right below a question and right above an answer."""
    lines = note.document.lines
    starts = [
        _front_start(note, before, line)
        for before, line in pairwise((-1, *note.sides))
        if line and lines[line - 1].strip() and "".join(lines[line + 1 : line + 2]).strip()
    ]
    if len(starts) < len(note.sides) or len(starts) < ENOUGH_CARDS:
        return []
    regions = _regions(note, pairwise((*starts, len(lines))))
    return regions if _conform([r for r in regions if _front_asks(note, r)], regions) else []


def _alternating(note: _Note) -> list[_Region]:
    """Return the pairs of a question and an answer where dashes stand between all of them."""
    bounds = pairwise((-1, *note.sides, len(note.document.lines)))
    parts = [(before, end) for before, end in bounds if _has_text(note, before + 1, end)]
    if len(parts) < 2 * ENOUGH_CARDS or len(parts) % 2 or note.headings:
        return []
    regions = [
        _Region(first[0] + 1, second[1], (first[1],))
        for first, second in zip(parts[::2], parts[1::2], strict=True)
    ]
    backs_ask = any(_asks(note, region.sides[0] + 1, region.end) for region in regions)
    return regions if not backs_ask and all(_front_asks(note, r) for r in regions) else []


def _whole(note: _Note) -> list[_Region]:
    """Return the whole note, if it is short, has no sections, and its front asks."""
    written = [line for line, text in enumerate(note.document.lines) if text.strip()]
    sections = [heading for heading in note.headings if heading.start > written[0]]
    if sections or note.rules or len(written) > LONGEST_CARD:
        return []
    region = _Region(_body_start(note.document), len(note.document.lines), note.sides)
    return [region] if _is_card(note, region) and _front_asks(note, region) else []


_ARRANGEMENTS = (
    (BY_RULES, _by_rules),
    (BY_HEADINGS, _by_headings),
    (TIGHT, _tight),
    (TIGHT, _alternating),
    (WHOLE, _whole),
)


def _regions(note: _Note, spans: Iterable[tuple[int, int]]) -> list[_Region]:
    """Return the regions over those of ``spans`` that are written, each with its separators."""
    body, sides, found = _body_start(note.document), iter(note.sides), list[_Region]()
    side = next(sides, None)
    for first, end in spans:
        start = max(first, body)
        inside = []
        while side is not None and side < end:
            inside += [side] if side >= start else []
            side = next(sides, None)
        if _has_text(note, start, end):
            found.append(_Region(start, end, tuple(inside)))
    return found


def _body_start(document: Document) -> int:
    """Return the 0-based line behind the front matter."""
    first = document.blocks[0] if document.blocks else None
    return first.end if first and first.kind == "front_matter" else 0


def _front_start(note: _Note, before: int, side: int) -> int:
    """Return where the paragraph above ``side`` begins; below another side it is one line."""
    line = side
    while line > before + 1 and note.document.lines[line - 1].strip():
        line -= 1
    return line if line > before + 1 or before < 0 else side - 1


def _has_text(note: _Note, start: int, end: int) -> bool:
    start, end = without_rules(note.document, start, end)
    return any(
        note.document.lines[line].strip() and line not in note.separators
        for line in range(start, end)
    )


def _conform(good: Sequence[_Region], regions: Sequence[_Region]) -> bool:
    return len(good) >= ENOUGH_CARDS and len(good) >= CONFORMING * len(regions)


def _is_card(note: _Note, region: _Region) -> bool:
    """Tell whether a region has a short front and a back, or numbered gaps."""
    if not region.sides:
        return bool(numbered_gaps(_text(note, region.start, region.end)))
    front = without_rules(note.document, region.start, region.sides[0])
    has_back = _has_text(note, region.sides[0] + 1, region.end)
    return 0 < front[1] - front[0] <= LONGEST_FRONT and has_back


def _asking(note: _Note, regions: Iterable[_Region]) -> int:
    return sum(_front_asks(note, region) for region in regions)


def _front_asks(note: _Note, region: _Region) -> bool:
    return bool(region.sides) and _asks(note, region.start, region.sides[0])


def _asks(note: _Note, start: int, end: int) -> bool:
    """Tell whether a short side is a question as a whole, or its last line is."""
    start, end = without_rules(note.document, start, end)
    if not 0 < end - start <= LONGEST_FRONT:
        return False
    lines = note.document.lines
    texts = {"\n".join(lines[start:end]), lines[end - 1]}
    return any(likeness(text.lstrip("# ")) >= ASKS for text in texts)


def _text(note: _Note, start: int, end: int) -> str:
    return "\n".join(note.document.lines[slice(*without_rules(note.document, start, end))])


def _cards(note: _Note, region: _Region) -> Iterator[ParsedCard]:
    if not region.sides:
        yield from _cloze_cards(note, region)
        return
    side = region.sides[0]
    start, end = without_rules(note.document, region.start, side)
    body = _behind_headings(note, start, end)
    if body < end:
        start, question = body, "\n".join(note.document.lines[body:end])
    else:
        start = max(start, end - 1)
        question = note.document.lines[start].lstrip("# ") if start < end else ""
    last = without_rules(note.document, side + 1, region.end)
    if question.strip():
        yield ParsedCard(
            question=clean_question(question),
            answer="\n".join(note.document.lines[slice(*last)]),
            line=start + 1,
            last_line=last[1] if last[0] < last[1] else side + 1,
            path=_path(note, start),
        )


def _behind_headings(note: _Note, start: int, end: int) -> int:
    """Return where a front begins without the headings and blank lines at its start."""
    lines = note.document.lines
    while start < end and (not lines[start].strip() or _HEADING.match(lines[start])):
        start += 1
    return start


def _cloze_cards(note: _Note, region: _Region) -> Iterator[ParsedCard]:
    start, end = without_rules(note.document, region.start, region.end)
    start = _behind_headings(note, start, end)
    text = "\n".join(note.document.lines[start:end])
    gaps = numbered_gaps(text)
    if not fits(text, gaps):
        return
    for question, answer in cloze_texts(text, gaps):
        path = _path(note, start)
        yield ParsedCard(question, answer, start + 1, end, path=path, kind=Kind.CLOZE, group=text)


def _path(note: _Note, line: int) -> tuple[str, ...]:
    """Return the headings above ``line``, without one that only counts the cards."""
    path = titles_above(note.trails, line)
    return path[:-1] if path and _COUNTED.fullmatch(path[-1]) else path
