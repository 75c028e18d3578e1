"""The question posed right above a place that shows its answer, whatever marks it has."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.edges import FRAME
from flashdeck.parsing.excerpts import balanced, outdented
from flashdeck.parsing.marks.answer_keys import is_key
from flashdeck.parsing.marks.answers import announced
from flashdeck.parsing.marks.callouts import opens_question
from flashdeck.parsing.marks.label_lines import Label, Side, label_in
from flashdeck.parsing.marks.options import option_groups
from flashdeck.parsing.marks.tasks import names_task, without_task_name
from flashdeck.parsing.paragraphs import BLANK, last_paragraph, paragraph_end
from flashdeck.parsing.questions import asks, clean_question, likeness, split_attributes
from flashdeck.parsing.words.vocabulary import DIFFICULTY, NUMBER_SIGN

ASKING = 0.7
FARTHEST = 80

_HEADING = late.pattern(r"^[ \t>]*(?:[-*+][ \t]+)?(#{1,6})[ \t]+(?=\S)")
_NUMBERED = late.pattern(
    r"^(?P<indent>[ \t]*)(?:[-*+][ \t]+)?\(?(?P<number>\d{1,5})"
    r"(?:[.)][ \t]+|[、．][ \t]*|\.(?=[^\x00-\x7f]))(?=\S)"
)
_BOLD_NUMBER = late.pattern(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__|<b>|<strong>)[ \t]*\(?(?:[^\W\d_]{1,12}[ \t]*)?"
    r"\d{1,3}(?:\.\d+)*[.):]"
)
_BOLD_LABEL = late.pattern(r"^(\*\*|__)[^\W\d_]{1,12}[ \t]\d{1,3}[.):]?\1[.:]?[ \t]*(?=\S)")
_BOLD = late.pattern(r"^[ \t]*(?:[-*+][ \t]+)?(\*\*|__|<b>|<strong>)(?=\S)")
_STUB = late.pattern(
    rf"^\W*(?:[^\W\d_]+[ \t]*+)?(?:{NUMBER_SIGN})?[ \t]*\d{{1,5}}[ \t]*[题題问問번]?"
    rf"(?:\W{{0,3}}[(\[（【][^()\[\]（）【】]{{0,40}}[)\]）】])?(?:\W{{1,3}}(?:{DIFFICULTY}))?\W*$",
    re.IGNORECASE,
)
_COUNTED = late.pattern(r"\W*(?:\d{1,3}[.)]|[^\W\d_]+[ \t]\d{1,3}(?:\.\d{1,3})*[ \t]*[:：])\s*\S")
"""What a heading that numbers questions begins with: `3. Loops`, `Example 2.1: Loops`."""
_CAPTION = late.pattern(r"[^\s\d?？؟][:：](?:\*\*|__|</b>|</strong>)?\s*$")
_RULE = late.pattern(rf"^[ \t>]*(?:-{{3,}}|\*{{3,}}|_{{3,}})[ \t]*$|{FRAME}")
_KIND = late.pattern(r"\[!\w+\][+-]?[ \t]*")
"""What a callout of one's own kind begins with: `> [!question] Why?`."""
_TITLED = late.pattern(r"[ \t]*(?:\?\?\?\+?|!!!)[ \t]+[\w-]+[ \t]+\"(?P<title>[^\"\n]+)\"[ \t]*$")
"""A callout of MkDocs: `??? question "Why?"`."""
_SHOWN = late.pattern(r" {0,3}(?:```|~~~|!\[)")
_LEAD = late.pattern(r"^[ \t>]*(?:[-*+][ \t]+)?(?:#{1,6}[ \t]+)?")


class Posed(NamedTuple):
    """A question that begins on 0-based ``line``; ``is_marked`` if it asks or has a number."""

    line: int
    text: str
    is_marked: bool


class _Start(NamedTuple):
    line: int
    kind: str
    number: int = 0
    indent: int = 0


def posed_above(
    document: Document, line: int, floor: int, passed: AbstractSet[int] = frozenset()
) -> Posed | None:
    """Return the question between lines ``floor`` and ``line``, without the lines ``passed``."""
    last = line - 1
    while last >= floor and (last in passed or _says_nothing(document.lines[last])):
        last -= 1
    if last < floor:
        return None
    lines = [i for i in range(max(floor, last - FARTHEST), last + 1) if i not in passed]
    start, bottom = _start(document, lines)
    if bottom > last:
        return None
    if start and start.kind == "heading":
        return _under_heading(document, start.line, lines)
    if start:
        return _posed(document, start.line, lines)
    return _posed(document, last_paragraph(document, lines, bottom), lines)


