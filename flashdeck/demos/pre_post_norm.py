"""The demo `pre-post-norm`: depth against gradient for both places of the normalisation."""

from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from flashdeck.demos.arrays import Array, entries
from flashdeck.demos.demo import Demo, Mistake, Params, Seed
from flashdeck.demos.filled import shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.residual import Order
from flashdeck.reference.transformer_depth import gradient_norms

ORDERS: tuple[Order, ...] = ("post", "pre")
ORDER = Axis("norm", ("after the sum (post)", "before the sublayer (pre)"))


class DepthParams(Params):
    """How many layers a fresh encoder has, and how wide it is."""

    depth: Annotated[int, Field(ge=1, le=24)] = 9
    d_model: Literal[8, 16, 32] = 16
    seed: Seed = 10


def _norms(params: DepthParams, depth: int) -> Array:  # (order, depth)
    return np.stack(
        [
            gradient_norms(
                depth, order, np.random.default_rng(params.seed), d_model=params.d_model, heads=2
            )
            for order in ORDERS
        ]
    )


def _depths(params: DepthParams) -> list[int]:
    """Return the squares below the depth, whose roots are whole, and the depth."""
    return [i * i for i in range(1, 5) if i * i < params.depth] + [params.depth]


def depth_steps(params: DepthParams) -> Sequence[Step]:
    """Return what theory says, and the gradient at each layer and at the last of each depth."""
    by_depth = [_norms(params, depth) for depth in _depths(params)]
    last = np.stack([norms[:, -1] for norms in by_depth], axis=1)
    return [
        _predicted_step(params, np.ones(len(_depths(params))), _inverse_roots(params)),
        Step(
            "by_layer",
            r"\left\lVert \frac{\partial L}{\partial W_2} \right\rVert",
            by_depth[-1],
            "How strongly each layer's feed-forward weights are pulled before the first update.",
            (ORDER, entries(params.depth, "layer")),
            View.LINE,
        ),
        Step(
            "last_layer",
            r"\left\lVert \frac{\partial L}{\partial W_2^{(L)}} \right\rVert",
            last,
            "Only the last layer, in stacks of growing depth: this is where post-LN needs a"
            " learning rate that warms up.",
            (ORDER, _depth_axis(params)),
            View.LINE,
        ),
        Step(
            "relative",
            r"\frac{g(L)}{g(1)}",
            last / last[:, :1],
            "The same against a stack of one layer.",
            (ORDER, _depth_axis(params)),
        ),
    ]


def _depth_axis(params: DepthParams) -> Axis:
    return Axis("depth", tuple(map(str, _depths(params))))


def _inverse_roots(params: DepthParams) -> Array:
    return np.array([depth**-0.5 for depth in _depths(params)])


def _predicted_step(params: DepthParams, post: Array, pre: Array) -> Step:
    depth = params.depth
    return Step(
        "predicted",
        r"1, \quad \frac{1}{\sqrt{L}}",
        np.stack([post, pre]),
        "Theory, the better the deeper: post-LN does not care for the depth; pre-LN adds L layers"
        " up before its last norm, a sum about √L as long.",
        (ORDER, _depth_axis(params)),
        filled=f"predicted[pre, {depth}] = 1 / √{depth} = {shown(depth**-0.5)}",
    )


def _inverse_depth(params: DepthParams) -> Sequence[Step]:
    ones = np.ones(len(_depths(params)))
    return [_predicted_step(params, ones, _inverse_roots(params) ** 2)]


def _untouched(params: DepthParams) -> Sequence[Step]:
    ones = np.ones(len(_depths(params)))
    return [_predicted_step(params, ones, ones)]


def _fresh(draw: np.random.Generator) -> DepthParams:
    depth = int(draw.choice([4, 9, 16]))
    return DepthParams(depth=depth, d_model=8, seed=int(draw.integers(1_000)))


demo = Demo(
    name="pre-post-norm",
    title="Norm before or after: depth against gradient",
    look_for="With the depth pre-LN's last gradient falls like 1/√L, while post-LN's stays.",
    params=DepthParams,
    run=depth_steps,
    mistakes={
        "inverse-depth": Mistake(
            "1/L for pre-LN, where lengths of random sums grow like √L", _inverse_depth
        ),
        "untouched": Mistake(
            "a gradient that the depth does not touch, which is post-LN's", _untouched
        ),
    },
    asks=("predicted",),
    fresh=_fresh,
)
