"""Lines of the form `front::back` and `front:::back`, and the many lines that only look so."""

import re
from enum import IntEnum
from itertools import islice
from typing import NamedTuple

from flashdeck import late
from flashdeck.parsing.inline import FILLER, running_text

LONGEST = 20_000
MOST_TRIED = 8
"""Colons further behind in a line part nothing: a front with so many others is no question."""


class Evidence(IntEnum):
    """How surely two colons part a front from a back when nothing marks the note as cards."""

    WEAK = 1
    CLEAR = 2
    ASKING = 3


class Pair(NamedTuple):
    """The two sides of a line, whether each asks for the other, and how sure that is."""

    front: str
    back: str
    both_ways: bool
    evidence: Evidence


_COLONS = late.pattern(r"(?<!:):{2,3}(?!:)")
_CURLY = late.pattern(r"\{\{[^{}]*\}\}")
_BRACKETED = late.pattern(r"[\[(][^\[\]()]*[\])]")
_BULLET = late.pattern(
    r"^\s*(?:>\s?)*\s*(?:#{1,6}\s+)?(?:[-*+]\s+|\d{1,4}[.)]\s+)?(?:\[[ xX]\]\s+)?"
)
_PROPERTY = late.pattern(
    r"(?:alias(?:es)?|tags?|type|status|created?|updated?|modified|date|author|source|up|down|next|"
    r"prev(?:ious)?|parent|related|see also|id|collapsed|template|deck|css ?class(?:es)?|title|url|"
    r"rating|priority|due|topics?|category|publish|public|icon|heading|background-color|card-[\w-]+|"
    r"[a-z][\w.]*-[\w.-]+|(?:target|anki|cards?)[ -]deck\b.*|file tags\b.*)$",
    re.IGNORECASE,
)
_LABEL = late.pattern(r"[*_]*(?:[QA]|Question|Answer|Front|Back)\b[*_]*$")
_NAMESPACE = late.pattern(r"(?:std|boost|crate|self|super|core|alloc|tokio|serde|absl|cv|Self)$")
_DECLARATION = late.pattern(
    r"(?:integer|real|double\s+precision|complex|logical|character|type|class)\s*"
    r"(?:[(,*].*|\0\w+(?:\([^()]*\))?\s*[,=].*)$",
    re.IGNORECASE,
)
"""A front as Fortran has it, or a bare one with a zero between it and a list of names."""
_OPTION = late.pattern(r"--?[A-Za-z]")
_VERDICT = late.pattern(r"(?:passed|failed|skipped|ok|error|xfail)\W*$", re.IGNORECASE)
_IDENTIFIER = late.pattern(r"[A-Za-z_~&*][\w~]*(?:<[^<>]*>)?$")
_CODE_AFTER = late.pattern(r"[{<*~&]|[\w~]*(?:[(<;]|::|[a-z][A-Z]|_)")
_CODE_BEFORE = late.pattern(r"::|_|[a-z][A-Z]|^(?:[&~]|\*(?!\*))")
_ADDRESS = late.pattern(r"[0-9a-fA-F:]*::[0-9a-fA-F:.]*(?:[/%][\w.]+)?[.,;)]*$")
_ASKS = late.pattern(r"[?？؟;]\W{0,20}$")
_CLOSES = late.pattern(r"[)\]$%*=”»\0]$")
_OPENS = late.pattern(r"[\w$(\[\0*“«-]")
_KEY_END = late.pattern(r"[\w*]$")
_TIME = late.pattern(r"\d::\d")


def without_bullet(line: str) -> str:
    """Return ``line`` without the quote sign, hashes, bullet, number or tick box before it."""
    match = _BULLET.match(line)
    return line[match.end() :] if match else line


