"""The demo `rnn-unrolled`: an Elman network over words."""

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
    embedded,
    entries,
    given_or,
    whole,
)
from flashdeck.demos.demo import Demo, Matrix, Mistake, Params, Seed, Words
from flashdeck.demos.filled import factor, product_sum, shown
from flashdeck.demos.rnn_step import drawn_weights
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import rnn


class UnrolledParams(Params):
    """Words, each with a drawn vector, or one row of ``x`` for each of them."""

    tokens: Words = ("the", "movie", "was", "not", "good")
    n_input: Width = 2
    n_hidden: Width = 3
    activation: rnn.Activation = "tanh"
    seed: Seed = 3
    x: Matrix | None = None
    w_xh: Matrix | None = None
    w_hh: Matrix | None = None
    b_h: Vector | None = None

    @model_validator(mode="after")
    def _arrays_fit(self) -> Self:
        check_matrix("x", self.x, len(self.tokens), self.n_input)
        check_matrix("w_xh", self.w_xh, self.n_hidden, self.n_input)
        check_matrix("w_hh", self.w_hh, self.n_hidden, self.n_hidden)
        check_vector("b_h", self.b_h, self.n_hidden)
        return self


def _read(params: UnrolledParams) -> tuple[Array, rnn.Weights]:
    x = given_or(params.x, embedded(params.tokens, params.n_input, params.seed))
    draw = np.random.default_rng(params.seed)
    weights = drawn_weights(params.n_input, params.n_hidden, draw)
    return x, rnn.Weights(
        given_or(params.w_xh, weights.w_xh),
        given_or(params.w_hh, weights.w_hh),
        given_or(params.b_h, weights.b_h),
    )


def unrolled_steps(params: UnrolledParams) -> Sequence[Step]:
    """Return the inputs, the part of each that waits for no state, and all states."""
    x, weights = _read(params)
    return _unrolled(params, rnn.forward(x, weights, activation=params.activation))


def _unrolled(params: UnrolledParams, h: Array) -> list[Step]:
    x, weights = _read(params)
    word, unit = Axis("word", params.tokens), entries(params.n_hidden, "unit")
    early = x @ weights.w_xh.T + weights.b_h
    return [
        Step("x", "x_t", x, "One vector a word.", (word, entries(params.n_input))),
        Step("w_hh", "W_{hh}", weights.w_hh, "One matrix for all steps.", (unit, unit)),
        Step(
            "input_parts",
            r"W_{xh} x_t + b_h",
            early,
            "What each word adds; it waits for no state, so all words can be done at once.",
            (word, unit),
            filled=f"input_parts[{params.tokens[0]}, 1] = {product_sum(weights.w_xh[0], x[0])} "
            f"+ {factor(weights.b_h[0])} = {shown(early[0, 0])}",
        ),
        Step(
            "states",
            r"h_t = \phi(W_{xh} x_t + W_{hh} h_{t-1} + b_h)",
            h[1:],
            "Each state has seen its word and, through the state before, all words to its left.",
            (word, unit),
            View.HEATMAP,
            _state_filled(params, early, weights, h),
        ),
        Step("last", "h_T", h[-1], "All that is passed on after the last word.", (unit,)),
    ]


def _state_filled(params: UnrolledParams, early: Array, weights: rnn.Weights, h: Array) -> str:
    """Return the last word's first unit; at the first word the old state would be 0."""
    name = "tanh" if params.activation == "tanh" else "relu"
    products = product_sum(weights.w_hh[0], h[-2])
    return (
        f"states[{params.tokens[-1]}, 1] = {name}({shown(early[-1, 0])} + {products}) "
        f"= {shown(h[-1, 0])}"
    )


def _forgetting(params: UnrolledParams) -> Sequence[Step]:
    """Start every word from a state of 0."""
    x, weights = _read(params)
    states = rnn.forward(x[None], weights, activation=params.activation)[1:]
    return _unrolled(params, np.concatenate([np.zeros((1, params.n_hidden)), states[0]]))


def _own_input_matrix(params: UnrolledParams) -> Sequence[Step]:
    """Add the old state as it is, not multiplied by W_hh."""
    x, weights = _read(params)
    weights = weights._replace(w_hh=np.eye(params.n_hidden))
    return _unrolled(params, rnn.forward(x, weights, activation=params.activation))


def _fresh_unrolled(draw: np.random.Generator) -> UnrolledParams:
    """Draw one unit over three words, with a weight that neither forgets all nor keeps all."""
    return UnrolledParams(
        tokens=("a", "b", "c"),
        n_input=1,
        n_hidden=1,
        x=whole(draw, 3, 1).tolist(),
        w_xh=[[float(draw.choice([-0.5, 0.5]))]],
        w_hh=[[float(draw.choice([-0.5, 0.5, -2.0, 2.0]))]],
        b_h=(0.0,),
    )


demo = Demo(
    name="rnn-unrolled",
    title="A recurrent network unrolled over words",
    look_for="Change the first word and see every later state change, or hardly change.",
    params=UnrolledParams,
    run=unrolled_steps,
    mistakes={
        "no-memory": Mistake("every word read from a state of 0, nothing carried on", _forgetting),
        "no-recurrent-weight": Mistake(
            "the old state added as it is, not multiplied by W_hh", _own_input_matrix
        ),
    },
    asks=("states", "last"),
    fresh=_fresh_unrolled,
)
