r"""Why the scores are divided by $\sqrt{d_k}$: their variance, and what it does to the softmax.

A. Vaswani et al., Attention is all you need, 2017, section 3.2.1 with footnote 4.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.attention import entropy, scaled_dot_product_attention, scaling
from flashdeck.reference.checks import Array, floats


class Spread(NamedTuple):
    r"""What one width of the keys does to the softmax.

    ``variance`` of what goes into the softmax; ``entropy`` of the weights in nats, the mean over
    the queries; ``sensitivity``, the mean Frobenius norm of the Jacobian
    $\partial a / \partial s$: near 0 the softmax is saturated and passes no gradient.
    """

    variance: float
    entropy: float
    sensitivity: float


class ScalingEffect(NamedTuple):
    r"""The softmax over $q \cdot k$ as it is and over $q \cdot k / \sqrt{d_k}$."""

    unscaled: Spread
    scaled: Spread


def dot_product_variance(d_k: int, scale: float = 1.0) -> float:
    r"""Return the variance of $scale \cdot \sum_{i=1}^{d_k} q_i k_i$: $scale^2 d_k$.

    For independent components of mean 0 and variance 1, each product $q_i k_i$ has variance 1.
    """
    return scale * scale * d_k


def softmax_jacobian(weights: ArrayLike) -> Array:
    r"""Return $\partial a_i / \partial s_j = a_i (\delta_{ij} - a_j)$ for ``weights`` (..., n).

    The result is (..., n, n). Where the softmax saturates, a is nearly one-hot and all of it
    nearly 0.
    """
    a = floats("weights", weights, "...", "n")
    return np.asarray(a[..., :, None] * (np.eye(a.shape[-1]) - a[..., None, :]))


def effect_of_scaling(
    d_k: int, n_keys: int, n_queries: int, rng: np.random.Generator
) -> ScalingEffect:
    """Return what the scaling does to queries and keys drawn from the standard normal."""
    for name, count in (("d_k", d_k), ("n_keys", n_keys), ("n_queries", n_queries)):
        if count < 1:
            raise ValueError(f"{name}: {count}; expected a whole number >= 1")
    q = rng.standard_normal((n_queries, d_k))
    k = rng.standard_normal((n_keys, d_k))
    return ScalingEffect(_spread(q, k, 1.0), _spread(q, k, scaling(d_k)))


def _spread(q: Array, k: Array, scale: float) -> Spread:
    found = scaled_dot_product_attention(q, k, k, scale=scale)
    norms = np.linalg.norm(softmax_jacobian(found.weights), axis=(-2, -1))
    return Spread(
        float(found.scores.var()), float(entropy(found.weights).mean()), float(norms.mean())
    )
