"""A layer of a transformer as its sublayers, each in its residual connection, step by step."""

from collections.abc import Callable, Sequence
from typing import Annotated, NamedTuple, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.arrays import Array, Width, check_heads, embedded, entries
from flashdeck.demos.demo import Params, Seed, Words
from flashdeck.demos.filled import factor, plain_sum, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.feed_forward import FeedForward
from flashdeck.reference.layer_norm import layer_norm, layer_norm_weights
from flashdeck.reference.multihead import MultiHead
from flashdeck.reference.residual import Order


class LayerParams(Params):
    """Words, the sizes of a layer whose weights are drawn, and where its norms stand."""

    tokens: Words = ("the", "cat", "sat")
    d_model: Width = 4
    heads: Width = 2
    d_ff: Annotated[int, Field(ge=1, le=48)] = 8
    order: Order = "post"
    seed: Seed = 1

    @model_validator(mode="after")
    def _heads_fit(self) -> Self:
        check_heads(self.heads, self.d_model)
        return self


class Sublayer(NamedTuple):
    """One sublayer: its name, what is said of it, what it computes, and the words it looks at."""

    name: str
    why: str
    run: Callable[[Array], MultiHead | FeedForward]
    keys: tuple[str, ...] = ()


class _Joined(NamedTuple):
    """One sublayer with its residual connection and its norm, each array (words, d_model)."""

    inner: MultiHead | FeedForward
    added: Array
    normed: Array
    output: Array


def _normed(x: Array) -> Array:
    return layer_norm(x, layer_norm_weights(x.shape[-1])).output


def normed_over_words(x: Array) -> Array:
    """Normalise each entry over the words, which is a mistake; ``x`` is (words, d_model)."""
    return layer_norm(x.T, layer_norm_weights(len(x))).output.T


def _joined(
    x: Array, sublayer: Sublayer, order: Order, norm: Callable[[Array], Array], *, adds: bool
) -> _Joined:
    """Do what ``flashdeck.reference.residual`` does, and keep the sum and the norm apart."""
    kept = x if adds else np.zeros_like(x)
    if order == "pre":
        normed = norm(x)
        inner = sublayer.run(normed)
        added = kept + inner.output
        return _Joined(inner, added, normed, added)
    inner = sublayer.run(x)
    added = kept + inner.output
    normed = norm(added)
    return _Joined(inner, added, normed, normed)


def word_vectors(params: LayerParams, words: Sequence[str]) -> Array:
    """Return the vectors of words, drawn for each of them (words, d_model)."""
    return embedded(words, params.d_model, params.seed)


def layer_steps(
    params: LayerParams,
    sublayers: Sequence[Sublayer],
    order: Order | None = None,
    norm: Callable[[Array], Array] = _normed,
    *,
    adds: bool = True,
) -> list[Step]:
    """Return the steps of all sublayers; everything after ``sublayers`` can be mistaken."""
    order = order or params.order
    x, steps = word_vectors(params, params.tokens), list[Step]()
    for sublayer in sublayers:
        joined = _joined(x, sublayer, order, norm, adds=adds)
        inner = _inner_steps(params, sublayer, joined)
        added, normed = _join_steps(params, sublayer.name, x, joined)
        steps += [normed, *inner, added] if order == "pre" else [*inner, added, normed]
        x = joined.output
    return steps


def _inner_steps(params: LayerParams, sublayer: Sublayer, joined: _Joined) -> list[Step]:
    name, inner = sublayer.name, joined.inner
    word = Axis("word", params.tokens)
    output = Step(name, "f(x)", inner.output, sublayer.why, (word, entries(params.d_model)))
    if isinstance(inner, FeedForward):
        return [output]
    axes = (
        entries(params.heads, "head"),
        Axis("query", params.tokens),
        Axis("key", sublayer.keys),
    )
    why = "Who looks at whom, in each head."
    return [Step(f"{name}_weights", "A_i", inner.heads.weights, why, axes, View.HEATMAP), output]


def _join_steps(params: LayerParams, name: str, x: Array, joined: _Joined) -> tuple[Step, Step]:
    """Return the sum and the norm of one sublayer."""
    axes = (Axis("word", params.tokens), entries(params.d_model))
    first, found = params.tokens[0], joined.inner.output[0, 0]
    into_norm = x[0] if params.order == "pre" else joined.added[0]
    mean, variance = factor(float(into_norm.mean())), shown(float(into_norm.var()))
    added = Step(
        f"{name}_added",
        "x + f(x)" if params.order == "post" else r"x + f(\text{LN}(x))",
        joined.added,
        "The residual connection: the sublayer only adds to what came in.",
        axes,
        filled=f"{name}_added[{first}, 1] = {plain_sum((x[0, 0], found))}"
        f" = {shown(joined.added[0, 0])}",
    )
    normed = Step(
        f"{name}_normed",
        r"\text{LN}(x + f(x))" if params.order == "post" else r"\text{LN}(x)",
        joined.normed,
        "Each word's vector by itself gets mean 0 and variance 1.",
        axes,
        View.HEATMAP,
        f"{name}_normed[{first}, 1] = ({shown(into_norm[0])} − {mean}) / √{variance}"
        f" = {shown(joined.normed[0, 0])}",
    )
    return added, normed
