r"""Attention of a recurrent decoder: D. Bahdanau et al., 2015; M.-T. Luong et al., 2015.

A decoder state s (the query) is scored against each encoder state $h_j$ (the keys and values),
$e_j = \mathrm{score}(s, h_j)$. The weights $\alpha = \mathrm{softmax}(e)$ say where it looks, and
the context is $c = \sum_j \alpha_j h_j$. Here ``queries`` is (..., n_queries, d_query), ``keys`` is
(..., n_keys, d_key), and the scores are (..., n_queries, n_keys).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Integers, Mask, Sizes
from flashdeck.reference.functions import softmax


class Alignment(NamedTuple):
    """``weights`` (..., n_queries, n_keys) and ``context`` (..., n_queries, d_value)."""

    weights: Array
    context: Array


def additive_scores(
    queries: ArrayLike, keys: ArrayLike, w_a: ArrayLike, u_a: ArrayLike, v_a: ArrayLike
) -> Array:
    r"""Return $e_{ij} = v_a^\top \tanh(W_a s_{i-1} + U_a h_j)$: Bahdanau et al., section A.1.2.

    ``w_a`` is (n, d_query), ``u_a`` (n, d_key) and ``v_a`` (n,). The product with the keys is one
    for all queries. Raises ValueError for shapes that do not fit and for NaN, as do the others.
    """
    sizes, s, h = _states(queries, keys)
    w_a = sizes.floats("w_a", w_a, "n", "d_query")
    u_a = sizes.floats("u_a", u_a, "n", "d_key")
    v_a = sizes.floats("v_a", v_a, "n")
    hidden = (s @ w_a.T)[..., :, None, :] + (h @ u_a.T)[..., None, :, :]
    return np.tanh(hidden) @ v_a


def dot_scores(queries: ArrayLike, keys: ArrayLike) -> Array:
    r"""Return $h_t^\top \bar h_s$, the score "dot": Luong et al., eq. (8); d_query = d_key."""
    sizes = Sizes()
    s = sizes.floats("queries", queries, "...", "n_queries", "d")
    return s @ np.swapaxes(sizes.floats("keys", keys, "...", "n_keys", "d"), -1, -2)


def general_scores(queries: ArrayLike, keys: ArrayLike, w_a: ArrayLike) -> Array:
    r"""Return $h_t^\top W_a \bar h_s$, the score "general": eq. (8); ``w_a`` (d_query, d_key)."""
    sizes, s, h = _states(queries, keys)
    w_a = sizes.floats("w_a", w_a, "d_query", "d_key")
    return s @ w_a @ np.swapaxes(h, -1, -2)


def concat_scores(queries: ArrayLike, keys: ArrayLike, w_a: ArrayLike, v_a: ArrayLike) -> Array:
    r"""Return $v_a^\top \tanh(W_a [h_t; \bar h_s])$, the score "concat": eq. (8).

    ``w_a`` is (n, d_query + d_key): Bahdanau's $W_a$ and $U_a$ side by side.
    """
    sizes, s, _ = _states(queries, keys)
    w_a = sizes.floats("w_a", w_a, "n", "d_query + d_key")
    d_query = s.shape[-1]
    return additive_scores(queries, keys, w_a[:, :d_query], w_a[:, d_query:], v_a)


def attend(scores: ArrayLike, values: ArrayLike, mask: Mask | None = None) -> Alignment:
    r"""Return soft attention: $\alpha = \mathrm{softmax}(e)$ and $c = \sum_j \alpha_j h_j$.

    ``values`` is (..., n_keys, d_value); ``mask`` is True where a query may look, and one that may
    look nowhere gets 0. The context is the expectation of hard attention.
    """
    e, h = _scored(scores, values)
    weights = softmax(e if mask is None else np.where(_fitting(mask, e), e, -np.inf))
    return Alignment(weights, weights @ h)


def attend_backward(
    alignment: Alignment, values: ArrayLike, d_context: ArrayLike
) -> tuple[Array, Array]:
    r"""Return the gradients of soft attention by the scores and by the values.

    $\frac{\partial L}{\partial e_j} = \alpha_j (\delta_j - \sum_k \alpha_k \delta_k)$ where
    $\delta_j = h_j^\top \frac{\partial L}{\partial c}$. ``d_context`` is (batch..., n_queries,
    d_value), ``values`` (batch..., n_keys, d_value).
    """
    sizes = Sizes()
    alpha = sizes.floats("alignment.weights", alignment.weights, "batch...", "n_queries", "n_keys")
    h = sizes.floats("values", values, "batch...", "n_keys", "d_value")
    d_c = sizes.floats("d_context", d_context, "batch...", "n_queries", "d_value")
    delta = d_c @ np.swapaxes(h, -1, -2)
    mean = (alpha * delta).sum(axis=-1, keepdims=True)
    return alpha * (delta - mean), np.swapaxes(alpha, -1, -2) @ d_c


def attend_hard(
    weights: ArrayLike, values: ArrayLike, draw: np.random.Generator
) -> tuple[Integers, Array]:
    r"""Return hard attention: one place $s \sim \alpha$ for each query, and its value $h_s$ alone.

    K. Xu et al., Show, attend and tell, 2015, section 4.1. The places are (..., n_queries), the
    contexts (..., n_queries, d_value); each row of ``weights`` must sum to 1.
    """
    alpha, h = _scored(weights, values, name="weights")
    if not (np.allclose(alpha.sum(axis=-1), 1.0) and (alpha >= 0).all()):
        raise ValueError(f"weights: shape {alpha.shape}; expected rows >= 0 that sum to 1")
    cumulated = alpha.cumsum(axis=-1)
    thrown = draw.random((*alpha.shape[:-1], 1)) * cumulated[..., -1:]
    places = np.minimum((cumulated <= thrown).sum(axis=-1), alpha.shape[-1] - 1)
    h = np.broadcast_to(h, (*places.shape[:-1], *h.shape[-2:]))
    return places, np.take_along_axis(h, places[..., None], axis=-2)


def hard_score_gradient(weights: ArrayLike, places: ArrayLike, reward: ArrayLike) -> Array:
    r"""Return REINFORCE's estimate $R \, ([j = s] - \alpha_j)$ of $\partial E[R] / \partial e_j$.

    A place that was drawn cannot be differentiated; in expectation over the draws this is the
    gradient: R. J. Williams, 1992; Xu et al., section 4.1. ``weights`` is (batch..., n_queries,
    n_keys), ``reward`` and ``places`` are (batch..., n_queries).
    """
    sizes = Sizes()
    alpha = sizes.floats("weights", weights, "batch...", "n_queries", "n_keys")
    drawn = sizes.integers("places", places, "batch...", "n_queries", below=sizes["n_keys"])
    gain = sizes.floats("reward", reward, "batch...", "n_queries")
    return gain[..., None] * (np.eye(sizes["n_keys"])[drawn] - alpha)


def attentional_state(context: ArrayLike, state: ArrayLike, w_c: ArrayLike) -> Array:
    r"""Return $\tilde h_t = \tanh(W_c [c_t; h_t])$: Luong et al., eq. (5).

    ``context`` is (..., d_value), ``state`` (..., d_query) and ``w_c`` (n, d_value + d_query).
    """
    sizes = Sizes()
    c = sizes.floats("context", context, "batch...", "d_value")
    s = sizes.floats("state", state, "batch...", "d_query")
    w_c = sizes.floats("w_c", w_c, "n", "d_value + d_query")
    return np.tanh(np.concatenate([c, s], axis=-1) @ w_c.T)


def _states(queries: ArrayLike, keys: ArrayLike) -> tuple[Sizes, Array, Array]:
    sizes = Sizes()
    s = sizes.floats("queries", queries, "...", "n_queries", "d_query")
    return sizes, s, sizes.floats("keys", keys, "...", "n_keys", "d_key")


def _scored(scores: ArrayLike, values: ArrayLike, name: str = "scores") -> tuple[Array, Array]:
    sizes = Sizes()
    e = sizes.floats(name, scores, "...", "n_queries", "n_keys")
    return e, sizes.floats("values", values, "...", "n_keys", "d_value")


def _fitting(mask: Mask, scores: Array) -> Mask:
    try:
        return np.broadcast_to(np.asarray(mask, dtype=np.bool_), scores.shape)
    except ValueError as error:
        raise ValueError(
            f"mask: shape {np.shape(mask)}; expected to broadcast to the scores {scores.shape}"
        ) from error
