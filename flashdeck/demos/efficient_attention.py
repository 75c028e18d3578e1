"""The demos `windowed-attention` and `linear-attention`: attention that is not quadratic."""

from collections.abc import Sequence
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.arrays import Array, Width, check_matrix, drawn, embedded, entries, given_or
from flashdeck.demos.demo import MOST_TOKENS, Demo, Matrix, Mistake, Params, Seed, Words
from flashdeck.demos.filled import product_sum, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.attention import scaled_dot_product_attention
from flashdeck.reference.linear_attention import feature_map, linear_attention
from flashdeck.reference.masks import causal_mask, sliding_window_mask
from flashdeck.reference.sliding_window import sliding_window_attention

Reach = Annotated[int, Field(ge=0, le=MOST_TOKENS - 1)]


class WindowParams(Params):
    """Words, how many before and after a word it sees, and how many such layers are stacked."""

    tokens: Words = ("we", "read", "only", "what", "is", "near", "each", "word")
    before: Reach = 1
    after: Reach = 1
    layers: Annotated[int, Field(ge=1, le=12)] = 4
    d_model: Width = 4
    seed: Seed = 2


def window_steps(params: WindowParams) -> Sequence[Step]:
    """Return the band of the mask, the attention in it, its cost, and how far layers reach."""
    n = len(params.tokens)
    mask = sliding_window_mask(n, params.before, params.after)
    x = embedded(params.tokens, params.d_model, params.seed)
    square = (Axis("query", params.tokens), Axis("key", params.tokens))
    return [
        Step(
            "window",
            "w = before + 1 + after",
            f"{params.before} before, the word, {params.after} after; layers: {params.layers}",
            "What one layer sees at each word.",
            view=View.TEXT,
        ),
        Step(
            "mask",
            r"i - before \le j \le i + after",
            mask.astype(np.float64),
            "A band along the diagonal: each word sees itself and its neighbours.",
            square,
            View.HEATMAP,
        ),
        Step(
            "weights",
            r"\text{softmax}(S + M)",
            scaled_dot_product_attention(x, x, x, mask).weights,
            "Attention among the neighbours; here Q, K and V are the words' vectors.",
            square,
            View.HEATMAP,
        ),
        Step(
            "output",
            "A V",
            sliding_window_attention(x, x, x, params.before, params.after),
            "Computed without ever multiplying words that do not see each other.",
            (Axis("word", params.tokens), entries(params.d_model)),
        ),
        _pairs_step(params, float(mask.sum())),
        _field_step(params, 1 + np.arange(1.0, params.layers + 1) * (params.before + params.after)),
    ]


def _pairs_step(params: WindowParams, windowed: float) -> Step:
    n, w = len(params.tokens), params.before + params.after + 1
    return Step(
        "pairs",
        r"n w - \text{ends}, \quad n^2",
        np.array([windowed, float(n * n)]),
        "Pairs of words to score: with a window they grow with n, else with n². At both ends of"
        " the text the window hangs over.",
        (Axis("attention", ("window", "full")),),
        filled=f"pairs[window] = {n}·{w} − {shown(n * w - windowed)} = {shown(windowed)}",
    )


def _field_step(params: WindowParams, field: Array) -> Step:
    side = params.before + params.after
    return Step(
        "field",
        r"1 + L (before + after)",
        field,
        "How many words of a long text one word knows of after so many layers: each adds a window.",
        (entries(params.layers, "layers"),),
        filled=f"field[{params.layers}] = 1 + {params.layers}·{side} = {shown(field[-1])}",
    )


def _ends_forgotten(params: WindowParams) -> Sequence[Step]:
    n, w = len(params.tokens), params.before + params.after + 1
    return [_pairs_step(params, float(n * w))]


def _never_further(params: WindowParams) -> Sequence[Step]:
    width = 1.0 + params.before + params.after
    return [_field_step(params, np.full(params.layers, width))]


def _windows_multiplied(params: WindowParams) -> Sequence[Step]:
    width = 1.0 + params.before + params.after
    return [_field_step(params, width ** np.arange(1.0, params.layers + 1))]


def _fresh_window(draw: np.random.Generator) -> WindowParams:
    before, after = draw.integers(1, 3, 2).tolist()
    n, layers = int(draw.integers(5, 9)), int(draw.integers(2, 5))
    return WindowParams(tokens=tuple("abcdefgh"[:n]), before=before, after=after, layers=layers)


class LinearParams(Params):
    """Words with a query, key and value each: given as matrices, or drawn from a seed."""

    tokens: Words = ("the", "cat", "sat")
    d_k: Width = 2
    seed: Seed = 1
    queries: Matrix | None = None
    keys: Matrix | None = None
    values: Matrix | None = None

    @model_validator(mode="after")
    def _matrices_fit(self) -> Self:
        for name in ("queries", "keys", "values"):
            check_matrix(name, getattr(self, name), len(self.tokens), self.d_k)
        return self


