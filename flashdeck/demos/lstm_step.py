"""The demo `lstm-step`: one step of a long short-term memory."""

from collections.abc import Sequence
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

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
from flashdeck.demos.demo import Demo, Mistake, Number, Params, Row, Seed
from flashdeck.demos.filled import factor, product_sum, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import lstm
from flashdeck.reference.functions import sigmoid

GATES = ("i", "f", "g", "o")
GateRows = Annotated[tuple[Row, ...], Field(min_length=4, max_length=48)]
GateBiases = Annotated[tuple[Number, ...], Field(min_length=4, max_length=48)]


class LstmStepParams(Params):
    """Input, hidden state and cell state; weights are given, or drawn from a seed to fit them.

    The rows of ``w`` are those of i, f, g, o, each over the input and then the old hidden state.
    """

    x: Vector = (1.0, 0.5)
    h: Vector = (0.5, -0.5)
    c: Vector = (1.0, -2.0)
    seed: Seed = 6
    w: GateRows | None = None
    b: GateBiases | None = None

    @model_validator(mode="after")
    def _sizes_fit(self) -> Self:
        check_vector("c", self.c, len(self.h))
        check_matrix("w", self.w, 4 * len(self.h), len(self.x) + len(self.h))
        check_vector("b", self.b, 4 * len(self.h))
        return self


def _weights(params: LstmStepParams) -> lstm.Weights:
    draw, n_hidden = np.random.default_rng(params.seed), len(params.h)
    return lstm.Weights(
        w=given_or(params.w, drawn(draw, 4 * n_hidden, len(params.x) + n_hidden)),
        b=given_or(params.b, drawn(draw, 4 * n_hidden)),
    )


def _sums(params: LstmStepParams) -> Array:  # (4, hidden)
    w, b = _weights(params)
    return np.asarray(w @ np.array([*params.x, *params.h]) + b).reshape(4, -1)


def _gates(sums: Array) -> Array:
    i, f, g, o = sums
    return np.stack([sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)])


def lstm_step_steps(params: LstmStepParams) -> Sequence[Step]:
    """Return the inputs, the fused product, the gates, and what they make of the states."""
    found = lstm.step(params.x, params.h, params.c, _weights(params))
    gates = np.stack([found.i, found.f, found.g, found.o])
    return [*_given_steps(params), _gate_step(params, gates), *_state_steps(params, gates)]


def _unit(params: LstmStepParams) -> Axis:
    return entries(len(params.h), "unit")


def _given_steps(params: LstmStepParams) -> list[Step]:
    (w, b), sums, inputs = _weights(params), _sums(params), [*params.x, *params.h]
    labels = [f"x{i + 1}" for i in range(len(params.x))] + [
        f"h{i + 1}" for i in range(len(params.h))
    ]
    joined = Axis("entry", tuple(labels))
    rows = Axis("row", tuple(f"{gate}{i}" for gate in GATES for i in _unit(params).labels))
    return [
        Step(
            "inputs",
            "[x_t, h_{t-1}]",
            np.array(inputs),
            "What arrives and what was shown last, side by side.",
            (joined,),
        ),
        Step(
            "c_before",
            "c_{t-1}",
            np.array(params.c),
            "What is remembered so far.",
            (_unit(params),),
        ),
        Step(
            "w", "W", w, "All four gates in one matrix, so that one product serves.", (rows, joined)
        ),
        Step("b", "b", b, "One number for each row.", (rows,)),
        Step(
            "sums",
            "z = W [x_t, h_{t-1}] + b",
            sums,
            "What each gate is told, before it is squashed.",
            (Axis("gate", GATES), _unit(params)),
            filled=f"sums[i, 1] = {product_sum(w[0], inputs)} + {factor(b[0])}"
            f" = {shown(sums[0, 0])}",
        ),
    ]


