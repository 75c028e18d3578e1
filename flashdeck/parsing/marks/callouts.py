"""Callouts that open to an answer or ask: `> [!success]- Answer`, `??? question "Why?"`."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.bodies import dedented, joined
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.answers import announced
from flashdeck.parsing.marks.disclosures import announces_answer
from flashdeck.parsing.questions import asks, likeness
from flashdeck.parsing.words.label_words import QUESTIONS
from flashdeck.text import holds

_QUOTED = late.pattern(r"(?:[ \t]*>)+[ \t]*\[!(?P<kind>[\w-]+)\][+-]?[ \t]*(?P<title>.*)$")
_INDENTED = late.pattern(
    r"(?:\?\?\?|!!!|:::)\+?(?:[ \t]*+(?P<kind>[\w-]+))?+"
    r"(?:[ \t]++[\"“]?(?P<title>[^\"”]*+)[\"”]?)?$"
)
ASKING = 0.7
_SIGNS = ("[!", "???", "!!!")
_QUOTE = late.pattern(r"^[ \t]*>[ ]?")
_QUOTES = late.pattern(r"(?:[ \t]*>)*")
_KINDS = frozenset(
    ("answer", "answers", "solution", "success", "check", "done", "antwort", "réponse")
)
_SHOW = late.pattern(
    r"^(?:show|see|reveal|view|click\s+(?:for|to\s+see))\s+(?:the\s+)?", re.IGNORECASE
)
_ASKING = QUESTIONS | {"faq", "help", "quiz", "card", "flashcard"}


class AskingCallout(NamedTuple):
    """A callout over the 0-based lines ``start:end`` that asks, and the Markdown of its answer.

    One that ``is_answered`` has a callout with the answer in it or right below.
    """

    question: str
    answer: str
    start: int
    end: int
    is_answered: bool = False


class Callout(NamedTuple):
    """The Markdown of an opened callout over the 0-based lines ``start:end``."""

    text: str
    start: int
    end: int
    title: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether the title, not only the kind, says *answer*: solutions solve other things too."""
        return _promises_answer(self.title) and "sol" not in self.title.casefold()


def _may_open(document: Document) -> bool:
    return any(holds(document.text, sign) for sign in _SIGNS)


def asking_callouts(document: Document) -> Iterator[AskingCallout]:
    """Yield the callouts of a sort that asks, in order.

    The answer is what stands below the title, or in a callout of its own within or right below;
    the question may be in the body below a title such as *Exercise 3*. One that is only called
    *Answer* answers what stands above it, of whatever sort it is.
    """
    if not document.once(_may_open):
        return
    done = 0
    for line, text in enumerate(document.lines):
        match = _QUOTED.match(text) or _INDENTED.match(text)
        if line < done or not match or (match["kind"] or "").lower() not in _ASKING:
            continue
        if line in document.fenced_lines:
            continue
        title = (match["title"] or "").strip()
        if announces_answer(title.strip(' *_"“”')):
            continue
        if asks(title) or not _asks_below(document, line):
            callout = _asking(document, line, title)
            done = callout.end
            if callout.question:
                yield callout


def opens_question(line: str) -> bool:
    """Tell whether a line opens a callout of a sort that asks."""
    match = _QUOTED.match(line) if "[!" in line else None
    return match is not None and match["kind"].lower() in _ASKING


def _asks_below(document: Document, line: int) -> bool:
    """Tell whether a callout within this one, on the next line, is of a sort that asks."""
    below = document.lines[line + 1] if line + 1 < len(document.lines) else ""
    return _depth(below) > _depth(document.lines[line]) and opens_question(below)


def _asking(document: Document, line: int, title: str) -> AskingCallout:
    """Return the callout that begins on ``line``, without a question if it has none."""
    body, end = _body(document.lines, line, len(document.lines))
    if within := _answer_within(body):
        question = joined([title, "\n".join(body[: within.start]).strip("\n").rstrip()])
        return AskingCallout(question, within.text, line, end, is_answered=True)
    if not title:
        return AskingCallout("", "", line, end)
    said = "\n".join(_opened(body)).strip("\n").rstrip()
    answer = _answer_below(document, end)
    if answer and said and answer.is_sure:
        question = said if _asks_in_place_of(title, said) else joined([title, said])
        return AskingCallout(question, answer.text, line, answer.end, is_answered=True)
    if answer and not said:
        return AskingCallout(title, answer.text, line, answer.end)
    if answer and _asks_in_place_of(title, said):
        return AskingCallout(said, answer.text, line, answer.end)
    if _asks_in_place_of(title, said):
        title, said = said, ""
    return AskingCallout(title, without_label(said), line, end)


