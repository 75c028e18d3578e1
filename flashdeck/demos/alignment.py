"""The demos `bahdanau` and `luong`: where a recurrent decoder looks in its source."""

from collections.abc import Sequence
from typing import Literal, Self

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
    whole,
)
from flashdeck.demos.demo import Demo, Matrix, Mistake, Params, Seed, Words
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


class BahdanauParams(SourceParams):
    """Source and query, and the small network that scores them: given, or drawn from the seed."""

    n: Width = 2
    w_a: Matrix | None = None
    u_a: Matrix | None = None
    v_a: Vector | None = None

    @model_validator(mode="after")
    def _network_fits(self) -> Self:
        check_matrix("w_a", self.w_a, self.n, self.d)
        check_matrix("u_a", self.u_a, self.n, self.d)
        check_vector("v_a", self.v_a, self.n)
        return self

    @property
    def network(self) -> tuple[Array, Array, Array]:
        """The matrices w_a and u_a (n, d) and the vector v_a (n,)."""
        draw = np.random.default_rng([self.seed, 1])
        w_a, u_a = drawn(draw, self.n, self.d), drawn(draw, self.n, self.d)
        v_a = given_or(self.v_a, drawn(draw, self.n))
        return given_or(self.w_a, w_a), given_or(self.u_a, u_a), v_a


def bahdanau_steps(params: BahdanauParams) -> Sequence[Step]:
    """Return what the query and each state say, their sum squashed, and the look at the source."""
    states, query = params.source
    scores = reference.additive_scores(query[None], states, *params.network)[0]
    hidden = _hidden_sums(params)
    return [
        *source_steps(params),
        *_network_steps(params),
        _sums_step(params, hidden),
        _hidden_step(params, np.tanh(hidden)),
        *look_steps(params, scores, how=product_sum(params.network[2], np.tanh(hidden)[0])),
    ]


def _network_steps(params: BahdanauParams) -> list[Step]:
    (w_a, u_a, v_a), entry, unit = params.network, entries(params.d), entries(params.n, "unit")
    return [
        Step("w_a", "W_a", w_a, "Reads the query.", (unit, entry)),
        Step("u_a", "U_a", u_a, "Reads each state, once for the whole sentence.", (unit, entry)),
        Step("v_a", "v_a", v_a, "Makes one score of the units.", (unit,)),
    ]


def _hidden_sums(params: BahdanauParams) -> Array:  # (words, n)
    (states, query), (w_a, u_a, _) = params.source, params.network
    return np.asarray(w_a @ query + states @ u_a.T)


def _sums_step(params: BahdanauParams, sums: Array) -> Step:
    (states, query), (w_a, u_a, _) = params.source, params.network
    parts = f"{product_sum(w_a[0], query)} + {product_sum(u_a[0], states[0])}"
    return Step(
        "sums",
        "W_a s + U_a h_j",
        sums,
        "Query and state are added, so they need not have the same size.",
        (params.words, entries(params.n, "unit")),
        filled=f"sums[{params.tokens[0]}, 1] = {parts} = {shown(sums[0, 0])}",
    )


def _hidden_step(params: BahdanauParams, hidden: Array) -> Step:
    return Step(
        "hidden",
        r"\tanh(W_a s + U_a h_j)",
        hidden,
        "Without the tanh the query would add the same to every score, and the softmax drop it.",
        (params.words, entries(params.n, "unit")),
    )


def _no_tanh(params: BahdanauParams) -> Sequence[Step]:
    sums = _hidden_sums(params)
    return [_hidden_step(params, sums), *look_steps(params, sums @ params.network[2])]


def _no_v(params: BahdanauParams) -> Sequence[Step]:
    return look_steps(params, np.tanh(_hidden_sums(params)).sum(axis=-1))


def mean_context(params: SourceParams, scores: Array) -> Sequence[Step]:
    """Return the look with every state weighted alike."""
    return look_steps(params, scores, params.source[0].mean(axis=0))


def _mean(params: BahdanauParams) -> Sequence[Step]:
    return mean_context(params, np.tanh(_hidden_sums(params)) @ params.network[2])


def _fresh_bahdanau(draw: np.random.Generator) -> BahdanauParams:
    """Draw two words with one number each, and two units."""
    return BahdanauParams(
        tokens=("a", "b"),
        d=1,
        states=draw.permutation([[-2.0], [-1.0], [1.0], [2.0]])[:2].tolist(),
        query=tuple(whole(draw, 1)),
        w_a=(whole(draw, 2, 1) / 2).tolist(),
        u_a=(whole(draw, 2, 1) / 2).tolist(),
        v_a=(float(draw.choice([-1.0, 1.0])), 2.0),
    )


bahdanau = Demo(
    name="bahdanau",
    title="Bahdanau's additive attention",
    look_for="A small network scores each source word against the decoder's state.",
    params=BahdanauParams,
    run=bahdanau_steps,
    mistakes={
        "no-tanh": Mistake("the score without the tanh", _no_tanh),
        "no-v": Mistake("the units added up without the weights v_a", _no_v),
        "mean-context": Mistake("the plain mean of the states as the context", _mean),
    },
    asks=("sums", "scores", "weights", "context"),
    fresh=_fresh_bahdanau,
)


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


luong = Demo(
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
