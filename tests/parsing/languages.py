"""What people write in their languages: questions, labels, titles, and notes that ask nothing."""

import tomllib
from pathlib import Path
from typing import NamedTuple

_DIGITS = {"arabic": "٠١٢٣٤٥٦٧٨٩", "persian": "۰۱۲۳۴۵۶۷۸۹", "hindi": "०१२३४५६७८९"}


class Language(NamedTuple):
    """How notes in one language are written.

    ``posed`` asks without a question mark, ``leads`` label a question and ``marks`` an answer;
    ``stubs`` are titles of nothing but a number, ``titles`` stand above an answer, ``summaries``
    on what opens it, ``keys`` above many answers. ``headers`` name the columns of tables.
    """

    name: str
    questions: list[str]
    answers: list[str]
    posed: list[str]
    leads: list[str]
    marks: list[str]
    stubs: list[str]
    titles: list[str]
    summaries: list[str]
    keys: list[str]
    headers: list[str]
    term_headers: list[str]
    glossaries: list[str]
    terms: list[str]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The questions with their answers."""
        return list(zip(self.questions, self.answers, strict=True))

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """The terms with what they mean."""
        return [(term, said) for term, _, said in (it.partition("=") for it in self.terms)]


class Prose(NamedTuple):
    """A recipe, a meeting and instructions: what they are called and what they consist of."""

    name: str
    dish: str
    needed: str
    things: list[str]
    making: str
    steps: list[str]
    meeting: str
    agenda: str
    points: list[str]
    doing: str
    orders: list[str]


_READ = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LANGUAGES = [Language(**fields) for fields in _READ["language"]]
PROSE = [Prose(**fields) for fields in _READ["prose"]]


def written(form: str, question: str, answer: str, number: int) -> str:
    """Return a question and its answer in a form with places for them and their number."""
    numbers = {
        script: "".join(digits[int(digit)] for digit in str(number))
        for script, digits in _DIGITS.items()
    }
    return form.format(q=question, a=answer, n=number, **numbers)
