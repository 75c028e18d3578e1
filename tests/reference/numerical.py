"""Gradients by central differences, for those that are claimed by a formula."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def numerical_gradient(loss: Callable[[], float], array: Array) -> Array:
    """Return how ``loss()`` changes with each number of ``array``, which is changed in place."""
    found = np.empty_like(array)
    step = 1e-5
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + step
        above = loss()
        array[place] = kept - step
        below = loss()
        array[place] = kept
        found[place] = (above - below) / (2 * step)
    return found


def assert_gradient(claimed: Array, loss: Callable[[], float], array: Array) -> None:
    """Hold ``claimed`` against the central differences of ``loss()`` by ``array``."""
    found = numerical_gradient(loss, array)
    assert claimed.shape == array.shape
    np.testing.assert_allclose(claimed, found, rtol=1e-6, atol=1e-8 * max(1, np.abs(found).max()))
