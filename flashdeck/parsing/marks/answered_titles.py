"""Headings that need not ask because what stands below most of them has an answer's label."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from flashdeck import late
from flashdeck.parsing.document import Block, Document
from flashdeck.parsing.marks.answers import is_answer_title
from flashdeck.parsing.marks.label_lines import Label
from flashdeck.parsing.questions import is_back_matter, likeness
from flashdeck.parsing.words.label_words import SOLUTIONS
from flashdeck.parsing.words.titles import is_frame

FEW = 2
MOST = 0.6
"""Share of the headings of a level that must be answered."""
FAR = 60
"""The most lines between a heading and the label of its answer."""
NEAR = 4
NEAR_TASK = 6
"""The lines above a solution among which its task stands."""
TASK = 0.5

_REQUEST = late.pattern(
    r"\b(?:GET|POST|PUT|PATCH|DELETE)\b|/\w+/|\bcurl\b|\W{0,4}(?:request|payload|body|headers?|params|"
    r"parameters|endpoint|route|url|method|запрос|параметры|solicitud|petición|requisição|parâmetros|"
    r"requête|paramètres|anfrage|richiesta|istek|请求|リクエスト|요청|طلب)\b\W{0,4}[:：]",
    re.IGNORECASE,
)
_DATA = late.pattern(
    r"[ \t]*(?:```|~~~)[ \t]*(?:json|http|xml|yaml|console|output)\b", re.IGNORECASE
)


def answered_titles(document: Document, labels: Sequence[Label]) -> Mapping[int, int]:
    """Return by the 0-based line of an answer's label the line of the heading that it answers.

    Most headings of a level are answered so; what an interface answers to a request is none.
    """
    labels = [label for label in labels if _answers_task(document, label)]
    if not labels:
        return {}
    titles = [block for block in document.headings if not is_answer_title(block.text)]
    starts = [block.start for block in titles]
    found: dict[int, Block] = {}
    for label in labels:
        place = bisect_right(starts, label.line - 1) - 1
        if place >= 0 and label.line - starts[place] <= FAR:
            found.setdefault(starts[place], titles[place])
    answered = Counter(block.level for block in found.values())
    levels = {level for level, number in answered.items() if number >= FEW}
    asking = Counter(b.level for b in titles if b.level in levels and _may_ask(document, b))
    chosen = {level for level in levels if answered[level] >= MOST * asking[level]}
    first: dict[int, int] = {}
    for label in labels:
        place = bisect_right(starts, label.line - 1) - 1
        heading = found.get(starts[place]) if place >= 0 else None
        if heading and heading.level in chosen and _may_ask(document, heading):
            first.setdefault(heading.start, label.line)
    pairs = {line: start for start, line in first.items()}
    interfaces = sum(_is_interface(document, start, line) for line, start in pairs.items())
    return {} if 2 * interfaces >= len(pairs) else pairs


def _answers_task(document: Document, label: Label) -> bool:
    """Tell whether a label announces an answer; a solution needs a task, for troubles have one."""
    if label.word not in SOLUTIONS:
        return True
    above = range(label.line - 1, max(-1, label.line - 1 - NEAR_TASK), -1)
    return any(likeness(document.lines[line].strip(" *_>#")) >= TASK for line in above)


def _may_ask(document: Document, heading: Block) -> bool:
    """Tell whether a heading has text of its own and is no mere frame or address."""
    place = bisect_right(document.blocks, heading.start, key=lambda block: block.start)
    below = document.blocks[place] if place < len(document.blocks) else None
    is_empty = below is None or (below.kind == "heading" and not is_answer_title(below.text))
    return not is_empty and not (is_frame(heading.text) or is_back_matter(heading.text))


def _is_interface(document: Document, start: int, label: int) -> bool:
    """Tell whether a heading is the address of a request, and its answer data."""
    above = document.lines[start:label]
    below = document.lines[label : label + NEAR]
    return any(map(_REQUEST.search, above)) or any(map(_DATA.match, below))
