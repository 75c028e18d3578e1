"""Sliding-window attention: each token sees only those near it, in O(n w) operations and memory.

I. Beltagy et al., Longformer: the long-document transformer, 2020, section 3.1.
"""

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.attention import scaled_dot_product_attention
from flashdeck.reference.checks import Array, Sizes
from flashdeck.reference.masks import sliding_window_mask


def sliding_window_attention(
    queries: ArrayLike,
    keys: ArrayLike,
    values: ArrayLike,
    before: int,
    after: int,
    scale: float | None = None,
) -> Array:
    r"""Return the output (..., n, d_v) where query i sees keys $i - before \le j \le i + after$.

    ``queries`` and ``keys`` (..., n, d_k), ``values`` (..., n, d_v). The same as
    ``scaled_dot_product_attention`` with ``sliding_window_mask(n, before, after)``, but a run of
    queries is only ever multiplied with the keys that one of them sees.
    """
    sizes = Sizes()
    q = sizes.floats("queries", queries, "...", "n", "d_k")
    k = sizes.floats("keys", keys, "...", "n", "d_k")
    v = sizes.floats("values", values, "...", "n", "d_v")
    n = sizes["n"]
    run = min(n, before + after + 1)
    band = sliding_window_mask(n if n < 2 * run else 2 * run - 1, before, after)
    output = np.empty((*sizes.batch("..."), n, sizes["d_v"]))
    for start in range(0, n, run):
        stop = min(n, start + run)
        first, last = max(0, start - before), min(n, stop + after)
        output[..., start:stop, :] = scaled_dot_product_attention(
            q[..., start:stop, :],
            k[..., first:last, :],
            v[..., first:last, :],
            band[start - first : stop - first, : last - first],
            scale,
        ).output
    return output
