"""What is kept of a note that was read: small, and quick to hand from one process to another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flashdeck.cards import Problem
from flashdeck.limits import Limits
from flashdeck.study.files import NoteFile


class NoteCard(NamedTuple):
    """A card of a note as the columns of the store's table, in their order."""

    line: int
    kind: str
    question: str
    answer: str
    path: tuple[str, ...]
    tags: tuple[str, ...]
    explicit_id: str | None
    question_key: str
    key_version: int
    sibling_group: str | None


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note that was read: its digest, its cards, and what is to be said about it.

    ``columns`` hold what each NoteCard names, of all cards. ``deck``, ``scheduler`` and ``limits``
    are those that the note itself names, if it names any.
    """

    file: NoteFile
    digest: str
    style: str | None
    deck: str | None
    scheduler: str | None
    scheduler_line: int
    limits: Limits
    columns: tuple[Sequence[Any], ...]
    problems: tuple[Problem, ...]

    @property
    def path(self) -> str:
        """The note's absolute path."""
        return str(self.file.path)

    @property
    def count(self) -> int:
        """How many cards the note has."""
        return len(self.columns[0])

    def cards(self) -> Iterator[NoteCard]:
        """Yield the cards in their order."""
        return map(NoteCard._make, zip(*self.columns, strict=True))
