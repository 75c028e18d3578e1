"""The tree that headings make of a document."""

from dataclasses import dataclass

from flashdeck.parsing.document import Block, Document
from flashdeck.parsing.questions import clean_title, split_attributes


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its own text up to the next heading, and all of it up to its next equal.

    Line numbers are 0-based and half-open: own text is ``body:own_end``, with everything under
    the heading ``body:end``.
    """

    heading: Block
    path: tuple[str, ...]
    body: int
    own_end: int
    end: int

    @property
    def line(self) -> int:
        """The 0-based line of the heading."""
        return self.heading.start

    @property
    def level(self) -> int:
        """The heading's level, 1 to 6."""
        return self.heading.level

    @property
    def title(self) -> str:
        """The heading's text as written."""
        return self.heading.text

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


def sections(document: Document) -> list[Section]:
    """Return the sections of ``document`` in order."""
    headings = document.headings()
    found: list[Section] = []
    trail: list[Block] = []
    for index, heading in enumerate(headings):
        while trail and trail[-1].level >= heading.level:
            trail.pop()
        found.append(
            Section(
                heading=heading,
                path=tuple(clean_title(split_attributes(above.text)[0]) for above in trail),
                body=heading.end,
                own_end=_next_start(headings, index, 6, len(document.lines)),
                end=_next_start(headings, index, heading.level, len(document.lines)),
            )
        )
        trail.append(heading)
    return found


def _next_start(headings: list[Block], index: int, level: int, last: int) -> int:
    """Return where the next heading at ``level`` or above begins, or the document's end."""
    for heading in headings[index + 1 :]:
        if heading.level <= level:
            return heading.start
    return last
