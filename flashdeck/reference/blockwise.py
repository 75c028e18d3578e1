"""Attention block by block with the online softmax: memory for n outputs, never for n × n scores.

M. Milakov and N. Gimelshein, Online normalizer calculation for softmax, 2018, algorithm 3; T. Dao
et al., FlashAttention, 2022, algorithm 1.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.attention import scaling
from flashdeck.reference.checks import Array, Mask, Sizes
from flashdeck.reference.masks import fitting_mask

QUERY_BLOCK = 256
KEY_BLOCK = 512
"""A block of scores takes 1 MiB, about what the second cache of a core holds."""

Seen = Callable[[slice, slice], Mask | None]
"""Which of a block's keys its queries see, or None for all."""


def blockwise_attention(
    queries: ArrayLike,
    keys: ArrayLike,
    values: ArrayLike,
    mask: Mask | None = None,
    scale: float | None = None,
    *,
    causal: bool = False,
    query_block: int = QUERY_BLOCK,
    key_block: int = KEY_BLOCK,
) -> Array:
    r"""Return the output (..., n_queries, d_v) of scaled dot-product attention in O(n) memory.

    Arguments, result and errors are those of ``scaled_dot_product_attention``; ``causal`` is its
    causal mask, of which no n × n array is made. The batch axes of the mask are those of the
    queries and keys.
    """
    sizes = Sizes()
    q = sizes.floats("queries", queries, "...", "n_queries", "d_k")
    k = sizes.floats("keys", keys, "...", "n_keys", "d_k")
    v = sizes.floats("values", values, "...", "n_keys", "d_v")
    if min(query_block, key_block) < 1:
        raise ValueError(f"blocks: {query_block} queries, {key_block} keys; expected at least 1")
    n_queries, n_keys, batch = sizes["n_queries"], sizes["n_keys"], sizes.batch("...")
    q, k, v = (np.broadcast_to(array, batch + array.shape[-2:]) for array in (q, k, v))
    seen = None if mask is None else fitting_mask(mask, (*batch, n_queries, n_keys))
    factor = scaling(sizes["d_k"]) if scale is None else float(scale)
    output = np.empty((*batch, n_queries, sizes["d_v"]))
    for index in np.ndindex(batch):
        tile = _seen(None if seen is None else seen[index], causal)
        for rows in _blocks(n_queries, query_block):
            columns = _blocks(min(n_keys, rows.stop) if causal else n_keys, key_block)
            scaled = q[index][rows] * factor
            output[index][rows] = _attend(scaled, k[index], v[index], rows, columns, tile)
    return output


def _attend(
    q: Array, k: Array, v: Array, rows: slice, columns: Iterator[slice], seen: Seen
) -> Array:
    r"""Return the output (rows, d_v) for scaled queries (rows, d_k).

    Over the keys so far it holds the maximum m, the normaliser $\ell = \sum_j e^{s_j - m}$ and
    $o = \sum_j e^{s_j - m} v_j$. A new block with maximum m' rescales both by
    $e^{m - \max(m, m')}$; the output is $o / \ell$.
    """
    top = np.full((len(q), 1), -np.inf)
    total = np.zeros((len(q), 1))
    output = np.zeros((len(q), v.shape[-1]))
    for block in columns:
        scores = q @ k[block].T  # (rows, keys of the block)
        visible = seen(rows, block)
        if visible is not None:
            np.copyto(scores, -np.inf, where=~visible)
        new_top = np.maximum(top, scores.max(axis=-1, keepdims=True))
        shift = np.where(np.isfinite(new_top), new_top, 0.0)  # -inf while nothing was seen
        powers = np.exp(np.subtract(scores, shift, out=scores), out=scores)
        decay = np.exp(top - shift)
        total = decay * total + powers.sum(axis=-1, keepdims=True)
        output = decay * output + powers @ v[block]
        top = new_top
    return np.asarray(output / np.where(total > 0, total, 1.0))


def _seen(mask: Mask | None, causal: bool) -> Seen:
    def visible(rows: slice, columns: slice) -> Mask | None:
        given = None if mask is None else mask[rows, columns]
        if not causal or columns.stop <= rows.start + 1:
            return given
        before = np.tri(
            rows.stop - rows.start,
            columns.stop - columns.start,
            rows.start - columns.start,
            dtype=np.bool_,
        )
        return before if given is None else before & given

    return visible


def _blocks(n: int, block: int) -> Iterator[slice]:
    return (slice(start, min(n, start + block)) for start in range(0, n, block))