def _asks_in_place_of(title: str, said: str) -> bool:
    """Tell whether what is said below a title such as *Exercise 3* is the question."""
    return asks(said) and likeness(title) < ASKING


def _answer_within(body: Sequence[str]) -> Callout | None:
    """Return the first callout in another's body whose title promises an answer."""
    for line, text in enumerate(body):
        title = _title_of(text) if text[:1] in (">", "?", "!") else ""
        if title and _promises_answer(title):
            found = opened_callout(body, line, len(body))
            rest = "\n".join(body[found.end :]).strip("\n").rstrip() if found else ""
            return found and Callout(joined([found.text, rest]), line, len(body), title)
    return None


def _title_of(line: str) -> str:
    """Return the title of the callout that begins on a line, or nothing."""
    match = _QUOTED.match(line) or _INDENTED.match(line)
    return _SHOW.sub("", (match["title"] or "").strip(" *_\t")) if match else ""


def _answer_below(document: Document, line: int) -> Callout | None:
    """Return the callout that stands next from ``line`` on, if it promises an answer."""
    end = len(document.lines)
    while line < end and not document.lines[line].strip(" \t>"):
        line += 1
    return opened_callout(document.lines, line, end) if line < end else None


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
    """Yield the callouts whose title promises nothing but an answer, in order."""
    if not document.once(_may_open):
        return
    done = 0
    for line, text in enumerate(document.lines):
        bare = text.lstrip()
        if line < done or bare[:1] not in (">", "?") or line in document.fenced_lines:
            continue
        match = _QUOTED.match(text) or (_INDENTED.match(bare) if bare.startswith("???") else None)
        title = (match["title"] or "").strip(' *_\t"“”') if match else ""
        if announces_answer(title):
            body, done = _body(document.lines, line, len(document.lines))
            yield Callout(without_label("\n".join(body).strip("\n").rstrip()), line, done, title)


def _body(lines: Sequence[str], start: int, end: int) -> tuple[list[str], int]:
    """Return the lines of the callout that begins on line ``start``, and the line after it."""
    depth = _depth(lines[start]) if _QUOTED.match(lines[start]) else 0
    if depth:
        stop = _quoted_run(lines, start + 1, end, depth)
        body = list(lines[start + 1 : stop])
        for _level in range(depth):
            body = [_QUOTE.sub("", line) for line in body]
        return body, stop
    column = len(lines[start]) - len(lines[start].lstrip())
    stop = _indented_run(lines, start + 1, end, column)
    return list(dedented(lines[start + 1 : stop], column + 4)), stop


def opened_callout(lines: Sequence[str], start: int, end: int) -> Callout | None:
    """Return the callout that begins on 0-based line ``start`` if it promises an answer."""
    first = lines[start]
    match = _QUOTED.match(first) or _INDENTED.match(first)
    if not match:
        return None
    title = _title_of(first)
    said = _said(title)
    if said is None and (match["kind"] or "").lower() not in _KINDS:
        return None
    body, stop = _body(lines, start, end)
    text = joined([said or "", without_label("\n".join(body).strip("\n"))])
    return Callout(text, start, stop, title)


def _promises_answer(title: str) -> bool:
    return _said(title) is not None or announces_answer(title)


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


def _depth(line: str) -> int:
    """Return how many quotes a line stands in."""
    quotes = _QUOTES.match(line)
    return quotes[0].count(">") if quotes else 0


def _quoted_run(lines: Sequence[str], start: int, end: int, depth: int) -> int:
    """Return the line after those that stand in as many quotes."""
    return next((i for i in range(start, end) if _depth(lines[i]) < depth), end)


def _indented_run(lines: Sequence[str], start: int, end: int, column: int) -> int:
    """Return the line after those that are blank or indented deeper than ``column``."""
    for line in range(start, end):
        bare = lines[line].lstrip()
        if bare and len(lines[line]) - len(bare) <= column:
            return line
    return end
