"""The transformer's encoder: A. Vaswani et al., Attention is all you need, 2017, section 3.1.

Without a mask it is that of BERT, with a causal one the decoder-only stack of GPT.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Mask, floats
from flashdeck.reference.feed_forward import (
    FeedForward,
    FeedForwardWeights,
    feed_forward,
    feed_forward_backward,
    feed_forward_weights,
)
from flashdeck.reference.layer_norm import (
    LayerNorm,
    LayerNormWeights,
    layer_norm,
    layer_norm_backward,
    layer_norm_weights,
)
from flashdeck.reference.multihead import (
    MultiHead,
    MultiHeadWeights,
    multi_head_attention,
    multi_head_attention_backward,
    multi_head_weights,
)
from flashdeck.reference.residual import Order, Residual, residual, residual_backward


class EncoderLayerWeights(NamedTuple):
    """The two sublayers, and for each the normalisation that belongs to it."""

    attention: MultiHeadWeights
    attention_norm: LayerNormWeights
    feed_forward: FeedForwardWeights
    feed_forward_norm: LayerNormWeights


class EncoderLayer(NamedTuple):
    """Every value of one layer; ``output`` is (..., n, d_model)."""

    attention: Residual[MultiHead]
    feed_forward: Residual[FeedForward]
    output: Array


class EncoderLayerGradients(NamedTuple):
    """The gradients of a loss by the inputs (..., n, d_model) and by the weights."""

    inputs: Array
    weights: EncoderLayerWeights


class Encoder(NamedTuple):
    """Every layer of a stack and the last normalisation, if there is one."""

    layers: tuple[EncoderLayer, ...]
    final_norm: LayerNorm | None
    output: Array


class EncoderGradients(NamedTuple):
    """The gradients of a loss by the inputs, by each layer's weights and by the last norm's."""

    inputs: Array
    layers: tuple[EncoderLayerWeights, ...]
    final_norm: LayerNormWeights | None


def encoder_layer_weights(
    d_model: int, heads: int, d_ff: int, rng: np.random.Generator
) -> EncoderLayerWeights:
    """Return the weights of one layer before training: drawn after Glorot, biases 0, gains 1."""
    return EncoderLayerWeights(
        multi_head_weights(d_model, heads, rng),
        layer_norm_weights(d_model),
        feed_forward_weights(d_model, d_ff, rng),
        layer_norm_weights(d_model),
    )


def encoder_layer(
    inputs: ArrayLike,
    weights: EncoderLayerWeights,
    order: Order = "post",
    mask: Mask | None = None,
    bias: ArrayLike | None = None,
) -> EncoderLayer:
    """Return self-attention and then the feed-forward network, each in its residual connection.

    ``inputs`` (..., n, d_model), ``mask`` (..., n, n), ``bias`` (heads, n, n). Raises ValueError
    for shapes that do not fit and for NaN.
    """
    x = floats("inputs", inputs, "...", "n", "d_model")
    attended = residual(
        x,
        lambda h: multi_head_attention(h, h, h, weights.attention, mask, bias),
        weights.attention_norm,
        order,
    )
    fed = residual(
        attended.output,
        lambda h: feed_forward(h, weights.feed_forward),
        weights.feed_forward_norm,
        order,
    )
    return EncoderLayer(attended, fed, fed.output)


def encoder_layer_backward(found: EncoderLayer, grad_output: ArrayLike) -> EncoderLayerGradients:
    """Return the gradients of a loss from that by the output (..., n, d_model)."""
    grad = floats("grad_output", grad_output, *map(str, found.output.shape))
    fed = residual_backward(found.feed_forward, feed_forward_backward, grad)
    attended = residual_backward(found.attention, self_attention_backward, fed.inputs)
    return EncoderLayerGradients(
        attended.inputs, EncoderLayerWeights(attended.inner, attended.norm, fed.inner, fed.norm)
    )


def encoder(
    inputs: ArrayLike,
    layers: Sequence[EncoderLayerWeights],
    order: Order = "post",
    mask: Mask | None = None,
    bias: ArrayLike | None = None,
    final_norm: LayerNormWeights | None = None,
) -> Encoder:
    """Return ``layers`` one after another, and ``final_norm``, which a pre-LN stack ends with."""
    output = floats("inputs", inputs, "...", "n", "d_model")
    found = []
    for weights in layers:
        found.append(encoder_layer(output, weights, order, mask, bias))
        output = found[-1].output
    if final_norm is None:
        return Encoder(tuple(found), None, output)
    normed = layer_norm(output, final_norm)
    return Encoder(tuple(found), normed, normed.output)


def encoder_backward(found: Encoder, grad_output: ArrayLike) -> EncoderGradients:
    """Return the gradients of a loss from that by the output (..., n, d_model)."""
    grad = floats("grad_output", grad_output, *map(str, found.output.shape))
    final_norm = None
    if found.final_norm is not None:
        grad, final_norm = layer_norm_backward(found.final_norm, grad)
    layers = []
    for layer in reversed(found.layers):
        grad, weights = encoder_layer_backward(layer, grad)
        layers.append(weights)
    return EncoderGradients(grad, tuple(reversed(layers)), final_norm)


def self_attention_backward(found: MultiHead, grad: Array) -> tuple[Array, MultiHeadWeights]:
    """Return the gradients by the one input, which was queries, keys and values, and by weights."""
    gradients = multi_head_attention_backward(found, grad)
    return gradients.queries + gradients.keys + gradients.values, gradients.weights
