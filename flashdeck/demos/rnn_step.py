"""The demo `rnn-step`: one step of an Elman network."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from pydantic import model_validator

from flashdeck.demos.arrays import (
    Array,
    Vector,
    check_matrix,
    check_vector,
    drawn,
    entries,
    given_or,
    whole,
)
from flashdeck.demos.demo import Demo, Matrix, Mistake, Params, Seed
from flashdeck.demos.filled import plain_sum, product_sum, shown
from flashdeck.demos.trace import Step
from flashdeck.reference import rnn


class StepParams(Params):
    """One input and the state before it; weights are given, or drawn from a seed to fit them."""

    x: Vector = (1.0, 0.5)
    h: Vector = (0.5, -0.5)
    activation: rnn.Activation = "tanh"
    seed: Seed = 5
    w_xh: Matrix | None = None
    w_hh: Matrix | None = None
    b_h: Vector | None = None

    @model_validator(mode="after")
    def _weights_fit(self) -> Self:
        check_matrix("w_xh", self.w_xh, len(self.h), len(self.x))
        check_matrix("w_hh", self.w_hh, len(self.h), len(self.h))
        check_vector("b_h", self.b_h, len(self.h))
        return self


def drawn_weights(n_input: int, n_hidden: int, draw: np.random.Generator) -> rnn.Weights:
    """Return weights with one decimal each."""
    return rnn.Weights(
        w_xh=drawn(draw, n_hidden, n_input),
        w_hh=drawn(draw, n_hidden, n_hidden),
        b_h=drawn(draw, n_hidden),
    )


def _step_weights(params: StepParams) -> rnn.Weights:
    draw = np.random.default_rng(params.seed)
    weights = drawn_weights(len(params.x), len(params.h), draw)
    return rnn.Weights(
        given_or(params.w_xh, weights.w_xh),
        given_or(params.w_hh, weights.w_hh),
        given_or(params.b_h, weights.b_h),
    )


def rnn_steps(params: StepParams) -> Sequence[Step]:
    """Return the steps of one step of the network."""
    weights = _step_weights(params)
    h = rnn.step(params.x, params.h, weights, params.activation)
    return [*_given_steps(params, weights), *_sum_steps(params, weights), _state_step(params, h)]


def _given_steps(params: StepParams, weights: rnn.Weights) -> list[Step]:
    entry, unit = entries(len(params.x)), entries(len(params.h), "unit")
    return [
        Step("x", "x_t", np.array(params.x), "What arrives at this step.", (entry,)),
        Step("h_before", "h_{t-1}", np.array(params.h), "What is left of the past.", (unit,)),
        Step(
            "w_xh", "W_{xh}", weights.w_xh, "Each row reads the input for one unit.", (unit, entry)
        ),
        Step(
            "w_hh",
            "W_{hh}",
            weights.w_hh,
            "Each row reads the old state for one unit; the same weights serve every step.",
            (unit, entries(len(params.h), "old unit")),
        ),
        Step("b_h", "b_h", weights.b_h, "One number a unit, whatever arrives.", (unit,)),
    ]


def _sum_steps(
    params: StepParams, weights: rnn.Weights, *, bias: bool = True, transposed: bool = False
) -> list[Step]:
    unit = entries(len(params.h), "unit")
    w_hh = weights.w_hh.T if transposed else weights.w_hh
    from_input = weights.w_xh @ np.array(params.x)
    from_state = w_hh @ np.array(params.h)
    total = from_input + from_state + (weights.b_h if bias else 0.0)
    parts = plain_sum((from_input[0], from_state[0], weights.b_h[0]))
    return [
        Step(
            "input_part",
            r"W_{xh} x_t",
            from_input,
            "What the input says to each unit.",
            (unit,),
            filled=f"input_part[1] = {product_sum(weights.w_xh[0], params.x)} "
            f"= {shown(from_input[0])}",
        ),
        Step(
            "state_part",
            r"W_{hh} h_{t-1}",
            from_state,
            "What the old state says to each unit: the only way the past comes in.",
            (unit,),
            filled=f"state_part[1] = {product_sum(w_hh[0], params.h)} = {shown(from_state[0])}",
        ),
        Step(
            "sum",
            r"a_t = W_{xh} x_t + W_{hh} h_{t-1} + b_h",
            total,
            "Both are added, with the bias.",
            (unit,),
            filled=f"sum[1] = {parts} = {shown(total[0])}",
        ),
    ]


def _state_step(params: StepParams, h: Array) -> Step:
    if params.activation == "tanh":
        formula, why = r"h_t = \tanh(a_t)", "The tanh keeps every entry between -1 and 1."
    else:
        formula, why = r"h_t = \max(0, a_t)", "The ReLU lets pass what is positive."
    return Step("h", formula, h, why, (entries(len(h), "unit"),))


def _sum_with(params: StepParams, *, bias: bool = True, transposed: bool = False) -> list[Step]:
    steps = _sum_steps(params, _step_weights(params), bias=bias, transposed=transposed)
    return [*steps, _state_step(params, _activated(params, _value(steps[-1])))]


def _activated(params: StepParams, total: Array) -> Array:
    return np.tanh(total) if params.activation == "tanh" else np.maximum(total, 0.0)


def _value(step: Step) -> Array:
    assert not isinstance(step.value, str)
    return step.value


def _not_activated(params: StepParams) -> Sequence[Step]:
    steps = _sum_steps(params, _step_weights(params))
    return [*steps, _state_step(params, _value(steps[-1]))]


def _fresh_step(draw: np.random.Generator) -> StepParams:
    """Draw whole inputs and half weights; W_hh is never symmetric, its row sums never 0."""
    left, right = whole(draw, 2)
    return StepParams(
        x=tuple(whole(draw, 2)),
        h=(1.0, -1.0) if draw.random() < 0.5 else (0.5, 1.0),
        w_xh=(whole(draw, 2, 2) / 2).tolist(),
        w_hh=[[0.5, left], [left + right / 2, 1.0]],
        b_h=(0.25, -0.25),
    )


demo = Demo(
    name="rnn-step",
    title="One step of a recurrent network",
    look_for="How input and old state are added before they are squashed together.",
    params=StepParams,
    run=rnn_steps,
    mistakes={
        "no-activation": Mistake(
            "the sum without the activation function around it", _not_activated
        ),
        "transposed": Mistake(
            "W_hh multiplied from the wrong side: its columns instead of its rows",
            lambda params: _sum_with(params, transposed=True),
        ),
        "no-bias": Mistake(
            "the sum without the bias", lambda params: _sum_with(params, bias=False)
        ),
    },
    asks=("input_part", "state_part", "sum", "h"),
    fresh=_fresh_step,
)
