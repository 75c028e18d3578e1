"""The CTC loss with its gradient, beside PyTorch's, in float64."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks.measure import Result, Row, Skipped, seconds, take_turns
from flashdeck.reference.ctc import ctc
from flashdeck.reference.functions import log_softmax

FRAMES, BATCH, CLASSES, LABELS = 200, 16, 64, 40
ROUNDS = 25
TARGET = 1.8
NAME = f"CTC, T={FRAMES} B={BATCH} C={CLASSES} U={LABELS}"


def run() -> Iterator[Row]:
    """Measure both on the same log-probabilities."""
    if find_spec("torch") is None:
        yield Skipped(NAME, "PyTorch is not installed (extra: torch)")
        return
    draw = np.random.default_rng(0)
    log_probs = log_softmax(draw.standard_normal((BATCH, FRAMES, CLASSES)))
    labels = draw.integers(1, CLASSES, (BATCH, LABELS))
    peer = _Torch(log_probs, labels)
    ours, theirs = take_turns(
        ROUNDS, lambda: seconds(lambda: ctc(log_probs, labels)), lambda: seconds(peer.compute)
    )
    yield Result(NAME, ours, "PyTorch ctc_loss + backward", theirs, TARGET)


class _Torch:
    def __init__(self, log_probs: Any, labels: Any) -> None:
        self.torch = import_module("torch")  # an extra that these benchmarks alone need
        self.torch.set_num_threads(1)
        time_first = np.ascontiguousarray(log_probs.swapaxes(0, 1))
        self.log_probs = self.torch.from_numpy(time_first).requires_grad_()
        self.labels = self.torch.from_numpy(labels)
        self.lengths = [self.torch.full((BATCH,), length) for length in (FRAMES, LABELS)]

    def compute(self) -> None:
        self.log_probs.grad = None
        ctc_loss = self.torch.nn.functional.ctc_loss
        ctc_loss(self.log_probs, self.labels, *self.lengths, reduction="sum").backward()
