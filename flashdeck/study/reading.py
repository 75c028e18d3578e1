"""Reading a note into cards, with everything worth telling about it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flashdeck.cards import Kind, ParsedCard, ParsedDocument, Problem, Severity
from flashdeck.errors import DemoError
from flashdeck.parsing import parse
from flashdeck.parsing.fences import demo_fences
from flashdeck.study.files import NoteFile, decode_note, read_note

_SILENT = frozenset(
    {"section heading or label", "rule", "front matter", "heading without a question"}
)


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note that was read: its digest and its parsed document."""

    file: NoteFile
    digest: str
    document: ParsedDocument

    @property
    def path(self) -> str:
        """The note's absolute path."""
        return str(self.file.path)


def digest_of(data: bytes) -> str:
    """Return the digest by which an unchanged file is recognised."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read_file(file: NoteFile, known_digest: str = "") -> ReadNote | Problem | None:
    """Return the note, the problem why it cannot be read, or None if its bytes are the known."""
    data = read_note(file)
    if isinstance(data, Problem):
        return data
    digest = digest_of(data)
    if digest == known_digest:
        return None
    text = decode_note(file.path, data)
    if isinstance(text, Problem):
        return text
    document = parse(text, str(file.path))
    problems = (*document.problems, *_remarks(document, str(file.path)))
    return ReadNote(file, digest, replace(document, problems=problems))


def _remarks(document: ParsedDocument, path: str) -> Iterator[Problem]:
    for card in document.cards:
        if card.kind is Kind.DEMO:
            yield from _demo_problems(card, path)
    if document.style is None:
        yield Problem(
            path,
            1,
            "no questions were found in this file",
            "docs/writing-decks.md shows the forms that are understood.",
            Severity.NOTE,
        )
        return
    for skipped in document.skipped:
        if skipped.reason not in _SILENT and not skipped.reason.startswith("question"):
            yield Problem(path, skipped.line, skipped.reason, "", Severity.NOTE)


def _demo_problems(card: ParsedCard, path: str) -> Iterator[Problem]:
    from flashdeck.demos import fence_parameters  # deferred: pydantic, and NumPy with the demo
    from flashdeck.demos.run import validated

    first = card.last_line - len(card.answer.splitlines()) + 1
    for fence in demo_fences(card.answer):
        try:
            validated(fence.name, fence_parameters(fence.body))
        except DemoError as error:
            yield Problem(path, first + fence.start, error.message, error.hint, Severity.ERROR)
