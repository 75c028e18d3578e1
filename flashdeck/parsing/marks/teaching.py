"""Whether sections of labels and lists are notes to learn from, or a record of work.

Both are shaped alike. Notes define, compare and give examples; plans, reports, audits, references
and recipes have owners and dates, symptoms and fixes, files and commands.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import dropwhile

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.questions import clean_title
from flashdeck.parsing.sections import Section
from flashdeck.parsing.words import teaching_words
from flashdeck.parsing.words.teaching_words import BESIDE, DEFINING, RECORDING, WEIGHING
from flashdeck.parsing.words.titles import is_step

BOLD_LABEL = late.pattern(
    r"^\s*(?:[-*+]\s+|>\s*)?(?:\*\*|__)([^*_]{1,60})(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*[:：])"
)

LOOKS_LIKE = "section of an outline that does not look like notes to learn from"
"""The reason for a heading that is no card only because nothing tells what the outline is for."""

MOST_TAUGHT = 2 / 5
"""Share of sections that must teach where no title says that the notes are for learning."""
TAUGHT = 1 / 4
ENOUGH_TAUGHT = 3
DEFINED = 1 / 3
"""Share of the sections that teach which must say what something is, not only weigh it."""
ENOUGH_DEFINED = 2
FEW_WORKED = 0.15
DISTINCT = 0.75
"""Share of titles that are not said twice: what is to be learnt has a name of its own."""

_SPLIT = late.pattern(r"[^\w'’-]+")
_TAUGHT_PHRASE = late.pattern(
    r"(?:why|how)\s+(?:it|they|does)\s.*|how\s+\w+\s+works?|why\s+.*\bneeded|when\s+to\s+use.*|"
    r"what\s+(?:it|they)\s+(?:is|are|does|do)|used\s+(?:in|for|by|when)|also\s+called|aka|"
    r"in\s+(?:short|other\s+words)|remember|use\s+when",
)
_STUDIES = late.pattern(
    rf"\b(?:{teaching_words.STUDIES})\b|{teaching_words.STUDIES_UNSPACED}", re.IGNORECASE
)
_WORK_TITLE = late.pattern(
    r"\W*(?:(?:step|phase|task|issue|bug|problem|error|fix|sprint|milestone|option|finding|"
    r"opción|opção|variante?|alternativa?|propuesta|proposal|approach|vorschlag|"
    r"recommendation|action|decision|change|feature|scenario|test|paso|passo|schritt|étape|шаг|"
    r"phase|fase|aufgabe|tâche)\b\s*(?:#?\d|:|[a-z]\b)|next\s+steps?|action\s+items?|to-?dos?\b|"
    r"recommend\w+|recomenda\w+|empfehlung\w*|time\s?line|executive\s+summary|"
    r"trouble\s?shooting|root\s+cause|resolution|deliverables|attendees|agenda|ingredients|\d{4}-\d{2}-\d{2}|`|(?:nächste|próximos|prossimi)\s)",
    re.IGNORECASE,
)
_WORK_LINE = late.pattern(
    r"^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]\]\s|\b20\d\d-[01]\d-[0-3]\d\b|`[\w.-]*/[\w./-]+`|"
    r"`[^`\n]*\w\.(?:py|tsx?|jsx?|mjs|java|go|rs|cs|cpp|md|ya?ml|json|sql|sh|php|rb|kt|swift|html|"
    r"css|toml|env|vue|dart)\b|\blocalhost:\d|(?<![\w&])#\d{2,}\b|"
    r":[*_ \t]{0,6}\[[A-Z][^\]\n]{0,120}\]$"
)
"""A box to tick, a date, a path, a file of code, an address, a ticket, or room to fill in."""
_COMMANDS = ("bash", "sh", "shell", "zsh", "powershell", "console", "cmd", "http", "json")


class _Part(Enum):
    """What the labels of a section make of it; one that defines also teaches."""

    DEFINES = 1
    TEACHES = 2
    WORKS = 3
    NEITHER = 4


def labels_in(document: Document, section: Section) -> Iterator[str]:
    """Yield the bold labels that begin lines of the section's own text."""
    for line in range(section.body, section.own_end):
        if line not in document.verbatim_lines and (
            found := BOLD_LABEL.match(document.lines[line])
        ):
            yield found[1]


def teaches(document: Document, found: Sequence[Section]) -> bool:
    """Tell whether ``found``, sections with text of their own, are notes to learn from."""
    parts = Counter(_part(document, section) for section in found)
    defined, worked = parts[_Part.DEFINES], parts[_Part.WORKS]
    taught = defined + parts[_Part.TEACHES]
    titles = {clean_title(section.title).casefold() for section in found}
    if len(titles) < DISTINCT * len(found):
        return False
    if is_for_study(document):
        return (worked == 0 and len(found) > ENOUGH_TAUGHT) or (
            taught >= TAUGHT * len(found) and 2 * worked <= taught
        )
    enough = taught >= max(ENOUGH_TAUGHT, MOST_TAUGHT * len(found))
    return (
        enough
        and defined >= max(ENOUGH_DEFINED, DEFINED * taught)
        and worked <= FEW_WORKED * len(found)
    )


def is_for_study(document: Document) -> bool:
    """Tell whether the name, the title or the first heading speaks of learning."""
    first = next((heading.text for heading in document.headings), "")
    name = document.name.rpartition(".")[0].replace("-", " ").replace("_", " ")
    titles = (first, name, str(document.matter.get("title", "")))
    return any(_STUDIES.search(title) for title in titles)


def _part(document: Document, section: Section) -> _Part:
    labels = [_plain(label) for label in labels_in(document, section)]
    lessons, records = sum(map(_is_lesson, labels)), sum(map(_is_record, labels))
    title = clean_title(section.title)
    if _WORK_TITLE.match(title) or is_step(title) or records > lessons:
        return _Part.WORKS
    if _has_work_line(document, section):
        return _Part.WORKS
    if lessons > records:
        return _Part.DEFINES if any(map(_defines, labels)) else _Part.TEACHES
    return _Part.WORKS if records or _has_commands(document, section) else _Part.NEITHER


def _plain(label: str) -> str:
    """Return a label in lower case without signs, numbers and adjectives before it."""
    words = [word for word in _SPLIT.split(label.lower()) if word and not word.isdigit()]
    return " ".join(dropwhile(BESIDE.__contains__, words))


def _is_lesson(label: str) -> bool:
    return _defines(label) or _begins(label, WEIGHING)


def _defines(label: str) -> bool:
    return _begins(label, DEFINING) or bool(_TAUGHT_PHRASE.fullmatch(label))


def _begins(label: str, words: frozenset[str]) -> bool:
    """Tell whether a label is one of ``words``, or its first or first two words are."""
    first, _, rest = label.partition(" ")
    heads = (first, f"{first} {rest.partition(' ')[0]}", label)
    return any(head in words or head.removesuffix("s") in words for head in heads)


def _is_record(label: str) -> bool:
    return label in RECORDING or label.removesuffix("s") in RECORDING


def _has_work_line(document: Document, section: Section) -> bool:
    return any(
        _WORK_LINE.search(document.lines[line])
        for line in range(section.body, section.own_end)
        if line not in document.verbatim_lines
    )


def _has_commands(document: Document, section: Section) -> bool:
    blocks = document.blocks_between(section.body, section.own_end)
    return any(block.kind == "fence" and block.info in _COMMANDS for block in blocks)
