"""Gradients through NumPy's broadcasting: what was used several times collects the sum."""

from flashdeck.reference.checks import Array


def summed_to(gradient: Array, shape: tuple[int, ...]) -> Array:
    """Return ``gradient`` summed over the axes along which an array of ``shape`` was repeated."""
    new = gradient.ndim - len(shape)
    repeated = tuple(
        axis
        for axis, length in enumerate(gradient.shape)
        if axis < new or (shape[axis - new] == 1 and length > 1)
    )
    return gradient.sum(axis=repeated).reshape(shape) if repeated else gradient
