"""Scaled dot-product attention: A. Vaswani et al., Attention is all you need, 2017, eq. (1)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Attention(NamedTuple):
    """Every intermediate value of one attention.

    ``products`` q.k, ``scores`` after scaling and masking and ``weights`` are
    (..., n_queries, n_keys); ``output`` is (..., n_queries, d_v).
    """

    products: Array
    scores: Array
    weights: Array
    output: Array


def softmax(scores: ArrayLike, axis: int = -1) -> Array:
    r"""Return $e^{s_i} / \sum_j e^{s_j}$ along ``axis``, shifted by the maximum to stay finite.

    Where every score is -inf, as in a wholly masked row, the result is 0.
    """
    values = np.asarray(scores, dtype=np.float64)
    top = values.max(axis=axis, keepdims=True)
    shifted: Array = np.exp(values - np.where(np.isfinite(top), top, 0.0))
    total = shifted.sum(axis=axis, keepdims=True)
    weights: Array = np.divide(shifted, total, out=np.zeros_like(shifted), where=total > 0)
    return weights


def causal_mask(n_queries: int, n_keys: int | None = None) -> Mask:
    """Return the mask (n_queries, n_keys) that is True where query i may see key j: j <= i."""
    return np.tri(n_queries, n_queries if n_keys is None else n_keys, dtype=np.bool_)


def scaled_dot_product_attention(
    queries: ArrayLike,
    keys: ArrayLike,
    values: ArrayLike,
    mask: Mask | None = None,
    scale: float | None = None,
) -> Attention:
    r"""Return $\mathrm{softmax}(Q K^\top / \sqrt{d_k}) V$ with its intermediate values.

    ``queries`` (..., n_queries, d_k), ``keys`` (..., n_keys, d_k), ``values`` (..., n_keys, d_v);
    ``mask`` is True where a query may look; ``scale`` replaces $1/\sqrt{d_k}$. A query that may
    look nowhere gets weights and output 0. Raises ValueError for shapes that do not fit, for
    empty sequences and for NaN.
    """
    q, k, v = (
        _checked(name, array)
        for name, array in (("queries", queries), ("keys", keys), ("values", values))
    )
    if q.shape[-1] != k.shape[-1]:
        raise ValueError(
            f"keys have shape {k.shape}; their last axis must be d_k = {q.shape[-1]} as in "
            f"queries {q.shape}"
        )
    if k.shape[-2] != v.shape[-2]:
        raise ValueError(f"values have shape {v.shape}; they need one row for each key {k.shape}")
    products = q @ np.swapaxes(k, -1, -2)  # (..., n_queries, n_keys)
    scores = products * (1.0 / np.sqrt(q.shape[-1]) if scale is None else scale)
    if mask is not None:
        scores = np.where(_fitting(mask, scores.shape), scores, -np.inf)
    weights = softmax(scores)
    return Attention(products, scores, weights, weights @ v)


def _checked(name: str, array: ArrayLike) -> Array:
    value = np.asarray(array, dtype=np.float64)
    if value.ndim < 2 or 0 in value.shape:
        raise ValueError(f"{name} have shape {value.shape}; expected (..., n, d) with n, d >= 1")
    if np.isnan(value).any():
        raise ValueError(f"{name} of shape {value.shape} contain NaN")
    return value


def _fitting(mask: Mask, shape: tuple[int, ...]) -> Mask:
    try:
        return np.broadcast_to(np.asarray(mask, dtype=np.bool_), shape)
    except ValueError as error:
        raise ValueError(
            f"mask has shape {np.shape(mask)}; it must broadcast to the scores {shape}"
        ) from error
