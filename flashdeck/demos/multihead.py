"""The demo `multi-head`: several attentions side by side, each on its slice of the projections."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

import numpy as np
from pydantic import model_validator

from flashdeck.demos.arrays import (
    Width,
    check_heads,
    check_matrix,
    drawn,
    embedded,
    entries,
    given_or,
    whole,
)
from flashdeck.demos.attention import softmax_filled
from flashdeck.demos.demo import Demo, Matrix, Mistake, Params, Seed, Words
from flashdeck.demos.filled import product_sum, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.functions import softmax
from flashdeck.reference.multihead import MultiHead, MultiHeadWeights, multi_head_attention


class MultiHeadParams(Params):
    """Words and four square matrices, given or drawn; each head takes its own columns of three."""

    tokens: Words = ("the", "cat", "sat")
    d_model: Width = 4
    heads: Width = 2
    seed: Seed = 5
    embeddings: Matrix | None = None
    w_q: Matrix | None = None
    w_k: Matrix | None = None
    w_v: Matrix | None = None
    w_o: Matrix | None = None

    @model_validator(mode="after")
    def _sizes_fit(self) -> Self:
        check_heads(self.heads, self.d_model)
        check_matrix("embeddings", self.embeddings, len(self.tokens), self.d_model)
        for name in ("w_q", "w_k", "w_v", "w_o"):
            check_matrix(name, getattr(self, name), self.d_model, self.d_model)
        return self


def _weights(params: MultiHeadParams) -> MultiHeadWeights:
    draw = np.random.default_rng(params.seed)
    matrices = (params.w_q, params.w_k, params.w_v, params.w_o)
    d_model, heads = params.d_model, params.heads
    random = ((drawn(draw, d_model, d_model) / 2).round(1) for _ in matrices)
    *projections, w_o = map(given_or, matrices, random)
    w_q, w_k, w_v = (np.stack(np.split(matrix, heads, axis=1)) for matrix in projections)
    none = np.zeros((heads, d_model // heads))
    return MultiHeadWeights(w_q, w_k, w_v, w_o, none, none, none, np.zeros(d_model))


def _attend(params: MultiHeadParams) -> MultiHead:
    x = given_or(params.embeddings, embedded(params.tokens, params.d_model, params.seed))
    return multi_head_attention(x, x, x, _weights(params))


def multi_head_steps(params: MultiHeadParams) -> Sequence[Step]:
    """Return the steps from the words through each head to the one output."""
    found = _attend(params)
    return [
        *_projected_steps(params, found),
        *_head_steps(params, found),
        *_joined_steps(params, found),
        _parameters_step(params, 4 * params.d_model**2),
    ]


def _head(params: MultiHeadParams) -> Axis:
    return entries(params.heads, "head")


def _word(params: MultiHeadParams) -> Axis:
    return Axis("word", params.tokens)


def _projected_steps(params: MultiHeadParams, found: MultiHead) -> list[Step]:
    word, entry = _word(params), entries(params.d_model)
    x, d_k = found.queries, params.d_model // params.heads
    return [
        Step("embeddings", "X", x, "One vector a word, for all heads.", (word, entry)),
        *(
            Step(
                f"w_{letter.lower()}",
                f"W^{letter}_i",
                w,
                f"Each head's {d_k} columns of one matrix that is {params.d_model} wide.",
                (_head(params), entries(params.d_model, "input"), entries(d_k)),
            )
            for letter, w in zip("QKV", found.weights[:3], strict=True)
        ),
        *(
            Step(
                name,
                f"{letter}_i = X W^{letter}_i",
                value,
                f"For each head {name} of its own, {d_k} wide.",
                (_head(params), word, entries(d_k)),
                filled=f"{name}[1, {params.tokens[0]}, 1] = {product_sum(x[0], w[0, :, 0])}"
                f" = {shown(value[0, 0, 0])}",
            )
            for name, letter, value, w in (
                ("queries", "Q", found.heads.queries, found.weights.w_q),
                ("keys", "K", found.heads.keys, found.weights.w_k),
                ("values", "V", found.heads.values, found.weights.w_v),
            )
        ),
    ]


def _head_steps(params: MultiHeadParams, found: MultiHead) -> list[Step]:
    heads, d_k = found.heads, params.d_model // params.heads
    square = (_head(params), Axis("query", params.tokens), Axis("key", params.tokens))
    first = f"1, {params.tokens[0]}"
    product = shown(heads.products[0, 0, 0])
    return [
        Step(
            "scores",
            r"\frac{Q_i K_i^\top}{\sqrt{d_k}}",
            heads.scores,
            f"Each head scores for itself, with d_k = {params.d_model}/{params.heads} = {d_k}.",
            square,
            filled=f"scores[{first}, {params.tokens[0]}] = {product} / √{d_k}"
            f" = {shown(heads.scores[0, 0, 0])}",
        ),
        Step(
            "weights",
            r"A_i = \text{softmax}\left(\frac{Q_i K_i^\top}{\sqrt{d_k}}\right)",
            heads.weights,
            "As many maps of who looks at whom as there are heads.",
            square,
            View.HEATMAP,
            softmax_filled(f"weights[{first}, {params.tokens[0]}]", heads.scores[0, 0]),
        ),
        Step(
            "heads",
            r"\text{head}_i = A_i V_i",
            heads.output,
            "Each head's mean of its own values.",
            (_head(params), _word(params), entries(d_k)),
            filled=f"heads[{first}, 1] ="
            f" {product_sum(heads.weights[0, 0], heads.values[0, :, 0])}"
            f" = {shown(heads.output[0, 0, 0])}",
        ),
    ]


def _joined_steps(params: MultiHeadParams, found: MultiHead) -> list[Step]:
    axes = (_word(params), entries(params.d_model))
    joined, w_o = found.concatenated, found.weights.w_o
    return [
        Step(
            "concatenated",
            r"C = \text{Concat}(\text{head}_1, \ldots, \text{head}_h)",
            joined,
            "Side by side, the heads' vectors are as wide as the word's vector was.",
            axes,
        ),
        Step(
            "w_o",
            "W^O",
            w_o,
            "Learned: it mixes what the heads have found.",
            (entries(params.d_model, "input"), entries(params.d_model)),
        ),
        Step(
            "output",
            r"C W^O",
            found.output,
            "Only here do the heads meet.",
            axes,
            filled=f"output[{params.tokens[0]}, 1] = {product_sum(joined[0], w_o[:, 0])}"
            f" = {shown(found.output[0, 0])}",
        ),
    ]


def _parameters_step(params: MultiHeadParams, count: int) -> Step:
    return Step(
        "parameters",
        r"4 d_{model}^2",
        np.asarray(float(count)),
        "The same for any number of heads: they cut the same matrices into slices.",
        view=View.SCALAR,
        filled=f"parameters = 4·{params.d_model}² = {4 * params.d_model**2}",
    )


def _scaled_by_d_model(params: MultiHeadParams) -> Sequence[Step]:
    right = _attend(params)
    scores = right.heads.scores / np.sqrt(params.heads)
    weights = softmax(scores)
    heads = right.heads._replace(
        scores=scores, weights=weights, output=weights @ right.heads.values
    )
    joined = np.concatenate(list(heads.output), axis=-1)
    output = joined @ right.weights.w_o
    found = right._replace(heads=heads, concatenated=joined, output=output)
    return [*_head_steps(params, found), *_joined_steps(params, found)]


def _not_moved(params: MultiHeadParams) -> Sequence[Step]:
    right = _attend(params)
    joined = right.heads.output.reshape(right.concatenated.shape)
    return _joined_steps(
        params, right._replace(concatenated=joined, output=joined @ right.weights.w_o)
    )


def _not_mixed(params: MultiHeadParams) -> Sequence[Step]:
    right = _attend(params)
    *_, output = _joined_steps(params, right)
    return [replace(output, value=right.concatenated)]


def _full_size_heads(params: MultiHeadParams) -> Sequence[Step]:
    return [_parameters_step(params, 4 * params.d_model**2 * params.heads)]


def _fresh(draw: np.random.Generator) -> MultiHeadParams:
    """Draw two heads of width 1, so that each product has one term."""
    matrices = {name: draw.integers(-1, 3, (2, 2)).tolist() for name in ("w_q", "w_k", "w_v")}
    return MultiHeadParams(
        tokens=("a", "b"),
        d_model=2,
        embeddings=whole(draw, 2, 2).tolist(),
        w_o=whole(draw, 2, 2).tolist(),
        **matrices,
    )


demo = Demo(
    name="multi-head",
    title="Multi-head attention: several small ones side by side",
    look_for="How differently the heads share out attention, and that more heads cost nothing.",
    params=MultiHeadParams,
    run=multi_head_steps,
    mistakes={
        "scaled-by-d-model": Mistake(
            "the scores divided by √d_model instead of the head's √d_k", _scaled_by_d_model
        ),
        "not-moved": Mistake(
            "the heads reshaped into rows without moving each word's parts side by side", _not_moved
        ),
        "not-mixed": Mistake("the heads only put side by side, without W^O", _not_mixed),
        "full-size-heads": Mistake(
            "each head counted with matrices of the full width", _full_size_heads
        ),
    },
    asks=("queries", "scores", "weights", "heads", "concatenated", "output", "parameters"),
    fresh=_fresh,
)
