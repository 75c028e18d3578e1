"""Notes that look like a learner's: headings that ask, answers with code, lists and formulas."""

import os
from pathlib import Path
from random import Random

PER_FILE = 250
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


def write_notes(folder: Path, cards: int, seed: int = 1) -> int:
    """Write ``cards`` cards as Markdown files into ``folder`` and return how many bytes they are.

    The same seed gives the same notes.
    """
    random = Random(seed)
    size = 0
    for first in range(0, cards, PER_FILE):
        last = min(first + PER_FILE, cards)
        path = folder / f"notes-{first // PER_FILE:03}.md"
        data = _note(random, range(first, last)).encode()
        path.write_bytes(data)
        os.utime(path, (LONG_AGO, LONG_AGO))
        size += len(data)
    return size


def _note(random: Random, numbers: range) -> str:
    parts = [f"# Notes from card {numbers.start}\n"]
    for number in numbers:
        if number % 25 == 0:
            parts.append(f"## Chapter {number // 25}: {random.choice(_TOPICS)}\n")
        question = f"{random.choice(_ASKING)} {random.choice(_TOPICS)} in case {number}?"
        parts.append(f"### {question}\n\n{_answer(random)}\n")
    return "\n".join(parts)


def _answer(random: Random) -> str:
    kinds = (_paragraph, _paragraph, _list, _formula, _code)
    return "\n\n".join(random.choice(kinds)(random) for _ in range(random.randint(1, 3)))


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
