"""The demos `bptt` and `truncated-bptt`: the gradient of one shared weight, step by step.

The network has one unit, so that each number can be followed: $h_t = phi(w_xh x_t + w h_{t-1})$.
"""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.arrays import Array, Weight, times, whole
from flashdeck.demos.demo import MOST_TOKENS, Demo, Mistake, Params
from flashdeck.demos.filled import factor, plain_sum, shown
from flashdeck.demos.trace import Step, View
from flashdeck.reference import bptt as reference
from flashdeck.reference import rnn

Inputs = Annotated[tuple[Weight, ...], Field(min_length=1, max_length=MOST_TOKENS)]
Count = Annotated[int, Field(ge=1, le=MOST_TOKENS)]


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


def _states_step(params: UnitParams) -> Step:
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
        _states_step(params),
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


bptt = Demo(
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


class TruncatedParams(UnitParams):
    """The loss is the sum of all states; ``every`` so many steps it goes ``window`` steps back."""

    x: Inputs = (1.0, 0.5, -0.5, 0.0, 0.5, 1.0)
    window: Count = 3
    every: Count = 1

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
        _states_step(params),
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


truncated = Demo(
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
