"""What an import did, file by file and in numbers."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from flashdeck.cards import Problem, Severity

OUTCOMES = ("new", "edited", "moved", "revived", "retired", "unchanged")


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file gave."""

    path: str
    style: str | None
    deck: str
    cards: int


@dataclass
class ImportReport:
    """The whole import; every card counts in exactly one of the outcomes."""

    files: list[FileReport] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
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
            "problems": [problem_json(problem) for problem in self.problems],
        }


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain values."""
    return {
        "path": problem.path,
        "line": problem.line,
        "message": problem.message,
        "hint": problem.hint,
        "severity": problem.severity.value,
    }