def _says_nothing(line: str) -> bool:
    """Tell whether a line is blank but for tags, or only the label of what is hidden below it."""
    return bool(BLANK.match(line)) or (announced(line) == "" and not is_key(line))


def _start(document: Document, lines: list[int]) -> tuple[_Start | None, int]:
    """Return the nearest mark of a question in ``lines``, and the first line that it may be on."""
    found: list[_Start] = []
    caption: _Start | None = None
    bottom = answered = lines[0]
    for line in reversed(lines):
        if line in document.fenced_lines:
            continue
        if _RULE.match(document.lines[line]):
            bottom = line + 1
            break
        if line < lines[-1] and announced(document.lines[line]):
            bottom, answered = paragraph_end(document, line), line
            break
        start = _mark(document, line)
        if start and start.kind == "bold" and _is_caption(document.lines[line]):
            caption = start if not caption or names_task(document.lines[line]) else caption
            found = [below for below in found if not _is_listed_below(document, line, below)]
        elif start:
            found.append(start)
            if start.kind != "numbered":
                break
    nearest = _chosen(document, found)
    if nearest and answered < nearest.line < bottom:
        bottom = nearest.line
    chosen = _below_stub(document, nearest, bottom)
    if caption and not (chosen and _may_hold(document, chosen)):
        return caption, bottom
    return chosen, bottom


def _is_caption(line: str) -> bool:
    """Tell whether a bold line is a label, which may be a part of the question above it."""
    return bool(_CAPTION.search(line)) or names_task(line)


def _is_listed_below(document: Document, caption: int, start: _Start) -> bool:
    """Tell whether a numbered start is what the caption on the line above it lists."""
    between = document.lines[caption + 1 : start.line]
    is_right_below = start.kind == "numbered" and all(map(BLANK.match, between))
    return is_right_below and not asks(document.lines[start.line])


def _below_stub(document: Document, start: _Start | None, bottom: int) -> _Start | None:
    """Return the numbered stub right above a bold start, or the start itself."""
    if start is None or start.kind != "bold":
        return start
    above = start.line - 1
    while above > bottom and BLANK.match(document.lines[above]):
        above -= 1
    is_heading = above >= bottom and bool(_HEADING.match(document.lines[above]))
    is_stub = is_heading and bool(_STUB.match(document.lines[above].strip(" \t>#*")))
    return _Start(above, "heading") if is_stub else start


def _may_hold(document: Document, start: _Start) -> bool:
    """Tell whether a bold caption such as `**Size:**` may be part of the question at ``start``."""
    if start.kind != "heading":
        return True
    title = document.lines[start.line].strip(" \t>#*")
    return bool(_STUB.match(title)) or likeness(title) >= ASKING or _is_bare_label(title)


def _chosen(document: Document, found: list[_Start]) -> _Start | None:
    """Return the nearest start; of numbers that count on only one that asks is a start.

    What a heading such as *Exercise 3* has below it are parts of it.
    """
    if found and found[-1].kind == "heading" and _is_task(document.lines[found[-1].line]):
        return next((start for start in found if asks(document.lines[start.line])), found[-1])
    numbers = {(start.number, start.indent) for start in found if start.kind == "numbered"}
    for start in found:
        neighbours = {(start.number - 1, start.indent), (start.number + 1, start.indent)}
        is_listed = start.kind == "numbered" and not neighbours.isdisjoint(numbers)
        if not is_listed or asks(document.lines[start.line]):
            return start
    return None


def _is_task(heading: str) -> bool:
    """Tell whether a heading has the label of a question or an exercise with its number."""
    label = label_in(heading.strip(" \t>#*"))
    return label is not None and label.side is Side.QUESTION and bool(label.number)


def _mark(document: Document, line: int) -> _Start | None:
    text = document.lines[line]
    text = text.lstrip("> \t") if ">" in text[:8] else text
    if _HEADING.match(text):
        return _Start(line, "heading")
    titled = _TITLED.match(text)
    if titled and likeness(titled["title"]) >= ASKING:
        return _Start(line, "label")
    if opens_question(document.lines[line]) and text.partition("]")[2].strip("+- "):
        return _Start(line, "label")
    label = label_in(text)
    if label and label.word != "a" and label.side is not Side.ANSWER and _is_posing(label, text):
        return _Start(line, "label")
    if _BOLD_NUMBER.match(text) or _is_bold(text) or names_task(text):
        return _Start(line, "bold")
    if match := _NUMBERED.match(text):
        indent = len(match["indent"].expandtabs(4))
        return _Start(line, "numbered", int(match["number"]), indent)
    return None


