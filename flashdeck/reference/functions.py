"""The functions that every family uses, each stable for whatever finite numbers it is given."""

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array


def sigmoid(values: ArrayLike, out: Array | None = None) -> Array:
    r"""Return $\sigma(a) = 1 / (1 + e^{-a})$, to the last bits also where it is tiny.

    ``out`` receives the result, as in NumPy's own functions; it may be ``values`` itself.
    """
    result: Array = np.negative(np.asarray(values, dtype=np.float64), out=out)
    result = np.asarray(result)
    with np.errstate(over="ignore"):  # e^710 is infinite, and 1 / infinity the right 0
        np.exp(result, out=result)
    np.add(result, 1.0, out=result)
    return np.divide(1.0, result, out=result)


def softmax(scores: ArrayLike, axis: int = -1) -> Array:
    r"""Return $e^{s_i} / \sum_j e^{s_j}$ along ``axis``, shifted by the maximum to stay finite.

    Where every score is -inf, as in a wholly masked row, the result is 0.
    """
    values = np.asarray(scores, dtype=np.float64)
    top = values.max(axis=axis, keepdims=True)
    weights: Array = values - np.where(np.isfinite(top), top, 0.0)
    np.exp(weights, out=weights)  # in place: one array of this size instead of three
    total = weights.sum(axis=axis, keepdims=True)
    weights /= np.where(total > 0, total, 1.0)
    return weights


def logsumexp(values: ArrayLike, axis: int = -1, *, keepdims: bool = False) -> Array:
    r"""Return $\log \sum_i e^{v_i}$ along ``axis``; -inf where every value is."""
    array = np.asarray(values, dtype=np.float64)
    top = _finite_top(array, axis)
    total = top + _log_sum(array - top, axis)
    return total if keepdims else np.asarray(np.squeeze(total, axis=axis))


def log_softmax(scores: ArrayLike, axis: int = -1) -> Array:
    r"""Return $s_i - \log \sum_j e^{s_j}$ along ``axis``: the logarithm of the softmax."""
    values = np.asarray(scores, dtype=np.float64)
    shifted = values - _finite_top(values, axis)  # subtracted first, so that nothing small is lost
    return np.asarray(shifted - _log_sum(shifted, axis))


def _finite_top(values: Array, axis: int) -> Array:
    top = values.max(axis=axis, keepdims=True)
    return np.where(np.isfinite(top), top, 0.0)


def _log_sum(shifted: Array, axis: int) -> Array:
    with np.errstate(divide="ignore"):  # the logarithm of 0 is the -inf that is meant
        return np.asarray(np.log(np.exp(shifted).sum(axis=axis, keepdims=True)))
