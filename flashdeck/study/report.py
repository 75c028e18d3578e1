"""What an import did, file by file and in numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from flashdeck.cards import Problem, Severity

OUTCOMES = ("new", "edited", "moved", "revived", "retired", "unchanged")

MOST_LISTED = 20
"""So many cards that moved from one file to another are listed one by one on the screen."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file gave."""

    path: str
    style: str | None
    deck: str
    cards: int


@dataclass(frozen=True, slots=True)
class Move:
    """A card that went from one file to another, with its lines in both."""

    path: str
    line: int
    from_path: str
    from_line: int


@dataclass
class ImportReport:
    """The whole import; every card counts in exactly one of the outcomes."""

    files: list[FileReport] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    moves: list[Move] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Tell whether anything was an error rather than a remark."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "files": [
                {"path": f.path, "style": f.style, "deck": f.deck, "cards": f.cards}
                for f in self.files
            ],
            **{outcome: self.outcomes[outcome] for outcome in OUTCOMES},
            "moves": [asdict(move) for move in self.moves],
            "problems": [problem_json(problem) for problem in self.problems],
        }


def moves_in_words(moves: Sequence[Move]) -> Iterator[str]:
    """Yield what moved: each card with its places, or only how many where a file lost many."""
    ways: dict[tuple[str, str], list[Move]] = defaultdict(list)
    for move in moves:
        ways[move.from_path, move.path].append(move)
    for (before, now), together in ways.items():
        if len(together) > MOST_LISTED:
            yield f"{now}: {len(together)} cards moved here from {before}"
            continue
        for move in together:
            yield f"{now}:{move.line}: moved here from {before}:{move.from_line}"


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain values."""
    return {
        "path": problem.path,
        "line": problem.line,
        "message": problem.message,
        "hint": problem.hint,
        "severity": problem.severity.value,
    }
