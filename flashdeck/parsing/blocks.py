"""The top-level Markdown blocks of a text: markdown-it's, found faster.

Most lines of most notes are ATX headings, paragraphs, fences and flat lists, which can be told
without trying every rule of markdown-it on them. Whatever else begins a block is read by
markdown-it's own rules, over the lines up to the next heading, where such a block must end. Also
one that is nested too deep for markdown-it, which by itself would take all the rest of the text.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flashdeck import late
from flashdeck.text import with_plain_ends

if TYPE_CHECKING:
    from flashdeck.parsing.regions import Region

DEEPEST = 6
"""The level of the smallest headings."""
_BLANKS = ("", " ", "\t")
_HEADING = late.pattern(r"#{1,6}(?:[ \t]|$)")
_FENCE = late.pattern(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_SPECIAL = late.pattern(
    r"[\s><|:=]|#{1,6}(?:[ \t]|$)|[-+*](?:[ \t]|$)|-|[*_][*_ \t]*$|\d{1,9}[.)]|```|~~~"
)
"""The beginning of a line that may be more than the text of a paragraph."""
_ITEM = late.pattern(r"(?:([-+*])|\d{1,9}([.)])) {1,4}(?=\S)(.*)$")
_HTML = late.pattern(
    r"</?(?:details|summary|p|div|center|table|ul|ol|li|h[1-6])(?:\s|/?>|$)", re.IGNORECASE
)
"""The beginning of a line of HTML that goes on to the next blank line."""
_BULLET = late.pattern(r"[-+*][ \t]{1,4}[^\W_]")
"""An item that ends a paragraph and is neither a rule nor the second line of a table."""


class Block(NamedTuple):
    """A top-level Markdown block over the 0-based lines ``start`` (inclusive) to ``end``.

    ``kind`` is markdown-it's token name without ``_open``: heading, paragraph, fence, code_block,
    bullet_list, ordered_list, blockquote, table, html_block, hr, front_matter.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    text: str = ""
    info: str = ""


def read_blocks(text: str) -> tuple[Block, ...]:
    """Parse ``text`` into its top-level blocks."""
    return tuple(_Reader(with_plain_ends(text)).blocks())


class _Reader:
    """Reads one text from its first line to its last."""

    def __init__(self, text: str) -> None:
        self._lines = text.replace("\0", "\ufffd").split("\n")
        self._end = len(self._lines)
        if not self._lines[-1].strip(" \t"):
            self._end -= 1  # markdown-it counts no line that only ends the text
        self._region: Region | None = None

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks in order."""
        lines, line = self._lines, 0
        while line < self._end:
            if not lines[line] or not lines[line].strip(" \t"):
                line += 1
            elif block := self._plain(line):
                yield block
                line = block.end
            else:
                found, line = self._by_rules(line)
                yield from found

    def _plain(self, line: int) -> Block | None:
        """Return the block that begins on ``line`` if it is one of the simple ones."""
        text = self._lines[line]
        if text[0].isalpha():
            return self._paragraph(line)
        if text[0] == "#":
            if block := _heading(text, line):
                return block
        elif text[0] in "`~":
            if block := self._fence(line):
                return block
        elif text[0] == "<" and _HTML.match(text):
            return self._html(line)
        elif item := _ITEM.match(text):
            return self._list(line, item[1] or item[2])
        if text[0] == "[" or _SPECIAL.match(text):
            return None
        return self._paragraph(line)

    def _paragraph(self, start: int) -> Block | None:
        """Return the lines from ``start`` as a paragraph if nothing in or after them is special."""
        lines, end = self._lines, start + 1
        while end < self._end and lines[end].strip(" \t"):
            if not lines[end][0].isalpha() and _SPECIAL.match(lines[end]):
                if _HEADING.match(lines[end]) or _BULLET.match(lines[end]):
                    break
                return None
            end += 1
        text = "\n".join(lines[start:end]).rstrip(" \t")
        return None if text[-1].isspace() else Block("paragraph", start, end, text=text)

    def _list(self, start: int, marker: str) -> Block | None:
        """Return the list from ``start`` if each item is one line of text, and its end is plain.

        As markdown-it has it, the blank lines behind a list belong to it.
        """
        lines, line, after_blank = self._lines, start, False
        while line < self._end:
            text = lines[line]
            if not text.strip(" \t"):
                after_blank = True
            elif (item := _ITEM.match(text)) and (item[1] or item[2]) == marker:
                if not item[3][0].isalpha() and _SPECIAL.match(item[3]):
                    return None
                after_blank = False
            elif _HEADING.match(text) or (after_blank and not _SPECIAL.match(text)):
                break
            else:
                return None
            line += 1
        kind = "bullet_list" if marker in "-+*" else "ordered_list"
        return Block(kind, start, line)

    def _fence(self, start: int) -> Block | None:
        """Return the fence that opens on ``start`` if it is closed."""
        opening = _FENCE.match(self._lines[start])
        if not opening:
            return None
        marker, info = opening[1] or opening[3], opening[2] or opening[4] or ""
        for line in range(start + 1, self._end):
            text = self._lines[line]
            if marker in text and _closes(text, marker):
                body = self._lines[start + 1 : line]
                content = "\n".join(body) + "\n" if body else ""
                return Block("fence", start, line + 1, text=content, info=info)
        return None

    def _html(self, start: int) -> Block:
        """Return the lines from ``start`` up to a blank one as HTML."""
        end = start
        while end < self._end and self._lines[end].strip(" \t"):
            end += 1
        last = "" if end == len(self._lines) else "\n"
        return Block("html_block", start, end, text="\n".join(self._lines[start:end]) + last)

    def _by_rules(self, line: int) -> tuple[list[Block], int]:
        """Return the block that begins on ``line``, if it shows, and the line after it."""
        from flashdeck.parsing.regions import Region  # deferred: markdown-it, which few notes need

        region = self._region
        if region is None or line >= region.end:
            # Front matter may hold what would be a heading elsewhere.
            is_matter = line == 0 and self._lines[0].startswith("---")
            end = self._end if is_matter else self._next_heading(line)
            region = self._region = Region(self._lines, line, end)
        found, after = region.read(line)
        if after == region.end < self._end and _may_go_on(found):
            region = self._region = Region(self._lines, line, self._end)
            found, after = region.read(line)
        return found, after

    def _next_heading(self, line: int) -> int:
        """Return the next line with a heading that is not indented, which ends most blocks."""
        following = range(line + 1, self._end)
        is_heading = (i for i in following if self._lines[i][:1] == "#")
        return next((i for i in is_heading if _HEADING.match(self._lines[i])), self._end)


def _heading(text: str, line: int) -> Block | None:
    behind = text.lstrip("#")
    level = len(text) - len(behind)
    if level > DEEPEST or behind[:1] not in _BLANKS:
        return None
    content = behind.strip(" \t")
    if content.endswith("#"):
        bare = content.rstrip("#")
        if bare[-1:] in _BLANKS:
            content = bare.rstrip(" \t")
    if content[:1].isspace() or content[-1:].isspace():
        return None
    return Block("heading", line, line + 1, level, content)


def _closes(text: str, marker: str) -> bool:
    """Tell whether a line ends the fence that ``marker`` opened."""
    bare = text.strip(" \t")
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    return not bare.strip(marker[0]) and len(indent) < 4 and "\t" not in indent


def _may_go_on(found: list[Block]) -> bool:
    """Tell whether a block that reached a heading may hold it, and not end there."""
    return any(block.kind in ("fence", "html_block", "front_matter") for block in found)
