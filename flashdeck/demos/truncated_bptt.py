"""The demo `truncated-bptt`: the gradient that goes back through a few steps only."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from pydantic import model_validator

from flashdeck.demos.arrays import Array, Width, times
from flashdeck.demos.bptt import Inputs, UnitParams, states_step
from flashdeck.demos.demo import Demo, Mistake
from flashdeck.demos.filled import plain_sum, shown
from flashdeck.demos.trace import Step, View
from flashdeck.reference import bptt as reference


class TruncatedParams(UnitParams):
    """The loss is the sum of all states; ``every`` so many steps it goes ``window`` steps back."""

    x: Inputs = (1.0, 0.5, -0.5, 0.0, 0.5, 1.0)
    window: Width = 3
    every: Width = 1

    @model_validator(mode="after")
    def _every_within_window(self) -> Self:
        if self.every > self.window:
            raise ValueError(f"every is {self.every}: at most the window of {self.window} steps")
        return self


def truncated_steps(params: TruncatedParams) -> Sequence[Step]:
    """Return what each use adds to each loss, what is left of it, and both gradients."""
    return _truncated(params, _uses(params), params.window)


def _uses(params: TruncatedParams) -> Array:  # (losses, uses)
    """Return what the use of the weight at step k adds to the loss at step t."""
    count = len(params.x)
    states = np.broadcast_to(params.states[:, None, None], (count + 1, count, 1))
    each_loss = np.eye(count)[..., None]  # a batch of T networks with one loss each
    deltas = reference.deltas(states, params.weights, each_loss, params.activation)[..., 0]
    return deltas.T * params.states[:-1]


def kept_uses(count: int, window: int, every: int) -> Array:  # (losses, uses)
    """Return 1 where the gradient of loss t reaches the use at step k, else 0."""
    loss = np.arange(1, count + 1)[:, None]
    use = np.arange(1, count + 1)
    back_from = -(-loss // every) * every  # it goes back once in ``every`` steps
    return ((use <= loss) & (use > back_from - window)).astype(np.float64)


def _truncated(params: TruncatedParams, uses: Array, window: int) -> list[Step]:
    kept = uses * kept_uses(len(uses), window, params.every)
    square = (times(len(uses), name="loss at t"), times(len(uses), name="use at k"))
    total, left = float(uses.sum()), float(kept.sum())
    return [
        states_step(params),
        Step(
            "uses",
            r"\frac{\partial L_t}{\partial h_k} \phi'(a_k) h_{k-1}",
            uses + 0.0,
            "What the use at step k adds to the gradient of each loss: the further, the less.",
            square,
            View.HEATMAP,
        ),
        Step(
            "kept",
            r"\frac{\partial L_t}{\partial h_k} \phi'(a_k) h_{k-1}",
            kept + 0.0,
            f"The gradient goes back {_steps(window)} at most; what lies further is cut.",
            square,
            View.HEATMAP,
        ),
        Step(
            "whole_gradient",
            r"\frac{\partial L}{\partial w_{hh}} = \sum_t \sum_{k \le t} "
            r"\frac{\partial L_t}{\partial h_k} \phi'(a_k) h_{k-1}",
            np.array(total),
            "All uses for all losses.",
            view=View.SCALAR,
        ),
        Step(
            "truncated_gradient",
            r"\sum_t \sum_{k > t'} \frac{\partial L_t}{\partial h_k} \phi'(a_k) h_{k-1}",
            np.array(left),
            "The sum of what was kept: biased, but its cost does not grow with the sequence.",
            view=View.SCALAR,
            filled=f"truncated_gradient = {plain_sum(kept[kept != 0]) or '0'} = {shown(left)}",
        ),
    ]


def _steps(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"


def _one_step_more(params: TruncatedParams) -> Sequence[Step]:
    return _truncated(params, _uses(params), params.window + 1)


def _not_cut(params: TruncatedParams) -> Sequence[Step]:
    return _truncated(params, _uses(params), 2 * len(params.x))


def _state_cut(params: TruncatedParams) -> Sequence[Step]:
    """Start again from 0 after every ``every`` steps: the state is cut, not the gradient."""
    count, uses = len(params.x), np.zeros((len(params.x),) * 2)
    for begin in range(0, count, params.every):
        part = slice(begin, begin + params.every)
        chunk = params.model_copy(update={"x": params.x[part], "h_0": 0.0 if begin else params.h_0})
        uses[part, part] = _uses(chunk)
    return _truncated(params, uses, params.window)[2:]


def _fresh_truncated(draw: np.random.Generator) -> TruncatedParams:
    """Draw positive numbers and a ReLU that is always open: all states are whole or halves."""
    return TruncatedParams(
        x=tuple(float(n) for n in draw.integers(1, 4, 4)),
        w_hh=float(draw.choice([0.5, 2.0])),
        h_0=float(draw.integers(1, 3)),
        activation="relu",
        window=2,
        every=int(draw.integers(1, 3)),
    )


demo = Demo(
    name="truncated-bptt",
    title="Truncated backpropagation through time",
    look_for="The states go on over every border; only the gradient stops.",
    params=TruncatedParams,
    run=truncated_steps,
    mistakes={
        "one-step-more": Mistake("a window that goes back one step too far", _one_step_more),
        "not-cut": Mistake("the whole gradient, with nothing cut", _not_cut),
        "state-cut": Mistake(
            "states that start from 0 after each border, where only the gradient is cut",
            _state_cut,
        ),
    },
    asks=("kept", "truncated_gradient"),
    fresh=_fresh_truncated,
)
