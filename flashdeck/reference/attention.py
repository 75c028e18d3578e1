"""Scaled dot-product attention: A. Vaswani et al., Attention is all you need, 2017, eq. (1)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.broadcasting import summed_to
from flashdeck.reference.checks import Array, Mask, Sizes, floats
from flashdeck.reference.functions import softmax
from flashdeck.reference.masks import fitting_mask


class Attention(NamedTuple):
    r"""Every value of one attention.

    ``queries`` (..., n_queries, d_k), ``keys`` (..., n_keys, d_k), ``values`` (..., n_keys, d_v)
    and ``scale`` went in. ``scores`` after scaling, bias and mask, and ``weights`` are
    (..., n_queries, n_keys); ``output`` is (..., n_queries, d_v).
    """

    queries: Array
    keys: Array
    values: Array
    scale: float
    scores: Array
    weights: Array
    output: Array

    @property
    def products(self) -> Array:
        r"""$Q K^\top$ (..., n_queries, n_keys), computed anew: long sequences need not keep it."""
        return self.queries @ np.swapaxes(self.keys, -1, -2)


class AttentionGradients(NamedTuple):
    """The gradients of a loss, each of the shape of what it is named after.

    That by a bias is the one by ``scores``, summed where the bias was broadcast.
    """

    queries: Array
    keys: Array
    values: Array
    scores: Array


def scaled_dot_product_attention(
    queries: ArrayLike,
    keys: ArrayLike,
    values: ArrayLike,
    mask: Mask | None = None,
    scale: float | None = None,
    bias: ArrayLike | None = None,
) -> Attention:
    r"""Return $\mathrm{softmax}(Q K^\top / \sqrt{d_k}) V$ with its intermediate values.

    ``queries`` (..., n_queries, d_k), ``keys`` (..., n_keys, d_k), ``values`` (..., n_keys, d_v);
    ``mask`` is True where a query may look; ``scale`` replaces $1/\sqrt{d_k}$; ``bias`` is added
    to the scaled scores, as relative positions are. A query that may look nowhere gets weights and
    output 0. Raises ValueError for shapes that do not fit, for empty sequences and for NaN.
    """
    sizes = Sizes()
    q = sizes.floats("queries", queries, "...", "n_queries", "d_k")
    k = sizes.floats("keys", keys, "...", "n_keys", "d_k")
    v = sizes.floats("values", values, "...", "n_keys", "d_v")
    factor = scaling(sizes["d_k"]) if scale is None else float(scale)
    scores = q @ np.swapaxes(k, -1, -2)  # (..., n_queries, n_keys)
    scores *= factor
    if bias is not None:
        scores += _fitting_bias(bias, scores.shape)
    if mask is not None:
        np.copyto(scores, -np.inf, where=~fitting_mask(mask, scores.shape))
    weights = softmax(scores)
    return Attention(q, k, v, factor, scores, weights, weights @ v)


def attention_backward(found: Attention, grad_output: ArrayLike) -> AttentionGradients:
    r"""Return the gradients of a loss L from $dO = \partial L / \partial O$.

    With the weights A, each row a: $dV = A^\top dO$, $dA = dO\, V^\top$,
    $dS = A \odot (dA - \mathrm{rowsum}(dA \odot A))$, which is the softmax Jacobian
    $\mathrm{diag}(a) - a a^\top$ at work, and with $\alpha = 1/\sqrt{d_k}$
    $dQ = \alpha\, dS\, K$, $dK = \alpha\, dS^\top Q$. T. Dao et al., FlashAttention, 2022,
    appendix B.2.
    """
    grad = floats("grad_output", grad_output, *map(str, found.output.shape))
    a = found.weights
    grad_values = np.swapaxes(a, -1, -2) @ grad  # (..., n_keys, d_v)
    grad_weights = grad @ np.swapaxes(found.values, -1, -2)  # (..., n_queries, n_keys)
    grad_scores = a * (grad_weights - (grad_weights * a).sum(axis=-1, keepdims=True))
    grad_products = grad_scores * found.scale
    return AttentionGradients(
        summed_to(grad_products @ found.keys, found.queries.shape),
        summed_to(np.swapaxes(grad_products, -1, -2) @ found.queries, found.keys.shape),
        summed_to(grad_values, found.values.shape),
        summed_to(grad_scores, found.scores.shape),
    )


def scaling(d_k: int) -> float:
    r"""Return $1/\sqrt{d_k}$."""
    return float(1.0 / np.sqrt(d_k))


def entropy(weights: ArrayLike, axis: int = -1) -> Array:
    r"""Return $-\sum_i a_i \ln a_i$ in nats along ``axis``, with $0 \ln 0 = 0$.

    0 where all attention is on one key, $\ln n$ where it is spread evenly over n. C. E. Shannon,
    A mathematical theory of communication, 1948, section 6.
    """
    a = floats("weights", weights, "...", "n_keys")
    if (a < 0).any():
        raise ValueError(f"weights: negative numbers in shape {a.shape}; expected probabilities")
    logarithms = np.log(a, out=np.zeros_like(a), where=a > 0)
    return np.asarray(-(a * logarithms).sum(axis=axis) + 0.0)  # + 0: never -0


def _fitting_bias(bias: ArrayLike, shape: tuple[int, ...]) -> Array:
    known = floats("bias", bias, "...")
    try:
        return np.broadcast_to(known, shape)
    except ValueError as error:
        raise ValueError(
            f"bias: shape {known.shape}; expected one that broadcasts to the scores {shape}"
        ) from error
