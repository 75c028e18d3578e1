"""From a note's text to its cards: the styles with the best evidence read the document."""

from collections.abc import Iterator
from pathlib import PurePath

from flashdeck.cards import Kind, ParsedCard, ParsedDocument, Problem, Severity
from flashdeck.parsing import frontmatter
from flashdeck.parsing.document import Block, Document, read_blocks
from flashdeck.parsing.excerpts import SPOILERS, may_tell_tags, without_spoiler, without_tags_told
from flashdeck.parsing.fences import QuizFence, computing_fences, may_compute, quiz_fences
from flashdeck.parsing.mending import mended
from flashdeck.parsing.reading import Reading, claims_of, read_claims, skipped_lines
from flashdeck.parsing.stated import with_values_only
from flashdeck.parsing.styles import BY_NAME, GUESSES, MARKED, STYLES
from flashdeck.parsing.tidied import tidied
from flashdeck.parsing.trimming import trim, without_difficulty
from flashdeck.parsing.unfolded import unfolded
from flashdeck.parsing.words.titles import is_specification
from flashdeck.parsing.wrapped import unwrapped
from flashdeck.text import clean


def parse(text: str, path: str) -> ParsedDocument:
    """Return the cards of a note; ``path`` names it in problems."""
    document, problems = _read(with_values_only(unfolded(tidied(unwrapped(clean(text))))), path)
    named = frontmatter.style_named(document.matter)
    reading = _reading(document, named)
    shared = frontmatter.tags(document.matter)
    kind_of = _kind if may_compute(document.text) else _kind_without_fences
    limits, wrong = frontmatter.limits(document.matter)
    problems += tuple(_wrong_limit(document, path, key, message) for key, message in wrong)
    if named and named not in BY_NAME:
        problems += (_unknown_style(document, path, named),)
    taken = reading.cards
    trim(taken, document.lines)
    if document.lines_beginning(may_tell_tags):
        taken = [(_with_tags_told(card), style) for card, style in taken]
    return ParsedDocument(
        style=reading.style,
        cards=tuple(_finished(card, style, shared, kind_of(card)) for card, style in taken),
        skipped=tuple(skipped_lines(document, reading)),
        problems=problems + tuple(_unanswered(reading, document, path)),
        deck=frontmatter.deck_name(document.matter),
        scheduler=frontmatter.scheduler(document.matter),
        scheduler_line=frontmatter.line_of("scheduler", document.matter, document.lines),
        limits=limits,
    )


def _wrong_limit(document: Document, path: str, key: str, message: str) -> Problem:
    line = frontmatter.line_of(key, document.matter, document.lines)
    return Problem(path, line, message, f"Write it as `{key}: 20`.", Severity.ERROR)


def _reading(document: Document, named: str | None) -> Reading:
    """Return what the style that the front matter names makes of the document, or else all do."""
    if named in BY_NAME:
        return read_claims(claims_of((BY_NAME[named],), document))
    is_marked = is_specification(document)
    reading = read_claims(claims_of(MARKED if is_marked else STYLES, document))
    if reading.cards or is_marked:
        return reading
    return read_claims(claims_of(STYLES + GUESSES, document))


def _unknown_style(document: Document, path: str, named: str) -> Problem:
    from difflib import get_close_matches  # deferred: 3 ms that only a wrong name needs

    near = get_close_matches(named, BY_NAME, 1)
    hint = (
        f"Did you mean `style: {near[0]}`?"
        if near
        else f"The styles: {', '.join(sorted(BY_NAME))}."
    )
    line = frontmatter.line_of("style", document.matter, document.lines)
    return Problem(path, line, f"no style is called “{named}”", hint)


def _read(text: str, path: str) -> tuple[Document, tuple[Problem, ...]]:
    lines = tuple(text.split("\n"))
    name = PurePath(path).name
    end = frontmatter.toml_end(lines)
    sound = "\n" * end + mended("\n".join(lines[end:])) if end else mended(text)
    blocks = (*_toml_head(lines, end), *read_blocks(sound))
    if not blocks or blocks[0].kind != "front_matter":
        return Document(lines, blocks, {}, sound, name), ()
    is_toml = lines[0].startswith(frontmatter.TOML)
    read = frontmatter.read_toml if is_toml else frontmatter.read_front_matter
    matter, broken = read(blocks[0].text)
    problems: tuple[Problem, ...] = ()
    if broken:
        line, message = broken
        problems = (Problem(path, line + 2, message, "Mend it or remove it."),)
    return Document(lines, blocks, matter, sound, name), problems


def _toml_head(lines: tuple[str, ...], end: int) -> tuple[Block, ...]:
    """Return the head in TOML, a block that Markdown does not know, or nothing if it ends at 0."""
    text = "\n".join(lines[1 : end - 1])
    return (Block("front_matter", 0, end, text=text),) if end else ()


def _with_tags_told(card: ParsedCard) -> ParsedCard:
    """Make the line of tags that ends an answer the card's own tags."""
    answer, told = without_tags_told(card.answer)
    if not told:
        return card
    return card._replace(answer=without_difficulty(answer), tags=card.tags + told)


def _finished(card: ParsedCard, style: str, shared: tuple[str, ...], kind: Kind) -> ParsedCard:
    """Add what a style does not see to: its name, the document's tags, and the kind."""
    tags = tuple(dict.fromkeys(shared + card.tags)) if shared or card.tags else ()
    if card.answer.startswith(SPOILERS):
        card = card._replace(answer=without_spoiler(card.answer))
    return ParsedCard(*card[:5], tags, card.explicit_id, kind, card.group, style)


def _kind_without_fences(card: ParsedCard) -> Kind:
    return card.kind


def _kind(card: ParsedCard) -> Kind:
    fences = [*quiz_fences(card.question), *computing_fences(card.answer)]
    if any(isinstance(fence, QuizFence) for fence in fences):
        return Kind.QUIZ
    return Kind.DEMO if fences else card.kind


def _unanswered(reading: Reading, document: Document, path: str) -> Iterator[Problem]:
    for line in reading.unanswered:
        shown = document.lines[line - 1].strip().lstrip("#").strip()
        yield Problem(path, line, f"no answer to “{shown}”", "Write the answer below the question.")
