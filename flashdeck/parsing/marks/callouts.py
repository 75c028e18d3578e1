"""Callouts that open to an answer: `> [!success]- Answer` and `??? note "Answer"`."""

import re
from dataclasses import dataclass

from flashdeck.parsing.bodies import dedented, joined
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.answers import announced

_QUOTED = re.compile(r"[ \t]*>[ \t]*\[!(?P<kind>[\w-]+)\][+-]?[ \t]*(?P<title>.*)$")
_INDENTED = re.compile(
    r"(?:\?\?\?|!!!|:::)\+?[ \t]*(?P<kind>[\w-]+)?(?:[ \t]+[\"“]?(?P<title>[^\"”]*)[\"”]?)?$"
)
_QUOTE = re.compile(r"^[ \t]*>[ ]?")
_KINDS = frozenset(
    ("answer", "answers", "solution", "success", "check", "done", "antwort", "réponse")
)
_SHOW = re.compile(
    r"^(?:show|see|reveal|view|click\s+(?:for|to\s+see))\s+(?:the\s+)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Callout:
    """The Markdown of an opened callout, and the 0-based line after it."""

    text: str
    end: int


def opened_callout(document: Document, start: int, end: int) -> Callout | None:
    """Return the callout that begins on 0-based line ``start`` if it promises an answer."""
    first = document.lines[start]
    if match := _QUOTED.match(first):
        stop = _run(document, start + 1, end, quoted=True)
        body = [_QUOTE.sub("", line) for line in document.lines[start + 1 : stop]]
    elif match := _INDENTED.match(first):
        stop = _run(document, start + 1, end, quoted=False)
        body = list(dedented(document.lines[start + 1 : stop], 4))
    else:
        return None
    title = _SHOW.sub("", (match["title"] or "").strip(" *_\t"))
    said = _said(title)
    if said is None and (match["kind"] or "").lower() not in _KINDS:
        return None
    return Callout(joined([said or "", without_label("\n".join(body).strip("\n"))]), stop)


def _said(title: str) -> str | None:
    """Return what a title says behind one label or two (`Answer: Correct answer: B`), or None."""
    if not title:
        return None
    said = announced(title)
    again = announced(title.partition(" ")[2] if said is None else said)
    return said if again is None else again


def without_label(text: str) -> str:
    """Return ``text`` without the answer's label that its first line may begin with."""
    first, _, rest = text.partition("\n")
    said = announced(first)
    return text if said is None else "\n".join([said, rest]).strip("\n")


def _run(document: Document, start: int, end: int, *, quoted: bool) -> int:
    """Return the line after those that are quoted, or that are indented or blank."""
    line = start
    while line < end:
        text = document.lines[line]
        inside = (
            text.lstrip().startswith(">") if quoted else (not text.strip() or text[:1] in " \t")
        )
        if not inside:
            break
        line += 1
    return line