def split_pair(line: str, *, is_card: bool = False) -> Pair | None:
    """Return the two sides of ``line``, or nothing where the colons part no front from a back.

    In a line that is known to be a card, for it has been scheduled, the first colons part it.
    """
    if "::" not in line or len(line) > LONGEST:
        return None
    line = without_bullet(line)
    shown = _shown(line)
    for match in islice(_COLONS.finditer(shown), MOST_TRIED):
        front, back = line[: match.start()].strip(), line[match.end() :].strip()
        if not front or not back or _LABEL.match(front):
            return None
        both_ways = match.end() - match.start() == 3
        evidence = Evidence.CLEAR if is_card else _evidence(shown, match, front, back)
        if both_ways and not _PROPERTY.match(front):
            evidence = evidence or Evidence.WEAK
        if evidence:
            return Pair(front, back, both_ways, evidence)
    return None


def open_question(line: str) -> str:
    """Return the front of a line that ends in two colons without a back, if it clearly asks."""
    if "::" not in line:
        return ""
    bare = without_bullet(line).strip()
    front = bare.rstrip(":").rstrip()
    asks = bare.endswith("::") and bool(_ASKS.search(front))
    return front if asks else ""


def _shown(line: str) -> str:
    """Return ``line`` with fillers wherever two colons cannot part two sides."""
    shown = running_text(line)
    for pattern in (_CURLY, _BRACKETED):
        shown = pattern.sub(_without_colons, shown)
    return shown


def _without_colons(match: re.Match[str]) -> str:
    return FILLER * len(match[0]) if "::" in match[0] else match[0]


def _evidence(shown: str, colons: re.Match[str], front: str, back: str) -> Evidence | None:
    """Weigh the two sides; code, addresses, times and properties weigh nothing."""
    if _ASKS.search(front):
        return Evidence.ASKING
    before, after = shown[: colons.start()], shown[colons.end() :]
    if _PROPERTY.match(front) or _is_signature(front, back) or front.startswith(".. "):
        return None
    if _OPTION.match(front) or _VERDICT.match(back) or back.startswith("= "):
        return None
    if _DECLARATION.match(front) or _DECLARATION.match(f"{front}\0{back}"):
        return None
    if not after[:1].isspace():
        return _tight_evidence(before, after)
    is_key = not before[-1:].isspace() and len(front.split()) < 3 and _KEY_END.search(front)
    return Evidence.WEAK if is_key else Evidence.CLEAR


def _is_signature(front: str, back: str) -> bool:
    """Tell a type signature, as in `map :: (a -> b) -> ...`, from a term and its meaning."""
    return bool(_IDENTIFIER.match(front)) and ("->" in back or "=>" in back)


def _tight_evidence(before: str, after: str) -> Evidence | None:
    """Weigh two colons with text right behind them; ``before`` and ``after`` have fillers."""
    left, right = _last_word(before), _first_word(after)
    if _is_address(before, left, right) or _is_code(left, right):
        return None
    if _TIME.search(f"{left[-1:]}::{right[:1]}") or (left.startswith(":") and ":" in right):
        return None
    if left and not (left[-1].isascii() and right[:1].isascii()):
        return Evidence.CLEAR
    if not left or _CLOSES.search(left):
        return Evidence.CLEAR if _OPENS.match(right) else None
    return Evidence.WEAK if left[-1].isalnum() and _OPENS.match(right) else None


def _is_address(before: str, left: str, right: str) -> bool:
    """Tell an IPv6 address, as in `on ::1` and `2001:db8::/32`."""
    starts_there = bool(left) or before.rstrip()[-1:].isalnum()
    has_digit = any(letter.isdigit() for letter in left + right)
    return starts_there and has_digit and bool(_ADDRESS.match(f"{left}::{right}"))


def _is_code(left: str, right: str) -> bool:
    return bool(_NAMESPACE.search(left) or _CODE_BEFORE.search(left) or _CODE_AFTER.match(right))


def _last_word(text: str) -> str:
    return text[text.rfind(" ") + 1 :][-80:]


def _first_word(text: str) -> str:
    end = text.find(" ")
    return (text if end < 0 else text[:end])[:80]
