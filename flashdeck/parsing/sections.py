"""The tree that headings make of a document."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flashdeck.parsing.blocks import DEEPEST
from flashdeck.parsing.document import Block, Document, Trail
from flashdeck.parsing.marks.answers import answer_headings
from flashdeck.parsing.questions import clean_title, split_attributes
from flashdeck.parsing.words.titles import is_collection, is_collection_of_questions


class Section(NamedTuple):
    """A heading, its own text up to the next heading, and all of it up to its next equal.

    ``level`` is 1 to 6, ``title`` the heading's text as written. Line numbers are 0-based and
    half-open: own text is ``body:own_end``, with everything under the heading ``body:end``.
    """

    line: int
    level: int
    title: str
    path: tuple[str, ...]
    body: int
    own_end: int
    end: int

    def has_own_text(self, document: Document) -> bool:
        """Tell whether anything but rules and comments stands between this heading and the next."""
        kinds = ("hr", "front_matter")
        return any(
            block.kind not in kinds and not _is_comment(block)
            for block in document.blocks_between(self.body, self.own_end)
        )


def _is_comment(block: Block) -> bool:
    return (
        block.kind == "html_block"
        and block.text.lstrip().startswith("<!--")
        and block.text.rstrip().endswith("-->")
    )


def sections(document: Document, headings: Sequence[Block] | None = None) -> list[Section]:
    """Return the sections of ``document`` in order, or those that only ``headings`` make."""
    headings = document.headings if headings is None else headings
    found: list[Section] = []
    trail: list[Block] = []
    path: tuple[str, ...] = ()
    last = len(document.lines)
    own_ends = [*(heading.start for heading in headings[1:]), last]
    for heading, own_end, end in zip(headings, own_ends, _ends(headings, last), strict=False):
        while trail and trail[-1].level >= heading.level:
            trail.pop()
        if len(path) > len(trail):
            path = path[: len(trail)]
        elif len(path) < len(trail):
            path = (*path, clean_title(split_attributes(trail[-1].text)[0]))
        found.append(
            Section(heading.start, heading.level, heading.text, path, heading.end, own_end, end)
        )
        trail.append(heading)
    return found


def divisions(document: Document) -> list[Section]:
    """Return the sections that the headings make which announce no answer."""
    answers = document.once(answer_headings)
    return sections(document, [h for h in document.headings if h.start not in answers])


def _ends(headings: Sequence[Block], last: int) -> list[int]:
    """Return where below each heading the next of its level or above begins, or ``last``."""
    ends: list[int] = []
    following = [last] * (DEEPEST + 1)
    for heading in reversed(headings):
        ends.append(following[heading.level])
        following[heading.level :] = [heading.start] * (DEEPEST + 1 - heading.level)
    return ends[::-1]


def path_at(document: Document, line: int) -> tuple[str, ...]:
    """Return the titles of the headings above 0-based ``line``, outermost first."""
    return titles_above(document.trails, line)


def is_among_questions(document: Document, line: int) -> bool:
    """Tell whether a title above 0-based ``line``, or the document's, announces questions."""
    if any(map(is_collection, path_at(document, line))):
        return True
    return document.once(is_collection_of_questions)


def titles_above(trails: Sequence[Trail], line: int, level: int = 7) -> tuple[str, ...]:
    """Return the titles of those headings in ``trails`` that stand above 0-based ``line``.

    Those as deep as ``level`` or deeper end where a heading of that level stands on ``line``.
    """
    after = bisect_left(trails, line, key=lambda trail: trail[-1].start)
    if after < len(trails) and trails[after][-1].start == line:
        above = trails[after][:-1]
    else:
        above = trails[after - 1] if after else ()
    above = tuple(heading for heading in above if heading.level < level)
    titles = (clean_title(split_attributes(heading.text)[0]) for heading in above)
    return tuple(title for title in titles if title)


def section_lines(document: Document) -> Iterator[int]:
    """Yield the 1-based lines of the headings."""
    return (heading.start + 1 for heading in document.headings)
