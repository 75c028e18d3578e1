"""The demos `gru-step` and `gru-lstm-parameters`: one step of a GRU, and what it saves."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

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
from flashdeck.reference import gru, lstm, rnn
from flashdeck.reference.functions import sigmoid

GATES = ("r", "z", "n")
GateRows = Annotated[tuple[Row, ...], Field(min_length=3, max_length=36)]
GateBiases = Annotated[tuple[Number, ...], Field(min_length=3, max_length=36)]


class GruStepParams(Params):
    """Input and state; weights are given, or drawn from a seed to fit them.

    The rows of ``w_x``, ``w_h`` and ``b`` are those of r, z, n. ``reset`` says whether the old
    state is reset before it is multiplied (Cho et al., 2014) or after (PyTorch).
    """

    x: Vector = (1.0, 0.5)
    h: Vector = (0.8, -0.6)
    reset: Literal["after", "before"] = "after"
    seed: Seed = 9
    w_x: GateRows | None = None
    w_h: GateRows | None = None
    b: GateBiases | None = None

    @model_validator(mode="after")
    def _weights_fit(self) -> Self:
        check_matrix("w_x", self.w_x, 3 * len(self.h), len(self.x))
        check_matrix("w_h", self.w_h, 3 * len(self.h), len(self.h))
        check_vector("b", self.b, 3 * len(self.h))
        return self


def _weights(params: GruStepParams) -> gru.Weights:
    draw, n_hidden = np.random.default_rng(params.seed), len(params.h)
    return gru.Weights(
        w_x=given_or(params.w_x, drawn(draw, 3 * n_hidden, len(params.x))),
        w_h=given_or(params.w_h, drawn(draw, 3 * n_hidden, n_hidden)),
        b_x=given_or(params.b, drawn(draw, 3 * n_hidden)),
        b_h=np.zeros(3 * n_hidden),
    )


def gru_step_steps(params: GruStepParams) -> Sequence[Step]:
    """Return the inputs, both gates, the candidate, and the mixture that is the new state."""
    found = gru.step(params.x, params.h, _weights(params), reset_after=params.reset == "after")
    return [
        *_given_steps(params),
        *_gate_steps(params, found),
        _candidate_step(params, found.n),
        *_mixed_steps(params, found.z, found.n),
    ]


def _unit(params: GruStepParams) -> Axis:
    return entries(len(params.h), "unit")


def _given_steps(params: GruStepParams) -> list[Step]:
    weights, unit = _weights(params), _unit(params)
    rows = Axis("row", tuple(f"{gate}{i}" for gate in GATES for i in unit.labels))
    return [
        Step("x", "x_t", np.array(params.x), "What arrives.", (entries(len(params.x)),)),
        Step("h_before", "h_{t-1}", np.array(params.h), "The only state: no cell.", (unit,)),
        Step(
            "w_x",
            "W_x",
            weights.w_x,
            "What each gate reads of the input.",
            (rows, entries(len(params.x))),
        ),
        Step("w_h", "W_h", weights.w_h, "What each gate reads of the old state.", (rows, unit)),
        Step("b", "b", weights.b_x, "One number for each row.", (rows,)),
    ]


def _gate_steps(params: GruStepParams, found: gru.Step) -> list[Step]:
    weights, unit = _weights(params), _unit(params)
    told = (
        ("r", found.r, 0, "How much of the old state the candidate may see."),
        ("z", found.z, len(params.h), "How much of the old state stays, without the candidate."),
    )
    return [
        Step(
            name,
            rf"{name}_t = \sigma(W_{{x{name}}} x_t + W_{{h{name}}} h_{{t-1}} + b_{name})",
            gate,
            why,
            (unit,),
            filled=f"{name}[1] = σ({_row_filled(params, weights, row)}) = {shown(gate[0])}",
        )
        for name, gate, row, why in told
    ]


def _row_filled(params: GruStepParams, weights: gru.Weights, row: int) -> str:
    from_x, from_h = (
        product_sum(weights.w_x[row], params.x),
        product_sum(weights.w_h[row], params.h),
    )
    return f"{from_x} + {from_h} + {factor(weights.b_x[row])}"


def _candidate_step(params: GruStepParams, n: Array) -> Step:
    if params.reset == "after":
        formula = r"n_t = \tanh(W_{xn} x_t + b_n + r_t \odot W_{hn} h_{t-1})"
    else:
        formula = r"n_t = \tanh(W_{xn} x_t + b_n + W_{hn} (r_t \odot h_{t-1}))"
    why = "What would be written if nothing was kept; with r = 0 the past has no say in it."
    return Step("n", formula, n, why, (_unit(params),))


def _mixed_steps(params: GruStepParams, z: Array, n: Array, h: Array | None = None) -> list[Step]:
    before, unit = np.array(params.h), (_unit(params),)
    kept, written = z * before, (1 - z) * n
    h = kept + written if h is None else h
    return [
        Step(
            "kept",
            r"z_t \odot h_{t-1}",
            kept,
            "The part of the old state that stays.",
            unit,
            filled=f"kept[1] = {factor(z[0])}·{factor(before[0])} = {shown(kept[0])}",
        ),
        Step(
            "written",
            r"(1 - z_t) \odot n_t",
            written,
            "The rest is filled with the candidate: keeping and writing share one gate.",
            unit,
            filled=f"written[1] = (1 − {shown(z[0])})·{factor(n[0])} = {shown(written[0])}",
        ),
        Step(
            "h",
            r"h_t = (1 - z_t) \odot n_t + z_t \odot h_{t-1}",
            h,
            "A mixture of old and new. Some books swap z and 1 - z: look before you compare.",
            unit,
            filled=f"h[1] = {shown(kept[0])} + {factor(written[0])} = {shown(h[0])}",
        ),
    ]


def _turned(params: GruStepParams) -> Sequence[Step]:
    found = gru.step(params.x, params.h, _weights(params), reset_after=params.reset == "after")
    return _mixed_steps(params, 1 - found.z, found.n)


def _not_reset(params: GruStepParams) -> Sequence[Step]:
    weights, n_hidden = _weights(params), len(params.h)
    sums = weights.w_x @ np.array(params.x) + weights.b_x + weights.w_h @ np.array(params.h)
    n = np.tanh(sums[2 * n_hidden :])
    return [_candidate_step(params, n), *_mixed_steps(params, sigmoid(sums[n_hidden:-n_hidden]), n)]


def _all_kept(params: GruStepParams) -> Sequence[Step]:
    found = gru.step(params.x, params.h, _weights(params), reset_after=params.reset == "after")
    return _mixed_steps(params, found.z, found.n, np.array(params.h) + (1 - found.z) * found.n)[2:]


def _fresh_step(draw: np.random.Generator) -> GruStepParams:
    """Draw one unit with one input; weights and states are whole or halves."""
    return GruStepParams(
        x=tuple(whole(draw, 1)),
        h=tuple(whole(draw, 1) / 2),
        w_x=tuple(map(tuple, whole(draw, 3, 1) / 2)),
        w_h=tuple(map(tuple, whole(draw, 3, 1))),
        b=(0.0, 0.5, 0.0),
    )


step = Demo(
    name="gru-step",
    title="One step of a GRU",
    look_for="One gate both keeps and writes: what z does not keep, the candidate fills.",
    params=GruStepParams,
    run=gru_step_steps,
    mistakes={
        "update-turned": Mistake("z and 1 - z taken for each other", _turned),
        "no-reset": Mistake("the candidate without the reset gate", _not_reset),
        "all-kept": Mistake("the whole old state kept beside the new part", _all_kept),
    },
    asks=("r", "z", "n", "kept", "written", "h"),
    fresh=_fresh_step,
)


class ParametersParams(Params):
    """The sizes of a layer; PyTorch keeps two bias vectors a block where papers have one."""

    n_input: Annotated[int, Field(ge=1, le=4096)] = 10
    n_hidden: Annotated[int, Field(ge=1, le=4096)] = 20
    biases: Literal[1, 2] = 1


LAYERS = Axis("layer", ("RNN", "GRU", "LSTM"))
BLOCKS = np.array([1.0, 3.0, 4.0])


def parameters_steps(params: ParametersParams) -> Sequence[Step]:
    """Return one block, how many blocks each layer has, and their parameters."""
    n_input, n_hidden, biases = params.n_input, params.n_hidden, params.biases
    counts = [
        rnn.parameter_count(n_input, n_hidden, biases=biases),
        gru.parameter_count(n_input, n_hidden, biases),
        lstm.parameter_count(n_input, n_hidden, biases),
    ]
    return _counted(params, float(counts[0]), np.array(counts, dtype=np.float64))


def _counted(params: ParametersParams, block: float, counts: Array) -> list[Step]:
    n_input, n_hidden, biases = params.n_input, params.n_hidden, params.biases
    return [
        Step(
            "block",
            r"n_h (n_x + n_h + n_b)",
            np.array(block),
            "One matrix for the input, one for the state, and the bias.",
            view=View.SCALAR,
            filled=f"block = {n_hidden}·({n_input} + {n_hidden} + {biases}) = {block:.0f}",
        ),
        Step(
            "blocks",
            "",
            BLOCKS,
            "An RNN has one; a GRU one each for r, z and n; an LSTM one each for i, f, g and o.",
            (LAYERS,),
        ),
        Step(
            "parameters",
            r"n_{blocks} \cdot n_h (n_x + n_h + n_b)",
            counts,
            "A GRU has three quarters of the parameters of an LSTM, whatever the sizes.",
            (LAYERS,),
            filled=f"parameters[LSTM] = 4·{block:.0f} = {counts[2]:.0f}",
        ),
    ]


def _block(params: ParametersParams, *, state: bool = True, bias: bool = True) -> float:
    row = params.n_input + state * params.n_hidden + bias * params.biases
    return float(params.n_hidden * row)


def _without(params: ParametersParams, *, state: bool = True, bias: bool = True) -> Sequence[Step]:
    block = _block(params, state=state, bias=bias)
    return _counted(params, block, BLOCKS * block)


def _no_candidates(params: ParametersParams) -> Sequence[Step]:
    block = _block(params)
    return _counted(params, block, np.array([1.0, 2.0, 3.0]) * block)


def _fresh_parameters(draw: np.random.Generator) -> ParametersParams:
    n_input, n_hidden = (int(n) for n in draw.integers(2, 13, 2))
    return ParametersParams(n_input=n_input, n_hidden=n_hidden)


parameters = Demo(
    name="gru-lstm-parameters",
    title="Parameters of RNN, GRU and LSTM",
    look_for="All three are made of the same block: count the blocks.",
    params=ParametersParams,
    run=parameters_steps,
    mistakes={
        "no-state": Mistake(
            "the count without the recurrent matrices", lambda params: _without(params, state=False)
        ),
        "no-bias": Mistake(
            "the count without the biases", lambda params: _without(params, bias=False)
        ),
        "no-candidates": Mistake(
            "gates counted without the candidate, which has weights of its own", _no_candidates
        ),
    },
    asks=("block", "parameters"),
    fresh=_fresh_parameters,
)
