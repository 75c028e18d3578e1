"""Texts with gaps: each gap, or group of gaps with one number, gives a question of its own."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.inline import FILLER, without_code, without_math

HIDDEN = "[…]"
GAP_MARKS = ("==", "{{", "{@{")
LARGEST = 200_000
"""The most characters times gaps that one text may have."""

_OPENED, _CLOSED = "{@{", "}@}"
_BRACES = r"\{[^{}\n]*+(?:\{[^{}\n]*+(?:\{[^{}\n]*+\}[^{}\n]*+)*+\}[^{}\n]*+)*+\}"
"""Braces within a gap, such as those of a formula, up to three deep."""
_CURLY = late.pattern(rf"\{{\{{([^{{}}\n]++(?:{_BRACES}[^{{}}\n]*+)*+)\}}\}}")
_NUMBERED = late.pattern(r"\{\{[cC]?\d{1,4}::")
_MARKED = late.pattern(
    r"(?<![A-Za-z0-9_)\]=<>!:])==(?![=\s])([^=\n]+(?:=[^=\n]+)*)(?<!\s)==(?![=>])"
)
_TEMPLATE = late.pattern(
    r"[#/^&!>%<~$]|\w+(?:\.\w+)+\s*[|}]?|(?:cloze|query|embed|renderer|video)\b"
)
_BRACED = late.pattern(r"(?<![{\\])\{(?:c?(?P<number>\d{1,4})(?:::?|\|))?([^{}\n]+)\}(?!\})")
_NUMBER = late.pattern(r"[cC]?(\d{1,4})::|(\d{1,4});;")


class Gap(NamedTuple):
    """A gap over ``start:end`` of its text, marks included; gaps with one ``key`` go together."""

    start: int
    end: int
    text: str
    hint: str
    key: str


def numbered_gaps(text: str) -> list[Gap]:
    """Return the gaps written `{{c1::text}}` or `{{c1::text::hint}}`, which nothing else is."""
    if not _NUMBERED.search(text):
        return []
    shown = without_code(text)
    return [
        _gap(text, match, index)
        for index, match in enumerate(_CURLY.finditer(shown))
        if _NUMBERED.match(match[0])
    ]


def all_gaps(text: str) -> list[Gap]:
    """Return the gaps written `==text==`, `{{text}}`, `{@{text}@}` or with a number.

    None is inside code.
    """
    if not any(mark in text for mark in GAP_MARKS):
        return []
    found = {gap.start: gap for gap in numbered_gaps(text)}
    shown = without_math(without_code(text))
    for pattern in (_MARKED, _CURLY):
        for match in pattern.finditer(shown):
            if match.start() not in found and not _TEMPLATE.match(match[1].strip()):
                found[match.start()] = _gap(text, match, match.start())
    found |= {gap.start: gap for gap in _signed_gaps(text)}
    return list(_apart(sorted(found.values(), key=lambda gap: gap.start)))


def _signed_gaps(text: str) -> Iterator[Gap]:
    """Yield the gaps between `{@{` and `}@}`, which may hold formulas and links."""
    shown = without_code(text) if _OPENED in text else ""
    start = shown.find(_OPENED)
    while start >= 0 and (end := shown.find(_CLOSED, start)) > 0:
        inside = text[start + len(_OPENED) : end].strip()
        yield Gap(start, end + len(_CLOSED), inside, "", str(start))
        start = shown.find(_OPENED, end)


def braced_gaps(text: str) -> list[Gap]:
    """Return the gaps written with a number as Anki has them, or else in braces: `{2:text}`."""
    shown = without_math(without_code(text))
    braced = (
        Gap(m.start(), m.end(), text[m.start(2) : m.end(2)].strip(), "", m["number"] or f"-{index}")
        for index, m in enumerate(_BRACED.finditer(shown))
    )
    return numbered_gaps(text) or list(braced)


def cloze_texts(text: str, gaps: Sequence[Gap]) -> Iterator[tuple[str, str]]:
    """Yield a question and an answer for each key: its gaps hidden, then shown in bold."""
    running = without_math(without_code(text))
    for key in dict.fromkeys(gap.key for gap in gaps):
        own = [gap for gap in gaps if gap.key == key]
        question = _rewritten(text, gaps, {gap: _blank(gap) for gap in own})
        answer = _rewritten(text, gaps, {gap: _bold(running, gap) for gap in own})
        yield question, answer


def fits(text: str, gaps: Sequence[Gap]) -> bool:
    """Tell whether the cards of a text together stay within a sensible length."""
    return len(text) * len(gaps) <= LARGEST


def _gap(text: str, match: re.Match[str], index: int) -> Gap:
    inside = text[match.start(1) : match.end(1)]
    number = _NUMBER.match(inside)
    key = f"#{number[1] or number[2]}" if number else str(index)
    body, hint = _split_hint(inside[number.end() :] if number else inside)
    return Gap(match.start(), match.end(), body.strip(), hint.strip(), key)


def _split_hint(inside: str) -> tuple[str, str]:
    """Split `text::hint` or `text;;hint`; what stands in code or formulas splits nothing."""
    shown = without_math(without_code(inside))
    for mark in ("::", ";;"):
        place = shown.rfind(mark)
        if place > 0:
            return inside[:place], inside[place + 2 :]
    return inside, ""


def _apart(gaps: list[Gap]) -> Iterator[Gap]:
    end = 0
    for gap in gaps:
        if gap.start >= end and gap.text:
            end = gap.end
            yield gap


def _blank(gap: Gap) -> str:
    return f"[{gap.hint}]" if gap.hint else HIDDEN


def _bold(running: str, gap: Gap) -> str:
    """Return the gap's text in bold, or as it is in code and formulas, where stars stay stars."""
    is_verbatim = running[gap.start] == FILLER
    return gap.text if is_verbatim or "**" in gap.text else f"**{gap.text}**"


def _rewritten(text: str, gaps: Sequence[Gap], shown: dict[Gap, str]) -> str:
    parts: list[str] = []
    done = 0
    for gap in gaps:
        parts += [text[done : gap.start], shown.get(gap, gap.text)]
        done = gap.end
    return "".join([*parts, text[done:]])
