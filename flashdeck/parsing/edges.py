"""What stands at the edge of an answer without being part of it: gaps, frames, ways to the top."""

import re
from collections.abc import Sequence

from flashdeck import late
from flashdeck.text import holds

LONGEST_LINK = 400
ADMONITION = ":::"

FRAME = r"[ \t]*(?:\{\{[<%][^\n]{0,200}[%>]\}\}|</?quiz\b[^<>\n]*>)[ \t]*$"
"""A line on which a site generator's quiz begins or ends."""

_FRAME = late.pattern(FRAME)
_BREAKS = late.pattern(
    r"\s*(?:(?:<[bh]r\s*/?>|<!--(?:(?!-->).)*-->|<a\s[^<>]*(?:/>|>\s*</a>))\s*)*"
)
_CARD_TAG = late.pattern(r"#(?:flash-?)?cards?(?:/[\w/-]+)?(?:\s+#[\w/-]+)*", re.IGNORECASE)
_BLOCK_ID = late.pattern(r"(?<=\S)[ \t]+\^[A-Za-z0-9][A-Za-z0-9-]{2,40}$")
_WRAPPER = late.pattern(r"\s*(?:</?(?:div|p|b|strong|center|sub|sup|span|small|h\d)\b[^<>]*>\s*)+")
_MARKUP = late.pattern(r"<[^<>]*>|\]\([^()]*\)|[\[\]*_`#>|()]")
_CLOSING_TAG = late.pattern(r"</(details|div|section|article|center|blockquote|p|main)>", re.I)
_TO_TOP = late.pattern(
    r"\W*(?:[⬆↑🔝🔼⏫👆⤴↥⇧]\W*|[←⬅◀⏪«‹].{1,60}|[^.?!]{1,60}[→➡▶⏩»›]\ufe0f?|(?:(?:go|jump|scroll|return|take\s+me)\s+)?back\s+(?:up\s+)?to\s+[\w\s]{1,40}|"
    r"(?:go|jump|scroll|return)\s+(?:up\s+)?to\s+(?:the\s+)?"
    r"(?:top|toc|contents|table\s+of\s+contents|index|beginning|start)|(?:back\s+)?(?:to\s+)?(?:the\s+)?"
    r"top(?:\s+of\s+(?:the\s+)?page)?|back|volver\s+(?:arriba|al?\s+[\w\s]{1,40})|subir|"
    r"voltar\s+(?:ao|para|à|a)\s+[\w\s]{1,40}|retour(?:\s+(?:en\s+haut|au|à|vers)\b[\w\s]{0,40})?|"
    r"nach\s+oben|zurück\s+(?:nach\s+oben|zum?\s+\w+)|torna\s+su|наверх|в\s+начало|"
    r"(?:вернуться|назад)\s+(?:к|в|на)\s+[\w\s]{1,40}|к\s+(?:оглавлению|содержанию)|вверх|"
    r"返回(?:顶部|目录|目錄|頂部|首页)?|回到(?:顶部|目录|頂部|目錄)|トップへ(?:戻る)?|목차로|맨\s*위로|başa\s+dön)\W*",
    re.IGNORECASE,
)


def frame_lines(lines: Sequence[str], text: str) -> list[int]:
    """Return the 0-based ``lines``, which ``text`` is, on which a quiz's frame begins or ends."""
    if not any(holds(text, sign) for sign in ("{{<", "{{%", "quiz>")):
        return []
    return [line for line, written in enumerate(lines) if _FRAME.match(written)]


def is_gap(line: str) -> bool:
    """Tell whether a line holds nothing but breaks, comments, anchors, attributes, a card's tag.

    A heading without a title is one too.
    """
    if line[:1].isalnum():
        return False
    bare = line.strip()
    if not bare:
        return True
    if bare[0] == "{":
        return bare.startswith("{:") and bare.endswith("}")
    if bare[0] == "#" and not bare.strip("#"):
        return True
    return bare[0] in "<#" and bool(_BREAKS.fullmatch(line) or _CARD_TAG.fullmatch(bare))


def may_be_edge(line: str) -> bool:
    """Tell whether the last line of an answer may close something or lead back to the top."""
    return "<" in line or "](" in line or ADMONITION in line


def closes_nothing(lines: Sequence[str], start: int, end: int) -> bool:
    """Tell whether the last of ``start:end`` ends a `:::` or a tag that begins above them."""
    last = lines[end - 1].strip()
    tag = _CLOSING_TAG.fullmatch(last) if last.startswith("</") else None
    if not tag and (len(last) < len(ADMONITION) or last.strip(":")):
        return False
    opening = f"<{tag[1].lower()}" if tag else ADMONITION
    return not any(opening in line.lower() for line in lines[start : end - 1])


def is_back_link(line: str) -> bool:
    """Tell whether a line is nothing but a link back to the top or to the contents."""
    if len(line) > LONGEST_LINK or not ("](" in line or "<a" in line):
        return False
    return bool(_TO_TOP.fullmatch(_MARKUP.sub(" ", line).strip()))


def is_wrapper(line: str) -> bool:
    """Tell whether a line holds nothing but HTML tags that set text apart."""
    return line.lstrip().startswith("<") and bool(_WRAPPER.fullmatch(line))


def above_back_link(lines: Sequence[str], start: int, end: int) -> int:
    """Return where ``start:end`` ends without a back link and the HTML tags that wrap it."""
    last = lines[end - 1]
    if "<" not in last and "](" not in last:
        return end
    link = _above_wrappers(lines, start, end)
    if link > start and is_back_link(lines[link - 1]):
        return _above_wrappers(lines, start, link - 1)
    return end


def _above_wrappers(lines: Sequence[str], start: int, end: int) -> int:
    while end > start and is_wrapper(lines[end - 1]):
        end -= 1
    return end


def without_marks_behind(text: str) -> str:
    """Return ``text`` without comments and the id of a block behind it, as programs leave them."""
    bare = text
    while bare.endswith("-->") and (start := bare.rfind("<!--")) > 0:
        bare = bare[:start].rstrip()
    return _BLOCK_ID.sub("", bare) if "^" in bare else bare
