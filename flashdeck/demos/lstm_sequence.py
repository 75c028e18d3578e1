"""The demos `lstm-sequence` and `forget-bias`: what an LSTM keeps over many steps."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos.arrays import Array, Width, drawn, embedded, entries, times
from flashdeck.demos.demo import Demo, Mistake, Params, Seed, Words
from flashdeck.demos.filled import factor, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import lstm, memory
from flashdeck.reference.functions import sigmoid

Bias = Annotated[float, Field(ge=-10, le=10, allow_inf_nan=False)]


class SequenceParams(Params):
    """Words with a drawn vector each, and what the forget gates start from."""

    tokens: Words = ("the", "bracket", "opens", "and", "then", "closes")
    n_input: Width = 3
    n_hidden: Width = 4
    forget_bias: Bias = 1.0
    seed: Seed = 8


def _states(params: SequenceParams) -> lstm.States:
    x = embedded(params.tokens, params.n_input, params.seed)
    draw, n_hidden = np.random.default_rng(params.seed), params.n_hidden
    w = drawn(draw, 4 * n_hidden, params.n_input + n_hidden)
    weights = lstm.Weights(w, drawn(draw, 4 * n_hidden))
    return lstm.forward(x, lstm.with_forget_bias(weights, params.forget_bias))


def sequence_steps(params: SequenceParams) -> Sequence[Step]:
    """Return every gate over the words, both states, and what is left of each word's cell."""
    states = _states(params)
    return [
        *_gate_steps(params, states),
        *_state_steps(params, states, states.c[1:]),
        Step(
            "left",
            r"\frac{\partial c_T}{\partial c_t} = \prod_{k > t} f_k",
            memory.path(states.f)[1:],
            "What is left at the end of the cell after each word, along the cell alone.",
            _axes(params),
            View.HEATMAP,
        ),
    ]


def _axes(params: SequenceParams) -> tuple[Axis, Axis]:
    return Axis("word", params.tokens), entries(params.n_hidden, "unit")


def _gate_steps(params: SequenceParams, states: lstm.States) -> list[Step]:
    told = (
        ("i", r"i_t = \sigma(z_i)", states.i, "How much of each word's candidate is written."),
        ("f", r"f_t = \sigma(z_f)", states.f, "How much of the old cell is kept at each word."),
        ("g", r"g_t = \tanh(z_g)", states.g, "What would be written: the candidate."),
        ("o", r"o_t = \sigma(z_o)", states.o, "How much of the cell is shown at each word."),
    )
    axes = _axes(params)
    return [Step(name, how, gate, why, axes, View.HEATMAP) for name, how, gate, why in told]


def _state_steps(
    params: SequenceParams, states: lstm.States, c: Array, h: Array | None = None
) -> list[Step]:
    h = states.o * np.tanh(c) if h is None else h
    before = c[-2, 0] if len(c) > 1 else 0.0
    f, i, g, o = (gate[-1, 0] for gate in (states.f, states.i, states.g, states.o))
    sum_ = f"{factor(f)}·{factor(before)} + {factor(i)}·{factor(g)}"
    last = params.tokens[-1]
    return [
        Step(
            "c",
            r"c_t = f_t \odot c_{t-1} + i_t \odot g_t",
            c,
            "The memory: it changes only as far as the gates let it.",
            _axes(params),
            View.HEATMAP,
            f"c[{last}, 1] = {sum_} = {shown(c[-1, 0])}",
        ),
        Step(
            "h",
            r"h_t = o_t \odot \tanh(c_t)",
            h,
            "What is shown: a unit may remember without a sign of it here.",
            _axes(params),
            View.HEATMAP,
            f"h[{last}, 1] = {factor(o)}·tanh({shown(c[-1, 0])}) = {shown(h[-1, 0])}",
        ),
    ]


def _no_tanh_out(params: SequenceParams) -> Sequence[Step]:
    states = _states(params)
    return _state_steps(params, states, states.c[1:], states.o * states.c[1:])


def _not_carried(params: SequenceParams) -> Sequence[Step]:
    states = _states(params)
    return _state_steps(params, states, states.i * states.g)


def _all_kept(params: SequenceParams) -> Sequence[Step]:
    states = _states(params)
    return _state_steps(params, states, np.cumsum(states.i * states.g, axis=0))


