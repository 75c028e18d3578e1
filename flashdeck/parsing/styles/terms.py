"""Numbered headings that count through a list of questions or terms: `### 12. Closure`.

Chapters of a specification or a tutorial count too; they are long, divided, or named as chapters.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from flashdeck import late
from flashdeck.parsing.bodies import Divider, divided_card
from flashdeck.parsing.claim import Claim, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.questions import asks, clean_question, likeness
from flashdeck.parsing.sections import Section, divisions, section_lines
from flashdeck.parsing.words.titles import (
    is_collection_of_questions,
    is_frame,
    is_law,
    is_project_file,
    is_software,
    is_step,
)

NAME = "terms"
ENOUGH = 5
FEW = 2
MANY = 15
"""Length from which a run needs no other evidence than its shape."""
SOME_ASK = 0.3
SOUGHT = 0.72
LISTED = 0.45
LONGEST_MEDIAN = 25
SHORT_TITLE = 3
"""Words of a title that names a term rather than telling what to do."""
MOST_DIVIDED = 0.2

_NUMBER = late.pattern(
    r"^\W{0,3}(?:<a\s[^<>]*></a>\s*)?(?:Q\s*)?(\d{1,5})\s*[.):、．–—-]+\s*(?=[^\W\d]|\S\D)"
)


def claim(document: Document) -> Claim | None:
    """Claim the runs of short numbered sections in a document that collects questions or terms."""
    found = document.once(divisions)
    if sum(_number(section.title) is not None for section in found) < ENOUGH:
        return None
    is_sought = is_collection_of_questions(document)
    every = [run for run in _runs(found) if _is_list(document, run, steps_too=is_sought)]
    levels = {run[0].level for run in every if len(run) >= ENOUGH}
    runs = [run for run in every if run[0].level in levels]
    chosen = list(_apart(section for run in runs for section in run))
    if not chosen or is_project_file(document) or is_law(document) or is_software(document):
        return None
    score = _score(chosen, is_sought=is_sought)
    if score == 0:
        return None
    divider = Divider(document, [])
    cards = (
        divided_card(
            document,
            clean_question(section.title),
            section.line,
            divider.divide(section.body, section.end),
            path=section.path,
        )
        for section in chosen
    )
    return make_claim(NAME, score, cards, section_lines(document))


def _number(title: str) -> int | None:
    """Return the number that a title begins with, if any; most begin with a word."""
    match = _NUMBER.match(title) if title[:1] in "Qq" or not title[:1].isalpha() else None
    return int(match[1]) if match else None


def _apart(chosen: Iterable[Section]) -> Iterator[Section]:
    """Yield the sections in order, none inside another."""
    end = 0
    for section in sorted(chosen, key=lambda section: section.line):
        if section.line >= end:
            end = section.end
            yield section


def _score(chosen: list[Section], *, is_sought: bool) -> float:
    asking = sum(likeness(section.title) > 0 for section in chosen) / len(chosen)
    if is_sought or asking >= SOME_ASK:
        return SOUGHT
    words = _median(len(clean_question(section.title).split()) for section in chosen)
    return LISTED if len(chosen) >= MANY and words <= SHORT_TITLE else 0.0


def _runs(found: list[Section]) -> Iterator[list[Section]]:
    """Yield the runs of headings of one level whose numbers count on, also across parts."""
    by_level: dict[int, list[tuple[int, Section]]] = defaultdict(list)
    for section in found:
        number = _number(section.title)
        if number is not None:
            by_level[section.level].append((number, section))
    for numbered in by_level.values():
        run: list[Section] = []
        previous = 0
        for number, section in numbered:
            if run and number != previous + 1:
                yield run
                run = []
            run.append(section)
            previous = number
        yield run


def _is_list(document: Document, run: list[Section], *, steps_too: bool) -> bool:
    """Tell a list of terms from chapters: several, short, undivided, not named as chapters are."""
    if len(run) < FEW or any(is_frame(section.title) for section in run):
        return False
    titles = [clean_question(section.title) for section in run]
    steps = 0 if steps_too else sum(map(is_step, titles))
    divided = sum(section.own_end < section.end for section in run)
    written = sum(section.has_own_text(document) for section in run)
    listing = sum(_lists_questions(document, section) for section in run)
    lengths = [section.end - section.body for section in run]
    return (
        steps <= MOST_DIVIDED * len(run)
        and divided <= MOST_DIVIDED * len(run)
        and listing <= MOST_DIVIDED * len(run)
        and written >= (1 - MOST_DIVIDED) * len(run)
        and _median(lengths) <= LONGEST_MEDIAN
    )


def _lists_questions(document: Document, section: Section) -> bool:
    """Tell whether a section holds questions of its own, as a chapter of a collection does."""
    lines = document.lines[section.body : min(section.end, section.body + LONGEST_MEDIAN)]
    return sum(asks(line) for line in lines) >= FEW


def _median(lengths: Iterable[int]) -> float:
    from statistics import median  # deferred: 10 ms that few notes need

    return median(lengths)
