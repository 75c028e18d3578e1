"""The demo `costs`: what layers that mix positions cost, and how far a signal has to go."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos.demo import Demo, Mistake, Params
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import costs
from flashdeck.reference.costs import Cost

LENGTHS = tuple(2**i for i in range(1, 13))
RECURRENT, ATTENTION, BLOCKWISE, WINDOWED, CONVOLUTION = LAYERS = (
    "recurrent",
    "attention",
    "blockwise",
    "windowed",
    "convolution",
)

Size = Annotated[int, Field(ge=1, le=100_000)]
Reach = Annotated[int, Field(ge=2, le=1_000)]
"""A window or kernel: from 2, as 1 never sees another position."""


class CostsParams(Params):
    """Positions, the width of each, heads, and how many positions a window and a kernel see."""

    n: Size = 128
    d: Size = 64
    heads: Annotated[int, Field(ge=1, le=64)] = 1
    window: Reach = 16
    kernel: Reach = 3


Costs = Mapping[str, Cost]


def _costs(params: CostsParams, n: int | None = None) -> dict[str, Cost]:
    """Return what each layer costs for ``n`` positions, by default those of the parameters."""
    n, d, heads = n or params.n, params.d, params.heads
    return {
        RECURRENT: costs.recurrent(n, d),
        ATTENTION: costs.attention(n, d, heads),
        BLOCKWISE: costs.blockwise_attention(n, d, heads),
        WINDOWED: costs.windowed_attention(n, d, params.window, heads),
        CONVOLUTION: costs.convolutional(n, d, params.kernel),
    }


def costs_steps(params: CostsParams) -> Sequence[Step]:
    """Return the costs of each layer, and how they grow with the number of positions."""
    sizes = params.model_dump()
    return [
        Step(
            "sizes",
            r"n, \; d, \; h, \; w, \; k",
            np.array(list(sizes.values()), dtype=np.float64),
            "Positions, numbers in each, heads, and how many positions a window and a kernel see.",
            (Axis("size", tuple(sizes)),),
        ),
        *_cost_steps(params, _costs(params)),
        Step(
            "crossover",
            r"2 n^2 d < 2 n d^2 \Leftrightarrow n < d",
            np.asarray(float(params.d)),
            "Below so many positions attention takes fewer operations than recurrence.",
        ),
        _over_n(
            params,
            "operations",
            "Doubling n doubles all but attention, whose operations grow fourfold.",
        ),
        _over_n(params, "memory", "The weights of all pairs are what blockwise attention spares."),
        _over_n(
            params,
            "path_length",
            "A step per position, one for all, or as many layers as it takes to see that far.",
        ),
    ]


def _cost_steps(params: CostsParams, found: Costs) -> list[Step]:
    n, d, heads = params.n, params.d, params.heads
    at = found[ATTENTION]
    return [
        _cost_step(
            "operations",
            r"2 n d^2, \; 2 n^2 d, \; 2 n^2 d, \; 2 n w d, \; k n d^2",
            found,
            "Multiply-adds: attention compares all pairs, recurrence multiplies by two matrices a"
            " step.",
            f"operations[{ATTENTION}] = 2·{n}²·{d} = {at.operations}",
        ),
        _cost_step(
            "memory",
            r"n d, \; h n^2 + n d, \; 2 h n + n d, \; h n w + n d, \; n d",
            found,
            "Numbers kept for the backward pass: attention's weights, unless they are computed"
            " again.",
            f"memory[{ATTENTION}] = {heads}·{n}² + {n}·{d} = {at.memory}",
        ),
        _cost_step(
            "sequential_steps",
            r"n, \; 1, \; 1, \; 1, \; 1",
            found,
            "Rounds that have to wait for each other, however many processors there are.",
            f"sequential_steps[{RECURRENT}] = {found[RECURRENT].sequential_steps}",
        ),
        _cost_step(
            "path_length",
            r"n, \; 1, \; 1, \; \frac{n - 1}{w - 1}, \; \log_k n",
            found,
            "Rounds from the first position to the last, rounded up: what a long dependency has"
            " to survive.",
            f"path_length[{WINDOWED}] = {n - 1} / {params.window - 1}, rounded up"
            f" = {found[WINDOWED].path_length}",
        ),
    ]


def _cost_step(name: str, formula: str, found: Costs, why: str, filled: str) -> Step:
    value = np.array([getattr(cost, name) for cost in found.values()], dtype=np.float64)
    return Step(name, formula, value, why, (Axis("layer", LAYERS),), filled=filled)


def _over_n(params: CostsParams, name: str, why: str) -> Step:
    found = [_costs(params, n) for n in LENGTHS]
    rows = [[getattr(each[layer], name) for each in found] for layer in LAYERS]
    axes = (Axis("layer", LAYERS), Axis("n", tuple(map(str, LENGTHS))))
    return Step(f"{name}_over_n", "", np.array(rows, dtype=np.float64), why, axes, View.LINE)


def _changed(params: CostsParams, layer: str, **quantities: int) -> Sequence[Step]:
    """Return the costs with these of one layer replaced."""
    found = _costs(params)
    found[layer] = found[layer]._replace(**quantities)
    return [step for step in _cost_steps(params, found) if step.name in quantities]


def _one_pass(params: CostsParams) -> Sequence[Step]:
    return _changed(params, ATTENTION, operations=2 * params.n * params.d)


def _no_weights(params: CostsParams) -> Sequence[Step]:
    return _changed(params, ATTENTION, memory=params.n * params.d)


def _parallel_recurrence(params: CostsParams) -> Sequence[Step]:
    return _changed(params, RECURRENT, sequential_steps=1)


def _one_window(params: CostsParams) -> Sequence[Step]:
    return _changed(params, WINDOWED, path_length=1)


def _undilated(params: CostsParams) -> Sequence[Step]:
    plain = costs.convolutional(params.n, params.d, params.kernel, dilated=False)
    return _changed(params, CONVOLUTION, path_length=plain.path_length)


def _fresh(draw: np.random.Generator) -> CostsParams:
    """Draw sizes that can be multiplied by hand."""
    return CostsParams(
        n=int(draw.choice([10, 16, 20, 32, 50])),
        d=int(draw.choice([2, 4, 5, 8])),
        heads=int(draw.integers(1, 3)),
        window=int(draw.integers(3, 6)),
        kernel=int(draw.integers(2, 4)),
    )


demo = Demo(
    name="costs",
    title="What recurrence, attention and convolution cost",
    look_for="Which curve bends away as n grows, and who pays for a short path with operations.",
    params=CostsParams,
    run=costs_steps,
    mistakes={
        "one-pass": Mistake("attention taken for one pass over n, not over all pairs", _one_pass),
        "no-weights": Mistake("attention's weights, n² for each head, not counted", _no_weights),
        "parallel-recurrence": Mistake(
            "a recurrent layer computed for all positions at once", _parallel_recurrence
        ),
        "one-window": Mistake("one layer of windows taken to reach all positions", _one_window),
        "undilated": Mistake("a convolution whose kernel is not spread wider by layer", _undilated),
    },
    asks=("operations", "memory", "sequential_steps", "path_length"),
    fresh=_fresh,
)
