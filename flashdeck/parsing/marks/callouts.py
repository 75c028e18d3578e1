"""Callouts that open to an answer or ask: `> [!success]- Answer`, `??? question "Why?"`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flashdeck import late
from flashdeck.parsing.bodies import dedented, joined
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.answers import announced
from flashdeck.parsing.marks.disclosures import announces_answer
from flashdeck.parsing.questions import asks
from flashdeck.text import holds

_QUOTED = late.pattern(r"[ \t]*>[ \t]*\[!(?P<kind>[\w-]+)\][+-]?[ \t]*(?P<title>.*)$")
_INDENTED = late.pattern(
    r"(?:\?\?\?|!!!|:::)\+?(?:[ \t]*+(?P<kind>[\w-]+))?+"
    r"(?:[ \t]++[\"“]?(?P<title>[^\"”]*+)[\"”]?)?$"
)
_SIGNS = ("[!", "???", "!!!")
_QUOTE = late.pattern(r"^[ \t]*>[ ]?")
_KINDS = frozenset(
    ("answer", "answers", "solution", "success", "check", "done", "antwort", "réponse")
)
_SHOW = late.pattern(
    r"^(?:show|see|reveal|view|click\s+(?:for|to\s+see))\s+(?:the\s+)?", re.IGNORECASE
)
_ASKING = frozenset(("question", "faq", "help", "quiz", "card", "flashcard", "frage", "pregunta"))


@dataclass(frozen=True, slots=True)
class AskingCallout:
    """A callout over the 0-based lines ``start:end`` whose title asks, and its body's Markdown."""

    title: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Callout:
    """The Markdown of an opened callout over the 0-based lines ``start:end``."""

    text: str
    start: int
    end: int


def _may_open(document: Document) -> bool:
    return any(holds(document.text, sign) for sign in _SIGNS)


def asking_callouts(document: Document) -> Iterator[AskingCallout]:
    """Yield the callouts of a sort that asks, with a title and a body, in order.

    The answer may also stand in a callout of its own right below, and the question in the body
    below a title such as *Exercise 3*.
    """
    if not document.once(_may_open):
        return
    done = 0
    for line, text in enumerate(document.lines):
        match = _QUOTED.match(text) or _INDENTED.match(text)
        if line < done or not match or (match["kind"] or "").lower() not in _ASKING:
            continue
        title = (match["title"] or "").strip()
        if title and line not in document.fenced_lines:
            body, done = _body(document, line, len(document.lines))
            said = "\n".join(_opened(body)).strip("\n").rstrip()
            answer = _answer_below(document, done)
            if answer and (not said or (asks(said) and not asks(title))):
                title, said, done = said or title, answer.text, answer.end
            elif asks(said) and not asks(title) and not answer:
                title, said = said, ""
            yield AskingCallout(title, without_label(said), line, done)


def _answer_below(document: Document, line: int) -> Callout | None:
    """Return the callout that stands next from ``line`` on, if it promises an answer."""
    end = len(document.lines)
    while line < end and not document.lines[line].strip():
        line += 1
    return opened_callout(document, line, end) if line < end else None


def _opened(body: list[str]) -> list[str]:
    """Return the lines of a callout; what a second one inside it hides is all of it."""
    written = [line for line in body if line.strip()]
    if not written:
        return body
    first, *others = written
    if _QUOTED.match(first) and all(map(_QUOTE.match, others)):
        return [_QUOTE.sub("", line) for line in others]
    if first.startswith("???") and all(line[:1] in " \t" for line in others):
        return list(dedented(body[body.index(first) + 1 :], 4))
    return body


def answering_callouts(document: Document) -> Iterator[Callout]:
    """Yield the callouts at the margin whose title promises nothing but an answer, in order."""
    if not document.once(_may_open):
        return
    done = 0
    for line, text in enumerate(document.lines):
        if line < done or text[:1] not in (">", "?") or line in document.fenced_lines:
            continue
        match = _QUOTED.match(text) or (_INDENTED.match(text) if text.startswith("???") else None)
        if match and announces_answer((match["title"] or "").strip(' *_\t"“”')):
            body, done = _body(document, line, len(document.lines))
            yield Callout(without_label("\n".join(body).strip("\n").rstrip()), line, done)


def _body(document: Document, start: int, end: int) -> tuple[list[str], int]:
    """Return the lines of the callout that begins on line ``start``, and the line after it."""
    quoted = bool(_QUOTED.match(document.lines[start]))
    stop = _run(document, start + 1, end, quoted=quoted)
    lines = document.lines[start + 1 : stop]
    return [_QUOTE.sub("", line) for line in lines] if quoted else list(dedented(lines, 4)), stop


def opened_callout(document: Document, start: int, end: int) -> Callout | None:
    """Return the callout that begins on 0-based line ``start`` if it promises an answer."""
    first = document.lines[start]
    match = _QUOTED.match(first) or _INDENTED.match(first)
    if not match:
        return None
    body, stop = _body(document, start, end)
    title = _SHOW.sub("", (match["title"] or "").strip(" *_\t"))
    said = _said(title)
    if said is None and (match["kind"] or "").lower() not in _KINDS:
        return None
    text = joined([said or "", without_label("\n".join(body).strip("\n"))])
    return Callout(text, start, stop)


def _said(title: str) -> str | None:
    """Return what a title says behind one label or two (`Answer: Correct answer: B`), or None."""
    if not title:
        return None
    said = announced(title)
    again = announced(title.partition(" ")[2] if said is None else said)
    return said if again is None else again


def without_label(text: str) -> str:
    """Return ``text`` without the answer's label, or the two, that its first line may begin with.

    The second stands below the first when that says nothing: `**Answer:**`, `Correct answer: B`.
    """
    for _time in range(2):
        first, _, rest = text.partition("\n")
        said = announced(first)
        if said is None:
            return text
        text = "\n".join([said, rest]).strip("\n")
        if said:
            return text
    return text


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
