"""What in a set of notes would not become a card, and why; nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flashdeck.cards import Problem
from flashdeck.study.explaining import Explained, explain
from flashdeck.study.files import find_notes
from flashdeck.study.linting import lint
from flashdeck.study.reading import parse_note, read_text
from flashdeck.study.report import FileReport, problem_json


@dataclass
class CheckReport:
    """The files that were read and all that is to be said about them, line by line if need be."""

    files: list[FileReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    explained: dict[str, list[Explained]] = field(default_factory=dict)

    def explained_json(self) -> dict[str, list[dict[str, object]]]:
        """Return what every line of every file is, as plain values."""
        return {path: [part.as_json() for part in parts] for path, parts in self.explained.items()}

    def as_json(self) -> dict[str, object]:
        """Return the report as plain values."""
        return {
            "files": [{"path": f.path, "style": f.style, "cards": f.cards} for f in self.files],
            "problems": [problem_json(problem) for problem in self.problems],
        }


def check_paths(paths: Sequence[Path]) -> CheckReport:
    """Read the notes at and under ``paths``; raises NotFoundError for a path that is not there."""
    found = find_notes(paths)
    report = CheckReport(problems=list(found.problems))
    for file in found.files:
        text = read_text(file)
        if isinstance(text, Problem):
            report.problems.append(text)
        else:
            path = str(file.path)
            document = parse_note(text, path)
            report.problems += document.problems
            report.problems += lint(text, document, path)
            report.explained[path] = list(explain(document))
            report.files.append(
                FileReport(path, document.style, document.deck or "", len(document.cards))
            )
    report.problems.sort(key=lambda problem: (problem.path, problem.line))
    return report