def _gate_step(params: LstmStepParams, gates: Array) -> Step:
    forget, sums = shown(gates[1, 0]), _sums(params)
    return Step(
        "gates",
        r"i, f, o = \sigma(z_i), \sigma(z_f), \sigma(z_o), \quad g = \tanh(z_g)",
        gates,
        "Three open between 0 and 1; the candidate g lies between -1 and 1.",
        (Axis("gate", GATES), _unit(params)),
        View.HEATMAP,
        f"gates[f, 1] = 1 / (1 + exp({shown(-sums[1, 0])})) = {forget}",
    )


def _state_steps(
    params: LstmStepParams, gates: Array, cell: Array | None = None, hidden: Array | None = None
) -> list[Step]:
    """Return the new states; a mistake gives a ``cell`` or ``hidden`` of its own."""
    i, f, g, o = gates
    before = np.array(params.c)
    c = f * before + i * g if cell is None else cell
    h = o * np.tanh(c) if hidden is None else hidden
    kept = f"{factor(f[0])}·{factor(before[0])} + {factor(i[0])}·{factor(g[0])}"
    return [
        Step(
            "c",
            r"c_t = f_t \odot c_{t-1} + i_t \odot g_t",
            c,
            "Part of the old is kept, part of the new written: no weight matrix, no squashing.",
            (_unit(params),),
            filled=f"c[1] = {kept} = {shown(c[0])}",
        ),
        Step(
            "h",
            r"h_t = o_t \odot \tanh(c_t)",
            h,
            "The output gate decides how much of the cell is shown; the rest stays inside.",
            (_unit(params),),
            filled=f"h[1] = {factor(o[0])}·tanh({shown(c[0])}) = {shown(h[0])}",
        ),
    ]


def _no_tanh_out(params: LstmStepParams) -> Sequence[Step]:
    i, f, g, o = gates = _gates(_sums(params))
    return _state_steps(params, gates, hidden=o * (f * np.array(params.c) + i * g))


def _sigmoid_candidate(params: LstmStepParams) -> Sequence[Step]:
    gates = sigmoid(_sums(params))
    return [_gate_step(params, gates), *_state_steps(params, gates)]


def _swapped(params: LstmStepParams) -> Sequence[Step]:
    i, f, g, _ = gates = _gates(_sums(params))
    return _state_steps(params, gates, i * np.array(params.c) + f * g)


def _erased(params: LstmStepParams) -> Sequence[Step]:
    i, f, g, _ = gates = _gates(_sums(params))
    return _state_steps(params, gates, (1 - f) * np.array(params.c) + i * g)


def _fresh(draw: np.random.Generator) -> LstmStepParams:
    """Draw one unit with whole and half numbers, no two of its gates told the same, none 0."""
    while True:
        params = LstmStepParams(
            x=tuple(whole(draw, 1)),
            h=tuple(whole(draw, 1) / 2),
            c=tuple(whole(draw, 1)),
            w=tuple(map(tuple, whole(draw, 4, 2) / 2)),
            b=tuple(draw.permutation([-0.5, 0.0, 0.5, 1.0])),
        )
        if len({0.0, *_sums(params).ravel().tolist()}) == 1 + len(GATES):
            return params


demo = Demo(
    name="lstm-step",
    title="One step of an LSTM",
    look_for="What the forget gate keeps of the cell, and what the output gate hides of it.",
    params=LstmStepParams,
    run=lstm_step_steps,
    mistakes={
        "no-tanh-out": Mistake("the cell shown without the tanh on the way out", _no_tanh_out),
        "sigmoid-candidate": Mistake(
            "a sigmoid for the candidate g, which takes tanh", _sigmoid_candidate
        ),
        "gates-swapped": Mistake("input and forget gate taken for each other", _swapped),
        "forget-erases": Mistake("a forget gate that erases where it is 1, when it keeps", _erased),
    },
    asks=("sums", "gates", "c", "h"),
    fresh=_fresh,
)
