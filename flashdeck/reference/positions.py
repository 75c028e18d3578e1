"""What tells attention where a token stands: sinusoidal, learned, relative and rotary positions."""

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.broadcasting import summed_to
from flashdeck.reference.checks import Array, Integers, Sizes, floats

BASE = 10_000.0


def sinusoidal_positions(n: int, d_model: int, base: float = BASE) -> Array:
    r"""Return the positions (n, d_model): pairs of a sine and a cosine, ever slower.

    $PE_{pos,2i} = \sin(pos / base^{2i/d})$ and $PE_{pos,2i+1} = \cos(pos / base^{2i/d})$.
    A. Vaswani et al., Attention is all you need, 2017, section 3.5. Position pos + k is a rotation
    of position pos that depends on k alone, and the product of two depends on their distance alone.
    """
    if min(n, d_model) < 1:
        raise ValueError(f"n, d_model: {n}, {d_model}; expected whole numbers >= 1")
    even = np.arange(0, d_model, 2)
    angles = np.arange(n)[:, None] / base ** (even / d_model)  # (n, d_model / 2, rounded up)
    positions = np.empty((n, d_model))
    positions[:, 0::2] = np.sin(angles)
    positions[:, 1::2] = np.cos(angles)[:, : d_model // 2]
    return positions


def learned_positions(table: ArrayLike, n: int) -> Array:
    """Return the first ``n`` rows of ``table`` (longest, d_model), one trained vector a position.

    J. Gehring et al., Convolutional sequence to sequence learning, 2017, section 3.1. Beyond the
    longest sequence of the training there is nothing to look up: a ValueError.
    """
    rows = floats("table", table, "longest", "d_model")
    if not 1 <= n <= len(rows):
        raise ValueError(f"n: {n}; expected 1 to {len(rows)}, the positions in table {rows.shape}")
    return rows[:n]


def learned_positions_backward(grad_output: ArrayLike, longest: int) -> Array:
    """Return the gradient by the table (longest, d_model) from that by inputs (..., n, d_model).

    Positions beyond n were not used: their gradient is 0.
    """
    grad = floats("grad_output", grad_output, "...", "n", "d_model")
    if longest < grad.shape[-2]:
        raise ValueError(f"longest: {longest}; expected at least n = {grad.shape[-2]}")
    table = np.zeros((longest, grad.shape[-1]))
    table[: grad.shape[-2]] = summed_to(grad, grad.shape[-2:])
    return table


def relative_buckets(
    offsets: ArrayLike, buckets: int = 32, longest: int = 128, *, bidirectional: bool = True
) -> Integers:
    r"""Return the bucket of each offset $j - i$ of key j from query i, 0 to ``buckets`` - 1.

    C. Raffel et al., Exploring the limits of transfer learning (T5), 2020, section 2.1, and its
    code: half of the buckets are for single distances, the others grow as a logarithm up to
    ``longest``, beyond which all share the last. ``bidirectional`` gives keys to the right buckets
    of their own, the upper half; otherwise they all fall into bucket 0.
    """
    found = np.asarray(offsets)
    if not np.issubdtype(found.dtype, np.integer):
        raise ValueError(f"offsets: {found.dtype} in shape {found.shape}; expected integers")
    per_side = buckets // 2 if bidirectional else buckets
    single = per_side // 2
    if single < 1 or longest <= single:
        raise ValueError(
            f"buckets, longest: {buckets}, {longest}; expected at least {4 if bidirectional else 2}"
            f" buckets and longest > {single}"
        )
    distance = np.abs(found) if bidirectional else np.maximum(-found, 0)
    # d is in bucket single + m or a later one where (d / single)^steps >= (longest / single)^m
    steps = per_side - single
    bounds = single * (longest / single) ** (np.arange(1, steps) / steps)
    logarithmic = single + np.searchsorted(bounds * (1 - 1e-12), distance, side="right")
    bucket = np.where(distance < single, distance, logarithmic)
    right = per_side * (found > 0) if bidirectional else 0
    return np.asarray(bucket + right, dtype=np.int64)


def relative_bias(
    table: ArrayLike,
    n_queries: int,
    n_keys: int,
    longest: int = 128,
    *,
    bidirectional: bool = True,
) -> Array:
    """Return what is added to the scores: (heads, n_queries, n_keys).

    ``table`` (buckets, heads) has one trained number for each bucket and head.
    """
    rows = floats("table", table, "buckets", "heads")
    if min(n_queries, n_keys) < 1:
        raise ValueError(f"n_queries, n_keys: {n_queries}, {n_keys}; expected whole numbers >= 1")
    offsets = np.arange(n_keys) - np.arange(n_queries)[:, None]  # (n_queries, n_keys)
    bucket = relative_buckets(offsets, len(rows), longest, bidirectional=bidirectional)
    return np.moveaxis(rows[bucket], -1, 0)


def rotary(vectors: ArrayLike, positions: ArrayLike | None = None, base: float = BASE) -> Array:
    r"""Return queries or keys (..., n, d), each pair $(x_{2i}, x_{2i+1})$ turned by its position.

    J. Su et al., RoFormer: enhanced transformer with rotary position embedding, 2021, eq. (34):
    the vector at position m becomes $R_m x$, its pair i turned by the angle $m\, base^{-2i/d}$, so
    that $(R_m q) \cdot (R_n k)$ depends on n - m alone. ``positions`` (n,) are 0, 1, ... unless
    given. The gradient turns back: ``rotary(grad, -positions)``.
    """
    sizes = Sizes()
    x = sizes.floats("vectors", vectors, "...", "n", "d")
    n, d = sizes["n"], sizes["d"]
    if d % 2:
        raise ValueError(f"vectors: shape {x.shape}; expected an even d")
    m = np.arange(n) if positions is None else sizes.floats("positions", positions, "n")
    angles = m[:, None] / base ** (np.arange(0, d, 2) / d)  # (n, d / 2)
    cos, sin = np.cos(angles), np.sin(angles)
    even, odd = x[..., 0::2], x[..., 1::2]
    turned = np.empty_like(x)
    turned[..., 0::2] = even * cos - odd * sin
    turned[..., 1::2] = even * sin + odd * cos
    return turned
