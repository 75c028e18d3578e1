"""The demos `encoder-layer` and `decoder-layer`: sublayers, each in its residual connection."""

from collections.abc import Sequence

import numpy as np

from flashdeck.demos.arrays import Array, entries
from flashdeck.demos.demo import Demo, Mistake, Words
from flashdeck.demos.sublayers import (
    LayerParams,
    Sublayer,
    layer_steps,
    normed_over_words,
    word_vectors,
)
from flashdeck.demos.trace import Axis, Step
from flashdeck.reference.feed_forward import FeedForwardWeights, feed_forward
from flashdeck.reference.masks import causal_mask, full_mask
from flashdeck.reference.multihead import MultiHead, multi_head_attention
from flashdeck.reference.residual import Order
from flashdeck.reference.transformer_decoder import decoder_layer_weights
from flashdeck.reference.transformer_encoder import encoder_layer_weights


class DecoderLayerParams(LayerParams):
    """What the decoder has written so far in ``tokens``, and what was read in ``source``."""

    tokens: Words = ("<s>", "le", "chat")
    source: Words = ("the", "cat")


def encoder_layer_steps(params: LayerParams) -> Sequence[Step]:
    """Return the steps through self-attention and the feed-forward network."""
    return [
        _input_step(params, "inputs", params.tokens, "The words' vectors, with their positions."),
        *layer_steps(params, _encoder_sublayers(params)),
    ]


def decoder_layer_steps(params: DecoderLayerParams) -> Sequence[Step]:
    """Return the steps through both attentions and the feed-forward network."""
    return [
        _input_step(params, "inputs", params.tokens, "The vectors of what is written so far."),
        _input_step(params, "memory", params.source, "The encoder's output, one vector a word."),
        *layer_steps(params, _decoder_sublayers(params)),
    ]


def _input_step(params: LayerParams, name: str, words: tuple[str, ...], why: str) -> Step:
    axes = (Axis("word", words), entries(params.d_model))
    return Step(name, "x" if name == "inputs" else "M", word_vectors(params, words), why, axes)


def _encoder_sublayers(params: LayerParams) -> list[Sublayer]:
    draw = np.random.default_rng(params.seed)
    w = encoder_layer_weights(params.d_model, params.heads, params.d_ff, draw)
    return [
        Sublayer(
            "attention",
            "What each word gathers from all words.",
            lambda h: multi_head_attention(h, h, h, w.attention),
            params.tokens,
        ),
        _feed_forward(w.feed_forward),
    ]


def _decoder_sublayers(
    params: DecoderLayerParams, *, causal: bool = True, asks_source: bool = True
) -> list[Sublayer]:
    draw = np.random.default_rng(params.seed)
    w = decoder_layer_weights(params.d_model, params.heads, params.d_ff, draw)
    mask = (causal_mask if causal else full_mask)(len(params.tokens))
    memory = word_vectors(params, params.source)

    def cross(h: Array) -> MultiHead:
        asked = memory if asks_source else h
        return multi_head_attention(h, asked, asked, w.cross_attention)

    return [
        Sublayer(
            "self_attention",
            "What each word gathers from itself and those before it: the mask is causal.",
            lambda h: multi_head_attention(h, h, h, w.self_attention, mask),
            params.tokens,
        ),
        Sublayer(
            "cross_attention",
            "What each word gathers from the source: its own vector asks, the memory answers.",
            cross,
            params.source if asks_source else params.tokens,
        ),
        _feed_forward(w.feed_forward),
    ]


def _feed_forward(weights: FeedForwardWeights) -> Sublayer:
    why = "What each word makes of it, alone."
    return Sublayer("feed_forward", why, lambda h: feed_forward(h, weights))


def _other(order: Order) -> Order:
    return "pre" if order == "post" else "post"


def _fresh_encoder(draw: np.random.Generator) -> LayerParams:
    order: Order = "pre" if draw.random() < 0.5 else "post"
    return LayerParams(tokens=("a", "b"), order=order, seed=int(draw.integers(1_000)))


def _fresh_decoder(draw: np.random.Generator) -> DecoderLayerParams:
    return DecoderLayerParams(tokens=("a", "b"), source=("x", "y"), seed=int(draw.integers(1_000)))


NO_RESIDUAL = "the sublayers' outputs without what came in added to them"

encoder = Demo(
    name="encoder-layer",
    title="One layer of the transformer's encoder",
    look_for="Twice the same frame, add and normalise: round attention, and round feed-forward.",
    params=LayerParams,
    run=encoder_layer_steps,
    mistakes={
        "no-residual": Mistake(
            NO_RESIDUAL,
            lambda params: layer_steps(params, _encoder_sublayers(params), adds=False),
        ),
        "other-order": Mistake(
            "the norm in the other place, before the sublayer or after the sum",
            lambda params: layer_steps(
                params, _encoder_sublayers(params), order=_other(params.order)
            ),
        ),
        "norm-over-words": Mistake(
            "each entry normalised over the words instead of each word over its entries",
            lambda params: layer_steps(params, _encoder_sublayers(params), norm=normed_over_words),
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
            lambda params: layer_steps(params, _decoder_sublayers(params), adds=False),
        ),
        "not-causal": Mistake(
            "self-attention without the causal mask, so that the future is seen",
            lambda params: layer_steps(params, _decoder_sublayers(params, causal=False)),
        ),
        "no-source": Mistake(
            "cross-attention over the decoder's own words instead of the source",
            lambda params: layer_steps(params, _decoder_sublayers(params, asks_source=False)),
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
