"""Which `front::back` lines and gaps may be trusted in a note that nothing marks as cards.

Two colons also part the names of programs, the fields of a note's metadata and the steps of a path.
What gives such notes away shows over the whole note rather than in a line of it.
"""

import re
from collections.abc import Iterable, Sequence

from flashdeck import late
from flashdeck.cards import Kind
from flashdeck.parsing.marks.obsidian_note import Note
from flashdeck.parsing.marks.obsidian_units import Strength, Unit
from flashdeck.parsing.words.titles import (
    is_collection_of_questions,
    is_glossary,
    is_project_file,
    is_readme,
    is_software,
)

CARDS = 0.9
GAPS_ONLY = 0.4
ENOUGH_CLEAR = 2
SHARE_OF_CLEAR = 0.05
ENOUGH_WEAK = 3
SHARE_OF_WEAK = 0.4
ENOUGH_GAPS = 3
SHARE_OF_GAPS = 0.6
MOST_SUSPECT = 1 / 3
"""Share of the lines of one form that may look like something else before all of them do."""
MOST_REPEATED = 0.2
WORDS_OF_TEXT = 3

_BRACED = late.pattern(r"\{\{([^{}\n]*)\}\}")
_VARIABLE = late.pattern(
    r"\s.*|.*\s|[.$%#/].*|[A-Z][A-Z\d]*(?:[_ -][A-Z\d]+)*|[^\W_]*(?:_+[^\W_]+)+"
    r"|[a-z]+(?:[A-Z][a-z]*)+|\w+(?:\.\w+)+"
)
"""A name such as `{{TOPIC}}`, `{{ name }}` or `{{first_name}}`, and no word of a sentence."""
_SPACED = late.pattern(r"(?<=\s):{2,3}(?=\s)")
_KEY = late.pattern(r"[\w*]:{2,3}\s")
_TIGHT = late.pattern(r"\w::\w")
_NAME = late.pattern(r"(?:\S++ )?[A-Z]\w*+$|(?=\w*_)\w++$")
_NAMED = late.pattern(r"[A-Z]\w*|\w+\b(?=\W)")
_SIGNATURE = late.pattern(r"(?:^|[`*\s])[a-z][\w']*`?\s*::\s*[^:]{0,80}?(?:->|=>)", re.MULTILINE)
_IDENTIFIER = late.pattern(r"`?\(?[\w'<>=+*/|&.-]+\)?`?$")
_TYPE = late.pattern(r"[(\[]*(?:[A-Z]\w*|[a-z]\b)[\w\s,()\[\]>=|'.-]*$")
_CALL = late.pattern(r"~?[A-Z_]\w+\(|\w+\(\)")
_WORD = late.pattern(r"[^\W\d_]{2,}")
_LINK = late.pattern(r"\[\[[^\[\]]*\]\]|\[[^\[\]]*\]\([^()\s]*\)|https?://\S+|#[\w/-]+")


def trusted(note: Note, found: Sequence[Unit]) -> tuple[list[Unit], float]:
    """Return the units of an unmarked note that may be trusted, and how far."""
    sure = [unit for unit in found if unit.strength is Strength.SURE]
    kept = _without_suspects(note, found)
    clear = [unit for unit in kept if unit.strength >= Strength.CLEAR]
    weak = [unit for unit in kept if unit.strength >= Strength.WEAK]
    gaps = [unit for unit in found if unit.kind is Kind.CLOZE]
    if len(weak) >= ENOUGH_WEAK and _share(note, weak) >= SHARE_OF_WEAK:
        return weak, CARDS
    if len(clear) >= ENOUGH_CLEAR and _share(note, clear) >= SHARE_OF_CLEAR:
        return clear, CARDS
    if sure:
        return sure, CARDS
    if _holds_variables(note):
        return [], 0.0
    if len(gaps) >= ENOUGH_GAPS and _share(note, gaps) >= SHARE_OF_GAPS:
        return gaps, GAPS_ONLY
    return [], 0.0


