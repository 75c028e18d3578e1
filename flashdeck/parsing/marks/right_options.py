"""What marks an option as the right one: a tick, a star, bold, `(correct)`."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.excerpts import balanced
from flashdeck.text import holds

BOX = r"(?:\[[ xX✓✔]?\]|\[\([ xX]?\)\]|\[\[[ xX]?\]\]|\([ xX]\))"
"""The box of an option, ticked or not, of Markdown, LiaScript and edX."""
TICKS = "✅✔☑✓❌✗✘"
"""Signs that may stand before an option, right or wrong."""
SIGN_ENDS = frozenset("✅✔☑✓√👈⬅\ufe0f)）] \t*_tTrR")
"""The last characters of a line that may end in a sign."""
_WORDS = """
✅ ✔ ☑ ✓ √ 👈 ⬅ 正 orrect ORRECT orrett ight IGHT nswer NSWER ichtig éponse ерно равильно 정답
"""
_NEEDED = tuple(_WORDS.split())
"""What every sign holds a part of."""

_CORRECT = (
    r"(?:correct|right|true\s+answer|answer|correcta|correcto|correta|richtig|bonne\s+réponse|"
    r"corretta|верно|правильно|正确(?:答案)?|正確(?:答案)?|正解|정답)(?:\s+answer)?"
)
_LAST = r"(?=[ \t*_.!]{0,9}(?:\n|$))"
_SIGN = (
    rf"(?:(?:<-{{1,2}}|←|👈|⬅️?|✅|✔️?|✓)\s?[*_]{{0,3}}{_CORRECT}{_LAST}"
    rf"|[-–—]{{1,3}}\s?[*_]{{0,3}}correct(?:\s+answer)?{_LAST}|✅|✔️?|☑️?|✓|√|👈|⬅️?"
    rf"|(?:[<←]--?\s*)?[(（\[]\s*{_CORRECT}\s*[)）\]])"
)
_SIGNS = late.pattern(
    rf"(?<!\s)\s*(?:(?P<stress>[*_]{{1,3}}){_SIGN}(?P=stress)|{_SIGN})\s*", re.IGNORECASE
)
SIGNED = late.pattern(
    r"\n[ \t>]{0,12}(?:[-*+]|\d{1,2}[.)])[ \t][^\n]*\S[ \t]*"
    rf"[*_]{{0,3}}{_SIGN}[*_]{{0,3}}[ \t]*(?=\n|$)",
    re.IGNORECASE,
)
"""An item that ends in a sign."""
_WRONG = late.pattern(r"(?<![ \t])[ \t]*[❌✗✘]\ufe0f?[ \t]*")
_TICK_FIRST = late.pattern(rf"^([ \t>]*(?:(?:[-*+]|\d{{1,2}}[.)])[ \t]+)?)[{TICKS}]\ufe0f?[ \t]*")
_CHOSEN = late.pattern(
    r"^[ \t>]*(?:[-*+][ \t]+)?(?P<open>[*_]{0,3})(?:[✅✔☑✓👉➡]\ufe0f?|→|[-=]>)[ \t]*"
    r"(?P<rest>[*_(]{0,3}[A-Ha-hА-Еа-е①-⑧](?![^\W_]).*)$"
)
"""The right option once more below all of them, behind a sign: `✅ B) Paris`."""
_TICKED = late.pattern(
    r"^([ \t>]*(?:(?:[-*+]|\d{1,2}[.)])[ \t]+)?(?:\[[(\[]?|\())[xX✓✔](?=[)\]]{1,2}(?:\s|$))"
)
_LETTER = r"(?:[*_]{0,2}[(（]?[A-Ha-hА-Еа-е①-⑧][)）．.、:：]?[*_]{0,2}[ \t]+)?"
_BOLD = late.pattern(
    rf"^([ \t>]*(?:(?:[-*+]|\d{{1,2}}[.)])[ \t]+)?{_LETTER})"
    r"(\*\*|__|==)((?:(?!\*\*|__|==).)+)\2[ \t]*$"
)
_STAR_FIRST = late.pattern(r"^([ \t>]*(?:[-*+][ \t]+)?)\*(?=[(（]?[A-Ha-h][)）.])")
_STAR_LAST = late.pattern(r"(?<=\S)[ \t]+\\?\*[ \t]*$")


def may_sign(document: Document) -> bool:
    """Tell whether a document holds a sign of a right option at all."""
    return any(holds(document.text, part) for part in _NEEDED)


def is_marked(line: str) -> bool:
    """Tell whether the line of an option has a sign or a star that says that it is right."""
    return bool(_SIGNS.search(line.strip())) or _without_star(line) != line


def is_stressed(line: str) -> bool:
    """Tell whether all of an option is bold or highlighted, with its letter or without."""
    return bool(_BOLD.match(line))


def chosen_again(line: str) -> str:
    """Return the option that a line below all options names as the right one, or nothing."""
    match = _CHOSEN.match(line)
    return balanced(match["rest"].strip(), match["open"]) if match else ""


def without_mark(line: str) -> str:
    """Return the line of a right option without tick, sign, star and bold; its letter is kept."""
    line = _TICKED.sub(r"\1 ", _TICK_FIRST.sub(r"\1", line))
    line = _without_star(_SIGNS.sub(" ", line).rstrip())
    return _BOLD.sub(r"\1\3", line)


def unmarked(lines: Sequence[str], right: AbstractSet[int]) -> Iterator[str]:
    """Yield ``lines`` without the marks of those at ``right``, and of the others as wrong."""
    for index, line in enumerate(lines):
        if index in right:
            yield without_mark(line)
        else:
            bare = _TICK_FIRST.sub(r"\1", line) if right else line
            yield _WRONG.sub(" ", bare).rstrip() if right and _WRONG.search(bare) else bare


def _without_star(line: str) -> str:
    """Return a line without the lonely star before its letter or at its end."""
    if line.count("*") - (line.lstrip(" \t>")[:2] == "* ") != 1:
        return line
    return _STAR_LAST.sub("", _STAR_FIRST.sub(r"\1", line))