def _is_posing(label: Label, text: str) -> bool:
    return label.side is Side.QUESTION or (label.word == "q" and bool(text[label.start :].strip()))


def _is_bold(text: str) -> bool:
    """Tell whether a line begins in bold that asks or that takes up the whole line."""
    match = _BOLD.match(text)
    if not match:
        return False
    closing = match[1].replace("<", "</") if "<" in match[1] else match[1]
    inside, _, rest = text[match.end() :].partition(closing)
    return not rest.strip(" :*_<br/>") or asks(inside)


def _under_heading(document: Document, heading: int, lines: list[int]) -> Posed | None:
    """Return the question of a heading that asks, or of the text between it and its answer."""
    title = split_attributes(document.lines[heading].strip(" \t>#*"))[0].strip()
    below = [i for i in lines if i > heading and not BLANK.match(document.lines[i])]
    is_stub = bool(_STUB.match(title))
    label = label_in(title)
    is_labelled = label is not None and label.side is Side.QUESTION and bool(label.number)
    is_counted = bool(_COUNTED.match(title))
    is_marked = likeness(title) >= ASKING or is_labelled or is_counted
    if not below:
        return Posed(heading, clean_question(title), is_marked or is_stub)
    if is_stub or _is_bare_label(title):
        return Posed(heading, _text(document, below[0], lines), is_marked=True)
    start = last_paragraph(document, below, below[0])
    is_marked = is_marked or _is_shown(document, below)
    if is_marked and start == below[0]:
        text = "\n\n".join([clean_question(title), _raw(document, below[0], lines)])
        return Posed(heading, text, is_marked=True)
    return _posed(document, start, lines)


def _is_shown(document: Document, below: list[int]) -> bool:
    """Tell whether only what a question shows is below a heading: options, or code or a picture."""
    is_block = bool(_SHOWN.match(document.lines[below[0]]))
    if is_block and not any(asks(document.lines[line]) for line in below):
        return True
    return any(options.start == below[0] for options in document.once(option_groups))


def _is_bare_label(title: str) -> bool:
    label = label_in(title)
    return label is not None and label.side is Side.QUESTION and not title[label.start :].strip()


def _posed(document: Document, start: int, lines: list[int]) -> Posed | None:
    text = _text(document, start, lines)
    first = document.lines[start]
    has_mark = bool(_NUMBERED.match(first) or _BOLD_NUMBER.match(first) or label_in(first))
    has_mark = has_mark or names_task(first)
    is_marked = (
        has_mark or any(asks(line) for line in text.split("\n")) or likeness(first) >= ASKING
    )
    return Posed(start, text, is_marked) if text else None


def _text(document: Document, start: int, lines: list[int]) -> str:
    """Return the question that begins on line ``start``, free of its number, label and bullet."""
    first, _, rest = _raw(document, start, lines).partition("\n")
    titled = _TITLED.match(first)
    if titled:
        return "\n".join([clean_question(titled["title"]), rest]).strip()
    label = label_in(first)
    if label and label.side is not Side.ANSWER and _is_posing(label, first):
        opened = label.opened
        first = first[label.start :]
    else:
        opened = next(
            (mark for mark in ("**", "__", "<b>", "<strong>") if first.startswith(mark)), ""
        )
        opened = opened if first.count(opened or "\n") % 2 else ""
        first = _BOLD_LABEL.sub("", _LEAD.sub("", first))
        first = without_task_name(first)
        first = clean_question(first.removeprefix(opened))
    text = balanced("\n".join([first, rest]).strip(), opened)
    question, _, more = text.partition("\n")
    return "\n".join([clean_question(question), more]).strip()


def _raw(document: Document, start: int, lines: list[int]) -> str:
    """Return the lines of a question from ``start`` on, taken out of their quote and list."""
    chosen = [i for i in lines if i >= start]
    quoted = document.lines[start].lstrip().startswith(">")
    texts = list(outdented((document.lines[i] for i in chosen), quoted=quoted))
    indent = re.match(r"[ \t]*(?:(?:[-*+]|\(?\d{1,3}[.)])[ \t]+)?", texts[0])
    column = len(indent[0].expandtabs(4)) if indent else 0
    kept = [texts[0].strip(), *outdented(texts[1:], column)]
    if quoted:
        kept[0] = _KIND.sub("", kept[0])
    return "\n".join(_without_breaks(kept)).strip()


def _without_breaks(lines: list[str]) -> Iterator[str]:
    """Yield ``lines``; those of nothing but HTML breaks are left empty."""
    for line in lines:
        yield "" if line.strip() and BLANK.match(line) else line
