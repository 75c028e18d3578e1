"""What `bahdanau` and `luong` share: a source, a query, and what scores make of them."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from pydantic import model_validator

from flashdeck.demos.arrays import (
    Array,
    Vector,
    Width,
    check_matrix,
    check_vector,
    drawn,
    embedded,
    entries,
    given_or,
)
from flashdeck.demos.demo import Matrix, Params, Seed, Words
from flashdeck.demos.filled import product_sum, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import alignment as reference


class SourceParams(Params):
    """The words of a source with an encoder state each, and the decoder's state."""

    tokens: Words = ("the", "black", "cat", "sleeps")
    d: Width = 3
    seed: Seed = 4
    states: Matrix | None = None
    query: Vector | None = None

    @model_validator(mode="after")
    def _source_fits(self) -> Self:
        check_matrix("states", self.states, len(self.tokens), self.d)
        check_vector("query", self.query, self.d)
        return self

    @property
    def source(self) -> tuple[Array, Array]:
        """The encoder states (words, d) and the query (d,)."""
        states = given_or(self.states, embedded(self.tokens, self.d, self.seed))
        return states, given_or(self.query, drawn(np.random.default_rng(self.seed), self.d))

    @property
    def words(self) -> Axis:
        """The axis of the source."""
        return Axis("source", self.tokens)


def source_steps(params: SourceParams) -> list[Step]:
    """Return the encoder states and the query."""
    states, query = params.source
    entry = entries(params.d)
    return [
        Step(
            "states",
            r"h_j",
            states,
            "What the encoder knows at each word: keys and values at once.",
            (params.words, entry),
        ),
        Step("query", "s", query, "What the decoder has written so far.", (entry,)),
    ]


def look_steps(
    params: SourceParams, scores: Array, context: Array | None = None, how: str = ""
) -> list[Step]:
    """Return the scores, their softmax, and the context: by it, or as a mistake has it."""
    states, query = params.source
    found = reference.attend(scores[None], states)
    weights, first = found.weights[0], params.tokens[0]
    context = found.context[0] if context is None else context
    exps = " + ".join(f"exp({shown(score)})" for score in scores)
    return [
        Step(
            "scores",
            r"e_j = \text{score}(s, h_j)",
            scores,
            "How well each source word fits what is to be written next.",
            (params.words,),
            filled=f"scores[{first}] = {how} = {shown(scores[0])}" if how else "",
        ),
        Step(
            "weights",
            r"\alpha = \text{softmax}(e)",
            weights,
            "Positive and summing to 1: how the look is shared out over the source.",
            (params.words,),
            View.HEATMAP,
            f"weights[{first}] = exp({shown(scores[0])}) / ({exps}) = {shown(weights[0])}",
        ),
        Step(
            "context",
            r"c = \sum_j \alpha_j h_j",
            context,
            "The mean of all encoder states, weighted: no word is out of reach.",
            (entries(len(query)),),
            filled=f"context[1] = {product_sum(weights, states[:, 0])} = {shown(context[0])}",
        ),
    ]


def mean_context(params: SourceParams, scores: Array) -> Sequence[Step]:
    """Return the look with every state weighted alike."""
    return look_steps(params, scores, params.source[0].mean(axis=0))
