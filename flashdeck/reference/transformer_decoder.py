"""The transformer's decoder: A. Vaswani et al., Attention is all you need, 2017, section 3.1."""

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
from flashdeck.reference.masks import causal_mask
from flashdeck.reference.multihead import (
    MultiHead,
    MultiHeadWeights,
    multi_head_attention,
    multi_head_attention_backward,
    multi_head_weights,
)
from flashdeck.reference.residual import Order, Residual, residual, residual_backward
from flashdeck.reference.transformer_encoder import self_attention_backward


class DecoderLayerWeights(NamedTuple):
    """The three sublayers, and for each the normalisation that belongs to it."""

    self_attention: MultiHeadWeights
    self_attention_norm: LayerNormWeights
    cross_attention: MultiHeadWeights
    cross_attention_norm: LayerNormWeights
    feed_forward: FeedForwardWeights
    feed_forward_norm: LayerNormWeights


class DecoderLayer(NamedTuple):
    """Every value of one layer; ``output`` is (..., n_target, d_model)."""

    self_attention: Residual[MultiHead]
    cross_attention: Residual[MultiHead]
    feed_forward: Residual[FeedForward]
    output: Array


class DecoderLayerGradients(NamedTuple):
    """The gradients of a loss by the inputs, by the encoder's output and by the weights."""

    inputs: Array
    memory: Array
    weights: DecoderLayerWeights


class Decoder(NamedTuple):
    """Every layer of a stack and the last normalisation, if there is one."""

    layers: tuple[DecoderLayer, ...]
    final_norm: LayerNorm | None
    output: Array


class DecoderGradients(NamedTuple):
    """The gradients of a loss by the inputs, the encoder's output, each layer and the last norm."""

    inputs: Array
    memory: Array
    layers: tuple[DecoderLayerWeights, ...]
    final_norm: LayerNormWeights | None


def decoder_layer_weights(
    d_model: int, heads: int, d_ff: int, rng: np.random.Generator
) -> DecoderLayerWeights:
    """Return the weights of one layer before training: drawn after Glorot, biases 0, gains 1."""
    return DecoderLayerWeights(
        multi_head_weights(d_model, heads, rng),
        layer_norm_weights(d_model),
        multi_head_weights(d_model, heads, rng),
        layer_norm_weights(d_model),
        feed_forward_weights(d_model, d_ff, rng),
        layer_norm_weights(d_model),
    )


def decoder_layer(
    inputs: ArrayLike,
    memory: ArrayLike,
    weights: DecoderLayerWeights,
    order: Order = "post",
    mask: Mask | None = None,
    memory_mask: Mask | None = None,
) -> DecoderLayer:
    """Return masked self-attention, cross-attention and the feed-forward network.

    ``inputs`` (..., n_target, d_model); ``memory`` (..., n_source, d_model) is the encoder's
    output, from which cross-attention takes keys and values. ``mask`` (..., n_target, n_target)
    is causal unless given; ``memory_mask`` is (..., n_target, n_source). Raises ValueError for
    shapes that do not fit and for NaN.
    """
    x = floats("inputs", inputs, "...", "n_target", "d_model")
    m = floats("memory", memory, "...", "n_source", "d_model")
    seen = causal_mask(x.shape[-2]) if mask is None else mask
    attended = residual(
        x,
        lambda h: multi_head_attention(h, h, h, weights.self_attention, seen),
        weights.self_attention_norm,
        order,
    )
    crossed = residual(
        attended.output,
        lambda h: multi_head_attention(h, m, m, weights.cross_attention, memory_mask),
        weights.cross_attention_norm,
        order,
    )
    fed = residual(
        crossed.output,
        lambda h: feed_forward(h, weights.feed_forward),
        weights.feed_forward_norm,
        order,
    )
    return DecoderLayer(attended, crossed, fed, fed.output)


def decoder_layer_backward(found: DecoderLayer, grad_output: ArrayLike) -> DecoderLayerGradients:
    """Return the gradients of a loss from that by the output (..., n_target, d_model)."""
    grad = floats("grad_output", grad_output, *map(str, found.output.shape))
    fed = residual_backward(found.feed_forward, feed_forward_backward, grad)
    crossed = residual_backward(found.cross_attention, _cross_attention_backward, fed.inputs)
    attended = residual_backward(found.self_attention, self_attention_backward, crossed.inputs)
    memory, cross_weights = crossed.inner
    weights = DecoderLayerWeights(
        attended.inner, attended.norm, cross_weights, crossed.norm, fed.inner, fed.norm
    )
    return DecoderLayerGradients(attended.inputs, memory, weights)


def decoder(
    inputs: ArrayLike,
    memory: ArrayLike,
    layers: Sequence[DecoderLayerWeights],
    order: Order = "post",
    mask: Mask | None = None,
    memory_mask: Mask | None = None,
    final_norm: LayerNormWeights | None = None,
) -> Decoder:
    """Return ``layers`` one after another, and ``final_norm``, which a pre-LN stack ends with.

    Every layer looks at the same ``memory``.
    """
    output = floats("inputs", inputs, "...", "n_target", "d_model")
    found = []
    for weights in layers:
        found.append(decoder_layer(output, memory, weights, order, mask, memory_mask))
        output = found[-1].output
    if final_norm is None:
        return Decoder(tuple(found), None, output)
    normed = layer_norm(output, final_norm)
    return Decoder(tuple(found), normed, normed.output)


def decoder_backward(found: Decoder, grad_output: ArrayLike) -> DecoderGradients:
    """Return the gradients of a loss from that by the output; the memory's is the sum of all."""
    grad = floats("grad_output", grad_output, *map(str, found.output.shape))
    final_norm = None
    if found.final_norm is not None:
        grad, final_norm = layer_norm_backward(found.final_norm, grad)
    grad_memory = np.zeros_like(found.layers[0].cross_attention.inner.keys)
    layers = []
    for layer in reversed(found.layers):
        grad, by_memory, weights = decoder_layer_backward(layer, grad)
        grad_memory = grad_memory + by_memory
        layers.append(weights)
    return DecoderGradients(grad, grad_memory, tuple(reversed(layers)), final_norm)


def _cross_attention_backward(
    found: MultiHead, grad: Array
) -> tuple[Array, tuple[Array, MultiHeadWeights]]:
    """Return the gradients by the queries, and those by the memory and the weights."""
    gradients = multi_head_attention_backward(found, grad)
    return gradients.queries, (gradients.keys + gradients.values, gradients.weights)
