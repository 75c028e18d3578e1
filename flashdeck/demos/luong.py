"""The demo `luong`: multiplicative attention and its three scores; M.-T. Luong et al., 2015."""

from collections.abc import Sequence
from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from flashdeck.demos.alignment import SourceParams, look_steps, source_steps
from flashdeck.demos.arrays import (
    Array,
    Vector,
    check_matrix,
    check_vector,
    drawn,
    entries,
    given_or,
    whole,
)
from flashdeck.demos.demo import Demo, Matrix, Mistake
from flashdeck.demos.filled import product_sum
from flashdeck.demos.trace import Axis, Step
from flashdeck.reference import alignment as reference


class LuongParams(SourceParams):
    """Source, query and one of Luong's three scores; its weights are drawn, or given.

    ``w_a`` is (d, d) for "general" and (d, 2 d) for "concat", ``v_a`` (d,) for "concat".
    """

    score: Literal["dot", "general", "concat"] = "dot"
    w_a: Matrix | None = None
    v_a: Vector | None = None

    @model_validator(mode="after")
    def _weights_fit(self) -> Self:
        check_matrix("w_a", self.w_a, self.d, self.d * (2 if self.score == "concat" else 1))
        check_vector("v_a", self.v_a, self.d)
        return self

    @property
    def weights(self) -> tuple[Array, Array]:
        """The matrix w_a and the vector v_a."""
        draw = np.random.default_rng([self.seed, 2])
        v_a, width = drawn(draw, self.d), self.d * (2 if self.score == "concat" else 1)
        return given_or(self.w_a, drawn(draw, self.d, width)), given_or(self.v_a, v_a)


FORMULAS = {
    "dot": (r"s^\top h_j", "The product of both: no weights, and both must be of one size."),
    "general": (r"s^\top W_a h_j", "A matrix between them learns which entries belong together."),
    "concat": (r"v_a^\top \tanh(W_a [s; h_j])", "Bahdanau's score, with both matrices as one."),
}


def luong_scores(params: LuongParams) -> Array:  # (words,)
    """Return the scores of the kind that was chosen."""
    (states, query), (w_a, v_a) = params.source, params.weights
    if params.score == "dot":
        scores = reference.dot_scores(query[None], states)
    elif params.score == "general":
        scores = reference.general_scores(query[None], states, w_a)
    else:
        scores = reference.concat_scores(query[None], states, w_a, v_a)
    return scores.reshape(-1)


def luong_steps(params: LuongParams) -> Sequence[Step]:
    """Return the weights that the score has, if any, and the look at the source."""
    states, query = params.source
    how = product_sum(query, states[0]) if params.score == "dot" else ""
    return [
        *source_steps(params),
        *_weight_steps(params),
        *_luong_look(params, luong_scores(params), how=how),
    ]


def _luong_look(
    params: LuongParams, scores: Array, context: Array | None = None, how: str = ""
) -> list[Step]:
    score, *rest = look_steps(params, scores, context, how)
    formula, why = FORMULAS[params.score]
    return [Step("scores", formula, score.value, why, score.axes, score.view, score.filled), *rest]


def _weight_steps(params: LuongParams) -> list[Step]:
    (w_a, v_a), entry = params.weights, entries(params.d)
    if params.score == "dot":
        return []
    if params.score == "general":
        return [
            Step("w_a", "W_a", w_a, "From the states to the query.", (entry, entries(params.d)))
        ]
    both = Axis("entry", tuple(f"{letter}{i}" for letter in "sh" for i in entry.labels))
    return [
        Step("w_a", "W_a", w_a, "Reads the query and a state, side by side.", (entry, both)),
        Step("v_a", "v_a", v_a, "Makes one score of the units.", (entry,)),
    ]


def _scaled(params: LuongParams) -> Sequence[Step]:
    return _luong_look(params, luong_scores(params) / np.sqrt(params.d))


def _luong_mean(params: LuongParams) -> Sequence[Step]:
    return _luong_look(params, luong_scores(params), params.source[0].mean(axis=0))


def _hardest(params: LuongParams) -> Sequence[Step]:
    scores = luong_scores(params)
    return _luong_look(params, scores, params.source[0][scores.argmax()])


def _fresh_luong(draw: np.random.Generator) -> LuongParams:
    """Draw two or three words, small whole numbers, and a score without or with a matrix."""
    count = int(draw.integers(2, 4))
    return LuongParams(
        tokens=("a", "b", "c")[:count],
        d=2,
        states=whole(draw, count, 2).tolist(),
        query=tuple(whole(draw, 2) / 2),
        score="dot" if draw.random() < 0.5 else "general",
        w_a=[[1.0, float(draw.choice([-0.5, 0.5]))], [0.0, 1.0]],
    )


demo = Demo(
    name="luong",
    title="Luong's attention: dot, general, concat",
    look_for="Three ways to one score; what follows is the same for all of them.",
    params=LuongParams,
    run=luong_steps,
    mistakes={
        "scaled": Mistake("the score divided by √d, which came with the transformer", _scaled),
        "mean-context": Mistake("the plain mean of the states as the context", _luong_mean),
        "best-only": Mistake("the state with the best score alone as the context", _hardest),
    },
    asks=("scores", "weights", "context"),
    fresh=_fresh_luong,
)
