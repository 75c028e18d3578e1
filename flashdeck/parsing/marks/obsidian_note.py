"""A note of the Obsidian plugin cut into passages, with its tags and schedule comments."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing import frontmatter
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.own_separators import Separator, own_line, own_separator

SCHEDULE_LABEL = "schedule comment"
TAGS_LABEL = "tags"
COMMENT_LABEL = "comment"
SCHEDULE = "<!--SR:"

_SCHEDULE = late.pattern(r"<!--\s*SR:[^<>]*-->")
_TAG = r"#flash-?cards?(?:/[\w/-]+)?(?![\w/-])"
_MARK = late.pattern(rf"^[\s>*+-]*{_TAG}|(?<!\S){_TAG}\s*$", re.IGNORECASE)
_TAGS = late.pattern(rf"(?<!\S)(?:{_TAG}|#card(?![\w/-]))\s*", re.IGNORECASE)
_TAG_LINE = late.pattern(r"^\s*(?:#[^\s#]+\s*)+$")
_BREAK = late.pattern(r"^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|=+|\+{3,})$")
_BLOCK_ID = late.pattern(r"(?<=\s)\^[A-Za-z0-9-]+$")
_HEADING = late.pattern(r"^ {0,3}#{1,6}\s")


class Passage(NamedTuple):
    """0-based lines ``start:end`` without a blank line, rule or schedule comment between them."""

    start: int
    end: int
    is_heading: bool = False


@dataclass(frozen=True)
class Note:
    """A document as the plugin sees it.

    ``inert`` are the lines of code and HTML, which belong to passages but separate nothing, as
    those of ``tables`` hold no `front::back`;
    ``deck_tags`` are the tags that hold from a line on; ``marked_from`` is the line of the first
    mark, or 0 if the front matter or nothing but schedule comments mark the note.
    """

    document: Document
    passages: tuple[Passage, ...]
    inert: frozenset[int]
    tables: frozenset[int]
    labels: Mapping[int, str]
    deck_tags: tuple[tuple[int, tuple[str, ...]], ...]
    marked_from: int | None

    @property
    def is_marked(self) -> bool:
        """Tell whether a `#flashcards` tag or a schedule comment stands in the note."""
        return self.marked_from is not None

    @cached_property
    def own_separator(self) -> Separator | None:
        """The sign that parts most scheduled lines, where it is not the usual one."""
        if SCHEDULE not in self.document.text:
            return None
        ends = [passage.end - 1 for passage in self.passages if not self._is_parted(passage)]
        return own_separator(
            [(self.line(line), times) for line in ends if (times := self.times(line))]
        )

    @cached_property
    def own_line(self) -> Separator | None:
        """The sign that alone on a line parts most scheduled passages, where it is not usual."""
        if SCHEDULE not in self.document.text:
            return None
        scheduled = (
            ([self.line(line) for line in range(passage.start, passage.end)], times)
            for passage in self.passages
            if (times := self.times(passage.end - 1)) and not self._is_parted(passage)
        )
        return own_line([(lines, times) for lines, times in scheduled if len(lines) > 2])

    def _is_parted(self, passage: Passage) -> bool:
        """Tell whether nothing but `?` stands on a line of ``passage``."""
        lines = self.document.lines[passage.start : passage.end]
        return any(line.strip() in ("?", "??") for line in lines)

    def tags_at(self, line: int) -> tuple[str, ...]:
        """Return the tags of the last tag line above ``line``."""
        index = bisect_right(self.deck_tags, line, key=lambda entry: entry[0])
        return self.deck_tags[index - 1][1] if index else ()

    def text(self, start: int, end: int) -> str:
        """Return lines ``start:end`` as written, without schedule comments and block ids."""
        lines = [self.line(line) for line in range(start, end)]
        return "\n".join(lines)

    def line(self, line: int) -> str:
        """Return one line without its schedule comment and block id."""
        text = self.document.lines[line]
        if line in self.inert:
            return text
        if "<!--" in text:
            text = _SCHEDULE.sub("", text).rstrip()
        return _BLOCK_ID.sub("", text).rstrip() if "^" in text else text

    def times(self, line: int) -> int:
        """Return for how many cards the comment behind a line, or alone on the next, schedules."""
        below = self.labels.get(line + 1) == SCHEDULE_LABEL
        text = self.document.lines[line + 1 if below else line]
        comment = _SCHEDULE.search(text) if "<!--" in text else None
        return comment[0].count("!", len("<!--")) if comment else 0

    def untagged(self, text: str) -> str:
        """Return ``text`` without `#flashcards` tags."""
        return _TAGS.sub("", text).strip() if "#" in text else text


def deck_tags(text: str) -> tuple[str, ...]:
    """Return what the `#flashcards/deck` tags in ``text`` name: `deck`."""
    names = (match[0].strip().partition("/")[2].strip("/") for match in _TAGS.finditer(text))
    return tuple(name for name in names if name)


def read_note(document: Document) -> Note:
    """Cut ``document`` into passages and find its tags, comments and marks."""
    labels = dict(sorted(_labels(document)))
    inert = document.code_lines.union(_html_lines(document))
    return Note(
        document=document,
        passages=tuple(_passages(document, labels)),
        inert=inert,
        tables=document.table_lines,
        labels={line: label for line, label in labels.items() if label},
        deck_tags=tuple(_deck_tags(document, labels)),
        marked_from=_marked_from(document, inert),
    )


def _html_lines(document: Document) -> Iterator[int]:
    """Yield the lines of HTML that is no comment."""
    for block in document.blocks_of("html_block"):
        if not block.text.lstrip().startswith("<!--"):
            yield from range(block.start, block.end)


def _labels(document: Document) -> Iterator[tuple[int, str]]:
    """Yield each line that parts passages, with what it is; an empty label leaves that open."""
    for block in document.blocks:
        is_comment = block.kind == "html_block" and block.text.lstrip().startswith("<!--")
        if block.kind == "front_matter" or is_comment:
            yield from ((line, "") for line in range(block.start, block.end))
    yield from ((line, COMMENT_LABEL) for line in _percent_comments(document))
    for line, text in enumerate(document.lines):
        if line in document.code_lines:
            continue
        if "<!--" in text and _SCHEDULE.fullmatch(text.strip()):
            yield line, SCHEDULE_LABEL
        elif "#" in text and _TAG_LINE.match(text):
            yield line, TAGS_LABEL


def _percent_comments(document: Document) -> Iterator[int]:
    """Yield the lines between `%%` and `%%`, where each stands at the start of a line."""
    marks = [
        line
        for line, text in enumerate(document.lines)
        if text.startswith("%%") and "%%" not in text[2:] and line not in document.code_lines
    ]
    for opening, closing in zip(marks[::2], marks[1::2], strict=False):
        yield from range(opening, closing + 1)


def _passages(document: Document, labels: Mapping[int, str]) -> Iterator[Passage]:
    start: int | None = None
    for line, text in enumerate(document.lines):
        in_code = line in document.code_lines and line not in labels
        heading = not in_code and bool(_HEADING.match(text))
        parts = not in_code and (not text.strip() or line in labels or bool(_BREAK.match(text)))
        if (parts or heading) and start is not None:
            yield Passage(start, line)
            start = None
        if heading and not parts:
            yield Passage(line, line + 1, is_heading=True)
        elif not parts and start is None:
            start = line
        if start is not None and not in_code and "<!--" in text and _SCHEDULE.search(text):
            yield Passage(start, line + 1)
            start = None
    if start is not None:
        yield Passage(start, len(document.lines))


def _deck_tags(
    document: Document, labels: Mapping[int, str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    for line, label in labels.items():
        text = document.lines[line]
        if label == TAGS_LABEL and _TAGS.search(text):
            others = _TAGS.sub("", text).replace("#", " ").split()
            yield line, (*deck_tags(text), *others)


def _marked_from(document: Document, inert: frozenset[int]) -> int | None:
    """Return the first line with a `#flashcards` tag, 0 for schedule comments alone, or None."""
    named = (f"#{tag}" for tag in frontmatter.tags(document.matter))
    if any(_MARK.match(tag) for tag in named):
        return 0
    lines = [(line, text) for line, text in enumerate(document.lines) if line not in inert]
    tagged = (line for line, text in lines if "#" in text and _MARK.search(text))
    scheduled = any("<!--" in text and _SCHEDULE.search(text) for _, text in lines)
    return next(tagged, 0 if scheduled else None)
