"""Folds of other kinds of Markdown, line for line as the `<details>` of HTML.

Directives (`:::tip Answer`, ```` ```{admonition} Solution ````), the callouts of Quarto, shortcodes
(`{{% expand "Answer" %}}`), tags (`{% spoiler "Answer" %}`), components (`<Accordion title="">`),
quotes within quotes (`> > ## Solution`).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.marks.answers import announced
from flashdeck.parsing.marks.disclosures import announces_answer, announces_hint
from flashdeck.parsing.marks.label_lines import Side, label_in
from flashdeck.parsing.questions import asks
from flashdeck.parsing.words.label_words import ANSWERS, QUESTIONS
from flashdeck.parsing.words.summary_words import HINTS, PLURALS
from flashdeck.text import holds

ANSWER = "Answer"
HIDDEN = "<!-- -->"
"""What stands for an option of a fold, such as `:class: dropdown`."""
DEEPEST = 20
"""Containers within one another in which a closing mark is looked for."""

_WORDS = """
details dropdown spoiler expand expandable collapse collapsible toggle fold folding accordion
accordionitem disclosure
"""
_FOLDS = frozenset(_WORDS.split())
"""What hides whatever its title says; other containers are folds if their title promises one."""

_ASKING = QUESTIONS | {"faq", "quiz", "card", "flashcard"}
"""Containers whose title asks."""

_QUOTES = ("> > #", ">> #", "> >#")
_SIGNS = (*_QUOTES, ":::", "```{", "~~~{", "{%", "{{%", "{{<", "<A", "<C", "<D", "<E", "<S", "<T")
_MARKED = late.pattern(
    r"^[ \t]*(?:(?::{3,}|`{3,}|~{3,}|\{\{[%<]|\{%)[^\n]*|</?[A-Z][A-Za-z]*\b[^<>\n]*>[ \t]*)$",
    re.MULTILINE,
)
_MARK = late.pattern(r"(?P<indent>[ \t]*)(?P<mark>:{3,}|`{3,}|~{3,})[ \t]*(?P<info>.*)")
_SHORTCODE = late.pattern(
    r"(?P<indent>[ \t]*)(?:\{\{[%<]|\{%)-?[ \t]*(?P<end>/|end)?(?P<name>[a-z]+)\b"
    r"(?P<rest>.*?)-?(?:[%>]\}\}|%\})[ \t]*"
)
_COMPONENT = late.pattern(
    r"(?P<indent>[ \t]*)<(?P<end>/)?(?P<name>[A-Za-z]+)(?P<rest>[^<>]*)>[ \t]*"
)
_MYST = late.pattern(r"\{(?P<kind>[\w:-]+)\}[ \t]*(?P<title>.*)")
_CLASSES = late.pattern(r"\{(?P<attributes>[^{}]*)\}[ \t]*")
_NAMED = late.pattern(r"\{?\.?(?P<kind>[\w-]+)\}?[ \t]*(?:\[(?P<said>.*)\]|(?P<title>.*))")
_CLASS = late.pattern(r"\.([\w-]+)")
_TITLE = late.pattern(
    r"\b(?:title|summary|label|header|heading|question|text)=\{?(?:\"([^\"]*)\"|'([^']*)')"
)
_NUMBERED = late.pattern(r"[^\W\d_]{1,12}[ ]?\d")
_QUOTED = late.pattern(r"\s*[\"“]([^\"”]*)[\"”]")
_ATTRIBUTES = late.pattern(r"[ \t]*\{[^{}]*\}[ \t]*$")
_HEADING = late.pattern(r"[ \t]*#{1,6}[ \t]+(?P<title>\S.*?)[ \t#]*$")
_OPTION = late.pattern(r"[ \t]*:[\w-]+:(?:[ \t].*)?$")
_TASK = late.pattern(
    r"\b(?:challenge|exercise|question|quiz|task|activity|problem)s?\b", re.IGNORECASE
)
"""What names a container that asks, so that a solution within it answers."""
_NESTED = late.pattern(r"(?P<quote>[ \t]*>)[ \t]?>[ \t]?#{1,6}[ \t]+(?P<title>\S.*?)[ \t#]*$")
_DEEPER = late.pattern(r"[ \t]*>[ \t]?>")
_IDLE = late.pattern(r"[ \t>]*(?:\{:[^{}]*\}[ \t]*)?$")
"""A line that says nothing: blank, or the class of what stands above it, as Kramdown has it."""


class _Container(NamedTuple):
    """What opens on a 0-based line: the mark that closes it, and its title if it is a fold.

    The ``summary`` is shown in place of the title.
    """

    line: int
    closing: str
    title: str | None = None
    summary: str = ""

    @property
    def is_code(self) -> bool:
        """Whether it is a fence that shows what it holds."""
        return self.title is None and self.closing[0] in "`~"


def unfolded(text: str) -> str:
    """Return ``text``, line for line, with its folds as `<details>`."""
    if not any(holds(text, sign) for sign in _SIGNS):
        return text
    lines = text.split("\n")
    for container, end in list(_folds(text, lines)):
        _unfold(lines, container, end)
    if any(holds(text, sign) for sign in _QUOTES):
        _unfold_quotes(lines)
    return "\n".join(lines)


def _folds(text: str, lines: list[str]) -> Iterator[tuple[_Container, int]]:
    """Yield the folds that are closed, each with the 0-based line that closes it."""
    opened: list[_Container] = []
    done, line = 0, 0
    for match in _MARKED.finditer(text):
        line += text.count("\n", done, match.start())
        done = match.start()
        if opened and opened[-1].is_code and not _closes(match[0], opened[-1]):
            continue
        closed = next((c for c in reversed(opened[-DEEPEST:]) if _closes(match[0], c)), None)
        if closed:
            del opened[opened.index(closed) :]
            if closed.title is not None:
                yield closed, line
        elif container := _opened(match[0], line, lines):
            if container.title and any(_TASK.search(lines[outer.line]) for outer in opened):
                container = container._replace(summary=_of_task(container.title))
            opened.append(container)


def _of_task(title: str) -> str:
    """Return the title of a fold within a task: any solution there is its answer."""
    return ANSWER if announces_answer(title) else title


def _unfold_quotes(lines: list[str]) -> None:
    """Write as folds the quotes within quotes whose first line is a title such as *Solution*."""
    for line, text in enumerate(lines):
        match = _NESTED.match(text)
        if not match or not (announces_answer(match["title"]) or announces_hint(match["title"])):
            continue
        end = line + 1
        while end < len(lines) and _DEEPER.match(lines[end]):
            end += 1
        if end == len(lines) or _IDLE.match(lines[end]):
            lines[line] = f"{match['quote']} <details><summary>{_of_task(match['title'])}</summary>"
            lines[end : end + 1] = [f"{match['quote']} </details>"] if end < len(lines) else []


def _closes(text: str, container: _Container) -> bool:
    """Tell whether a line closes a container: as many marks as opened it, or its own end."""
    text = text.strip()
    if container.closing[0] in "`~":
        return text.startswith(container.closing) and not text.strip(container.closing[0])
    if container.closing == ":::":
        return not text.strip(":")
    match = _SHORTCODE.fullmatch(text) or _COMPONENT.fullmatch(text)
    return bool(match and match["end"] and match["name"] == container.closing)


def _opened(text: str, line: int, lines: list[str]) -> _Container | None:
    """Return what a line opens, or nothing."""
    if match := _MARK.fullmatch(text):
        mark, info = match["mark"], match["info"].strip()
        if mark[0] == ":":
            return _Container(line, ":::", _directive_title(info, line, lines)) if info else None
        return _Container(line, mark, _myst_title(info))
    match = _SHORTCODE.fullmatch(text) or _COMPONENT.fullmatch(text)
    if (
        not match
        or match["end"]
        or match["rest"].endswith("/")
        or match["name"].lower() not in _FOLDS
    ):
        return None
    title = _title_in(match["rest"])
    if title is None and text.lstrip().startswith("{%"):
        title = match["rest"].rpartition("@")[2].strip()
    return _Container(line, match["name"], title) if title else None


def _title_in(attributes: str) -> str | None:
    named = _TITLE.search(attributes)
    if named:
        return str(named[1] or named[2] or "")
    quoted = _QUOTED.match(attributes)
    return str(quoted[1]) if quoted else None


def _directive_title(info: str, line: int, lines: list[str]) -> str | None:
    """Return the title of a container between colons if it is a fold."""
    if _MYST.fullmatch(info):
        return _myst_title(info)
    if classes := _CLASSES.fullmatch(info):
        kinds = _CLASS.findall(classes["attributes"])
        if not kinds:
            return None
        title = _title_in(classes["attributes"]) or _heading_below(line, lines)
        return _title(kinds[0], title or "")
    named = _NAMED.fullmatch(info)
    if not named:
        return None
    title = _title_in(named["title"] or "") or named["said"] or named["title"] or ""
    return _title(named["kind"], _ATTRIBUTES.sub("", title))


def _myst_title(info: str) -> str | None:
    """Return the title of a directive such as `{admonition} Solution` if it is a fold."""
    match = _MYST.fullmatch(info)
    return _title(match["kind"], match["title"]) if match else None


def _title(kind: str, title: str) -> str | None:
    """Return the title of a fold: what it says, or the kind of one that is called *solution*."""
    kind = kind.lower()
    title = title.strip(" *_")
    if kind in ANSWERS or kind in PLURALS or kind in HINTS - {"tip"}:
        return title if announces_answer(title) or announces_hint(title) else kind.capitalize()
    if kind in _FOLDS and title:
        return title
    label = label_in(title) if kind in _ASKING or _NUMBERED.match(title) else None
    if (label and label.side is not Side.ANSWER and label.word != "a") or (
        kind in _ASKING and asks(title)
    ):
        return title
    promises = announces_answer(title) or announced(title) is not None or announces_hint(title)
    return title if title and promises else None


def _heading_below(line: int, lines: list[str]) -> str | None:
    """Return the heading that stands first below a line."""
    place = _first_below(line, lines)
    match = _HEADING.match(lines[place]) if place is not None else None
    return _ATTRIBUTES.sub("", match["title"]) if match else None


def _first_below(line: int, lines: list[str]) -> int | None:
    return next((i for i in range(line + 1, len(lines)) if lines[i].strip()), None)


def _unfold(lines: list[str], container: _Container, end: int) -> None:
    """Write `<details>` where a fold opens and closes, and its summary on its last line of head.

    The head is the line that opens it, its options, or the heading that is its title: every line
    that says something goes on saying something.
    """
    opening = lines[container.line]
    indent = opening[: len(opening) - len(opening.lstrip())]
    head = container.line
    while head + 1 < end and _OPTION.match(lines[head + 1]):
        head += 1
        lines[head] = HIDDEN
    heading = _first_below(head, lines)
    if heading is not None and _heading_below(head, lines) == container.title:
        head = heading
    lines[container.line] = f"{indent}<details>"
    summary = f"<summary>{container.summary or container.title}</summary>"
    lines[head] = f"{indent}<details>{summary}" if head == container.line else indent + summary
    lines[end] = f"{indent}</details>"
