"""Reading a note into cards, with everything worth telling about it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flashdeck.cards import Kind, ParsedCard, ParsedDocument, Problem, Severity, Skipped
from flashdeck.errors import DemoError, FlashdeckError
from flashdeck.matching import KEY_VERSION, question_key
from flashdeck.parsing import parse
from flashdeck.parsing.fences import DemoFence, QuizFence, computing_fences
from flashdeck.parsing.marks.teaching import LOOKS_LIKE
from flashdeck.parsing.stated import MARK, stated_values
from flashdeck.study.files import NoteFile, decode_note, digest_of, read_note
from flashdeck.study.notes import NoteCard, ReadNote
from flashdeck.text import clean

_SILENT = frozenset(
    {"section heading or label", "rule", "front matter", "heading without a question"}
)

_OPT_IN = "Put `style: outline` into the front matter, and each section with text becomes a card."

_COMPUTED = (Kind.DEMO, Kind.QUIZ)

TRIED_SEEDS = 3
"""How many problems of a quiz fence are drawn to see whether it is all right."""


def read_file(file: NoteFile) -> ReadNote | Problem:
    """Return what an import keeps of the note, or the problem why it cannot be read."""
    data = read_note(file)
    if isinstance(data, Problem):
        return data
    text = decode_note(file.path, data)
    if isinstance(text, Problem):
        return text
    document = parse_note(text, str(file.path))
    return ReadNote(
        file,
        digest_of(data),
        document.style,
        document.deck,
        document.scheduler,
        document.scheduler_line,
        document.limits,
        _columns(document.cards),
        document.problems,
    )


def read_text(file: NoteFile) -> str | Problem:
    """Return the note as text, or the problem why it cannot be read."""
    data = read_note(file)
    return data if isinstance(data, Problem) else decode_note(file.path, data)


def parse_note(text: str, path: str) -> ParsedDocument:
    """Return the note with the fate of each line and all that is to be said about it."""
    document = parse(text, path)
    problems = (*document.problems, *_stated_problems(text, path), *_remarks(document, path))
    if document.scheduler and (problem := _scheduler_problem(document, path)):
        return replace(document, scheduler=None, problems=(*problems, problem))
    return replace(document, problems=problems)


def _columns(cards: Sequence[ParsedCard]) -> tuple[Sequence[Any], ...]:
    """Return what the store keeps of cards, by the fields of NoteCard."""
    if not cards:
        return ((),) * len(NoteCard._fields)
    questions, answers, lines, _, paths, tags, ids, kinds, groups, _ = zip(*cards, strict=True)
    keys = [*map(question_key, questions)]
    siblings = [question_key(group) if group else None for group in groups]
    names, versions = [*map(str, kinds)], [KEY_VERSION] * len(keys)
    return lines, names, questions, answers, paths, tags, ids, keys, versions, siblings


def _scheduler_problem(document: ParsedDocument, path: str) -> Problem | None:
    """Return what is wrong with the scheduler that the front matter chooses, if anything is."""
    from flashdeck.scheduling import scheduler_named  # deferred: 5 ms that few notes need

    try:
        scheduler_named(document.scheduler or "")
    except FlashdeckError as error:
        line = document.scheduler_line
        return Problem(path, line, error.message, error.hint, Severity.ERROR)
    return None


def _remarks(document: ParsedDocument, path: str) -> Iterator[Problem]:
    for card in document.cards:
        if card.kind in _COMPUTED:
            yield from _fence_problems(card, path)
    if document.style is None:
        if outline := next((s for s in document.skipped if s.reason == LOOKS_LIKE), None):
            yield Problem(path, outline.line, outline.reason, _OPT_IN, Severity.NOTE)
            return
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
            yield Problem(path, skipped.line, skipped.reason, _ways(skipped), Severity.NOTE)


def _ways(skipped: Skipped) -> str:
    """Return how the lines that were passed over become a card, if they are meant as one."""
    reason = skipped.reason
    if reason.startswith("table"):
        return "Name its columns *Question* and *Answer*, or *Term* and *Definition*, if it asks."
    if reason.startswith(("list", "text", "quote")):
        return "Put what asks into a heading above it, or label it `Q:` and `A:`, if it is a card."
    if reason.startswith("code"):
        return "Put the question that it belongs to above it, if it is a card."
    return ""


def _stated_problems(text: str, path: str) -> Iterator[Problem]:
    for stated in stated_values(clean(text)) if MARK in text else ():
        from flashdeck.demos.stated import check_stated  # deferred: NumPy and pydantic

        try:
            check_stated(stated)
        except FlashdeckError as error:
            yield Problem(path, stated.line, error.message, error.hint, Severity.ERROR)


def _fence_problems(card: ParsedCard, path: str) -> Iterator[Problem]:
    answer = card.last_line - len(card.answer.splitlines()) + 1
    for first, text in ((card.line, card.question), (answer, card.answer)):
        for fence in computing_fences(text):
            try:
                _check_fence(fence)
            except DemoError as error:
                line = first + fence.start
                yield Problem(path, line, error.message, error.hint, Severity.ERROR)


def _check_fence(fence: DemoFence) -> None:
    """Raise DemoError if the demo would refuse the fence, or a quiz find nothing to ask."""
    from flashdeck.demos import fence_parameters  # deferred: pydantic, and NumPy with the demo
    from flashdeck.demos.problem import fence_question
    from flashdeck.demos.run import validated

    if isinstance(fence, QuizFence):
        for seed in range(TRIED_SEEDS):
            fence_question(fence.name, fence.body, seed)
    else:
        validated(fence.name, fence_parameters(fence.body))
