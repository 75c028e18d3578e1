"""The demo `bahdanau`: additive attention of a recurrent decoder; D. Bahdanau et al., 2015."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from pydantic import model_validator

from flashdeck.demos.alignment import SourceParams, look_steps, mean_context, source_steps
from flashdeck.demos.arrays import (
    Array,
    Vector,
    Width,
    check_matrix,
    check_vector,
    drawn,
    entries,
    given_or,
    whole,
)
from flashdeck.demos.demo import Demo, Matrix, Mistake
from flashdeck.demos.filled import product_sum, shown
from flashdeck.demos.trace import Step
from flashdeck.reference import alignment as reference


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


demo = Demo(
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
