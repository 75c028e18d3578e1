"""The demo `attention`: scaled dot-product attention on a few words."""

from collections.abc import Sequence
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.arrays import Array, entries
from flashdeck.demos.demo import WIDEST, Demo, Matrix, Mistake, Params, Seed, Words
from flashdeck.demos.filled import product_sum, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.attention import Attention, scaled_dot_product_attention
from flashdeck.reference.functions import softmax
from flashdeck.reference.masks import causal_mask


class AttentionParams(Params):
    """Words with a query, key and value each: given as matrices, or drawn from a seed."""

    tokens: Words = ("the", "cat", "sat")
    d_k: Annotated[int, Field(ge=1, le=WIDEST)] = 4
    seed: Seed = 7
    causal: bool = False
    queries: Matrix | None = None
    keys: Matrix | None = None
    values: Matrix | None = None

    @model_validator(mode="after")
    def _matrices_fit(self) -> Self:
        for name in ("queries", "keys", "values"):
            rows = getattr(self, name)
            if rows is None:
                continue
            if len(rows) != len(self.tokens):
                raise ValueError(
                    f"{name} has {len(rows)} rows for {len(self.tokens)} tokens: give one each"
                )
            if len({len(row) for row in rows}) > 1:
                raise ValueError(f"{name} has rows of different lengths")
        widths = {len(rows[0]) for rows in (self.queries, self.keys) if rows}
        if len(widths) > 1:
            raise ValueError("queries and keys need rows of the same length d_k")
        return self


def _inputs(params: AttentionParams) -> tuple[Array, Array, Array]:
    """Return queries, keys (n, d_k) and values (n, d_v): as given, else drawn from the seed."""
    given = params.queries or params.keys
    width = len(given[0]) if given else params.d_k
    draw = np.random.default_rng(params.seed)
    drawn = (draw.standard_normal((len(params.tokens), width)).round(1) for _ in range(3))
    matrices = (params.queries, params.keys, params.values)
    q, k, v = (
        random if rows is None else np.array(rows, dtype=np.float64)
        for rows, random in zip(matrices, drawn, strict=True)
    )
    return q, k, v


def _attend(params: AttentionParams, scale: float | None = None) -> Attention:
    mask = causal_mask(len(params.tokens)) if params.causal else None
    return scaled_dot_product_attention(*_inputs(params), mask=mask, scale=scale)


def attention_steps(params: AttentionParams) -> Sequence[Step]:
    """Return the steps from the inputs to the output."""
    return [*_input_steps(params), *_result_steps(params, _attend(params))]


def _input_steps(params: AttentionParams) -> list[Step]:
    why = (
        ("queries", "Q", "What each word looks for."),
        ("keys", "K", "What each word can be found by."),
        ("values", "V", "What each word hands over when it is looked at."),
    )
    return [
        Step(name, letter, value, text, (Axis("word", params.tokens), entries(value.shape[-1])))
        for (name, letter, text), value in zip(why, _inputs(params), strict=True)
    ]


def softmax_filled(name: str, scores: Array) -> str:
    """Return the softmax of a row, of which ``scores[0]`` is finite, written out for its first."""
    row = [x for x in scores if np.isfinite(x)]
    terms = " + ".join(f"exp({shown(x)})" for x in row)
    return f"{name} = exp({shown(row[0])}) / ({terms}) = {shown(softmax(scores)[0])}"


def result_steps(
    found: Attention, queries: Sequence[str], keys: Sequence[str], masked: str = ""
) -> list[Step]:
    """Return the steps from the products to the output of an attention of one sequence.

    ``queries`` and ``keys`` are the words they belong to; ``masked`` is a sentence about the mask.
    """
    square = (Axis("query", tuple(queries)), Axis("key", tuple(keys)))
    where = f"{queries[0]}, {keys[0]}"
    return [
        _products_step(found, square, where),
        _scores_step(found, square, where, masked),
        _weights_step(found, square, where),
        _output_step(found, queries),
    ]


def _products_step(found: Attention, square: tuple[Axis, Axis], where: str) -> Step:
    q, k = found.queries[0], found.keys[0]
    return Step(
        "products",
        r"Q K^\top",
        found.products,
        "How well each query fits each key.",
        square,
        filled=f"products[{where}] = {product_sum(q, k)} = {shown(q @ k)}",
    )


def _scores_step(found: Attention, square: tuple[Axis, Axis], where: str, masked: str) -> Step:
    d_k = found.keys.shape[-1]
    product, score = shown(found.products[0, 0]), shown(found.scores[0, 0])
    return Step(
        "scores",
        r"\frac{Q K^\top}{\sqrt{d_k}}",
        found.scores,
        f"Divided by √{d_k} = {np.sqrt(d_k):.4g}, so that the spread does not grow with d_k."
        + masked,
        square,
        filled=f"scores[{where}] = {product} / √{d_k} = {score}",
    )


def _weights_step(found: Attention, square: tuple[Axis, Axis], where: str) -> Step:
    return Step(
        "weights",
        r"A = \text{softmax}\left(\frac{Q K^\top}{\sqrt{d_k}}\right)",
        found.weights,
        "Each row is positive and sums to 1: how one word shares out its attention.",
        square,
        View.HEATMAP,
        softmax_filled(f"weights[{where}]", found.scores[0]),
    )


def _output_step(found: Attention, words: Sequence[str]) -> Step:
    terms = product_sum(found.weights[0], found.values[:, 0])
    return Step(
        "output",
        "A V",
        found.output,
        "Each word's new vector is the mean of all values, weighted by its row.",
        (Axis("word", tuple(words)), entries(found.output.shape[-1])),
        filled=f"output[{words[0]}, 1] = {terms} = {shown(found.output[0, 0])}",
    )


def over_queries(right: Attention) -> Attention:
    """Return the attention with the mistake of a softmax down each column."""
    weights = softmax(right.scores, axis=-2)
    return right._replace(weights=weights, output=weights @ right.values)


def _result_steps(params: AttentionParams, found: Attention) -> list[Step]:
    masked = " A word may not see those after it: their scores become -∞." if params.causal else ""
    return result_steps(found, params.tokens, params.tokens, masked)


def _unscaled(params: AttentionParams) -> Sequence[Step]:
    return _result_steps(params, _attend(params, scale=1.0))


def _wrong_axis(params: AttentionParams) -> Sequence[Step]:
    return _result_steps(params, over_queries(_attend(params)))


def _fresh(draw: np.random.Generator) -> AttentionParams:
    """Draw two words with small whole numbers, whose sums can be done on paper."""
    matrices = {name: draw.integers(-2, 3, (2, 4)).tolist() for name in ("queries", "keys")}
    values = draw.integers(0, 4, (2, 2)).tolist()
    return AttentionParams(tokens=("a", "b"), values=values, **matrices)


demo = Demo(
    name="attention",
    title="Scaled dot-product attention",
    look_for="Which words each row of the weights favours, and that every row sums to 1.",
    params=AttentionParams,
    run=attention_steps,
    mistakes={
        "no-scaling": Mistake("the softmax without the 1/√d_k", _unscaled),
        "wrong-axis": Mistake("the softmax over the queries instead of the keys", _wrong_axis),
    },
    asks=("products", "scores", "weights", "output"),
    fresh=_fresh,
)
