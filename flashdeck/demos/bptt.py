"""The demo `bptt`: the gradient of one shared weight, step by step.

The network has one unit, so that each number can be followed: $h_t = phi(w_xh x_t + w h_{t-1})$.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from flashdeck.demos.arrays import Array, Weight, times, whole
from flashdeck.demos.demo import MOST_TOKENS, Demo, Mistake, Params
from flashdeck.demos.filled import factor, plain_sum, shown
from flashdeck.demos.trace import Step, View
from flashdeck.reference import bptt as reference
from flashdeck.reference import rnn

Inputs = Annotated[tuple[Weight, ...], Field(min_length=1, max_length=MOST_TOKENS)]


class UnitParams(Params):
    """A network of one unit: its inputs, its first state and its two weights."""

    x: Inputs = (1.0, 0.5, -0.5, 0.0)
    w_xh: Weight = 1.0
    w_hh: Weight = 0.8
    h_0: Weight = 0.5
    activation: rnn.Activation = "tanh"

    @property
    def weights(self) -> rnn.Weights:
        """The weights as the reference takes them; there is no bias."""
        return rnn.Weights(np.array([[self.w_xh]]), np.array([[self.w_hh]]), np.zeros(1))

    @property
    def inputs(self) -> Array:
        """The inputs (time, 1)."""
        return np.array(self.x)[:, None]

    @property
    def states(self) -> Array:
        """The states (time + 1,) from h_0 on."""
        first = np.array([self.h_0])
        return rnn.forward(self.inputs, self.weights, first, self.activation)[:, 0]


class BpttParams(UnitParams):
    """The loss is the last state, or the sum of all states."""

    loss: Literal["last", "all"] = "last"

    @property
    def direct(self) -> Array:
        """How much the loss changes with each state directly (time,)."""
        found = np.zeros(len(self.x))
        found[-1 if self.loss == "last" else slice(None)] = 1.0
        return found


def bptt_steps(params: BpttParams) -> Sequence[Step]:
    """Return the states, then backwards the gradients that add up to that of the weight."""
    deltas = reference.deltas(
        params.states[:, None], params.weights, params.direct[:, None], params.activation
    )[:, 0]
    return [*_forward_steps(params), *_backward_steps(params, deltas)]


def states_step(params: UnitParams) -> Step:
    """Return the states from h_0 on."""
    states = params.states
    return Step(
        "states",
        r"h_t = \phi(w_{xh} x_t + w_{hh} h_{t-1})",
        states,
        "The same weight is used once at every step.",
        (times(len(states) - 1, first=0),),
        filled=f"states[1] = φ({factor(params.w_xh)}·{factor(params.x[0])} + "
        f"{factor(params.w_hh)}·{factor(params.h_0)}) = {shown(states[1])}",
    )


def _slopes(params: UnitParams) -> Array:
    return rnn.slope(params.states[1:], params.activation)


def _forward_steps(params: BpttParams) -> list[Step]:
    slopes, last = _slopes(params), params.states[-1]
    squared = f"1 − {factor(last)}²" if params.activation == "tanh" else f"[{shown(last)} > 0]"
    time = (times(len(params.x)),)
    return [
        states_step(params),
        Step(
            "slopes",
            r"\phi'(a_t)",
            slopes,
            "What the activation lets pass on the way back: 1 - h² for tanh, 0 or 1 for ReLU.",
            time,
            filled=f"slopes[{len(slopes)}] = {squared} = {shown(slopes[-1])}",
        ),
        Step(
            "direct",
            r"\frac{\partial L_t}{\partial h_t}",
            params.direct,
            "Where the loss looks at a state itself.",
            time,
        ),
    ]


def _backward_steps(params: BpttParams, deltas: Array, uses: Array | None = None) -> list[Step]:
    before = params.states[:-1]
    uses = deltas * before if uses is None else uses
    total = float(uses.sum())
    time = (times(len(deltas)),)
    return [
        Step(
            "deltas",
            r"\delta_t = \phi'(a_t) (\frac{\partial L_t}{\partial h_t} + w_{hh} \delta_{t+1})",
            deltas,
            "From the last step backwards, each takes over what comes from its right.",
            time,
            filled=_delta_filled(params, deltas),
        ),
        Step(
            "contributions",
            r"\delta_t h_{t-1}",
            uses,
            "What each use of the weight adds: what comes back times what it was multiplied with.",
            time,
            filled=f"contributions[{len(deltas)}] = {factor(deltas[-1])}·{factor(before[-1])} "
            f"= {shown(uses[-1])}",
        ),
        _gradient_step(total, f"gradient = {plain_sum(uses)} = {shown(total)}"),
    ]


def _gradient_step(total: float, filled: str) -> Step:
    return Step(
        "gradient",
        r"\frac{\partial L}{\partial w_{hh}} = \sum_t \delta_t h_{t-1}",
        np.array(total),
        "One weight, one gradient: the sum over all its uses.",
        view=View.SCALAR,
        filled=filled,
    )


def _delta_filled(params: BpttParams, deltas: Array) -> str:
    slopes, direct = _slopes(params), params.direct
    if len(deltas) == 1:
        return f"deltas[1] = {factor(slopes[0])}·{factor(direct[0])} = {shown(deltas[0])}"
    return (
        f"deltas[{len(deltas) - 1}] = {factor(slopes[-2])}·({factor(direct[-2])} + "
        f"{factor(params.w_hh)}·{factor(deltas[-1])}) = {shown(deltas[-2])}"
    )


def _deltas(params: BpttParams) -> Array:
    step = next(step for step in bptt_steps(params) if step.name == "deltas")
    assert not isinstance(step.value, str)
    return step.value


def _last_use(params: BpttParams) -> Sequence[Step]:
    uses = _deltas(params) * params.states[:-1]
    return [_gradient_step(float(uses[-1]), "")]


def _mean(params: BpttParams) -> Sequence[Step]:
    return [_gradient_step(float((_deltas(params) * params.states[:-1]).mean()), "")]


def _state_after(params: BpttParams) -> Sequence[Step]:
    deltas = _deltas(params)
    return _backward_steps(params, deltas, deltas * params.states[1:])


def _no_slope(params: BpttParams) -> Sequence[Step]:
    deltas = params.direct.copy()
    for t in range(len(deltas) - 2, -1, -1):
        deltas[t] += params.w_hh * deltas[t + 1]
    return _backward_steps(params, deltas)


def _fresh_bptt(draw: np.random.Generator) -> BpttParams:
    """Draw three steps that do not saturate; the first state is not 0, so each use counts."""
    return BpttParams(
        x=tuple(whole(draw, 3) / 2),
        w_xh=0.5,
        w_hh=float(draw.choice([-2.0, -0.5, 0.5, 2.0])),
        h_0=float(draw.choice([-1.0, 0.5, 1.0])),
        loss="last" if draw.random() < 0.5 else "all",
    )


demo = Demo(
    name="bptt",
    title="Backpropagation through time",
    look_for="One weight is used at every step, and its gradient is the sum of what each use adds.",
    params=BpttParams,
    run=bptt_steps,
    mistakes={
        "last-use": Mistake("the last use of the weight only, not the sum over all", _last_use),
        "mean": Mistake("the mean over the steps instead of the sum", _mean),
        "state-after": Mistake("δ_t times h_t instead of h_(t-1)", _state_after),
        "no-slope": Mistake("the way back without the slope of the activation", _no_slope),
    },
    asks=("deltas", "contributions", "gradient"),
    fresh=_fresh_bptt,
)