def _inputs(params: LinearParams) -> tuple[Array, Array, Array]:
    draw, shape = np.random.default_rng(params.seed), (len(params.tokens), params.d_k)
    given = (params.queries, params.keys, params.values)
    q, k, v = (given_or(matrix, drawn(draw, *shape)) for matrix in given)
    return q, k, v


def linear_steps(params: LinearParams) -> Sequence[Step]:
    """Return the steps from the inputs through the memory of fixed size to the output."""
    q, k, v = _inputs(params)
    word, entry = Axis("word", params.tokens), entries(params.d_k)
    given = (
        ("queries", "Q", q, "What each word looks for."),
        ("keys", "K", k, "What each word can be found by."),
        ("values", "V", v, "What each word hands over."),
    )
    mapped = r"\phi(x) = x + 1 \text{ for } x > 0, \text{ else } e^x"
    return [
        *(Step(name, letter, value, why, (word, entry)) for name, letter, value, why in given),
        Step("mapped_queries", mapped, feature_map(q), "Made positive.", (word, entry)),
        Step("mapped_keys", mapped, feature_map(k), "Made positive as well.", (word, entry)),
        *_memory_steps(params, feature_map(k), v),
        _linear_output(params, linear_attention(q, k, v, causal=True)),
    ]


def _memory_steps(params: LinearParams, mapped: Array, values: Array) -> list[Step]:
    memory = np.cumsum(mapped[:, :, None] * values[:, None, :], axis=0)
    after, entry = Axis("after", params.tokens), entries(params.d_k)
    return [
        Step(
            "memory",
            r"S_t = S_{t-1} + \phi(k_t) v_t^\top",
            memory,
            "All that is kept of the past: one matrix, however long the text.",
            (after, entries(params.d_k, "key entry"), entry),
            filled=f"memory[{params.tokens[-1]}, 1, 1] = {product_sum(mapped[:, 0], values[:, 0])}"
            f" = {shown(memory[-1, 0, 0])}",
        ),
        Step(
            "normaliser",
            r"z_t = z_{t-1} + \phi(k_t)",
            np.cumsum(mapped, axis=0),
            "The sum of the keys, for the mean to be one.",
            (after, entry),
        ),
    ]


def _linear_output(params: LinearParams, output: Array) -> Step:
    return Step(
        "output",
        r"y_t = \frac{\phi(q_t)^\top S_t}{\phi(q_t)^\top z_t}",
        output,
        "Each word reads the memory: a mean of the values so far, at the same cost at each place.",
        (Axis("word", params.tokens), entries(params.d_k)),
    )


def _not_normalised(params: LinearParams) -> Sequence[Step]:
    q, k, v = _inputs(params)
    memory = np.cumsum(feature_map(k)[:, :, None] * v[:, None, :], axis=0)
    return [_linear_output(params, np.einsum("td,tde->te", feature_map(q), memory))]


def _future_remembered(params: LinearParams) -> Sequence[Step]:
    return [_linear_output(params, linear_attention(*_inputs(params)))]


def _softmax_kept(params: LinearParams) -> Sequence[Step]:
    mask = causal_mask(len(params.tokens))
    found = scaled_dot_product_attention(*_inputs(params), mask=mask)
    return [_linear_output(params, found.output)]


def _fresh_linear(draw: np.random.Generator) -> LinearParams:
    """Draw whole numbers from 0 on, for which φ(x) = x + 1."""
    names = ("queries", "keys", "values")
    matrices = {name: draw.integers(0, 3, (3, 2)).tolist() for name in names}
    return LinearParams(tokens=("a", "b", "c"), **matrices)


windowed = Demo(
    name="windowed-attention",
    title="Attention in a sliding window",
    look_for="The band of the weights, and how the reach grows with each layer all the same.",
    params=WindowParams,
    run=window_steps,
    mistakes={
        "ends-forgotten": Mistake(
            "a full window counted for each word, also at the ends of the text", _ends_forgotten
        ),
        "never-further": Mistake("a reach of one window, however many layers", _never_further),
        "windows-multiplied": Mistake(
            "the windows multiplied layer by layer instead of added", _windows_multiplied
        ),
    },
    asks=("mask", "pairs", "field"),
    fresh=_fresh_window,
)

linear = Demo(
    name="linear-attention",
    title="Linear attention: a memory of fixed size",
    look_for="That the memory is updated like the state of a recurrent network and never grows.",
    params=LinearParams,
    run=linear_steps,
    mistakes={
        "not-normalised": Mistake("the memory read without dividing by φ(q)ᵀz", _not_normalised),
        "future-remembered": Mistake(
            "a memory that holds the words to come as well", _future_remembered
        ),
        "softmax": Mistake("the softmax of ordinary attention, which φ replaces", _softmax_kept),
    },
    asks=("mapped_keys", "memory", "normaliser", "output"),
    fresh=_fresh_linear,
)
