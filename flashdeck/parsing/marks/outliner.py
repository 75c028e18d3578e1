"""The blocks of an outliner's page: bullets, the lines that go on below them, their properties."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.excerpts import without_columns

LONGEST_TAG = 100

CARD_TAG = late.pattern(r"#(?:\[\[card\]\]|(?:flash)?card)(?![\w/-])", re.IGNORECASE)

_CARD = late.pattern(r"#(?:\[\[)?(?:flash)?card", re.IGNORECASE)
_LINKED_CARD = late.pattern(r"(?<![#\]\s])[ \t]+\[\[card\]\][ \t]*$", re.IGNORECASE)
_BULLET = late.pattern(r"^(?P<indent>[ \t]*)[-*+](?:[ \t]+(?P<text>.*)|)$")
_MARK = late.pattern(r"^([ \t]*)[-*+](?:[ \t]+|$)")
_PROPERTY = late.pattern(r"^[ \t]*(?P<key>[A-Za-z][\w.-]{0,60}):: ?(?P<value>.*)$")
_PLANNING = late.pattern(r"^[ \t]*(?:(?:SCHEDULED|DEADLINE):[ \t]*<|:LOGBOOK:|:END:|CLOCK:)")
_TAG = r"#(?:\[\[[^\[\]\n]{1,80}\]\]|[^\W\d_][\w/+.-]*)"
_FIRST_TAGS = late.pattern(rf"^(?:{_TAG}[ \t]+)+")
_ANY_TAG = late.pattern(_TAG)


class Item(NamedTuple):
    """A block: its own lines are ``start:body``, its children's ``body:end``, all 0-based.

    ``indent`` is that of its bullet; text outside of lists has a negative one, lower for a heading
    that is above others.
    """

    start: int
    body: int
    end: int
    indent: int
    text: tuple[str, ...]
    above: "Item | None" = None


def has_card_tag(document: Document) -> bool:
    """Tell whether a document has `#card` anywhere, also with more behind it."""
    return _CARD.search(document.text) is not None


def items(document: Document) -> list[Item]:
    """Return the blocks of a document in order."""
    starts = list(_starts(document))
    found: list[Item] = []
    around: list[Item] = []
    for (start, indent), (body, end) in zip(starts, _ends(document, starts), strict=True):
        while around and around[-1].end <= start:
            around.pop()
        text = tuple(_own(document, start, body, indent))
        found.append(Item(start, body, end, indent, text, around[-1] if around else None))
        around.append(found[-1])
    return found


def _starts(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the line and the indent of each bullet, heading, and paragraph outside of a list."""
    levels = {heading.start: heading.level for heading in document.headings}
    for line, text in enumerate(document.lines):
        match = _BULLET.match(text)
        inside = line in document.fenced_lines
        if not text.strip() or (inside and (not match or line - 1 in document.fenced_lines)):
            continue
        if line in levels:
            yield line, levels[line] - 8
        elif match:
            yield line, len(match["indent"].expandtabs(4))
        elif not text[0].isspace() and (line == 0 or not document.lines[line - 1].strip()):
            yield line, -1


def _ends(document: Document, starts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return for each start the line after its own text and the line after its children."""
    last = len(document.lines)
    ends = [last] * len(starts)
    around: list[int] = []
    for index, (line, indent) in enumerate(starts):
        while around and starts[around[-1]][1] >= indent:
            ends[around.pop()] = line
        around.append(index)
    bodies = [*(line for line, _ in starts[1:]), last][: len(starts)]
    return [
        (body if indent >= 0 else _below_properties(document, line, body), end)
        for (line, indent), body, end in zip(starts, bodies, ends, strict=True)
    ]


def _below_properties(document: Document, line: int, end: int) -> int:
    """Return the line after a heading or a first line and the properties right below it."""
    line += 1
    while line < end and is_property(document.lines[line]):
        line += 1
    return line


def _own(document: Document, start: int, body: int, indent: int) -> Iterator[str]:
    first = document.lines[start]
    match = _BULLET.match(first) if indent >= 0 else None
    yield (match["text"] or "") if match else first
    for line in document.lines[start + 1 : body]:
        yield without_columns(line, max(indent, 0) + 2)


def is_property(line: str) -> bool:
    """Tell whether a line is a property, or a date or clock that the outliner keeps in the text."""
    return bool(_PROPERTY.match(line) or _PLANNING.match(line))


def without_properties(lines: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """Return ``lines`` without properties outside of fences, and the properties."""
    kept: list[str] = []
    found: dict[str, str] = {}
    for line, inside in with_fences(lines):
        match = None if inside else _PROPERTY.match(line)
        if match:
            found[match["key"].lower()] = match["value"].strip()
        elif inside or not _PLANNING.match(line):
            kept.append(line)
    return kept, found


def with_fences(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield each line and whether it belongs to a fence."""
    fence = ""
    for line in lines:
        bare = line.strip(" \t-")
        is_mark = bare.startswith(("```", "~~~"))
        yield line, bool(fence) or is_mark
        if is_mark and (not fence or bare == fence):
            fence = "" if fence else bare[:3]


def with_card_tag(line: str) -> str:
    """Return ``line`` with the tag for a link to the page of cards at its end, which means it."""
    return _LINKED_CARD.sub(" #card", line, count=1)


def split_tags(line: str) -> tuple[str, list[str]]:
    """Return a line without the tags at its ends, and the tags."""
    tags: list[str] = []
    end = len(line.rstrip())
    while (start := _last_tag(line, end)) is not None:
        tags.append(_name(line[start:end].strip()))
        end = start
        while end > 0 and line[end - 1] in " \t":
            end -= 1
    line, tags = line[:end], tags[::-1]
    if match := _FIRST_TAGS.match(line):
        tags = [_name(tag) for tag in _ANY_TAG.findall(match[0])] + tags
        line = line[match.end() :]
    return line.rstrip(), tags


def _last_tag(line: str, end: int) -> int | None:
    """Return where the tag begins that ends ``line[:end]``, if one does and stands apart."""
    start = line.rfind("#", max(0, end - LONGEST_TAG), end)
    if start < 0 or (start > 0 and line[start - 1] not in " \t"):
        return None
    return start if _ANY_TAG.fullmatch(line, start, end) else None


def _name(tag: str) -> str:
    return tag.lstrip("#").removeprefix("[[").removesuffix("]]").strip().replace(" ", "-")


def named_tags(value: str) -> list[str]:
    """Return the tags that a `tags::` property lists."""
    return [_name(part.strip()) for part in value.split(",") if part.strip()]


def children(document: Document, item: Item, end: int) -> str:
    """Return a block's children as Markdown: one alone without its bullet, several as a list."""
    lines, _ = without_properties(document.lines[item.body : end])
    written = [line for line in lines if line.strip() and line.strip() != "-"]
    if not written:
        return ""
    bullets = [match for line in written if (match := _MARK.match(line))]
    widths = [len(match[1].expandtabs(4)) for match in bullets]
    column = min(widths, default=0)
    kept = [without_columns(line, column) for line in lines if line.strip() != "-"]
    text = "\n".join(kept).strip("\n").rstrip()
    if len(bullets) == 1 and _MARK.match(text):
        first, *others = text.split("\n")
        text = "\n".join([_MARK.sub("", first), *(without_columns(line, 2) for line in others)])
    return text
