"""What a card is, before and after it is stored."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from flashdeck.limits import NO_LIMITS, Limits

PARSER_VERSION = 9
"""Raised when the same text may give other cards, so that unchanged files are read once more."""


class Kind(StrEnum):
    """How a card is asked."""

    BASIC = "basic"
    DEMO = "demo"
    CLOZE = "cloze"
    QUIZ = "quiz"


class Flag(StrEnum):
    """A colour that a learner gives a card to find it again."""

    RED = "red"
    ORANGE = "orange"
    GREEN = "green"
    BLUE = "blue"


def next_flag(flag: Flag | None) -> Flag | None:
    """Return the flag that follows when one key goes through all of them and none."""
    flags: list[Flag | None] = [None, *Flag]
    return flags[(flags.index(flag) + 1) % len(flags)]


class Severity(StrEnum):
    """Whether a problem stopped something or is only worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that is wrong or was not understood, with its place and the way out."""

    path: str
    line: int
    message: str
    hint: str = ""
    severity: Severity = Severity.WARNING


class ParsedCard(NamedTuple):
    """A question and its answer as found in a document.

    ``line`` to ``last_line`` (1-based, inclusive) are the lines that the card covers. Cards made
    from one text, such as the gaps of a cloze or the two directions of a pair, are siblings: they
    share that text as their ``group``.
    """

    question: str
    answer: str
    line: int
    last_line: int
    path: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    explicit_id: str | None = None
    kind: Kind = Kind.BASIC
    group: str = ""
    style: str = ""

    @property
    def lines(self) -> range:
        """The 1-based lines that the card covers."""
        return range(self.line, self.last_line + 1)


class Skipped(NamedTuple):
    """Lines ``line`` to ``last_line`` that belong to no card, and why."""

    line: int
    last_line: int
    reason: str

    @property
    def lines(self) -> range:
        """The 1-based lines that were passed over."""
        return range(self.line, self.last_line + 1)


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """Everything a document gives; each non-blank line is in a card or among the skipped.

    ``scheduler`` is what the front matter says on ``scheduler_line``, whether it is good or not.
    """

    style: str | None
    cards: tuple[ParsedCard, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[Problem, ...] = ()
    deck: str | None = None
    scheduler: str | None = None
    scheduler_line: int = 1
    limits: Limits = NO_LIMITS


@dataclass(frozen=True, slots=True)
class Card:
    """A stored card as a face shows it; ``path`` are the headings above the question.

    Cards of one note with the same ``sibling_group`` are siblings.
    ``reviews`` counts the past ones where a session asks it: a quiz draws other numbers each time.
    """

    id: str
    deck: str
    kind: Kind
    question: str
    answer: str
    path: tuple[str, ...]
    tags: tuple[str, ...]
    source: str | None
    line: int
    suspended: bool = False
    retired: bool = False
    sibling_group: str | None = None
    reviews: int = 0
    flag: Flag | None = None

    @property
    def trail(self) -> tuple[str, ...]:
        """The deck and the headings above the question, without a title that repeats the deck."""
        repeats = self.path[:1] == (self.deck.rpartition("/")[2],)
        return (self.deck, *self.path[repeats:])
