"""Multi-head attention: A. Vaswani et al., Attention is all you need, 2017, section 3.2.2."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.attention import (
    Attention,
    attention_backward,
    scaled_dot_product_attention,
)
from flashdeck.reference.broadcasting import summed_to
from flashdeck.reference.checks import Array, Mask, Sizes, floats
from flashdeck.reference.glorot import glorot


class MultiHeadWeights(NamedTuple):
    """One matrix per head, as $W^Q_i$ is written, and one for the way out.

    ``w_q``, ``w_k`` (heads, d_model, d_k), ``w_v`` (heads, d_model, d_v), ``w_o``
    (heads d_v, d_model); the biases ``b_q``, ``b_k`` (heads, d_k), ``b_v`` (heads, d_v) and
    ``b_o`` (d_model,), which the paper leaves out, may be 0.
    """

    w_q: Array
    w_k: Array
    w_v: Array
    w_o: Array
    b_q: Array
    b_k: Array
    b_v: Array
    b_o: Array


class MultiHead(NamedTuple):
    """Every value of one multi-head attention.

    ``queries`` (..., n_queries, d_model), ``keys`` and ``values`` (..., n_keys, d_model) went in.
    ``heads`` is the attention of all heads, its arrays (..., heads, n, d); ``concatenated`` is
    (..., n_queries, heads d_v), ``output`` (..., n_queries, d_model).
    """

    queries: Array
    keys: Array
    values: Array
    weights: MultiHeadWeights
    heads: Attention
    concatenated: Array
    output: Array


class MultiHeadGradients(NamedTuple):
    """The gradients of a loss by each input and by the weights, in their shapes."""

    queries: Array
    keys: Array
    values: Array
    weights: MultiHeadWeights


def multi_head_weights(d_model: int, heads: int, rng: np.random.Generator) -> MultiHeadWeights:
    """Return weights drawn after Glorot, and biases of 0, with d_k = d_v = d_model / heads."""
    if heads < 1 or d_model < 1 or d_model % heads:
        raise ValueError(f"heads: {heads}; expected a divisor of d_model = {d_model}")
    d_k = d_model // heads
    w_q, w_k, w_v = (glorot(rng, heads, d_model, d_k) for _ in range(3))
    b_q, b_k, b_v = (np.zeros((heads, d_k)) for _ in range(3))
    return MultiHeadWeights(
        w_q, w_k, w_v, glorot(rng, d_model, d_model), b_q, b_k, b_v, np.zeros(d_model)
    )


def multi_head_attention(
    queries: ArrayLike,
    keys: ArrayLike,
    values: ArrayLike,
    weights: MultiHeadWeights,
    mask: Mask | None = None,
    bias: ArrayLike | None = None,
) -> MultiHead:
    r"""Return $\mathrm{Concat}(head_1, \ldots, head_h) W^O$.

    $head_i = \mathrm{Attention}(Q W^Q_i, K W^K_i, V W^V_i)$. ``queries``
    (..., n_queries, d_model), ``keys`` and ``values`` (..., n_keys, d_model): all the same sequence
    in self-attention, keys and values another one in cross-attention. ``mask``
    (..., n_queries, n_keys) holds for every head; ``bias`` (heads, n_queries, n_keys) has its own
    for each. Raises ValueError for shapes that do not fit and for NaN.
    """
    sizes = Sizes()
    q = sizes.floats("queries", queries, "...", "n_queries", "d_model")
    k = sizes.floats("keys", keys, "...", "n_keys", "d_model")
    v = sizes.floats("values", values, "...", "n_keys", "d_model")
    w = _checked(sizes, weights)
    heads = scaled_dot_product_attention(
        _projected(q, w.w_q, w.b_q),
        _projected(k, w.w_k, w.b_k),
        _projected(v, w.w_v, w.b_v),
        None if mask is None else _for_every_head(mask),
        bias=bias,
    )
    concatenated = _concatenated(heads.output)
    return MultiHead(q, k, v, w, heads, concatenated, concatenated @ w.w_o + w.b_o)


def multi_head_attention_backward(found: MultiHead, grad_output: ArrayLike) -> MultiHeadGradients:
    r"""Return the gradients of a loss L from $dy = \partial L / \partial y$.

    Through $y = C W^O + b^O$ to the concatenated heads, $dC = dy\, W^{O\top}$, through each head's
    attention, and through $Q W^Q_i$ to the inputs, which collect $\sum_i dQ_i W^{Q\top}_i$;
    likewise for keys and values.
    """
    grad = floats("grad_output", grad_output, *map(str, found.output.shape))
    w = found.weights
    concatenated = found.concatenated.reshape(-1, w.w_o.shape[0])
    grad_w_o = concatenated.T @ grad.reshape(-1, w.w_o.shape[1])
    by_head = attention_backward(found.heads, _split(grad @ w.w_o.T, len(w.w_q)))
    grad_q, w_q, b_q = _projected_backward(found.queries, w.w_q, by_head.queries)
    grad_k, w_k, b_k = _projected_backward(found.keys, w.w_k, by_head.keys)
    grad_v, w_v, b_v = _projected_backward(found.values, w.w_v, by_head.values)
    grad_b_o = summed_to(grad, w.b_o.shape)
    return MultiHeadGradients(
        grad_q,
        grad_k,
        grad_v,
        MultiHeadWeights(w_q, w_k, w_v, grad_w_o, b_q, b_k, b_v, grad_b_o),
    )


def _checked(sizes: Sizes, weights: MultiHeadWeights) -> MultiHeadWeights:
    return MultiHeadWeights(
        sizes.floats("w_q", weights.w_q, "heads", "d_model", "d_k"),
        sizes.floats("w_k", weights.w_k, "heads", "d_model", "d_k"),
        sizes.floats("w_v", weights.w_v, "heads", "d_model", "d_v"),
        sizes.floats("w_o", weights.w_o, f"{sizes['heads']} d_v", "d_model"),
        sizes.floats("b_q", weights.b_q, "heads", "d_k"),
        sizes.floats("b_k", weights.b_k, "heads", "d_k"),
        sizes.floats("b_v", weights.b_v, "heads", "d_v"),
        sizes.floats("b_o", weights.b_o, "d_model"),
    )


def _for_every_head(mask: Mask) -> Mask:
    known = np.asarray(mask)
    if known.ndim < 2:
        raise ValueError(f"mask: shape {known.shape}; expected (..., n_queries, n_keys)")
    return known[..., None, :, :]


def _projected(inputs: Array, matrices: Array, biases: Array) -> Array:
    """Return each head's projection (..., heads, n, d) of ``inputs`` (..., n, d_model)."""
    return inputs[..., None, :, :] @ matrices + biases[:, None, :]


def _projected_backward(inputs: Array, matrices: Array, grad: Array) -> tuple[Array, Array, Array]:
    """Return the gradients by the inputs, the matrices and the biases of ``_projected``."""
    positions = np.moveaxis(grad, -3, 0)  # (heads, ..., n, d)
    positions = positions.reshape(len(matrices), -1, grad.shape[-1])
    flat = inputs.reshape(-1, inputs.shape[-1])  # (positions, d_model)
    return (
        (grad @ np.swapaxes(matrices, -1, -2)).sum(axis=-3),
        flat.T @ positions,
        positions.sum(axis=1),
    )


def _concatenated(heads: Array) -> Array:
    """Return (..., heads, n, d_v) as (..., n, heads d_v)."""
    side_by_side = np.moveaxis(heads, -3, -2)  # (..., n, heads, d_v)
    return side_by_side.reshape(*side_by_side.shape[:-2], -1)


def _split(concatenated: Array, heads: int) -> Array:
    """Return (..., n, heads d_v) as (..., heads, n, d_v)."""
    parts = concatenated.reshape(*concatenated.shape[:-1], heads, -1)
    return np.moveaxis(parts, -2, -3)
