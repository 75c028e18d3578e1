"""Cases of the losses over labels, and what they give as named arrays.

PyTorch's side of the same names is ``labels_in_torch``.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flashdeck.reference.ctc import ctc
from flashdeck.reference.functions import log_softmax
from flashdeck.reference.mlm import masked_loss

Array = NDArray[Any]
Named = dict[str, Array]

TOLERANCES = {
    "ctc": {"losses": 1e-13, "gradient": 1e-11},
    "masked_loss": {"losses": 1e-13, "gradient": 1e-12},
}
"""The differences allowed, relative to the largest value of an array."""


def drawn_ctc(
    seed: int,
    time: int,
    labels: list[list[int]],
    label_lengths: list[int],
    *,
    classes: int = 5,
    blank: int = 0,
    spread: float = 2.0,
) -> Named:
    """Draw log-probabilities (batch, time, classes) for these labels, with shorter sequences."""
    draw = np.random.default_rng(seed)
    scores = draw.standard_normal((len(labels), time, classes)) * spread
    frame_lengths = np.full(len(labels), time)
    frame_lengths[1:] = draw.integers((time + 1) // 2, time + 1, len(labels) - 1)
    return {
        "log_probs": log_softmax(scores),
        "labels": np.array(labels, dtype=np.int64),
        "frame_lengths": frame_lengths,
        "label_lengths": np.array(label_lengths),
        "blank": np.array(blank),
    }


def drawn_masked(seed: int, batch: int, time: int, classes: int) -> Named:
    """Draw logits (batch, time, classes), tokens, and a third of the positions as selected."""
    draw = np.random.default_rng(seed)
    selected = draw.random((batch, time)) < 0.3
    selected[0, 0] = True
    return {
        "logits": draw.standard_normal((batch, time, classes)) * 3,
        "tokens": draw.integers(classes, size=(batch, time)),
        "selected": selected,
    }


CASES: list[tuple[str, Named]] = [
    ("ctc", drawn_ctc(0, 1, [[1]], [1])),  # one frame, one label
    ("ctc", drawn_ctc(1, 1, [[1]], [0])),  # one frame, none
    ("ctc", drawn_ctc(2, 6, [[1, 2, 3], [4, 1, 1]], [3, 1])),
    ("ctc", drawn_ctc(3, 5, [[2, 2, 2]], [3])),  # repeats, T barely long enough
    ("ctc", drawn_ctc(4, 3, [[1, 2, 3]], [3])),  # one path only
    ("ctc", drawn_ctc(5, 3, [[1, 1, 2]], [3])),  # no path
    ("ctc", drawn_ctc(6, 8, [[0, 1, 3], [3, 3, 0]], [3, 2], blank=4)),
    ("ctc", drawn_ctc(7, 8, [[0, 1, 3], [3, 3, 0]], [3, 3], blank=2)),
    ("ctc", drawn_ctc(8, 12, [[1, 2, 1, 2]], [4], classes=3, spread=20.0)),
    ("masked_loss", drawn_masked(0, 1, 1, 1)),
    ("masked_loss", drawn_masked(1, 2, 7, 5)),
    ("masked_loss", drawn_masked(2, 3, 4, 11)),
]


def ctc_loss(given: Named) -> Named:
    """Return losses (batch,) and the gradient that PyTorch gives by the log-probabilities."""
    found = ctc(
        given["log_probs"],
        given["labels"],
        int(given["blank"]),
        frame_lengths=given["frame_lengths"],
        label_lengths=given["label_lengths"],
    )
    return {"losses": found.losses, "gradient": found.gradient}


def cross_entropy(given: Named) -> Named:
    """Return the loss () and its gradient by the logits."""
    found = masked_loss(given["logits"], given["tokens"], given["selected"])
    return {"losses": np.array(found.loss), "gradient": found.gradient}


SYSTEMS: dict[str, Callable[[Named], Named]] = {"ctc": ctc_loss, "masked_loss": cross_entropy}


def assert_same(system: str, found: Named, expected: Named) -> None:
    """Compare by the largest value of each array; NaN and infinity stand in the same places."""
    for name, tolerance in TOLERANCES[system].items():
        ours, theirs = found[name], expected[name]
        finite = np.isfinite(theirs)
        np.testing.assert_array_equal(ours[~finite], theirs[~finite])
        largest = np.abs(theirs[finite]).max(initial=0.0)
        assert np.abs(ours[finite] - theirs[finite]).max(initial=0.0) <= tolerance * largest, name
