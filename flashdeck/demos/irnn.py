"""The demo `irnn`: an identity for W_hh, with ReLU; Q. V. Le et al., 2015."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos.arrays import Array, Vector, entries, times
from flashdeck.demos.demo import Demo, Mistake, Params, Seed
from flashdeck.demos.filled import factor, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import gradients, initialisations, rnn

TRAINED_UNITS, TRAINED_STEPS, TRAINED_SEQUENCES = 4, 8, 16
NOISE = 0.3
"""How large the inputs are after the first one, which is to be remembered."""


class IrnnParams(Params):
    """The inputs of one unit, and the ``scale`` of the identity.

    A small network that begins with the identity itself is then trained to remember its first
    input, by ``updates`` updates of size ``rate``.
    """

    x: Vector = (1.0, 2.0, -0.5, 0.0, -4.0, 3.0)
    scale: Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)] = 1.0
    rate: Annotated[float, Field(ge=0, le=0.1, allow_inf_nan=False)] = 0.02
    updates: Annotated[int, Field(ge=1, le=50)] = 15
    seed: Seed = 4


def _unit(scale: float) -> rnn.Weights:
    return rnn.Weights(np.eye(1), initialisations.identity(1, scale), np.zeros(1))


def _states(params: IrnnParams, activation: rnn.Activation = "relu") -> Array:  # (time + 1,)
    x = np.array(params.x)[:, None]
    return rnn.forward(x, _unit(params.scale), activation=activation)[:, 0]


def irnn_steps(params: IrnnParams) -> Sequence[Step]:
    """Return the states, their gradients, and how training moves the singular values."""
    states = _states(params)
    return [
        Step(
            "x",
            "x_t",
            np.array(params.x),
            "What arrives, one number a step.",
            (times(len(params.x)),),
        ),
        _states_step(params, states),
        _tanh_step(params),
        _gradient_step(params, _gradients(params, states)),
        _drift_step(params),
    ]


def _states_step(params: IrnnParams, states: Array) -> Step:
    before = f"{shown(params.scale)}·{factor(states[-2])}"
    return Step(
        "states",
        r"h_t = \max(0, I h_{t-1} + x_t)",
        states[1:],
        "While the sum stays positive, the unit adds up its inputs and forgets nothing.",
        (times(len(params.x)),),
        View.LINE,
        f"states[{len(params.x)}] = max(0, {before} + {factor(params.x[-1])})"
        f" = {shown(states[-1])}",
    )


def _tanh_step(params: IrnnParams) -> Step:
    return Step(
        "tanh_states",
        r"h_t = \tanh(I h_{t-1} + x_t)",
        _states(params, "tanh")[1:],
        "The same with tanh: every step squashes what was stored.",
        (times(len(params.x)),),
        View.LINE,
    )


def _gradients(params: IrnnParams, states: Array) -> Array:  # (time,)
    steps = gradients.jacobians(states[:, None], _unit(params.scale).w_hh, "relu")
    return gradients.products(steps)[1:, 0, 0]


def _gradient_step(params: IrnnParams, found: Array) -> Step:
    return Step(
        "gradients",
        r"\frac{\partial h_T}{\partial h_t}",
        found,
        "Whole as far back as the unit was on; where it was off, the past is cut.",
        (times(len(params.x)),),
    )


def _drift(params: IrnnParams) -> Array:  # (updates + 1, TRAINED_UNITS)
    """Train a small network, which begins as an IRNN, to remember its first input."""
    draw = np.random.default_rng(params.seed)
    units = TRAINED_UNITS
    weights = rnn.Weights(np.eye(units), initialisations.identity(units), np.zeros(units))
    x = NOISE * draw.standard_normal((TRAINED_STEPS, TRAINED_SEQUENCES, units))
    x[0] = draw.random(x[0].shape)
    return initialisations.spectral_drift(x, x[0], weights, params.rate, params.updates, "relu")


def _drift_step(params: IrnnParams) -> Step:
    return Step(
        "drift",
        r"\sigma_i(W_{hh})",
        _drift(params).T,
        "Training moves the singular values away from where they began: nothing holds them.",
        (
            Axis("singular value", tuple(f"σ{i}" for i in entries(TRAINED_UNITS).labels)),
            times(params.updates, first=0, name="updates"),
        ),
        View.LINE,
    )


def _no_relu(params: IrnnParams) -> Sequence[Step]:
    states = [0.0]
    for x in params.x:
        states.append(params.scale * states[-1] + x)
    return [_states_step(params, np.array(states))]


def _nothing_carried(params: IrnnParams) -> Sequence[Step]:
    return [_states_step(params, np.maximum(0.0, np.array([0.0, *params.x])))]


def _tanh(params: IrnnParams) -> Sequence[Step]:
    return [_states_step(params, _states(params, "tanh"))]


def _never_cut(params: IrnnParams) -> Sequence[Step]:
    steps_left = np.arange(len(params.x) - 1, -1, -1)
    return [_gradient_step(params, np.asarray(params.scale**steps_left, dtype=np.float64))]


def _fresh(draw: np.random.Generator) -> IrnnParams:
    """Draw inputs that are added up, then switch the unit off, then on again."""
    first, second, fourth = (int(n) for n in draw.integers(1, 4, 3))
    third = -(first + second + int(draw.integers(1, 3)))
    return IrnnParams(x=(first, second, third, fourth), updates=1)


demo = Demo(
    name="irnn",
    title="IRNN: the identity and ReLU as a memory",
    look_for="The states add up what arrives until a sum falls below 0, and all is forgotten.",
    params=IrnnParams,
    run=irnn_steps,
    mistakes={
        "no-relu": Mistake("sums below 0 carried on, without the ReLU", _no_relu),
        "nothing-carried": Mistake("each input by itself, nothing carried on", _nothing_carried),
        "tanh": Mistake("tanh in place of the ReLU", _tanh),
        "never-cut": Mistake("a gradient that passes where the unit was off", _never_cut),
    },
    asks=("states", "gradients"),
    fresh=_fresh,
)
