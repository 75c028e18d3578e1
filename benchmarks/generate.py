"""Notes that look like a learner's: headings that ask, answers with code, lists and formulas."""

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

PER_FILE = 250
PER_CHAPTER = 25
LONG_AGO = 1_600_000_000
"""The time stamp of the files, old enough for a second import to trust it."""

_TOPICS = ("attention", "the forget gate", "layer norm", "beam search", "CTC", "dropout", "padding")
_ASKING = ("What does", "Why is", "How would you explain", "When does", "Which cost has")
_PROSE = """
the state of each step depends on weights that training moves a little at a time while gradients
flow back through every gate and vanish where activations saturate so careful scaling keeps
products near one and longer sequences stay learnable for small models
"""
_WORDS = tuple(_PROSE.split())
_FORMULAS = (
    r"$h_t = \tanh(W_x x_t + W_h h_{t-1} + b)$",
    r"$\mathrm{softmax}(QK^\top / \sqrt{d_k}) V$",
    r"$$p(y \mid x) = \sum_{\pi \in B^{-1}(y)} \prod_t p(\pi_t \mid x)$$",
)
_CODE = """\
```python
scores = q @ k.T / math.sqrt(d_k)  # (queries, keys)
return softmax(scores) @ v
```"""


@dataclass(frozen=True, slots=True)
class MadeCard:
    """A card, and the heading of the chapter that it opens, if it opens one."""

    question: str
    answer: str
    chapter: str = ""


def make_cards(count: int, seed: int = 1, parts: int = 3) -> Iterator[MadeCard]:
    """Yield ``count`` cards with answers of up to ``parts`` parts, the same for the same seed."""
    random = Random(seed)
    for number in range(count):
        chapter = ""
        if number % PER_CHAPTER == 0:
            chapter = f"Chapter {number // PER_CHAPTER}: {random.choice(_TOPICS)}"
        question = f"{random.choice(_ASKING)} {random.choice(_TOPICS)} in case {number}?"
        yield MadeCard(question, _answer(random, parts), chapter)


def write_notes(
    folder: Path, cards: int, seed: int = 1, *, per_file: int = PER_FILE, parts: int = 3
) -> int:
    """Write ``cards`` cards as Markdown files into ``folder`` and return how many bytes they are.

    The same seed gives the same notes.
    """
    made = make_cards(cards, seed, parts)
    size = 0
    for number, first in enumerate(range(0, cards, per_file)):
        path = folder / f"notes-{number:03}.md"
        size += write_note(path, first, list(islice(made, per_file)))
    return size


def write_note(path: Path, first: int, cards: list[MadeCard], age: int = 0) -> int:
    """Write one file, saved ``age`` seconds after the others, and return how many bytes it is."""
    data = _note(first, cards).encode()
    path.write_bytes(data)
    os.utime(path, (LONG_AGO + age, LONG_AGO + age))
    return len(data)


def write_table(path: Path, cards: Iterable[MadeCard]) -> None:
    """Write cards as a table that Anki imports as it is."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("#separator:tab\n#html:true\n")
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerows((card.question, card.answer) for card in cards)


def _note(first: int, cards: list[MadeCard]) -> str:
    parts = [f"# Notes from card {first}\n"]
    for card in cards:
        if card.chapter:
            parts.append(f"## {card.chapter}\n")
        parts.append(f"### {card.question}\n\n{card.answer}\n")
    return "\n".join(parts)


def _answer(random: Random, parts: int) -> str:
    kinds = (_paragraph, _paragraph, _list, _formula, _code)
    return "\n\n".join(random.choice(kinds)(random) for _ in range(random.randint(1, parts)))


def _sentence(random: Random, words: int) -> str:
    return " ".join(random.choice(_WORDS) for _ in range(words)).capitalize() + "."


def _paragraph(random: Random) -> str:
    return "\n".join(_sentence(random, random.randint(8, 14)) for _ in range(random.randint(1, 4)))


def _list(random: Random) -> str:
    return "\n".join(f"- **{_sentence(random, 2)}** {_sentence(random, 9)}" for _ in range(3))


def _formula(random: Random) -> str:
    return f"{_sentence(random, 6)} Then {random.choice(_FORMULAS)}"


def _code(random: Random) -> str:
    return f"{_sentence(random, 5)}\n\n{_CODE}"