def _holds_variables(note: Note) -> bool:
    """Tell whether most of what braces enclose are names that a program fills in."""
    found = _BRACED.findall(note.document.text) if "{{" in note.document.text else []
    named = sum(bool(_VARIABLE.fullmatch(inside)) for inside in found)
    return 2 * max(named, len(found) - len(set(found))) > len(found)


def _share(note: Note, found: Iterable[Unit]) -> float:
    """Return which share of the lines that hold text the units cover."""
    covered = sum(unit.end - unit.start for unit in found)
    return covered / max(1, sum(passage.end - passage.start for passage in note.passages))


def _without_suspects(note: Note, found: Sequence[Unit]) -> list[Unit]:
    """Return the units that are surely cards, or are pairs of a form that is nothing else here."""
    sure = [unit for unit in found if unit.strength is Strength.SURE]
    pairs = [unit for unit in found if Strength.WEAK <= unit.strength < Strength.SURE]
    if not pairs or _is_of_software(note) or _repeats(pairs):
        return sure
    chains = [unit for unit in pairs if _SPACED.search(unit.sides[0][1])]
    if chains and len(chains) > MOST_REPEATED * len(pairs):
        return sure
    code = (*_types(note, pairs), *_names(note, pairs), *filter(_is_call, pairs))
    suspects = {unit.start for unit in (*chains, *code)}
    if not _is_announced(note):
        suspects |= {unit.start for unit in _fields(note, pairs)}
    return [unit for unit in found if unit.strength >= Strength.WEAK and unit.start not in suspects]


def _is_of_software(note: Note) -> bool:
    document = note.document
    return is_project_file(document) or is_readme(document) or is_software(document)


def _is_announced(note: Note) -> bool:
    """Tell whether a title names terms or cards, so that keys with a value may be cards."""
    document = note.document
    titles = (document.name.replace("_", " "), *(heading.text for heading in document.headings))
    return any(map(is_glossary, titles)) or is_collection_of_questions(document)


def _repeats(pairs: Sequence[Unit]) -> bool:
    """Tell whether one front often has several backs, as the name of a class or a field does."""
    sides = {unit.sides[0] for unit in pairs}
    fronts = {front.casefold() for front, _ in sides}
    return len(sides) - len(fronts) > MOST_REPEATED * len(sides)


def _types(note: Note, pairs: Sequence[Unit]) -> list[Unit]:
    """Return the pairs of a name and a type in a note that has signatures of functions."""
    if not _SIGNATURE.search(note.document.text):
        return []
    return [unit for unit in pairs if _is_typed(*unit.sides[0])]


def _is_typed(front: str, back: str) -> bool:
    return bool(_TYPE.match(back)) and (bool(_IDENTIFIER.match(front)) or "->" in back)


def _is_call(pair: Unit) -> bool:
    """Tell a class and its method, as in `Window :: open() shows it`."""
    front, back = pair.sides[0]
    return bool(_IDENTIFIER.match(front) and _CALL.match(back))


def _names(note: Note, pairs: Sequence[Unit]) -> list[Unit]:
    """Return the pairs without a space around their colons, if they are parts of one name."""
    tight = [unit for unit in pairs if unit.strength < Strength.CLEAR and _has(note, unit, _TIGHT)]
    alike = [unit for unit in tight if _is_name(*unit.sides[0])]
    return tight if len(alike) > MOST_SUSPECT * len(tight) else []


def _is_name(front: str, back: str) -> bool:
    """Tell `Queue::push adds an element` from `Hund::dog`."""
    return bool(_NAME.match(front)) and bool(_NAMED.match(back))


def _fields(note: Note, pairs: Sequence[Unit]) -> list[Unit]:
    """Return the pairs of a key and a value, unless most of the values say something."""
    fields = [unit for unit in pairs if unit.strength < Strength.CLEAR and _has(note, unit, _KEY)]
    telling = sum(_is_text(unit.sides[0][1]) for unit in fields)
    return fields if telling <= len(fields) / 2 else []


def _is_text(value: str) -> bool:
    return len(_WORD.findall(_LINK.sub("", value))) >= WORDS_OF_TEXT


def _has(note: Note, unit: Unit, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(note.line(unit.start)))
