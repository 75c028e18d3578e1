"""The demos `encoder-layer` and `decoder-layer`: sublayers, each in its residual connection."""

from collections.abc import Callable, Sequence
from typing import Annotated, NamedTuple, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.arrays import Array, Width, embedded, entries
from flashdeck.demos.demo import Demo, Mistake, Params, Seed, Words
from flashdeck.demos.filled import factor, plain_sum, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.feed_forward import FeedForward, FeedForwardWeights, feed_forward
from flashdeck.reference.layer_norm import layer_norm, layer_norm_weights
from flashdeck.reference.masks import causal_mask, full_mask
from flashdeck.reference.multihead import MultiHead, multi_head_attention
from flashdeck.reference.residual import Order
from flashdeck.reference.transformer_decoder import decoder_layer_weights
from flashdeck.reference.transformer_encoder import encoder_layer_weights


class EncoderLayerParams(Params):
    """Words, the sizes of a layer whose weights are drawn, and where its norms stand."""

    tokens: Words = ("the", "cat", "sat")
    d_model: Width = 4
    heads: Width = 2
    d_ff: Annotated[int, Field(ge=1, le=48)] = 8
    order: Order = "post"
    seed: Seed = 1

    @model_validator(mode="after")
    def _heads_fit(self) -> Self:
        if self.d_model % self.heads:
            width = self.d_model
            raise ValueError(f"heads is {self.heads}: it must divide d_model, which is {width}")
        return self


class DecoderLayerParams(EncoderLayerParams):
    """What the decoder has written so far in ``tokens``, and what was read in ``source``."""

    tokens: Words = ("<s>", "le", "chat")
    source: Words = ("the", "cat")


class _Sublayer(NamedTuple):
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


def _normed_over_words(x: Array) -> Array:
    return layer_norm(x.T, layer_norm_weights(len(x))).output.T


