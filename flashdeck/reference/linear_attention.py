r"""Linear attention: A. Katharopoulos et al., Transformers are RNNs, 2020.

The similarity $e^{q \cdot k}$ becomes $\phi(q) \cdot \phi(k)$, and the product
$(\phi(Q) \phi(K)^\top) V$ is taken from the right: O(n d_k d_v) instead of O(n² d).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Sizes


class LinearState(NamedTuple):
    r"""What causal linear attention remembers of all keys so far, however many there were.

    ``memory`` $S = \sum_j \phi(k_j) v_j^\top$ (..., d_k, d_v) and ``normaliser``
    $z = \sum_j \phi(k_j)$ (..., d_k).
    """

    memory: Array
    normaliser: Array


def feature_map(values: ArrayLike) -> Array:
    r"""Return $\phi(x) = \mathrm{elu}(x) + 1$, positive everywhere (eq. 7)."""
    x = np.asarray(values, dtype=np.float64)
    return np.where(x > 0, x + 1.0, np.exp(np.minimum(x, 0.0)))


def linear_attention(
    queries: ArrayLike, keys: ArrayLike, values: ArrayLike, *, causal: bool = False
) -> Array:
    r"""Return $\phi(q_i)^\top \sum_j \phi(k_j) v_j^\top / \phi(q_i)^\top \sum_j \phi(k_j)$ (eq. 5).

    ``queries`` (..., n_queries, d_k), ``keys`` (..., n_keys, d_k), ``values`` (..., n_keys, d_v);
    the output is (..., n_queries, d_v). ``causal`` sums over $j \le i$ only (eq. 9), with as many
    queries as keys. Raises ValueError for shapes that do not fit and for NaN.
    """
    sizes = Sizes()
    q = sizes.floats("queries", queries, "...", "n" if causal else "n_queries", "d_k")
    k = sizes.floats("keys", keys, "...", "n" if causal else "n_keys", "d_k")
    v = sizes.floats("values", values, "...", "n" if causal else "n_keys", "d_v")
    if causal:
        return _causal(q, k, v, sizes.batch("..."))
    mapped = feature_map(k)
    memory = np.swapaxes(mapped, -1, -2) @ v  # (..., d_k, d_v)
    return _read(feature_map(q), LinearState(memory, mapped.sum(axis=-2)))


def linear_attention_step(
    state: LinearState, query: ArrayLike, key: ArrayLike, value: ArrayLike
) -> tuple[LinearState, Array]:
    r"""Return the next state and the output (..., d_v): attention as a recurrent network.

    $S_i = S_{i-1} + \phi(k_i) v_i^\top$, $z_i = z_{i-1} + \phi(k_i)$ and
    $y_i = \phi(q_i)^\top S_i / \phi(q_i)^\top z_i$ (eqs. 18 to 20). ``query`` and ``key`` are
    (..., d_k), ``value`` (..., d_v); the first state is all zeros.
    """
    sizes = Sizes()
    memory = sizes.floats("state.memory", state.memory, "...", "d_k", "d_v")
    normaliser = sizes.floats("state.normaliser", state.normaliser, "...", "d_k")
    q = sizes.floats("query", query, "...", "d_k")
    k = feature_map(sizes.floats("key", key, "...", "d_k"))
    v = sizes.floats("value", value, "...", "d_v")
    after = LinearState(memory + k[..., :, None] * v[..., None, :], normaliser + k)
    return after, _read(feature_map(q)[..., None, :], after)[..., 0, :]


def _causal(q: Array, k: Array, v: Array, batch: tuple[int, ...]) -> Array:
    state = LinearState(
        np.zeros((*batch, k.shape[-1], v.shape[-1])), np.zeros((*batch, k.shape[-1]))
    )
    outputs = []
    for i in range(q.shape[-2]):
        state, output = linear_attention_step(state, q[..., i, :], k[..., i, :], v[..., i, :])
        outputs.append(output)
    return np.stack(outputs, axis=-2)


def _read(mapped: Array, state: LinearState) -> Array:
    """Return what queries under the feature map (..., n, d_k) find in ``state``: (..., n, d_v)."""
    found = mapped @ state.memory
    return np.asarray(found / (mapped @ state.normaliser[..., None]))
