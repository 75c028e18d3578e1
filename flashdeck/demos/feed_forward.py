"""The demo `feed-forward`: the same small network for each word by itself."""

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
    whole,
)
from flashdeck.demos.demo import Demo, Matrix, Mistake, Params, Seed, Words
from flashdeck.demos.filled import factor, product_sum, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.feed_forward import FeedForwardWeights, feed_forward


class FeedForwardParams(Params):
    """Words with a vector each, and the weights: given, or drawn from a seed."""

    tokens: Words = ("the", "cat", "the")
    d_model: Width = 2
    d_ff: Width = 4
    seed: Seed = 2
    inputs: Matrix | None = None
    w_1: Matrix | None = None
    b_1: Vector | None = None
    w_2: Matrix | None = None
    b_2: Vector | None = None

    @model_validator(mode="after")
    def _sizes_fit(self) -> Self:
        check_matrix("inputs", self.inputs, len(self.tokens), self.d_model)
        check_matrix("w_1", self.w_1, self.d_model, self.d_ff)
        check_vector("b_1", self.b_1, self.d_ff)
        check_matrix("w_2", self.w_2, self.d_ff, self.d_model)
        check_vector("b_2", self.b_2, self.d_model)
        return self


def _inputs(params: FeedForwardParams) -> Array:
    return given_or(params.inputs, embedded(params.tokens, params.d_model, params.seed))


def _weights(params: FeedForwardParams) -> FeedForwardWeights:
    draw, d_model, d_ff = np.random.default_rng(params.seed), params.d_model, params.d_ff
    given = (params.w_1, params.b_1, params.w_2, params.b_2)
    shapes = ((d_model, d_ff), (d_ff,), (d_ff, d_model), (d_model,))
    return FeedForwardWeights(
        *(given_or(g, drawn(draw, *shape)) for g, shape in zip(given, shapes, strict=True))
    )


def feed_forward_steps(params: FeedForwardParams) -> Sequence[Step]:
    """Return the inputs, the weights, and the steps of the network."""
    x, w = _inputs(params), _weights(params)
    return [*_given_steps(params, x, w), *_layer_steps(params, x, w)]


def _given_steps(params: FeedForwardParams, x: Array, w: FeedForwardWeights) -> list[Step]:
    wide, hidden = entries(params.d_model), entries(params.d_ff, "hidden")
    why = "One vector a word; the same word has the same."
    return [
        Step("inputs", "x", x, why, (Axis("word", params.tokens), wide)),
        Step("w_1", "W_1", w.w_1, "Makes the vector wider; four times is usual.", (wide, hidden)),
        Step("b_1", "b_1", w.b_1, "One number for each hidden unit.", (hidden,)),
        Step("w_2", "W_2", w.w_2, "Makes it as wide as it was.", (hidden, wide)),
        Step("b_2", "b_2", w.b_2, "One number for each entry.", (wide,)),
    ]


def _layer_steps(
    params: FeedForwardParams, x: Array, w: FeedForwardWeights, *, relu: bool = True
) -> list[Step]:
    before = x @ w.w_1 + w.b_1
    hidden = np.maximum(before, 0.0) if relu else before
    output = feed_forward(x, w).output if relu else hidden @ w.w_2 + w.b_2
    word, first = Axis("word", params.tokens), params.tokens[0]
    terms = product_sum(x[0], w.w_1[:, 0])
    return [
        Step(
            "before",
            "a = x W_1 + b_1",
            before,
            "Each hidden unit looks for one direction of the vector.",
            (word, entries(params.d_ff, "hidden")),
            filled=f"before[{first}, 1] = {terms} + {factor(w.b_1[0])} = {shown(before[0, 0])}",
        ),
        Step(
            "hidden",
            r"h = \max(0, a)",
            hidden,
            "The ReLU keeps what was found and drops the rest: without it two layers were one.",
            (word, entries(params.d_ff, "hidden")),
            View.HEATMAP,
            f"hidden[{first}, 1] = max(0, {shown(before[0, 0])}) = {shown(hidden[0, 0])}",
        ),
        Step(
            "output",
            "h W_2 + b_2",
            output,
            "No word has looked at another: equal words still have equal rows.",
            (word, entries(params.d_model)),
            filled=f"output[{first}, 1] = {product_sum(hidden[0], w.w_2[:, 0])}"
            f" + {factor(w.b_2[0])} = {shown(output[0, 0])}",
        ),
    ]


def _no_relu(params: FeedForwardParams) -> Sequence[Step]:
    return _layer_steps(params, _inputs(params), _weights(params), relu=False)


def _relu_at_the_end(params: FeedForwardParams) -> Sequence[Step]:
    *_, output = _layer_steps(params, _inputs(params), _weights(params))
    assert not isinstance(output.value, str)
    return [Step("output", output.formula, np.maximum(output.value, 0), output.why, output.axes)]


def _no_biases(params: FeedForwardParams) -> Sequence[Step]:
    w = _weights(params)
    none = w._replace(b_1=np.zeros_like(w.b_1), b_2=np.zeros_like(w.b_2))
    return _layer_steps(params, _inputs(params), none)


def _fresh(draw: np.random.Generator) -> FeedForwardParams:
    return FeedForwardParams(
        tokens=("a", "b"),
        d_ff=3,
        inputs=whole(draw, 2, 2).tolist(),
        w_1=whole(draw, 2, 3).tolist(),
        b_1=tuple(whole(draw, 3, most=1)),
        w_2=whole(draw, 3, 2).tolist(),
        b_2=tuple(whole(draw, 2, most=1)),
    )


demo = Demo(
    name="feed-forward",
    title="The feed-forward network of a transformer layer",
    look_for="That each word goes through alone: the same word gives the same row at any place.",
    params=FeedForwardParams,
    run=feed_forward_steps,
    mistakes={
        "no-relu": Mistake("no ReLU between the two layers", _no_relu),
        "relu-at-the-end": Mistake("a second ReLU after the last layer", _relu_at_the_end),
        "no-biases": Mistake("the sums without their biases", _no_biases),
    },
    asks=("before", "hidden", "output"),
    fresh=_fresh,
)
