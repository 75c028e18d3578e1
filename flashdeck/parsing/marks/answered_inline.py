"""A question and what answers it on the same line: `Why? → Because`, `Why? (Answer: because)`.

A statement may be judged there too: `冰比水轻。（√）`.
"""

from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.marks.answers import announced
from flashdeck.parsing.marks.label_lines import without_answer_label

_ASKED = late.pattern(
    r"(?P<open>[«“\"]?)[ \t]*(?P<question>[^?？؟]{3,300}[?？؟](?:[ \t]+[^?？؟.!。]{3,200}[?？؟])*)"
    r"[ \t]*[»”\"’)]?[ \t]*(?P<rest>\S.*)$"
)
_VERDICTS = frozenset(("正确", "错误", "正確", "錯誤", *"√×✓✗✔✘对错對錯"))
SHORTEST = 4
"""The characters of a statement that may be judged."""

_PARTED = late.pattern(r"(?:[-=]+>|[→⇒–—：]|[-:](?=[ \t]))[ \t]*(?=\w)")
_STRESSED = late.pattern(
    r"(?P<mark>\*\*|__|==|\|\||[*_`])(?=\S)(?P<said>.*)(?<=\S)(?P=mark)[.。]?$"
)
_HIDDEN = late.pattern(r">!(?P<said>.+)!<$")
_BRACKETED = late.pattern(r"[(（\[](?P<said>.+)[)）\]]\W{0,3}$")
_OPENING = frozenset("([（【<!")
"""What a remark, a link or a picture begins with."""


class AnsweredInline(NamedTuple):
    """A question, what is said behind it, and whether a mark of its own says that this answers."""

    question: str
    said: str
    is_marked: bool


def answered_inline(text: str) -> AnsweredInline | None:
    """Return the question that ``text`` begins with and what is said behind it, if anything is."""
    if judged := _judged(text):
        return judged
    match = _ASKED.match(text)
    if not match or match["question"].count("`") % 2:
        return None
    rest = match["rest"]
    is_apart = text[match.start("rest") - 1].isspace()
    if parted := _PARTED.match(rest):
        said = without_answer_label(rest[parted.end() :])
        is_dash = is_apart or parted[0].rstrip() != "-"
        return AnsweredInline(match["question"], said, is_marked=True) if is_dash else None
    if not is_apart and match["question"].isascii():
        return None
    if said := _marked(rest):
        return AnsweredInline(match["question"], said, is_marked=True)
    is_text = rest[0] not in _OPENING and not match["open"]
    return AnsweredInline(match["question"], rest, is_marked=False) if is_text else None


def _judged(text: str) -> AnsweredInline | None:
    """Return the statement that ends in a verdict in parentheses, if ``text`` is one."""
    place = max(text.rfind("("), text.rfind("（"))
    said = text[place + 1 :].rstrip(" \t。.").rstrip(")）").strip()
    if place < SHORTEST or said not in _VERDICTS:
        return None
    return AnsweredInline(f"{text[:place].rstrip()} ( )", said, is_marked=True)


def _marked(rest: str) -> str:
    """Return what a label, emphasis or a cover marks as the answer in ``rest``, or nothing."""
    for pattern in (_STRESSED, _HIDDEN):
        match = pattern.match(rest)
        if match and any(map(str.isalnum, match["said"])) and "**" not in match["said"]:
            return match["said"]
    bracketed = _BRACKETED.match(rest)
    inner = bracketed["said"] if bracketed else rest
    said = announced(inner)
    if said is None and (bare := without_answer_label(inner)) != inner:
        said = bare
    return said or ""
