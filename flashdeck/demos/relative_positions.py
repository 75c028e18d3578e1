"""The demo `relative-positions`: a number added to each score for the distance of its words."""

from collections.abc import Sequence
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.arrays import Array, check_vector, drawn, given_or, times
from flashdeck.demos.demo import Demo, Mistake, Number, Params, Seed, Words
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.functions import softmax
from flashdeck.reference.positions import relative_buckets

MOST_BUCKETS = 32


class RelativeParams(Params):
    """Words, and how distances are put into buckets, each with a learned number.

    From ``longest`` on all distances share the last bucket of their side.
    """

    tokens: Words = ("the", "cat", "sat", "on", "the", "mat")
    buckets: Annotated[int, Field(ge=4, le=MOST_BUCKETS)] = 8
    longest: Annotated[int, Field(ge=3, le=256)] = 8
    bidirectional: bool = True
    seed: Seed = 1
    table: Annotated[tuple[Number, ...], Field(max_length=MOST_BUCKETS)] | None = None

    @model_validator(mode="after")
    def _table_fits(self) -> Self:
        check_vector("table", self.table, self.buckets)
        _, single = _sizes(self)
        if self.longest <= single:
            raise ValueError(f"longest is {self.longest}: these buckets need more than {single}")
        return self


def relative_steps(params: RelativeParams) -> Sequence[Step]:
    """Return offsets, buckets and bias, and the weights that come of the bias alone."""
    offsets = _offsets(params)
    return [
        _rule_step(params),
        *_bucket_steps(params, offsets, _buckets(params, offsets)),
        _curve_step(params),
    ]


def _rule_step(params: RelativeParams) -> Step:
    per_side, single = _sizes(params)
    sides = "a side; those after the query begin" if params.bidirectional else "for what is before"
    first = f" at {per_side}" if params.bidirectional else ", all after it share bucket 0"
    return Step(
        "rule",
        r"s + \left\lfloor (B - s) \frac{\ln(r / s)}{\ln(R / s)} \right\rfloor",
        f"B = {per_side} buckets {sides}{first}; s = {single}, R = {params.longest}",
        "Distances r below s have a bucket each; then the formula gives it, from R on the last.",
        view=View.TEXT,
    )


def _sizes(params: RelativeParams) -> tuple[int, int]:
    """Return how many buckets a side has, and how many of them hold one distance only."""
    per_side = params.buckets // 2 if params.bidirectional else params.buckets
    return per_side, per_side // 2


def _offsets(params: RelativeParams) -> Array:
    places = np.arange(len(params.tokens), dtype=np.float64)
    return places - places[:, None]


def _buckets(params: RelativeParams, offsets: Array) -> Array:
    found = relative_buckets(
        offsets.astype(np.int64),
        params.buckets,
        params.longest,
        bidirectional=params.bidirectional,
    )
    return found.astype(np.float64)


def _table(params: RelativeParams) -> Array:
    return given_or(params.table, drawn(np.random.default_rng(params.seed), params.buckets))


def _square(params: RelativeParams) -> tuple[Axis, Axis]:
    return Axis("query", params.tokens), Axis("key", params.tokens)


def _bucket_steps(params: RelativeParams, offsets: Array, buckets: Array) -> list[Step]:
    bias = _table(params)[buckets.astype(np.int64)]  # as relative_bias, for any buckets
    return [
        *_distance_steps(params, offsets, buckets),
        Step(
            "table",
            "t",
            _table(params),
            "One learned number a bucket, for each head.",
            (times(params.buckets - 1, 0, "bucket"),),
        ),
        *_bias_steps(params, buckets, bias),
    ]


def _distance_steps(params: RelativeParams, offsets: Array, buckets: Array) -> list[Step]:
    return [
        Step(
            "offsets",
            "j - i",
            offsets,
            "How far the key stands from the query: negative before it, positive after it.",
            _square(params),
        ),
        Step(
            "buckets",
            r"b(j - i)",
            buckets,
            "Near distances have a bucket each; far ones share, ever more of them.",
            _square(params),
            View.HEATMAP,
        ),
    ]


def _bias_steps(params: RelativeParams, buckets: Array, bias: Array) -> list[Step]:
    return [
        Step(
            "bias",
            r"t_{b(j - i)}",
            bias,
            "What is added to the scores: the same along each diagonal.",
            _square(params),
            View.HEATMAP,
            f"bias[{params.tokens[0]}, {params.tokens[-1]}] = t[{int(buckets[0, -1])}]"
            f" = {bias[0, -1]:.4g}",
        ),
        Step(
            "weights",
            r"\text{softmax}(S + t)",
            softmax(bias),
            "The weights of words that are all alike, S = 0: who attends to whom by distance only.",
            _square(params),
            View.HEATMAP,
        ),
    ]


def _curve_step(params: RelativeParams) -> Step:
    back = np.arange(params.longest + 1, dtype=np.float64)
    return Step(
        "by_distance",
        r"b(-r)",
        _buckets(params, -back),
        "The bucket of a key r words before the query: first a step a word, then like a logarithm.",
        (times(params.longest, 0, "r"),),
        View.LINE,
    )


def _sign_turned(params: RelativeParams) -> Sequence[Step]:
    offsets = -_offsets(params)
    return _bucket_steps(params, offsets, _buckets(params, offsets))


def _bucket_each(params: RelativeParams) -> Sequence[Step]:
    """Give every distance a bucket of its own, as far as there are any."""
    offsets = _offsets(params)
    per_side, _ = _sizes(params)
    distance = np.abs(offsets) if params.bidirectional else np.maximum(-offsets, 0.0)
    right = per_side * (offsets > 0) if params.bidirectional else 0.0
    return _bucket_steps(params, offsets, np.minimum(distance, per_side - 1) + right)


def _fresh(draw: np.random.Generator) -> RelativeParams:
    """Draw a table of whole numbers, each bucket with another one."""
    n = int(draw.integers(4, 6))
    table = tuple(float(x) for x in draw.permutation(8) - 3)
    return RelativeParams(tokens=tuple("abcde"[:n]), table=table)


demo = Demo(
    name="relative-positions",
    title="Relative positions: a bias for each distance",
    look_for="Equal numbers along each diagonal, and far distances that share a bucket.",
    params=RelativeParams,
    run=relative_steps,
    mistakes={
        "sign-turned": Mistake("the offset i − j instead of j − i", _sign_turned),
        "bucket-each": Mistake(
            "a bucket for each distance, where far ones share by their logarithm", _bucket_each
        ),
    },
    asks=("offsets", "buckets", "bias"),
    fresh=_fresh,
)
