"""Attention beside PyTorch's, float64 on one thread: its time, and its peak of memory.

Peaks are measured in processes of their own, which nothing has grown before.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks.measure import Result, Row, Skipped, Work, peak_growth, seconds, take_turns
from flashdeck.reference.attention import scaled_dot_product_attention
from flashdeck.reference.blockwise import blockwise_attention
from flashdeck.reference.checks import Array

HEADS, D_K = 8, 64
SHORT, LONG = 2048, 8192
ROUNDS = 9
PEER = "torch, one thread"


def run() -> Iterator[Row]:
    """Measure 8 heads of 64 numbers: plain and blockwise time, and the blockwise peak."""
    if find_spec("torch") is None:
        yield Skipped("attention", "PyTorch is not installed")
        return
    works = (_blockwise(SHORT), _plain(SHORT), _torch(SHORT))
    blockwise, plain, theirs = take_turns(
        ROUNDS, *(lambda work=work: seconds(work) for work in works)
    )
    yield Result(f"attention blockwise, n={SHORT}", blockwise, PEER, theirs, 1.3)
    yield Result(f"attention plain, n={SHORT}", plain, PEER, theirs, 1.5)
    if not sys.platform.startswith("linux"):
        yield Skipped("attention memory", "peaks are read from /proc, on Linux")
        return
    ours, peak = _peak("blockwise"), _peak("torch")
    yield Result(f"attention blockwise memory, n={LONG}", ours, "torch", peak, 1.2, unit="MiB")


def _peak(whose: str) -> float:
    command = [sys.executable, "-m", "benchmarks.attention", whose]
    return float(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def _inputs(n: int) -> list[Array]:
    draw = np.random.default_rng(0)
    return [draw.standard_normal((1, HEADS, n, D_K)) for _ in range(3)]


def _blockwise(n: int) -> Work:
    q, k, v = _inputs(n)
    return lambda: blockwise_attention(q, k, v)


def _plain(n: int) -> Work:
    q, k, v = _inputs(n)
    return lambda: scaled_dot_product_attention(q, k, v)


def _torch(n: int) -> Work:
    torch: Any = import_module("torch")
    torch.set_num_threads(1)
    q, k, v = (torch.from_numpy(array) for array in _inputs(n))
    return lambda: torch.nn.functional.scaled_dot_product_attention(q, k, v)


def main(whose: str) -> None:
    """Print by how many MiB the memory grows at most during one long attention."""
    make = {"blockwise": _blockwise, "torch": _torch}[whose]
    make(16)()  # loads what is only loaded once
    print(json.dumps(peak_growth(make(LONG)) / 2**20))


if __name__ == "__main__":
    main(sys.argv[1])