def _fresh_sequence(draw: np.random.Generator) -> SequenceParams:
    """Draw one unit over three words: two products and a sum a word."""
    return SequenceParams(
        tokens=("a", "b", "c"),
        n_input=1,
        n_hidden=1,
        forget_bias=float(draw.integers(0, 3)),
        seed=int(draw.integers(100_000)),
    )


sequence = Demo(
    name="lstm-sequence",
    title="An LSTM over words, gate by gate",
    look_for="Where the forget gate is dark the past ends; compare the cell with what is shown.",
    params=SequenceParams,
    run=sequence_steps,
    mistakes={
        "no-tanh-out": Mistake("the cell shown without the tanh on the way out", _no_tanh_out),
        "not-carried": Mistake("the cell written anew at each word, nothing kept", _not_carried),
        "all-kept": Mistake("the forget gate left out, so that all is kept", _all_kept),
    },
    asks=("c", "h"),
    fresh=_fresh_sequence,
)


class ForgetParams(Params):
    """Biases of the forget gate, and for how many steps the cell is kept."""

    biases: Annotated[tuple[Bias, ...], Field(min_length=1, max_length=4)] = (0.0, 1.0, 3.0)
    time: Annotated[int, Field(ge=1, le=200)] = 20


def forget_steps(params: ForgetParams) -> Sequence[Step]:
    """Return the gate each bias makes, what is kept over the steps, and for how long half is."""
    gates = sigmoid(params.biases)
    kept = memory.kept(np.array(params.biases)[:, None], np.arange(params.time + 1))
    return [
        _forget_step(params, gates),
        _kept_step(params, gates, kept),
        _half_step(params, memory.horizon(params.biases)),
    ]


def _by_bias(params: ForgetParams) -> Axis:
    return Axis("bias", tuple(f"b = {shown(bias)}" for bias in params.biases))


def _forget_step(params: ForgetParams, gates: Array) -> Step:
    bias, gate = shown(-params.biases[0]), shown(gates[0])
    return Step(
        "gate",
        r"f = \sigma(b)",
        gates,
        "What an untrained gate keeps a step, while the weights around the bias are still small.",
        (_by_bias(params),),
        filled=f"gate[b = {shown(params.biases[0])}] = 1 / (1 + exp({bias})) = {gate}",
    )


def _kept_step(params: ForgetParams, gates: Array, kept: Array) -> Step:
    bias, last = shown(params.biases[0]), params.time
    return Step(
        "kept",
        "f^n",
        kept,
        "What is left of the cell after n steps; the gradient along the cell fades just so.",
        (_by_bias(params), times(last, first=0, name="steps")),
        View.LINE,
        f"kept[b = {bias}, {last}] = {shown(gates[0])}^{last} = {shown(kept[0, -1])}",
    )


def _half_step(params: ForgetParams, half: Array) -> Step:
    return Step(
        "half",
        r"n = \frac{\ln 0.5}{\ln f}",
        half,
        "After so many steps half is gone: a bias of 3 makes 14 of the one step at 0.",
        (_by_bias(params),),
    )


def _losses_added(params: ForgetParams) -> Sequence[Step]:
    gates, n = sigmoid(params.biases), np.arange(params.time + 1)
    return [_kept_step(params, gates, np.maximum(0.0, 1 - n * (1 - gates[:, None])))]


def _one_step(params: ForgetParams) -> Sequence[Step]:
    gates = sigmoid(params.biases)
    return [_kept_step(params, gates, np.tile(gates[:, None], params.time + 1))]


def _what_is_lost(params: ForgetParams) -> Sequence[Step]:
    gates = 1 - sigmoid(params.biases)
    powers = gates[:, None] ** np.arange(params.time + 1)
    return [_forget_step(params, gates), _kept_step(params, gates, powers)]


def _fresh_forget(draw: np.random.Generator) -> ForgetParams:
    low, high = float(draw.choice([-2.0, -1.0])), float(draw.choice([1.0, 2.0, 3.0]))
    return ForgetParams(biases=(low, high), time=int(draw.integers(2, 5)))


forget = Demo(
    name="forget-bias",
    title="What the bias of the forget gate does",
    look_for="How much longer a memory lasts when the gate starts a little more open.",
    params=ForgetParams,
    run=forget_steps,
    mistakes={
        "losses-added": Mistake("the same loss subtracted at every step", _losses_added),
        "one-step": Mistake("the gate of one step for all steps together", _one_step),
        "what-is-lost": Mistake("the share that is lost, not the one that is kept", _what_is_lost),
    },
    asks=("gate", "kept"),
    fresh=_fresh_forget,
)
