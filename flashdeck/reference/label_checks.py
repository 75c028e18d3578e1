"""Checks that CTC and the transducer share: log-probabilities, labels without blanks, lengths."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from flashdeck.reference.checks import Array, Integers, Sizes


def checked_log_probs(sizes: Sizes, log_probs: ArrayLike, blank: int, *axes: str) -> Array:
    """Return the logarithms, -inf allowed, with these axes, "classes" among them; check the blank.

    They need not be normalised. Raises ValueError for other shapes, empty axes, NaN, +inf and a
    ``blank`` that is no class.
    """
    array = sizes.floats("log_probs", log_probs, *axes, finite=False)
    if np.isposinf(array).any():
        raise ValueError(f"log_probs: +inf in shape {array.shape}; expected logarithms")
    sizes.integers("blank", blank, below=sizes["classes"])
    return array


def checked_labels(
    sizes: Sizes,
    labels: ArrayLike,
    lengths: ArrayLike | None,
    blank: int,
    axis: str = "labels",
) -> tuple[Integers, Integers]:
    """Return labels (batch..., U), U perhaps 0, and their lengths (batch...), all U by default.

    What stands behind the end of a shorter label may be any class. Raises ValueError for other
    shapes, classes out of range and a blank among the labels.
    """
    array = sizes.integers("labels", labels, "batch...", axis, below=sizes["classes"], empty=True)
    written = checked_lengths(sizes, "label_lengths", lengths, 0, array.shape[-1])
    if ((array == blank) & (np.arange(array.shape[-1]) < written[..., None])).any():
        raise ValueError(
            f"labels: the blank {blank} in shape {array.shape}; expected other classes"
        )
    return array, written


def checked_lengths(
    sizes: Sizes, name: str, lengths: ArrayLike | None, least: int, most: int
) -> Integers:
    """Return lengths (batch...) from ``least`` to ``most``; without any, ``most`` for each."""
    if lengths is None:
        return np.full(sizes.batch(), most, dtype=np.int64)
    found = sizes.integers(name, lengths, "batch...", below=most + 1)
    if (found < least).any():
        raise ValueError(
            f"{name}: {found.min()} in shape {found.shape}; expected {least} to {most}"
        )
    return found


def check_listing(labels: Sequence[int], frames: int, blank: int) -> None:
    """Raise ValueError where alignments cannot be listed: without frames, with a blank as label."""
    if frames < 1:
        raise ValueError(f"frames: {frames}; expected at least 1")
    if blank in labels:
        raise ValueError(f"labels: the blank {blank} in {tuple(labels)}; expected other classes")
