"""RemNote outlines, typed or exported: bullets whose sides signs part, or whose children answer.

What is typed `>>`, `<<`, `<>`, `::`, `;;` and `>>>` is exported as `→`, `←`, `↔`, `―`, `‒` and `↓`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flashdeck import late
from flashdeck.cards import Kind, ParsedCard
from flashdeck.parsing.claim import Claim, make_claim, without_rules
from flashdeck.parsing.document import Document
from flashdeck.parsing.inline import running_text
from flashdeck.parsing.marks.clozes import all_gaps, cloze_texts, fits
from flashdeck.parsing.marks.outliner import Item, children, items
from flashdeck.parsing.questions import clean_question
from flashdeck.parsing.sections import path_at, section_lines
from flashdeck.parsing.words.titles import is_project_file, is_readme, is_software
from flashdeck.text import holds

NAME = "remnote"
SCORE = 0.93
ENOUGH = 3
SHARE = 0.15
SHARE_OF_BULLETS = 0.7
LONGEST = 5000
MOST_ABOVE = 6
DISTINCT = 0.7
"""Share of fronts before `>>` that are not said twice."""

MOST_CHAINS = 4
"""Cards for each bullet with several `>>` from which those are no menus."""

_SIGNS = late.pattern(r">>|<>|;;|[―‒↔↓]")
_CHILDREN = late.pattern(r"[ \t]*(?:>>>|[;:]{3}|↓|―\s*↓)[ \t]*$")
_SIDES = late.pattern(
    r"(?P<both>[ \t]+<>[ \t]+|↔)|(?P<back>[ \t]+<<[ \t]+|(?<=[^\s])←(?=[^\s]))|"
    r"[ \t]+>>[ \t]+|[ \t]+;;[ \t]+|[ \t]*(?<!:)::(?!:)[ \t]+|[ \t]*[―‒][ \t]*|(?<=[^\s])→(?=[^\s])"
)
_LINK = late.pattern(r"(?:\[[^\[\]]*\]\([^()]*\)|#\w+|\s)*")
_LEADS = late.pattern(
    r"(?:jumps?|go(?:es)?|opens?|leads?|navigates?|redirects?|returns?|toggles?|takes?\s+you|shows?|"
    r"displays?|press|click|tap|select|choose)\b",
    re.IGNORECASE,
)
"""How the description of a screen or a menu begins that a bullet leads to."""
_CODE = late.pattern(r"`[^`]*`|[\w.-]*/[\w./-]*|[a-z]|[A-Za-z_]\w*(?:[._]\w+|\(.*\))")
"""A path or a name in code."""
_NOTE = late.pattern(r"\[\[[^\[\]]+\]\]")
"""A link to another note: between two of them a sign tells how the notes are related."""


class _Read(NamedTuple):
    """A bullet that asks: its front, its back if that stands beside it, and the sign between."""

    item: Item
    front: str
    back: str
    sign: str

    @property
    def asks_children(self) -> bool:
        """Tell whether what is nested below the bullet answers."""
        return not self.back


def claim(document: Document) -> Claim | None:
    """Claim an outline in which several bullets have RemNote's signs."""
    if not any(holds(document.text, sign) for sign in (">>", "<>", ";;", "―", "‒", "↔", "↓")):
        return None
    found = [item for item in items(document) if item.indent >= 0]
    read = [asked for item in found if (asked := _read(document, item))]
    sure = [asked for asked in read if _SIGNS.search(asked.sign)]
    if not any(asked.back or "?" in asked.front for asked in sure):
        return None
    if len(sure) < ENOUGH or len(read) < SHARE * len(found) or not _is_outline(document, found):
        return None
    if is_project_file(document) or is_readme(document) or is_software(document):
        return None
    if _are_paths(found, sure):
        return None
    return make_claim(NAME, SCORE, _cards(document, found, read), section_lines(document))


def _is_outline(document: Document, found: Sequence[Item]) -> bool:
    """Tell whether hardly anything but headings and code stands outside of the bullets."""
    inside = {line for item in found for line in range(item.start, item.body)}
    headings = {block.start for block in document.headings}
    out = document.hidden_lines | headings
    lines = [n for n, line in enumerate(document.lines) if line.strip() and n not in out]
    return sum(line in inside for line in lines) >= SHARE_OF_BULLETS * len(lines)


