"""Values stated in notes that a demo can confirm: `{{demo:NAME.STEP[PLACE] key=value = VALUE}}`.

The reader of a card sees the value only; whether it is true is checked with the notes.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from flashdeck import late

MARK = "{{demo:"

_PARTS = late.pattern(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)[^\n]*$|\Z)"
    r"|(?<!`)(?P<code>`+)(?!`)[^\n]+?(?<!`)(?P=code)(?!`)"
    r"|\{\{demo:(?P<body>[^\n]*?)\}\}",
    re.M | re.S,
)
_HEAD = late.pattern(
    r"""(?P<demo>[\w-]+)\.(?P<step>"[^"]+"|[^\s\[\]="']+)(?:\[(?P<place>[^\[\]]*)\])?(?P<rest>.*)""",
    re.S,
)
_PARAMETER = late.pattern(r"""\s+(\w+)=("[^"]*"|'[^']*'|\[[^=]*\]|[^\s"'\[\]=]+)(?=\s|$)""")


class Stated(NamedTuple):
    """A stated value: the 1-based line, the demo's step and place, and ``given`` as YAML texts.

    A statement that cannot be read has no demo, and is left in the note as it is.
    """

    line: int
    source: str
    demo: str = ""
    step: str = ""
    place: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    value: str = ""


def stated_values(text: str) -> Iterator[Stated]:
    """Yield what is stated in a note, code left out."""
    if MARK in text:
        for match in _PARTS.finditer(text):
            if match["body"] is not None:
                yield _read(match["body"], text.count("\n", 0, match.start()) + 1)


def with_values_only(text: str) -> str:
    """Return a note in which each statement is its value alone; lines stay where they are."""
    if MARK not in text:
        return text
    return _PARTS.sub(lambda match: _shown(match), text)


def _shown(match: re.Match[str]) -> str:
    return (match["body"] is not None and _read(match["body"], 0).value) or match[0]


def _read(body: str, line: int) -> Stated:
    unread = Stated(line, f"{MARK}{body}}}}}")
    head = _HEAD.fullmatch(body.strip())
    if head is None:
        return unread
    parameters, equals, value = head["rest"].rpartition("=")
    given = tuple((match[1], match[2]) for match in _PARAMETER.finditer(parameters))
    if not equals or not value.strip() or _PARAMETER.sub("", parameters).strip():
        return unread
    place = (head["place"] or "").strip()
    return Stated(
        line,
        unread.source,
        head["demo"],
        head["step"].strip('"'),
        tuple(part.strip() for part in place.split(",")) if place else (),
        given,
        value.strip(),
    )
