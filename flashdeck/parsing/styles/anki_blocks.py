"""Blocks that Obsidian to Anki reads: `START`, the note's type, its fields, `END`.

Within comments of Obsidian the marks are `%%ANKI` and `END%%`.

The first field may go without its name; `Back:` begins the answer, and a note whose type is a cloze
has gaps in single or double braces.
"""

import re
from collections.abc import Iterator, Sequence

from flashdeck import late
from flashdeck.cards import Kind, ParsedCard
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.excerpts import outdented
from flashdeck.parsing.marks.clozes import braced_gaps, cloze_texts, fits
from flashdeck.parsing.questions import clean_question
from flashdeck.parsing.sections import path_at, section_lines
from flashdeck.text import holds

NAME = "anki_blocks"
SCORE = 1.0
LONGEST_TYPE = 80

_BLOCK = late.pattern(
    r"\n(?P<quote>[ \t>]*)(?:START|%%ANKI)[ \t]*\n[ \t>]*(?P<type>\S[^\n]*)\n"
    r"(?P<body>(?:(?![ \t>]*(?:START|%%ANKI|END(?:%%)?)[ \t]*\n)[^\n]*\n)*)"
    r"[ \t>]*END(?:%%)?[ \t]*(?=\n|$)"
)
_FENCE = late.pattern(r"[ \t>]*(?:```|~~~)[ \t]*anki\b", re.IGNORECASE)
_FRONT = late.pattern(r"^(?:Front|Text|Question)[ ]?:[ \t]*")
_BACK = late.pattern(r"^(?:Back(?: Extra)?|Answer|Extra)[ ]?:[ \t]*", re.MULTILINE)
_TAGS = late.pattern(r"^Tags[ ]?:(.*)$", re.MULTILINE)
_ID = late.pattern(r"^(?:<!--[ ]?ID: ?\d+[ ]?-->|ID: ?\d+)[ \t]*$", re.MULTILINE)


def claim(document: Document) -> Claim | None:
    """Claim the blocks between their marks, those in code that is not called `anki` apart."""
    if "START" not in document.text and not holds(document.text, "%%ANKI"):
        return None
    cards = [
        card
        for block in _BLOCK.finditer(document.broken_text + "\n")
        for card in _cards(document, block)
    ]
    return make_claim(NAME, SCORE, cards, section_lines(document)) if cards else None


def _cards(document: Document, block: re.Match[str]) -> Iterator[ParsedCard]:
    line = document.line_of(block.start())
    is_quoted = line in document.fenced_lines and not _is_own_fence(document, line)
    if is_quoted or len(block["type"]) > LONGEST_TYPE:
        return
    lines = outdented(block["body"].split("\n"), quoted=">" in block["quote"])
    text = _ID.sub("", "\n".join(lines))
    tags = tuple(
        tag.lstrip("#").replace("::", "/") for m in _TAGS.finditer(text) for tag in m[1].split()
    )
    parts = _BACK.split(_FRONT.sub("", _TAGS.sub("", text)), maxsplit=1)
    question, answer = clean_question(parts[0].strip()), "".join(parts[1:]).strip()
    kind, sides = _sides(block["type"], question, answer)
    for asked, said in sides:
        yield ParsedCard(
            question=asked,
            answer=said,
            line=line + 1,
            last_line=document.line_of(block.end() - 1) + 1,
            path=path_at(document, line),
            tags=tags,
            kind=kind,
            group=f"{question}\n\n{answer}" if len(sides) > 1 or kind is Kind.CLOZE else "",
        )


def _is_own_fence(document: Document, line: int) -> bool:
    """Tell whether the fence around ``line`` says that it holds Anki's notes."""
    while line > 0 and line - 1 in document.fenced_lines:
        line -= 1
        if _FENCE.match(document.lines[line]):
            return True
    return False


def _sides(notetype: str, question: str, answer: str) -> tuple[Kind, Sequence[tuple[str, str]]]:
    """Return what is asked: each gap of a cloze, the front, or both front and back."""
    name = notetype.lower()
    gaps = braced_gaps(question) if "cloze" in name else []
    if gaps and fits(question, gaps):
        more = f"\n\n{answer}" if answer else ""
        return Kind.CLOZE, [(asked, said + more) for asked, said in cloze_texts(question, gaps)]
    sides = [(question, answer)]
    if "reverse" in name and "optional" not in name and answer:
        sides.append((clean_question(answer), question))
    return Kind.BASIC, sides
