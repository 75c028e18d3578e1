"""What a search means, as a tree."""

from dataclasses import dataclass

from flashdeck.cards import Flag, Kind

STATES = ("due", "new", "suspended", "buried", "leech", "flagged", "retired")
PROPERTIES = ("ease", "interval", "lapses", "reviews", "due", "stability", "difficulty")
EVENTS = ("added", "edited", "introduced", "rated")


@dataclass(frozen=True, slots=True)
class Pattern:
    """The pieces of a text between which anything may stand; one piece is the text itself."""

    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """What fulfils every part; without parts, every card."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """What fulfils one of the parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What does not fulfil the part."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Contains:
    """Cards with the pattern somewhere in one of these: question, answer, path, file."""

    fields: tuple[str, ...]
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Named:
    """Cards whose deck or tag has this name, or is below it."""

    field: str
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Id:
    """The card with this id in its note, or whose own id begins so."""

    value: str


@dataclass(frozen=True, slots=True)
class OfKind:
    """Cards that are asked in this way."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Is:
    """Cards in one of STATES."""

    state: str


@dataclass(frozen=True, slots=True)
class Flagged:
    """Cards with this flag, or with none."""

    flag: Flag | None


@dataclass(frozen=True, slots=True)
class Property:
    """Reviewed cards of which one of PROPERTIES compares so with a number."""

    name: str
    comparison: str
    number: float


@dataclass(frozen=True, slots=True)
class Within:
    """Cards to which one of EVENTS happened in the last days; ``button`` is that of a review."""

    event: str
    days: int
    button: int | None = None


Node = All | Either | Not | Contains | Named | Id | OfKind | Is | Flagged | Property | Within


def mentions(node: Node, state: str) -> bool:
    """Tell whether a search speaks of a state, be it to find or to leave out such cards."""
    match node:
        case All(parts) | Either(parts):
            return any(mentions(part, state) for part in parts)
        case Not(part):
            return mentions(part, state)
    return node == Is(state)