def _joined(
    x: Array, sublayer: _Sublayer, order: Order, norm: Callable[[Array], Array], *, adds: bool
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


def encoder_layer_steps(params: EncoderLayerParams) -> Sequence[Step]:
    """Return the steps through self-attention and the feed-forward network."""
    return [
        _input_step(params, "inputs", params.tokens, "The words' vectors, with their positions."),
        *_layer_steps(params, _encoder_sublayers(params)),
    ]


def decoder_layer_steps(params: DecoderLayerParams) -> Sequence[Step]:
    """Return the steps through both attentions and the feed-forward network."""
    return [
        _input_step(params, "inputs", params.tokens, "The vectors of what is written so far."),
        _input_step(params, "memory", params.source, "The encoder's output, one vector a word."),
        *_layer_steps(params, _decoder_sublayers(params)),
    ]


def _vectors(params: EncoderLayerParams, words: Sequence[str]) -> Array:
    return embedded(words, params.d_model, params.seed)


def _input_step(params: EncoderLayerParams, name: str, words: tuple[str, ...], why: str) -> Step:
    axes = (Axis("word", words), entries(params.d_model))
    return Step(name, "x" if name == "inputs" else "M", _vectors(params, words), why, axes)


def _encoder_sublayers(params: EncoderLayerParams) -> list[_Sublayer]:
    draw = np.random.default_rng(params.seed)
    w = encoder_layer_weights(params.d_model, params.heads, params.d_ff, draw)
    return [
        _Sublayer(
            "attention",
            "What each word gathers from all words.",
            lambda h: multi_head_attention(h, h, h, w.attention),
            params.tokens,
        ),
        _feed_forward(w.feed_forward),
    ]


def _decoder_sublayers(
    params: DecoderLayerParams, *, causal: bool = True, asks_source: bool = True
) -> list[_Sublayer]:
    draw = np.random.default_rng(params.seed)
    w = decoder_layer_weights(params.d_model, params.heads, params.d_ff, draw)
    mask = (causal_mask if causal else full_mask)(len(params.tokens))
    memory = _vectors(params, params.source)

    def cross(h: Array) -> MultiHead:
        asked = memory if asks_source else h
        return multi_head_attention(h, asked, asked, w.cross_attention)

    return [
        _Sublayer(
            "self_attention",
            "What each word gathers from itself and those before it: the mask is causal.",
            lambda h: multi_head_attention(h, h, h, w.self_attention, mask),
            params.tokens,
        ),
        _Sublayer(
            "cross_attention",
            "What each word gathers from the source: its own vector asks, the memory answers.",
            cross,
            params.source if asks_source else params.tokens,
        ),
        _feed_forward(w.feed_forward),
    ]


def _feed_forward(weights: FeedForwardWeights) -> _Sublayer:
    why = "What each word makes of it, alone."
    return _Sublayer("feed_forward", why, lambda h: feed_forward(h, weights))


def _layer_steps(
    params: EncoderLayerParams,
    sublayers: Sequence[_Sublayer],
    order: Order | None = None,
    norm: Callable[[Array], Array] = _normed,
    *,
    adds: bool = True,
) -> list[Step]:
    """Return the steps of all sublayers; everything after ``sublayers`` can be mistaken."""
    order = order or params.order
    x, steps = _vectors(params, params.tokens), list[Step]()
    for sublayer in sublayers:
        joined = _joined(x, sublayer, order, norm, adds=adds)
        inner = _inner_steps(params, sublayer, joined)
        added, normed = _join_steps(params, sublayer.name, x, joined)
        steps += [normed, *inner, added] if order == "pre" else [*inner, added, normed]
        x = joined.output
    return steps


def _inner_steps(params: EncoderLayerParams, sublayer: _Sublayer, joined: _Joined) -> list[Step]:
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


def _join_steps(
    params: EncoderLayerParams, name: str, x: Array, joined: _Joined
) -> tuple[Step, Step]:
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


def _other(order: Order) -> Order:
    return "pre" if order == "post" else "post"


def _fresh_encoder(draw: np.random.Generator) -> EncoderLayerParams:
    order: Order = "pre" if draw.random() < 0.5 else "post"
    return EncoderLayerParams(tokens=("a", "b"), order=order, seed=int(draw.integers(1_000)))


def _fresh_decoder(draw: np.random.Generator) -> DecoderLayerParams:
    return DecoderLayerParams(tokens=("a", "b"), source=("x", "y"), seed=int(draw.integers(1_000)))


NO_RESIDUAL = "the sublayers' outputs without what came in added to them"

encoder = Demo(
    name="encoder-layer",
    title="One layer of the transformer's encoder",
    look_for="Twice the same frame, add and normalise: round attention, and round feed-forward.",
    params=EncoderLayerParams,
    run=encoder_layer_steps,
    mistakes={
        "no-residual": Mistake(
            NO_RESIDUAL,
            lambda params: _layer_steps(params, _encoder_sublayers(params), adds=False),
        ),
        "other-order": Mistake(
            "the norm in the other place, before the sublayer or after the sum",
            lambda params: _layer_steps(
                params, _encoder_sublayers(params), order=_other(params.order)
            ),
        ),
        "norm-over-words": Mistake(
            "each entry normalised over the words instead of each word over its entries",
            lambda params: _layer_steps(
                params, _encoder_sublayers(params), norm=_normed_over_words
            ),
        ),
    },
    asks=("attention_added", "attention_normed", "feed_forward_added", "feed_forward_normed"),
    fresh=_fresh_encoder,
)

decoder = Demo(
    name="decoder-layer",
    title="One layer of the transformer's decoder",
    look_for="The triangle of the first weights, and whom the second ones look at.",
    params=DecoderLayerParams,
    run=decoder_layer_steps,
    mistakes={
        "no-residual": Mistake(
            NO_RESIDUAL,
            lambda params: _layer_steps(params, _decoder_sublayers(params), adds=False),
        ),
        "not-causal": Mistake(
            "self-attention without the causal mask, so that the future is seen",
            lambda params: _layer_steps(params, _decoder_sublayers(params, causal=False)),
        ),
        "no-source": Mistake(
            "cross-attention over the decoder's own words instead of the source",
            lambda params: _layer_steps(params, _decoder_sublayers(params, asks_source=False)),
        ),
    },
    asks=(
        "self_attention_added",
        "self_attention_normed",
        "cross_attention_added",
        "feed_forward_added",
        "feed_forward_normed",
    ),
    fresh=_fresh_decoder,
)
