"""A long sequence through an LSTM and a GRU, forward, float64, beside PyTorch's own on one thread.

Ours keeps every gate and cell state, which the backward pass and the demos need; PyTorch's, without
gradients, keeps the hidden states alone.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import numpy as np

from benchmarks.measure import Result, Row, Skipped, Work, seconds, take_turns
from flashdeck.reference import gru, lstm
from flashdeck.reference.checks import Array

TIME, BATCH, N_INPUT, N_HIDDEN = 512, 32, 256, 256
ROUNDS = 9
TARGET = 1.3


def run() -> Iterator[Row]:
    """Measure both layers, each with PyTorch's weights and the same input."""
    try:
        torch = import_module("torch")
    except ImportError:
        yield Skipped("LSTM and GRU forward", "PyTorch is not installed")
        return
    torch.set_num_threads(1)
    x = np.random.default_rng(0).standard_normal((TIME, BATCH, N_INPUT))
    for kind, ours in ((torch.nn.LSTM, _lstm), (torch.nn.GRU, _gru)):
        module = kind(N_INPUT, N_HIDDEN, dtype=torch.float64)
        yield _beside(torch, module, ours(module, x), torch.from_numpy(x))


def _lstm(module: Any, x: Array) -> Work:
    w_x, w_h, b_x, b_h = (parameter.detach().numpy() for parameter in module.parameters())
    weights = lstm.Weights(np.concatenate([w_x, w_h], axis=1), b_x + b_h)
    return lambda: lstm.forward(x, weights)


def _gru(module: Any, x: Array) -> Work:
    weights = gru.Weights(*(parameter.detach().numpy() for parameter in module.parameters()))
    return lambda: gru.forward(x, weights)


def _beside(torch: Any, module: Any, ours: Work, x: Any) -> Result:
    name = type(module).__name__
    with torch.no_grad():
        times = take_turns(ROUNDS, lambda: seconds(ours), lambda: seconds(lambda: module(x)))
    return Result(f"{name} forward, {TIME} steps", times[0], f"torch.nn.{name}", times[1], TARGET)
