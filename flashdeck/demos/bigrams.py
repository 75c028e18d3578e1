"""A language model small enough for paper: which word follows which in a text of the learner's.

P(b | a) is how often b follows a, over how often anything follows a. It stands in for a decoder
wherever the demos generate: the next word depends on the last one only.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import BeforeValidator, Field

from flashdeck.demos.demo import Word
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.checks import Array

END = "."
"""Ends a sentence; what follows it is what a sentence begins with."""

Text = Annotated[
    tuple[Word, ...],
    BeforeValidator(lambda value: value.split() if isinstance(value, str) else value),
    Field(min_length=1, max_length=60),
]
"""Sentences as a list of words or one line of them, each ended by a dot of its own."""


class Bigrams(NamedTuple):
    """The words, the end first and then as they first occur, and their counts (from, to)."""

    words: tuple[str, ...]
    counts: Array

    def next_logits(self, prefix: Sequence[int]) -> Array:
        """Return the logarithms of the counts of what follows; -inf where nothing does."""
        with np.errstate(divide="ignore"):  # the logarithm of 0 is the -inf that is meant
            return np.asarray(np.log(self.counts[prefix[-1]]))

    @property
    def probabilities(self) -> Array:
        """Return P(to | from), each row summing to 1."""
        return np.asarray(self.counts / self.counts.sum(axis=1, keepdims=True))

    def spelled(self, tokens: Sequence[int]) -> str:
        """Return tokens as words."""
        return " ".join(self.words[token] for token in tokens)


def bigrams(text: Sequence[str], added: float = 0.0) -> Bigrams:
    """Return the model of a text; ``added`` is added to every count.

    The text begins and ends like a sentence, also without a last dot.
    """
    line = (END, *text, *(() if text[-1] == END else (END,)))
    words = tuple(dict.fromkeys(line))
    counts = np.full((len(words), len(words)), added)
    for before, after in pairwise(line):
        counts[words.index(before), words.index(after)] += 1
    return Bigrams(words, counts)


def counts_step(model: Bigrams, why: str) -> Step:
    """Return the step that shows what follows what."""
    axes = (Axis("after", model.words), Axis("comes", model.words))
    return Step("counts", "n(a, b)", model.counts, why, axes, View.HEATMAP)
