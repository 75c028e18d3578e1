"""What a layer makes of the order of its tokens."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Sizes


def permutation_gap(
    layer: Callable[[Array], ArrayLike], tokens: ArrayLike, order: ArrayLike
) -> float:
    r"""Return $\max |f(P X) - P f(X)|$ over all entries, for the permutation P in ``order`` (n,).

    0 but for rounding means that ``layer`` is equivariant: shuffled ``tokens`` (..., n, d) give the
    same outputs, shuffled. Self-attention is, until positions or a causal mask tell it of order.
    M. Zaheer et al., Deep sets, 2017, section 2.1.
    """
    sizes = Sizes()
    x = sizes.floats("tokens", tokens, "...", "n", "d")
    p = sizes.integers("order", order, "n", below=sizes["n"])
    if len(set(p.tolist())) < len(p):
        raise ValueError(f"order: {p.tolist()} in shape {p.shape}; expected each token once")
    shuffled = np.asarray(layer(x[..., p, :]), dtype=np.float64)
    return float(np.abs(shuffled - np.asarray(layer(x))[..., p, :]).max())
