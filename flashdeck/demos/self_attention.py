"""The demos `self-attention` and `cross-attention`: from words through Q, K and V to the output."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from pydantic import model_validator

from flashdeck.demos.arrays import (
    Array,
    Width,
    check_matrix,
    drawn,
    embedded,
    entries,
    given_or,
    whole,
)
from flashdeck.demos.attention import over_queries, result_steps
from flashdeck.demos.demo import Demo, Matrix, Mistake, Params, Seed, Words
from flashdeck.demos.filled import product_sum, shown
from flashdeck.demos.trace import Axis, Step
from flashdeck.reference.attention import Attention, scaled_dot_product_attention


class ProjectionParams(Params):
    """Words with an embedding each, and the three projections: given, or drawn from a seed."""

    tokens: Words = ("the", "cat", "sat")
    d_model: Width = 4
    d_k: Width = 4
    seed: Seed = 3
    embeddings: Matrix | None = None
    w_q: Matrix | None = None
    w_k: Matrix | None = None
    w_v: Matrix | None = None

    @model_validator(mode="after")
    def _matrices_fit(self) -> Self:
        check_matrix("embeddings", self.embeddings, len(self.tokens), self.d_model)
        for name in ("w_q", "w_k", "w_v"):
            check_matrix(name, getattr(self, name), self.d_model, self.d_k)
        return self


class CrossParams(ProjectionParams):
    """What the decoder has written so far in ``tokens``, and what the encoder read in ``source``.

    ``embeddings`` and ``memory`` are their vectors: the decoder's states, the encoder's output.
    """

    tokens: Words = ("le", "chat")
    source: Words = ("the", "cat", "sat")
    memory: Matrix | None = None

    @model_validator(mode="after")
    def _memory_fits(self) -> Self:
        check_matrix("memory", self.memory, len(self.source), self.d_model)
        return self


def _embeddings(params: ProjectionParams) -> Array:
    return given_or(params.embeddings, embedded(params.tokens, params.d_model, params.seed))


def _memory(params: CrossParams) -> Array:
    return given_or(params.memory, embedded(params.source, params.d_model, params.seed))


def _projections(params: ProjectionParams) -> tuple[Array, Array, Array]:
    """Return W^Q, W^K and W^V (d_model, d_k)."""
    draw = np.random.default_rng(params.seed)
    random = [drawn(draw, params.d_model, params.d_k) for _ in range(3)]
    q, k, v = map(given_or, (params.w_q, params.w_k, params.w_v), random)
    return q, k, v


class _Projected(NamedTuple):
    """What asks (n_queries, d_model), what is asked (n_keys, d_model), and by which matrices."""

    asking: Array
    asked: Array
    w_q: Array
    w_k: Array
    w_v: Array

    def attention(self, scale: float | None = None) -> Attention:
        queries, keys, values = self.asking @ self.w_q, self.asked @ self.w_k, self.asked @ self.w_v
        return scaled_dot_product_attention(queries, keys, values, scale=scale)


def self_attention_steps(params: ProjectionParams) -> Sequence[Step]:
    """Return the steps from the embeddings to each word's new vector."""
    inputs = _self_inputs(params)
    axes = (Axis("word", params.tokens), entries(params.d_model))
    return [
        Step("embeddings", "X", inputs.asking, "One vector a word plays all three roles.", axes),
        *_weight_steps(inputs),
        *_projection_steps(inputs, params.tokens, params.tokens, "X"),
        *result_steps(inputs.attention(), params.tokens, params.tokens),
    ]


def cross_attention_steps(params: CrossParams) -> Sequence[Step]:
    """Return the steps from both sequences to what each target word reads from the source."""
    inputs, entry = _cross_inputs(params), entries(params.d_model)
    target, source = Axis("word", params.tokens), Axis("word", params.source)
    return [
        Step("decoder", "X", inputs.asking, "The decoder's vectors: they ask.", (target, entry)),
        Step(
            "memory",
            "M",
            inputs.asked,
            "The encoder's output is asked: the same at every step of the decoder.",
            (source, entry),
        ),
        *_weight_steps(inputs),
        *_projection_steps(inputs, params.tokens, params.source, "M"),
        *result_steps(inputs.attention(), params.tokens, params.source),
    ]


def _self_inputs(params: ProjectionParams) -> _Projected:
    return _Projected(_embeddings(params), _embeddings(params), *_projections(params))


def _cross_inputs(params: CrossParams) -> _Projected:
    return _Projected(_embeddings(params), _memory(params), *_projections(params))


def _weight_steps(inputs: _Projected) -> list[Step]:
    roles = ("what a word looks for", "what it can be found by", "what it hands over")
    matrices = (inputs.w_q, inputs.w_k, inputs.w_v)
    return [
        Step(
            f"w_{letter.lower()}",
            f"W^{letter}",
            matrix,
            f"Learned: it turns a vector into {role}.",
            (entries(len(matrix), "input"), entries(matrix.shape[1])),
        )
        for letter, matrix, role in zip("QKV", matrices, roles, strict=True)
    ]


