"""How the next token's distribution is shaped before one is drawn; logits are (..., vocabulary)."""

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, floats
from flashdeck.reference.functions import softmax


def with_temperature(logits: ArrayLike, temperature: float) -> Array:
    r"""Return $z / T$: sharper for T < 1, flatter for T > 1, all in one place as T goes to 0.

    G. Hinton, O. Vinyals and J. Dean, Distilling the knowledge in a neural network, 2015, eq. (1).
    """
    if not temperature > 0:
        raise ValueError(f"temperature: {temperature}; expected a number > 0")
    z = checked_logits("logits", logits)
    shifted = z - z.max(axis=-1, keepdims=True)  # which no small T lets overflow upwards
    return np.asarray(shifted / temperature)


def top_k(logits: ArrayLike, k: int) -> Array:
    r"""Return ``logits`` with all but the ``k`` largest at $-\infty$; of equals the first are kept.

    A. Fan, M. Lewis and Y. Dauphin, Hierarchical neural story generation, 2018, section 5.4.
    """
    z = checked_logits("logits", logits)
    if k < 1:
        raise ValueError(f"k: {k}; expected at least 1 of the {z.shape[-1]} tokens")
    return np.where(_ranks(z) < k, z, -np.inf)


def nucleus(logits: ArrayLike, p: float) -> Array:
    r"""Return ``logits`` with all outside the nucleus at $-\infty$.

    The nucleus is the smallest set of the most probable tokens whose probability is at least ``p``;
    of equals the first are taken. A. Holtzman et al., The curious case of neural text degeneration,
    2020, eqs. (2) and (3).
    """
    if not 0 < p <= 1:
        raise ValueError(f"p: {p}; expected 0 < p <= 1")
    z = checked_logits("logits", logits)
    descending = -np.sort(-softmax(z), axis=-1)
    before = np.cumsum(descending, axis=-1) - descending  # of the tokens that come earlier
    size = (before < p).sum(axis=-1, keepdims=True)
    return np.where(_ranks(z) < size, z, -np.inf)


def checked_logits(name: str, logits: ArrayLike) -> Array:
    """Return logits (..., vocabulary), of which in each row one at least is not -inf."""
    z = floats(name, logits, "...", "vocabulary", finite=False)
    if not np.isfinite(z.max(axis=-1)).all():
        raise ValueError(
            f"{name}: a row whose largest is infinite in shape {z.shape}; "
            "expected at least one finite logit and none of +inf"
        )
    return z


def _ranks(logits: Array) -> Array:
    """Return each logit's place in its row from the largest, 0, on."""
    order = np.argsort(-logits, axis=-1, kind="stable")
    ranks = np.empty(logits.shape)
    np.put_along_axis(ranks, order, np.arange(logits.shape[-1], dtype=np.float64), axis=-1)
    return ranks
