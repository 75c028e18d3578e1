"""From a note's text to its cards: the style with the best evidence reads the document."""

from collections.abc import Iterator
from dataclasses import replace

from flashdeck.cards import Kind, ParsedCard, ParsedDocument, Problem, Skipped
from flashdeck.parsing import frontmatter
from flashdeck.parsing.claim import Claim
from flashdeck.parsing.document import Document, read_blocks
from flashdeck.parsing.styles import STYLES
from flashdeck.text import clean

PARSER_VERSION = 1
"""Raised when the same text may give other cards, so that unchanged files are read once more."""


def parse(text: str, path: str) -> ParsedDocument:
    """Return the cards of a note; ``path`` only names it in problems."""
    document, problems = _read(clean(text), path)
    claims = [claim for style in STYLES if (claim := style(document))]
    best = max(claims, key=lambda claim: claim.score, default=None)
    if best is None or not (best.cards or best.unanswered):
        return ParsedDocument(None, (), tuple(_skipped(document, ())), problems)
    shared = frontmatter.tags(document.matter)
    cards = tuple(_finished(card, shared) for card in best.cards)
    return ParsedDocument(
        style=best.style,
        cards=cards,
        skipped=tuple(_skipped(document, cards, best)),
        problems=problems + tuple(_unanswered(best, document, path)),
        deck=frontmatter.deck_name(document.matter),
    )


def _read(text: str, path: str) -> tuple[Document, tuple[Problem, ...]]:
    blocks = read_blocks(text)
    lines = tuple(text.split("\n"))
    if not blocks or blocks[0].kind != "front_matter":
        return Document(lines, blocks, {}), ()
    matter, broken = frontmatter.read_front_matter(blocks[0].text)
    problems: tuple[Problem, ...] = ()
    if broken:
        line, message = broken
        problems = (Problem(path, line + 2, message, "Mend it or remove it."),)
    return Document(lines, blocks, matter), problems


def _finished(card: ParsedCard, shared: tuple[str, ...]) -> ParsedCard:
    """Add what does not depend on the style: the document's tags, and the kind."""
    tags = tuple(dict.fromkeys(shared + card.tags))
    kind = Kind.DEMO if "```demo" in card.answer or "~~~demo" in card.answer else Kind.BASIC
    return replace(card, tags=tags, kind=kind)


def _unanswered(claim: Claim, document: Document, path: str) -> Iterator[Problem]:
    for line in claim.unanswered:
        shown = document.lines[line - 1].strip().lstrip("#").strip()
        yield Problem(path, line, f"no answer to “{shown}”", "Write the answer below the question.")


def _skipped(
    document: Document, cards: tuple[ParsedCard, ...], claim: Claim | None = None
) -> Iterator[Skipped]:
    """Account for every non-blank line outside the cards, one entry for each run of lines."""
    inside = {line for card in cards for line in range(card.line, card.last_line + 1)}
    reasons = _reasons(document, claim)
    start = previous = 0
    reason = ""
    for line in range(1, len(document.lines) + 1):
        if line in inside or not document.lines[line - 1].strip():
            continue
        here = reasons.get(line, "text outside any card")
        if reason and (here != reason or line != previous + 1):
            yield Skipped(start, previous, reason)
            start = line
        start, previous, reason = (start if reason else line), line, here
    if reason:
        yield Skipped(start, previous, reason)


def _reasons(document: Document, claim: Claim | None) -> dict[int, str]:
    """Return why each line that is not ordinary text is outside the cards."""
    names = {
        "front_matter": "front matter",
        "hr": "rule",
        "html_block": "HTML",
        "heading": "heading without a question",
    }
    reasons = {
        line + 1: names[block.kind]
        for block in document.blocks
        if block.kind in names
        for line in range(block.start, block.end)
    }
    if claim:
        reasons |= dict.fromkeys(claim.headings, "section heading or label")
        reasons |= dict.fromkeys(claim.unanswered, "question without an answer")
    return reasons