def _projection_steps(
    inputs: _Projected, queries_of: Sequence[str], keys_of: Sequence[str], asked: str
) -> list[Step]:
    """Return the steps to Q, K and V; ``asked`` is the letter of what is asked."""
    asks, can_be_found, hands_over = (
        "What each word looks for.",
        "What each word can be found by.",
        "What each word hands over when it is looked at.",
    )
    return [
        _projection("queries", "Q = X W^Q", inputs.asking, inputs.w_q, queries_of, asks),
        _projection("keys", f"K = {asked} W^K", inputs.asked, inputs.w_k, keys_of, can_be_found),
        _projection("values", f"V = {asked} W^V", inputs.asked, inputs.w_v, keys_of, hands_over),
    ]


def _projection(
    name: str, formula: str, vectors: Array, matrix: Array, words: Sequence[str], why: str
) -> Step:
    value = vectors @ matrix
    terms = product_sum(vectors[0], matrix[:, 0])
    return Step(
        name,
        formula,
        value,
        why,
        (Axis("word", tuple(words)), entries(value.shape[-1])),
        filled=f"{name}[{words[0]}, 1] = {terms} = {shown(value[0, 0])}",
    )


def _keys_by_w_q(params: ProjectionParams) -> Sequence[Step]:
    inputs = _self_inputs(params)
    inputs = inputs._replace(w_k=inputs.w_q)
    return [
        *_projection_steps(inputs, params.tokens, params.tokens, "X"),
        *result_steps(inputs.attention(), params.tokens, params.tokens),
    ]


def _keys_ask(params: ProjectionParams) -> Sequence[Step]:
    inputs = _self_inputs(params)
    inputs = inputs._replace(w_q=inputs.w_k, w_k=inputs.w_q)
    return result_steps(inputs.attention(), params.tokens, params.tokens)


def _unscaled(params: ProjectionParams) -> Sequence[Step]:
    found = _self_inputs(params).attention(scale=1.0)
    return result_steps(found, params.tokens, params.tokens)


def _decoder_only(params: CrossParams) -> Sequence[Step]:
    inputs = _cross_inputs(params)
    inputs = inputs._replace(asked=inputs.asking)
    return [
        *_projection_steps(inputs, params.tokens, params.tokens, "M"),
        *result_steps(inputs.attention(), params.tokens, params.tokens),
    ]


def _exchanged(params: CrossParams) -> Sequence[Step]:
    inputs = _cross_inputs(params)
    inputs = inputs._replace(asking=inputs.asked, asked=inputs.asking)
    return [
        *_projection_steps(inputs, params.source, params.tokens, "M"),
        *result_steps(inputs.attention(), params.source, params.tokens),
    ]


def _over_targets(params: CrossParams) -> Sequence[Step]:
    found = over_queries(_cross_inputs(params).attention())
    return result_steps(found, params.tokens, params.source)


def _fresh_projections(draw: np.random.Generator) -> dict[str, Any]:
    """Draw matrices that make keys of width 4, of which the root is 2, from vectors of width 2."""
    matrices = {name: draw.integers(-1, 2, (2, 4)).tolist() for name in ("w_q", "w_k", "w_v")}
    return {"d_model": 2, "d_k": 4, **matrices}


def _fresh_self(draw: np.random.Generator) -> ProjectionParams:
    embeddings = whole(draw, 2, 2).tolist()
    return ProjectionParams(tokens=("a", "b"), embeddings=embeddings, **_fresh_projections(draw))


def _fresh_cross(draw: np.random.Generator) -> CrossParams:
    return CrossParams(
        tokens=("a", "b"),
        source=("x", "y"),
        embeddings=whole(draw, 2, 2).tolist(),
        memory=whole(draw, 2, 2).tolist(),
        **_fresh_projections(draw),
    )


self_attention = Demo(
    name="self-attention",
    title="Self-attention: queries, keys and values of the same words",
    look_for="How three matrices make three vectors of each word, and which two set the weights.",
    params=ProjectionParams,
    run=self_attention_steps,
    mistakes={
        "one-matrix": Mistake("the keys made with W^Q, as the queries are", _keys_by_w_q),
        "keys-ask": Mistake("K Qᵀ instead of Q Kᵀ: the keys ask and the queries answer", _keys_ask),
        "no-scaling": Mistake("the softmax without the 1/√d_k", _unscaled),
    },
    asks=("queries", "keys", "values", "products", "scores", "weights", "output"),
    fresh=_fresh_self,
)

cross_attention = Demo(
    name="cross-attention",
    title="Cross-attention: the decoder looks at the source",
    look_for="The shape of the weights: a row for each target word, a column for each source word.",
    params=CrossParams,
    run=cross_attention_steps,
    mistakes={
        "decoder-only": Mistake(
            "keys and values taken from the decoder, which is self-attention", _decoder_only
        ),
        "exchanged": Mistake(
            "the roles exchanged: the source asks and the decoder is asked", _exchanged
        ),
        "wrong-axis": Mistake("the softmax over the target words, not the source", _over_targets),
    },
    asks=("queries", "keys", "values", "products", "scores", "weights", "output"),
    fresh=_fresh_cross,
)
