"""The demo `soft-hard-attention`: a mean over all places, or one place that is drawn."""

from collections.abc import Sequence
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.arrays import Array, Vector, check_matrix, entries, times, whole
from flashdeck.demos.demo import MOST_TOKENS, Demo, Mistake, Params, Seed, Words
from flashdeck.demos.filled import product_sum, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import alignment as reference

Values = Annotated[tuple[Vector, ...], Field(min_length=1, max_length=MOST_TOKENS)]


class HardParams(Params):
    """Places with a score and a value each, and how often hard attention looks."""

    tokens: Words = ("sky", "bird", "tree")
    scores: Vector = (0.0, 1.0, -1.0)
    values: Values = ((1.0, 0.0), (0.0, 2.0), (-1.0, 1.0))
    looks: Annotated[int, Field(ge=1, le=200)] = 40
    seed: Seed = 12

    @model_validator(mode="after")
    def _places_fit(self) -> Self:
        if len(self.scores) != len(self.tokens):
            raise ValueError(f"scores has {len(self.scores)} numbers for {len(self.tokens)} tokens")
        check_matrix("values", self.values, len(self.tokens), len(self.values[0]))
        return self


def _soft(params: HardParams) -> reference.Alignment:
    found = reference.attend(np.array([params.scores]), params.values)
    return reference.Alignment(found.weights[0], found.context[0])


def _drawn_places(params: HardParams) -> tuple[Array, Array]:  # (looks,), (looks, d_value)
    weights = np.broadcast_to(_soft(params).weights, (params.looks, len(params.tokens)))
    draw = np.random.default_rng(params.seed)
    places, contexts = reference.attend_hard(weights, params.values, draw)
    return places.astype(np.float64), contexts


def hard_steps(params: HardParams) -> Sequence[Step]:
    """Return the weights, the soft context, what the draws saw, and their mean as it settles."""
    soft = _soft(params)
    places, contexts = _drawn_places(params)
    seen = np.bincount(places.astype(np.int64), minlength=len(params.tokens)) / params.looks
    means = contexts.cumsum(axis=0) / np.arange(1, params.looks + 1)[:, None]
    return [
        _weight_step(params, soft.weights),
        _soft_step(params, soft.weights, soft.context),
        Step(
            "first_look",
            r"h_s, s \sim \alpha",
            contexts[0],
            f"Hard attention draws one place and sees it alone: {params.tokens[int(places[0])]}.",
            (entries(contexts.shape[1]),),
        ),
        Step(
            "seen",
            r"\frac{n_j}{n}",
            seen,
            f"How often each place was drawn in {params.looks} looks: as often as its weight says.",
            (Axis("place", params.tokens),),
            View.HEATMAP,
        ),
        Step(
            "running_mean",
            r"\frac{1}{n} \sum_k h_{s_k} \to c",
            means.T,
            "The mean over the draws goes to the soft context, and that one can be differentiated.",
            (entries(contexts.shape[1]), times(params.looks, name="looks")),
            View.LINE,
        ),
    ]


def _weight_step(params: HardParams, weights: Array) -> Step:
    exps = " + ".join(f"exp({shown(score)})" for score in params.scores)
    first = params.tokens[0]
    return Step(
        "weights",
        r"\alpha = \text{softmax}(e)",
        weights,
        "For soft attention the shares of a mean, for hard attention the odds of a draw.",
        (Axis("place", params.tokens),),
        View.HEATMAP,
        f"weights[{first}] = exp({shown(params.scores[0])}) / ({exps}) = {shown(weights[0])}",
    )


def _soft_step(params: HardParams, weights: Array, context: Array) -> Step:
    column = [row[0] for row in params.values]
    return Step(
        "soft_context",
        r"c = \sum_j \alpha_j h_j = E[h_s]",
        context,
        "Soft attention takes a bit of every place: the mean of what hard attention may see.",
        (entries(len(context)),),
        filled=f"soft_context[1] = {product_sum(weights, column)} = {shown(context[0])}",
    )


def _best(params: HardParams) -> Sequence[Step]:
    context = np.array(params.values[int(np.argmax(params.scores))])
    return [_soft_step(params, _soft(params).weights, context)]


def _mean(params: HardParams) -> Sequence[Step]:
    return [_soft_step(params, _soft(params).weights, np.mean(params.values, axis=0))]


def _no_exponential(params: HardParams) -> Sequence[Step]:
    sizes = np.abs(params.scores)
    weights = sizes / sizes.sum() if sizes.any() else np.full(len(sizes), 1 / len(sizes))
    return [
        _weight_step(params, weights),
        _soft_step(params, weights, weights @ np.array(params.values)),
    ]


def _fresh(draw: np.random.Generator) -> HardParams:
    """Draw two places with whole scores that differ, and whole values."""
    first, second = draw.permutation(4)[:2]
    return HardParams(
        tokens=("a", "b"),
        scores=(float(first), float(second)),
        values=whole(draw, 2, 2, most=4).tolist(),
        looks=10,
        seed=int(draw.integers(1_000)),
    )


demo = Demo(
    name="soft-hard-attention",
    title="Soft and hard attention",
    look_for="One look sees one place; the mean of many looks is what soft attention sees at once.",
    params=HardParams,
    run=hard_steps,
    mistakes={
        "best-only": Mistake(
            "the place with the largest weight alone, which is neither soft nor hard attention",
            _best,
        ),
        "mean": Mistake("the plain mean of the values", _mean),
        "no-exponential": Mistake("the scores divided by their sum, without exp", _no_exponential),
    },
    asks=("weights", "soft_context"),
    fresh=_fresh,
)
