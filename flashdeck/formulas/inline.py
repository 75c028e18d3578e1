"""A formula on one line of Unicode: `h_{t-1}` becomes hₜ₋₁, what has no such form keeps `_( )`."""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from flashdeck.formulas.scripts import ACCENTS, LETTERS, SUBSCRIPTS, SUPERSCRIPTS
from flashdeck.formulas.tree import parse_latex
from flashdeck.text import clean

_RELATIONS = set("=<>≤≥≈≠≡∼∈∉⊂⊆→←↔⇒⇐⇔∝↦≪≫:≔|∥⟶⟵≜≐≃≅")
_BINARY = set("+−-±×·∗*⊙⊗⊕∘/∪∩∧∨÷⋅")
_OPEN = set("([{⟨⌊⌈")
_CLOSE = set(")]}⟩⌋⌉!")
_BIG = set("∑∏∫⋃⋂∮")
_OPEN_ENDED = re.compile(r"[_^][^\s()]$")
_SIMPLE = re.compile(r"^[\w√∂∇′'̂̃̄̇⃗ᵀ⁰-₟ᵃ-ᶿⁱⁿ]+$")


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a formula and the class that decides the space around it.

    What follows a fraction, a root or a script without parentheses would seem to belong to it.
    """

    text: str
    kind: str = "ord"


@lru_cache(maxsize=2_048)
def to_unicode(latex: str) -> str:
    """Return ``latex`` as one line of Unicode, or the LaTeX itself where it cannot be read."""
    element = parse_latex(latex)
    if element is None:
        return " ".join(clean(latex).split())
    try:
        return clean(_joined(_atoms(element))).strip()
    except (IndexError, RecursionError):  # half a formula makes elements without their children
        return " ".join(clean(latex).split())


def _joined(atoms: Iterable[Atom]) -> str:
    """Join atoms with the spaces that their classes ask for."""
    parts: list[str] = []
    before = Atom("", "open")
    for atom in atoms:
        if not atom.text:
            continue
        kind = "sign" if _is_sign(before, atom) else atom.kind
        if _spaced(before, Atom(atom.text, kind)) and parts and not parts[-1].endswith(" "):
            parts.append(" ")
        parts.append(atom.text)
        before = Atom(atom.text, kind)
    return "".join(parts)


def _is_sign(before: Atom, atom: Atom) -> bool:
    """Tell whether an operator or relation has nothing on its left to join."""
    if atom.kind == "rel":
        return before.kind == "open"
    return atom.kind == "bin" and before.kind in ("open", "rel", "bin", "punct")


def _spaced(before: Atom, atom: Atom) -> bool:
    pair = {before.kind, atom.kind}
    if before.text.endswith(" ") or atom.text.startswith(" "):
        return False
    if pair & {"rel", "bin"}:
        return before.kind != "open" and atom.kind not in ("close", "punct")
    if before.kind == "sign":
        return False
    if before.kind in ("punct", "big"):
        return atom.kind != "close"
    if before.kind == "name":
        return atom.kind not in ("open", "close", "punct", "script")
    if before.kind in ("frac", "root") and atom.kind in ("ord", "open", "frac", "root"):
        return True
    if _OPEN_ENDED.search(before.text) and atom.kind in ("ord", "root"):
        return True
    return atom.kind in ("name", "big", "frac") and before.kind != "open"


def _atoms(element: Element) -> list[Atom]:
    tag = element.tag.rpartition("}")[2]
    if tag in _RENDER:
        return _RENDER[tag](element)
    return [atom for child in element for atom in _atoms(child)]


def _text(element: Element) -> str:
    return html.unescape(element.text or "")


def _identifier(element: Element) -> list[Atom]:
    text = _text(element)
    text = LETTERS.get((element.get("mathvariant", ""), text), text)
    return [Atom(text, "name" if len(text) > 1 and text.isalpha() else "ord")]


def _operator(element: Element) -> list[Atom]:
    text = _text(element).replace("\u2061", "")
    for kind, members in (
        ("rel", _RELATIONS),
        ("bin", _BINARY),
        ("open", _OPEN),
        ("close", _CLOSE),
        ("big", _BIG),
        ("punct", {",", ";"}),
    ):
        if text in members:
            if text in "|∥" and element.get("fence") == "true":
                kind = "open" if element.get("form") == "prefix" else "close"
            elif text in "|∥/":
                kind = "ord"
            return [Atom(text, kind)]
    return [Atom(text, "name" if len(text) > 1 and text.isalpha() else "ord")]


def _words(element: Element) -> list[Atom]:
    text = _text(element).replace("\u00a0", " ")
    return [Atom(text, "name" if text.strip().isalpha() and text == text.strip() else "ord")]


def _line(element: Element) -> str:
    return _joined(_atoms(element))


def _script(base: str, script: str, table: dict[str, str], mark: str) -> str:
    """Attach a sub- or superscript as Unicode where every character has one."""
    tight = script.replace(" ", "")
    if not tight:
        return base
    if all(char in table for char in tight):
        return base + "".join(table[char] for char in tight)
    return f"{base}{mark}{script}" if len(script) == 1 else f"{base}{mark}({script})"


def _sub(element: Element) -> list[Atom]:
    base, script = _atoms(element[0]), _line(element[1])
    return _scripted(base, _script("", script, SUBSCRIPTS, "_"))


def _sup(element: Element) -> list[Atom]:
    base, script = _atoms(element[0]), _line(element[1])
    return _scripted(base, _script("", script, SUPERSCRIPTS, "^"))


def _sub_sup(element: Element) -> list[Atom]:
    below = _script("", _line(element[1]), SUBSCRIPTS, "_")
    above = _script("", _line(element[2]), SUPERSCRIPTS, "^")
    return _scripted(_atoms(element[0]), below + above)


def _scripted(base: list[Atom], script: str) -> list[Atom]:
    """Put a script on the last atom, which keeps its class (a sum stays a sum)."""
    if not base:
        return [Atom(script)]
    *before, last = base
    return [*before, Atom(last.text + script, last.kind)]


def _grouped(text: str) -> str:
    return text if _SIMPLE.match(text) or _is_wrapped(text) else f"({text})"


def _is_wrapped(text: str) -> bool:
    """Tell whether one pair of parentheses or norm bars spans the whole text."""
    if text.count("‖") == 2 and text[0] == text[-1] == "‖":
        return True
    if not (text.startswith("(") and text.endswith(")")):
        return False
    depth = 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and index < len(text) - 1:
            return False
    return True


def _fraction(element: Element) -> list[Atom]:
    over, under = _grouped(_line(element[0])), _grouped(_line(element[1]))
    if element.get("linethickness") in ("0", "0px"):
        return [Atom(f"C({over}, {under})")]
    return [Atom(f"{over}/{under}", "frac")]


def _root(element: Element) -> list[Atom]:
    inside = " ".join(_line(child) for child in element[:1])
    degree = _line(element[1]) if len(element) > 1 else ""
    return [Atom(_script("", degree, SUPERSCRIPTS, "") + "√" + _grouped(inside), "root")]


def _square_root(element: Element) -> list[Atom]:
    inside = _joined(atom for child in element for atom in _atoms(child))
    return [Atom("√" + _grouped(inside), "root")]


def _over(element: Element) -> list[Atom]:
    base, above = _line(element[0]), _line(element[1])
    if (accent := ACCENTS.get(above)) and len(base) <= 2:
        return [Atom(base[0] + accent + base[1:])]
    if above in ACCENTS:
        return [Atom(f"{ACCENTS[above]}".join(base) + ACCENTS[above])]
    return _sup(element) if above not in "⏞⏟‾" else _atoms(element[0])


def _under(element: Element) -> list[Atom]:
    return _atoms(element[0]) if _line(element[1]) in ("⏟", "_", "‾") else _sub(element)


def _table(element: Element) -> list[Atom]:
    rows = [", ".join(_line(cell) for cell in row) for row in element]
    return [Atom("; ".join(row for row in rows if row.strip(", ")))]


def _space(element: Element) -> list[Atom]:
    width = element.get("width", "")
    return [Atom(" " if not width.startswith("-") else "")]


_RENDER: dict[str, Callable[[Element], list[Atom]]] = {
    "mi": _identifier,
    "mn": _identifier,
    "mo": _operator,
    "mtext": _words,
    "msub": _sub,
    "msup": _sup,
    "msubsup": _sub_sup,
    "mfrac": _fraction,
    "mroot": _root,
    "msqrt": _square_root,
    "mover": _over,
    "munder": _under,
    "munderover": _sub_sup,
    "mtable": _table,
    "mspace": _space,
}
