"""Reading a note into cards, with everything worth telling about it."""

from collections.abc import Iterator
from dataclasses import replace

from flashdeck.cards import Kind, ParsedCard, ParsedDocument, Problem, Severity
from flashdeck.errors import DemoError
from flashdeck.matching import KEY_VERSION, question_key
from flashdeck.parsing import parse
from flashdeck.parsing.fences import demo_fences
from flashdeck.study.files import NoteFile, decode_note, digest_of, read_note
from flashdeck.study.notes import NoteCard, ReadNote

_SILENT = frozenset(
    {"section heading or label", "rule", "front matter", "heading without a question"}
)


def read_file(file: NoteFile) -> ReadNote | Problem:
    """Return what an import keeps of the note, or the problem why it cannot be read."""
    data = read_note(file)
    if isinstance(data, Problem):
        return data
    document = _parsed(file, data)
    if isinstance(document, Problem):
        return document
    cards = tuple(_note_card(card) for card in document.cards)
    return ReadNote(file, digest_of(data), document.style, document.deck, cards, document.problems)


def parse_file(file: NoteFile) -> ParsedDocument | Problem:
    """Return the note with the fate of each line, or the problem why it cannot be read."""
    data = read_note(file)
    return data if isinstance(data, Problem) else _parsed(file, data)


def _parsed(file: NoteFile, data: bytes) -> ParsedDocument | Problem:
    text = decode_note(file.path, data)
    if isinstance(text, Problem):
        return text
    document = parse(text, str(file.path))
    problems = (*document.problems, *_remarks(document, str(file.path)))
    return replace(document, problems=problems)


def _note_card(card: ParsedCard) -> NoteCard:
    return NoteCard(
        line=card.line,
        kind=card.kind.value,
        question=card.question,
        answer=card.answer,
        path=card.path,
        tags=card.tags,
        explicit_id=card.explicit_id,
        question_key=question_key(card.question),
        key_version=KEY_VERSION,
        sibling_group=question_key(card.group) if card.group else None,
    )


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
