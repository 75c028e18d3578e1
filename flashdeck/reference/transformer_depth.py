"""Depth against gradient norm, for both places of the layer normalisation.

R. Xiong et al., On layer normalization in the transformer architecture, 2020, theorem 1 and
figure 3.
"""

import numpy as np

from flashdeck.reference.checks import Array
from flashdeck.reference.functions import softmax
from flashdeck.reference.glorot import glorot
from flashdeck.reference.layer_norm import layer_norm_weights
from flashdeck.reference.residual import Order
from flashdeck.reference.transformer_encoder import (
    encoder,
    encoder_backward,
    encoder_layer_weights,
)


def gradient_norms(
    depth: int,
    order: Order,
    rng: np.random.Generator,
    *,
    n: int = 8,
    d_model: int = 32,
    heads: int = 4,
    batch: int = 4,
) -> Array:
    r"""Return $\|\partial L / \partial W_2\|$ of each layer's feed-forward network: (depth,).

    L is the mean cross-entropy of random targets, read out of an encoder of ``depth`` layers whose
    weights are fresh, with d_ff = 4 d_model and, for pre-LN, the last normalisation. The paper's
    bound at the last layer is $O(d \sqrt{\ln d})$ for post-LN however deep the stack, and
    $O(d \sqrt{\ln d / depth})$ for pre-LN.
    """
    if depth < 1:
        raise ValueError(f"depth: {depth}; expected at least 1 layer")
    layers = [encoder_layer_weights(d_model, heads, 4 * d_model, rng) for _ in range(depth)]
    final_norm = layer_norm_weights(d_model) if order == "pre" else None
    inputs = rng.standard_normal((batch, n, d_model))
    found = encoder(inputs, layers, order, final_norm=final_norm)
    read_out = glorot(rng, d_model, d_model)
    targets = np.eye(d_model)[rng.integers(d_model, size=(batch, n))]
    grad_logits = (softmax(found.output @ read_out) - targets) / (batch * n)
    gradients = encoder_backward(found, grad_logits @ read_out.T)
    return np.array([np.linalg.norm(layer.feed_forward.w_2) for layer in gradients.layers])
