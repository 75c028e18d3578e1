"""Headings that ask: `### What ...?`, `### **b) Explain ...**`, at levels found by evidence.

The level may change midway: below a part that asks nothing, its own headings are looked at.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from flashdeck import late
from flashdeck.cards import ParsedCard
from flashdeck.parsing.bodies import Divider, divided_card
from flashdeck.parsing.claim import Claim, before_footer, make_claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.marks.stub_lines import is_stub
from flashdeck.parsing.marks.tasks import is_no_question, may_be_task
from flashdeck.parsing.questions import (
    clean_question,
    is_back_matter,
    likeness,
    split_attributes,
)
from flashdeck.parsing.sections import Section, divisions
from flashdeck.parsing.words import vocabulary
from flashdeck.parsing.words.rhetoric import is_offer, is_prompt, stands_alone
from flashdeck.parsing.words.titles import (
    is_collection,
    is_collection_of_questions,
    is_frame,
    is_law,
    is_project_file,
    is_readme,
    is_software,
)

NAME = "headings"
SURE = 0.95
UNSURE = 0.65
LEAST = 0.5
ENOUGH = 0.6
"""Share of headings that ask from which those that ask are cards."""
CERTAIN = 0.8
"""Likeness from which a heading asks by itself, and share from which its equals need not."""
SIBLINGS = 3
"""Headings below one that need not be weighed together with all others of their level."""
MANY_SIBLINGS = 5
"""Headings below one that are evidence by themselves; fewer are where that one says *FAQ*."""
LONGEST_LABEL = 24
MOST_PROMPTS = 12
ENOUGH_ORDERS = 5
"""Headings such as *Explain x*, as teachers say, that are evidence without a question mark."""

_NUMBER = late.pattern(r"\W{0,4}(?:[^\W\d_]{1,12}\s?)?\W{0,2}(\d{1,5})\s*[.):、：\]–—-]")

_BARE = late.pattern(rf"[\W_]*(?:{vocabulary.QUESTION})[\W_]*", re.IGNORECASE)
"""A label without a number and without a question."""


def claim(document: Document) -> Claim | None:
    """Claim the headings of those levels, or below those headings, of which most ask."""
    found = document.once(divisions)
    survey = _Survey(document, found)
    survey.choose()
    share = survey.share()
    if share < ENOUGH:
        return None
    survey.add_the_certain()
    cards = list(_cards(document, survey.chosen()))
    paths = (section.line + 1 for i, section in enumerate(found) if i not in survey.covered)
    most = SURE if len(cards) >= SIBLINGS else UNSURE
    return make_claim(NAME, LEAST + (most - LEAST) * share, cards, paths)


@dataclass
class _Survey:
    """The sections of a document, how much each asks, and which of them are questions."""

    document: Document
    found: list[Section]
    scores: list[float] = field(init=False)
    questions: set[int] = field(default_factory=set)
    is_grouped: bool = False
    covered: set[int] = field(default_factory=set)
    others: int = 0

    def __post_init__(self) -> None:
        looks = [likeness(split_attributes(section.title)[0]) for section in self.found]
        marked = looks.count(1.0)
        self._is_collected = is_collection_of_questions(self.document)
        self._all_ask = ENOUGH if self._is_collected else CERTAIN
        self._is_readme = not self._is_collected and is_readme(self.document)
        self._is_software = marked < MANY_SIBLINGS and is_software(self.document)
        self._tasks = set(self.document.lines_beginning(may_be_task))
        self.scores = [self._score(*pair) for pair in zip(self.found, looks, strict=True)]
        self._lines = [section.line for section in self.found]
        certain = [i for i, score in enumerate(self.scores) if score >= CERTAIN]
        self._certain_lines = [self._lines[i] for i in certain]
        self._certain_levels = [self.found[i].level for i in certain]
        self._weights = Counter(self._certain_levels)

    def _score(self, section: Section, look: float) -> float:
        title = section.title
        if look and _only_labels(title):
            return 0.0
        if look and section.line in self._tasks and is_no_question(self.document, section):
            return 0.0
        if CERTAIN < look < 1.0 and self._is_software:
            return 0.0
        return 0.0 if look and (is_back_matter(title) or is_offer(title)) else look

    def choose(self) -> None:
        """Choose the questions, level by level from the top, none inside another."""
        by_level: dict[int, list[int]] = defaultdict(list)
        for index, section in enumerate(self.found):
            by_level[section.level].append(index)
        for level in sorted(by_level):
            equals = [i for i in by_level[level] if i not in self.covered and not self._is_part(i)]
            self._choose_among(equals)

    def _choose_among(self, equals: list[int]) -> None:
        share = self._mean(equals)
        is_certain = any(self.scores[i] >= CERTAIN for i in equals)
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for index in equals:
            groups[self.found[index].path].append(index)
        for group in groups.values():
            together = len(group) >= SIBLINGS and sum(self.scores[i] == 1.0 for i in group) > 1
            here = max(share if is_certain else 0.0, self._mean(group) if together else 0.0)
            accepted = [i for i in group if self._is_accepted(i, group, here)]
            if len(accepted) < len(group) and here >= ENOUGH:
                numbers = {self._number(i) for i in group if self.scores[i] > 0}
                known = set(accepted)
                accepted = [i for i in group if i in known or self._counts(i, numbers)]
            self._take(accepted)
            stubs = sum(_only_labels(self.found[i].title) for i in group if not self.scores[i])
            self.others += len(group) - len(accepted) - stubs
            self.is_grouped |= together and self._is_collection(accepted)

    def _is_collection(self, accepted: list[int]) -> bool:
        """Tell whether equals below one heading are a collection of questions by themselves."""
        above = self.found[accepted[0]].path[-1:] if accepted else ()
        return len(accepted) >= (SIBLINGS if any(map(is_collection, above)) else MANY_SIBLINGS)

    def _is_accepted(self, index: int, group: list[int], share: float) -> bool:
        if share < ENOUGH:
            return False
        if self.scores[index] > 0:
            return True
        may_be_few = self._is_collected and len(group) < SIBLINGS
        some_ask = may_be_few or any(self.scores[i] > 0 for i in group)
        is_none = self._is_around(index) or self._is_odd(index, group)
        return share >= self._all_ask and some_ask and not is_none

    def _is_odd(self, index: int, group: list[int]) -> bool:
        """Tell whether a heading that does not ask differs from those that do.

        It has no number though all of these have one, or it begins or ends a group that is no
        collection, as a preface or a supplement does.
        """
        asking = [i for i in group if self.scores[i] > 0]
        is_edge = not self._is_collected and index in (group[0], group[-1])
        is_counted = len(asking) >= SIBLINGS and all(map(self._number, asking))
        return is_edge or (is_counted and not self._number(index))

    def add_the_certain(self) -> None:
        """Add headings of other levels that ask by themselves and hold no question.

        Beside a part that is a collection, what orders, as *Write the image*, may be a step.
        """
        least = 1.0 if self.is_grouped and not self._is_collected else CERTAIN
        chosen = sorted(self.found[i].line for i in self.questions)
        for index, score in enumerate(self.scores):
            if score < least or index in self.questions or index in self.covered:
                continue
            section = self.found[index]
            holds_none = bisect_left(chosen, section.line) == bisect_left(chosen, section.end)
            if holds_none and not self._is_part(index):
                self._take([index])

    def _number(self, index: int) -> int:
        match = _NUMBER.match(self.found[index].title)
        return int(match[1]) if match else 0

    def _counts(self, index: int, numbers: set[int]) -> bool:
        """Tell whether a heading counts on among numbered ones that ask."""
        number = self._number(index)
        return number > 0 and not numbers.isdisjoint((number - 1, number + 1))

    def _take(self, accepted: Iterable[int]) -> None:
        for index in accepted:
            self.questions.add(index)
            end = bisect_left(self._lines, self.found[index].end)
            self.covered.update(range(index + 1, end))

    def _mean(self, indexes: list[int]) -> float:
        """Return how much headings ask on average, those around a collection left out."""
        if self._is_collected:
            indexes = [i for i in indexes if self.scores[i] or not self._is_around(i)]
        return sum(self.scores[i] for i in indexes) / len(indexes) if indexes else 0.0

    def _is_around(self, index: int) -> bool:
        """Tell whether a heading is a preface, a list of sources or the like."""
        title = self.found[index].title
        return is_frame(title) or is_back_matter(title)

    def _is_part(self, index: int) -> bool:
        """Tell whether the questions stand below this heading: it asks less than they do."""
        section = self.found[index]
        first = bisect_right(self._certain_lines, section.line)
        if first == bisect_left(self._certain_lines, section.end):
            return False
        if self.scores[index] == 0 or not section.has_own_text(self.document):
            return True
        return self._weights[self._certain_levels[first]] > self._weights[section.level]

    def chosen(self) -> list[Section]:
        """Return the questions in order."""
        return [self.found[index] for index in sorted(self.questions)]

    def share(self) -> float:
        """Return how much the questions ask, or 0 if they are not what the document is about."""
        number = len(self.questions)
        if not self.is_grouped and not self._prevail(number):
            return 0.0
        return self._mean(list(self.questions)) if self._is_evidence() else 0.0

    def _prevail(self, number: int) -> bool:
        are_few = number < SIBLINGS and self._is_software
        return number > self.others + self._asides() and not are_few

    def _asides(self) -> int:
        """Return how many headings have text of their own and a single question below it."""
        if self._is_collected:
            return 0
        lines = sorted(self.found[i].line for i in self.questions)
        return sum(
            bisect_left(lines, it.end) - bisect_right(lines, it.line) == 1
            and it.own_end < it.end
            and it.has_own_text(self.document)
            for it in self.found
        )

    def _is_evidence(self) -> bool:
        """Tell whether a question mark, a label or many orders vouch for the questions."""
        marked = sum(self.scores[i] == 1.0 for i in self.questions)
        if is_project_file(self.document) or (marked < SIBLINGS and is_law(self.document)):
            return False
        if self._is_readme and not self.is_grouped and 2 * self._standing() <= len(self.questions):
            return False
        if not self._is_collected and self._only_prompt():
            return False
        if marked or any(self.scores[i] == CERTAIN for i in self.questions):
            return True
        orders = [self.found[i].title for i in self.questions if self.scores[i] >= CERTAIN]
        learned = sum(bool(vocabulary.LEARNED.match(clean_question(title))) for title in orders)
        return learned >= ENOUGH_ORDERS and len(orders) >= CERTAIN * len(self.questions)

    def _only_prompt(self) -> bool:
        """Tell whether the questions, a few, are the prompts of a form or a meeting."""
        if len(self.questions) > MOST_PROMPTS:
            return False
        asked = [self.found[i].title for i in self.questions if "?" in self.found[i].title]
        prompts = sum(is_prompt(clean_question(title)) for title in asked)
        return 2 * len(asked) > len(self.questions) and prompts > 1 and 2 * prompts >= len(asked)

    def _standing(self) -> int:
        """Return how many questions can be understood without knowing the program."""
        return sum(stands_alone(clean_question(self.found[i].title)) for i in self.questions)


def _only_labels(title: str) -> bool:
    """Tell whether a title is a label without a question: `Question`, `Question 4`."""
    return len(title) <= LONGEST_LABEL and bool(_BARE.fullmatch(title) or is_stub(title))


def _cards(document: Document, chosen: list[Section]) -> Iterable[ParsedCard]:
    """Yield a card for each section, with the code that its question speaks of."""
    titles = Counter(section.title for section in chosen)
    spans = [(section.body, section.end) for section in chosen]
    divider = Divider(document, spans, [section.title for section in chosen])
    ends = [*(end for _, end in spans[:-1]), *([before_footer(document, spans)] if spans else [])]
    for section, end in zip(chosen, ends, strict=True):
        title, explicit_id, tags = split_attributes(section.title)
        question = clean_question(title)
        repeated = titles[section.title] > 1
        yield divided_card(
            document,
            question,
            section.line,
            divider.divide(section.body, end, question, repeated=repeated),
            path=section.path,
            tags=tags,
            explicit_id=explicit_id,
        )
