"""Cards in a fence called `anki` or `flashcard`, and between `#anki/start` and `#anki/end`.

In a fence `===` parts front from back below a head that `---` ends, or they are named: `front:` and
`back:`, alone or among `fields`, or `[front]` … `[/front]`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from flashdeck import late
from flashdeck.cards import Kind, ParsedCard
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.clozes import all_gaps, cloze_texts, fits
from flashdeck.parsing.questions import clean_question
from flashdeck.parsing.sections import path_at, section_lines
from flashdeck.parsing.words.titles import is_readme, is_software
from flashdeck.text import clean

NAME = "anki_fences"
SCORE = 0.98
LONGEST = 20_000

_INFO = late.pattern(r"(?:anki|flash-?card)(?:[-_ ]?cards?|s)?$", re.IGNORECASE)
_HEAD = late.pattern(r"(?:[\w-]+:.*\n|[ \t]+.*\n|\n)*+---+[ \t]*\n")
_PARTED = late.pattern(r"\n[ \t]*={3,}[ \t]*(?:\n|$)")
_RULED = late.pattern(r"\n[ \t]*-{3,}[ \t]*\n")
_BRACKET = late.pattern(r"\[(/?)(front|back)\]", re.IGNORECASE)
_FRONT = late.pattern(r"\n(?:front|question|q):", re.IGNORECASE)
_BACK = late.pattern(r"\n(?:back|answer|a):", re.IGNORECASE)
_ID = late.pattern(r"\n(?:nid|id|noteid|tags?|deck):[^\n]*", re.IGNORECASE)
_WORD = late.pattern(r"[^\W_]")
"""What a gap needs beside it; a field of a template stands alone."""
_FIELDS = late.pattern(r"^fields:", re.MULTILINE)
_BRACKETED = (("", "front"), ("/", "front"), ("", "back"), ("/", "back"))
_START, _BETWEEN, _END = "#anki/start", "#anki/---", "#anki/end"


def claim(document: Document) -> Claim | None:
    """Claim the fences and the sandwiches that hold a card each."""
    if "anki" not in document.text and "flashcard" not in document.text:
        return None
    if is_readme(document) or is_software(document):
        return None
    cards = list(_sandwiched(document))
    inside = {line for card in cards for line in card.lines}
    cards += (card for card in _fenced(document) if card.line not in inside)
    cards.sort(key=lambda card: card.line)
    return make_claim(NAME, SCORE, cards, section_lines(document)) if cards else None


def _fenced(document: Document) -> Iterator[ParsedCard]:
    for block in document.blocks_of("fence"):
        if not _INFO.match(block.info.strip()):
            continue
        text = "\n".join(document.lines[block.start + 1 : block.end - 1])
        if len(text) > LONGEST:
            continue
        yield from _cards(document, block.start, block.end, text)


def _cards(document: Document, start: int, end: int, text: str) -> Iterator[ParsedCard]:
    """Yield the card over the 0-based lines ``start:end``, or one for each gap that it has."""
    head = _HEAD.match(text)
    body = text[head.end() :] if head else text
    front, back = _sides(body) or _fields(text) or ("", "")
    body = body.strip()
    gaps = all_gaps(body) if not front else []
    kind, group = (Kind.CLOZE, body) if gaps else (Kind.BASIC, "")
    texts = cloze_texts(body, gaps) if fits(body, gaps) else ()
    sides = [(asked, said) for asked, said in texts if _WORD.search(asked)]
    for question, answer in sides or ([(front, back)] if front else []):
        yield ParsedCard(
            question=clean_question(question.lstrip("# ")) if kind is Kind.BASIC else question,
            answer=answer,
            line=start + 1,
            last_line=end,
            path=path_at(document, start),
            kind=kind,
            group=group,
        )


def _sides(body: str) -> tuple[str, str] | None:
    """Return front and back, if a line of signs, brackets or names part them."""
    for pattern in (_PARTED, _RULED):
        parts = pattern.split("\n" + body, maxsplit=1)
        if len(parts) == 2:
            return parts[0].strip(), parts[1].strip()
    return _bracketed(body) or _named("\n" + body)


def _bracketed(body: str) -> tuple[str, str] | None:
    """Return what stands between `[front]` and `[/front]`, `[back]` and `[/back]`."""
    marks = list(_BRACKET.finditer(body))[:4]
    if [(match[1], match[2].lower()) for match in marks] != [*_BRACKETED]:
        return None
    front, front_end, back, back_end = marks
    asked, said = body[front.end() : front_end.start()], body[back.end() : back_end.start()]
    return asked.strip(), said.strip()


def _named(body: str) -> tuple[str, str] | None:
    """Return what stands behind `front:` and behind the next `back:`."""
    body = _ID.sub("", body)
    front = _FRONT.search(body)
    back = _BACK.search(body, front.end()) if front else None
    if not front or not back:
        return None
    return body[front.end() : back.start()].strip(), body[back.end() :].strip()


def _fields(text: str) -> tuple[str, str] | None:
    """Return the first two of the fields that YAML names."""
    if not _FIELDS.search(text):
        return None
    from flashdeck.parsing.frontmatter import read_front_matter  # deferred: PyYAML

    matter, _ = read_front_matter(text)
    fields = matter.get("fields")
    named = fields.values() if isinstance(fields, Mapping) else ()
    values = [clean(str(value)).strip() for value in named]
    return (values[0], values[1]) if len(values) > 1 and values[0] else None


def _sandwiched(document: Document) -> Iterator[ParsedCard]:
    """Yield what stands between the three lines of tags, settings in a fence left out."""
    start: int | None = None
    between: int | None = None
    for line, text in enumerate(document.lines if _START in document.text else ()):
        mark = text.strip()
        if mark == _START and line not in document.hidden_lines:
            start, between = line, None
        elif mark == _BETWEEN and start is not None:
            between = line
        elif mark == _END and start is not None and between is not None:
            front = _without_settings(document.lines[start + 1 : between])
            yield ParsedCard(
                question=clean_question("\n".join(front).strip().lstrip("# ")),
                answer="\n".join(document.lines[between + 1 : line]).strip(),
                line=start + 1,
                last_line=line + 1,
                path=path_at(document, start),
            )
            start = between = None


def _without_settings(lines: Sequence[str]) -> Sequence[str]:
    """Return ``lines`` without the fence called `anki` that they begin with."""
    if not lines or not lines[0].startswith("```anki"):
        return lines
    ends = (index for index, line in enumerate(lines[1:], 1) if line.strip() == "```")
    return lines[next(ends, -1) + 1 :]