def _read(document: Document, item: Item) -> _Read | None:
    """Return the sides of a bullet, if one of the signs parts them and no other follows."""
    text = item.text[0].rstrip()
    if not _SIGNS.search(text) and "→" not in text and "←" not in text and "::" not in text:
        return None
    if len(text) > LONGEST or item.start in document.hidden_lines:
        return None
    shown = running_text(text)
    if ends := _CHILDREN.search(shown):
        has_children = item.end > item.body or item.body > item.start + 1
        front = text[: ends.start()].rstrip(" \t―")
        return _Read(item, front, "", ends[0].strip()) if front and has_children else None
    signs = list(_SIDES.finditer(shown))
    if not signs or sum(sign[0].strip() == signs[0][0].strip() for sign in signs) > 1:
        return None
    front, back = text[: signs[0].start()].strip(), text[signs[0].end() :].strip()
    if not front or not back or _are_links(front, back):
        return None
    return _Read(item, front, back, signs[0][0].strip())


def _are_links(front: str, back: str) -> bool:
    """Tell whether both sides are but links, whatever is said behind those to notes."""
    if _LINK.fullmatch(front):
        return bool(_LINK.fullmatch(back))
    return bool(_NOTE.fullmatch(front) and _NOTE.match(back))


def _are_paths(found: Sequence[Item], sure: Sequence[_Read]) -> bool:
    """Tell whether bullets lead through menus or screens (`Settings >> Hooks`), or relate code.

    Then many begin alike, go on with a second `>>`, say where one gets, or are names in code.
    """
    fronts = [asked.front for asked in sure if asked.sign == ">>"]
    chains = sum(item.text[0].count(" >> ") > 1 for item in found)
    leads = sum(bool(_LEADS.match(asked.back)) for asked in sure)
    code = sum(bool(_CODE.fullmatch(side)) for asked in sure for side in (asked.front, asked.back))
    return (
        len(set(fronts)) < DISTINCT * len(fronts)
        or (MOST_CHAINS * chains >= len(sure) and chains > 0)
        or 2 * leads > len(sure)
        or 2 * code > len(sure)
    )


def _cards(
    document: Document, found: Sequence[Item], read: Sequence[_Read]
) -> Iterator[ParsedCard]:
    asking = {asked.item.start: asked for asked in read}
    done = 0
    for item in found:
        if item.start < done:
            continue
        asked = asking.get(item.start)
        if asked and asked.asks_children:
            done = item.end
            yield _parent(document, asked)
        elif asked:
            yield from _sides(document, asked)
        else:
            yield from _gaps(document, item)


def _parent(document: Document, asked: _Read) -> ParsedCard:
    item = asked.item
    _, end = without_rules(document, item.body, item.end)
    return ParsedCard(
        question=clean_question(asked.front),
        answer=children(document, item, end),
        line=item.start + 1,
        last_line=max(end, item.start + 1),
        path=_path(document, item),
    )


def _sides(document: Document, asked: _Read) -> Iterator[ParsedCard]:
    item = asked.item
    front, back = clean_question(asked.front), asked.back
    forth, again = (front, back), (clean_question(back), asked.front)
    way = _SIDES.fullmatch(f" {asked.sign} ") or _SIDES.search(f"a{asked.sign}b")
    both = bool(way and way["both"])
    for question, answer in [forth, again] if both else [again if way and way["back"] else forth]:
        yield ParsedCard(
            question=question,
            answer=answer,
            line=item.start + 1,
            last_line=item.start + 1,
            path=_path(document, item),
            group=f"{front}\n\n{back}" if both else "",
        )


def _gaps(document: Document, item: Item) -> Iterator[ParsedCard]:
    text = item.text[0].strip()
    gaps = all_gaps(text) if "{{" in text else []
    if not gaps or not fits(text, gaps) or item.start in document.hidden_lines:
        return
    for question, answer in cloze_texts(text, gaps):
        yield ParsedCard(
            question=question,
            answer=answer,
            line=item.start + 1,
            last_line=item.start + 1,
            path=_path(document, item),
            kind=Kind.CLOZE,
            group=text,
        )


def _path(document: Document, item: Item) -> tuple[str, ...]:
    """Return the headings above a bullet and the fronts of the bullets around it."""
    around: list[str] = []
    above = item.above
    while above and above.indent >= 0 and len(around) < MOST_ABOVE:
        read = _read(document, above)
        around.append(clean_question(read.front if read else above.text[0].strip()))
        above = above.above
    return path_at(document, item.start) + tuple(title for title in reversed(around) if title)
