"""What a reader of notes stumbles over though it can be read: each rule looks for one thing."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from flashdeck.cards import ParsedDocument, Problem, Severity
from flashdeck.matching import normal_form
from flashdeck.parsing.questions import asks, clean_question, strip_label
from flashdeck.text import clean, one_line

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})([^`\n]*)$")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_FORMULA = re.compile(r"(?<![\\$])\$(?! )((?:\\.|[^$\\])+?)(?<! )\$(?!\d)")
_BARE_PIPE = re.compile(r"(?<!\\)\|")
_SHOWN = 80

WAYS = "Make it a heading with the answer below, or write `Q: ...` and `A: ...`."
"""How any question becomes a card."""


@dataclass(frozen=True)
class Note:
    """A note's cleaned lines and what was read in them."""

    path: str
    lines: tuple[str, ...]
    document: ParsedDocument

    @cached_property
    def fences(self) -> tuple[tuple[int, int | None], ...]:
        """The 1-based lines of each fence's marks; None where it is never closed."""
        return tuple(_fences(self.lines))

    @cached_property
    def code(self) -> frozenset[int]:
        """The 1-based lines inside fences, their marks included."""
        ends = ((start, end or len(self.lines)) for start, end in self.fences)
        return frozenset(line for start, end in ends for line in range(start, end + 1))

    def problem(
        self, line: int, message: str, hint: str, severity: Severity = Severity.WARNING
    ) -> Problem:
        """Return a problem on 1-based ``line`` of this note."""
        return Problem(self.path, line, message, hint, severity)


def _fences(lines: Sequence[str]) -> Iterator[tuple[int, int | None]]:
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines, 1):
        match = _FENCE.match(line)
        if match is None:
            continue
        if opened is None:
            opened = (number, match[1])
        elif match[1].startswith(opened[1]) and not match[2].strip():
            yield opened[0], number
            opened = None
    if opened:
        yield opened[0], None


def lint(text: str, document: ParsedDocument, path: str) -> Iterator[Problem]:
    """Yield what is worth mending in the note ``text`` that was read as ``document``."""
    note = Note(path, tuple(clean(text).split("\n")), document)
    for rule in RULES:
        yield from rule(note)


def unasked_questions(note: Note) -> Iterator[Problem]:
    """Yield the lines outside any card that end in a question mark."""
    unanswered = {problem.line for problem in note.document.problems}
    for part in note.document.skipped:
        if part.reason == "front matter" or part.reason.startswith(("code", "HTML", "comment")):
            continue
        for line in part.lines:
            text = note.lines[line - 1].strip().lstrip("#>*-+ ")
            if line not in note.code and line not in unanswered and asks(clean_question(text)):
                shown = one_line(strip_label(text), _SHOWN)
                yield note.problem(
                    line, f"“{shown}” asks but is no card ({part.reason})", WAYS, Severity.NOTE
                )


def open_fences(note: Note) -> Iterator[Problem]:
    """Yield the fences that are never closed: everything below them is code."""
    for start, end in note.fences:
        if end is None:
            yield note.problem(
                start,
                "this fence is never closed, so that all below it may be taken for code",
                "End it with a line of the same marks and nothing else.",
            )


def pipes_in_formulas(note: Note) -> Iterator[Problem]:
    """Yield the formulas in tables whose pipes end the cell, or lose their norm's bars."""
    for number, line in enumerate(note.lines, 1):
        if number in note.code or not _ROW.match(line):
            continue
        for match in _FORMULA.finditer(line):
            if _BARE_PIPE.search(match[1]):
                yield note.problem(
                    number,
                    f"the pipe in {_shown(match[0])} ends the table's cell",
                    "Write \\mid or \\vert instead of the pipe.",
                )
            elif "\\|" in match[1]:
                yield note.problem(
                    number,
                    f"a table turns \\| in {_shown(match[0])} into a single bar",
                    "Write \\Vert instead of \\|.",
                )


def _shown(formula: str) -> str:
    return one_line(formula, _SHOWN)


def repeated_questions(note: Note) -> Iterator[Problem]:
    """Yield the questions that stand in the note once more, with another answer or the same."""
    first: dict[str, tuple[int, str]] = {}
    for card in note.document.cards:
        key = normal_form(card.question)
        if key in first and first[key][0] != card.line:
            line, answer = first[key]
            same = "also with the same answer" if answer == card.answer else "with another answer"
            yield note.problem(
                card.line,
                f"the question of line {line} stands here again, {same}",
                "Remove one of them, or word the questions apart.",
                Severity.NOTE,
            )
        first.setdefault(key, (card.line, card.answer))


def repeated_ids(note: Note) -> Iterator[Problem]:
    """Yield the explicit ids that several cards of the note carry."""
    lines = defaultdict(list)
    for card in note.document.cards:
        if card.explicit_id:
            lines[card.explicit_id].append(card.line)
    for name, found in lines.items():
        for line in found[1:]:
            yield note.problem(
                line,
                f"the id #{name} belongs to the card on line {found[0]} already",
                "Give each card an id of its own, or none.",
            )


RULES: tuple[Callable[[Note], Iterator[Problem]], ...] = (
    unasked_questions,
    open_fences,
    pipes_in_formulas,
    repeated_questions,
    repeated_ids,
)
