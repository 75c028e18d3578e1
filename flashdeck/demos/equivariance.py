"""The demo `permutation-equivariance`: what self-attention makes of the order of its words."""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.arrays import (
    Array,
    Width,
    check_matrix,
    embedded,
    entries,
    given_or,
    whole,
)
from flashdeck.demos.demo import MOST_TOKENS, Demo, Matrix, Mistake, Params, Seed, Words
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.attention import scaled_dot_product_attention
from flashdeck.reference.equivariance import permutation_gap
from flashdeck.reference.masks import causal_mask
from flashdeck.reference.positions import sinusoidal_positions

Place = Annotated[int, Field(ge=1, le=MOST_TOKENS)]


class EquivarianceParams(Params):
    """Words, another order of them, and what may tell attention of their order.

    ``order`` are the places from which the words are taken; by default the first becomes the last.
    """

    tokens: Words = ("dog", "bites", "man")
    order: Annotated[tuple[Place, ...], Field(max_length=MOST_TOKENS)] | None = None
    positions: Literal["none", "sinusoidal"] = "none"
    causal: bool = False
    d_model: Width = 4
    seed: Seed = 3
    embeddings: Matrix | None = None

    @model_validator(mode="after")
    def _it_fits(self) -> Self:
        check_matrix("embeddings", self.embeddings, len(self.tokens), self.d_model)
        if self.order is not None and sorted(self.order) != list(range(1, len(self.tokens) + 1)):
            raise ValueError(f"order needs each of 1 to {len(self.tokens)} once")
        return self


def _order(params: EquivarianceParams) -> list[int]:
    """Return from which place, counted from 0, each word of the new order comes."""
    n = len(params.tokens)
    return [place - 1 for place in params.order or (*range(2, n + 1), 1)]


def _layer(params: EquivarianceParams) -> Callable[[Array], Array]:
    """Return self-attention whose queries, keys and values are the vectors themselves."""
    n = len(params.tokens)
    places = 0.0 if params.positions == "none" else sinusoidal_positions(n, params.d_model)
    mask = causal_mask(n) if params.causal else None

    def attend(x: Array) -> Array:
        placed = x + places
        return scaled_dot_product_attention(placed, placed, placed, mask).output

    return attend


def _vectors(params: EquivarianceParams) -> Array:
    return given_or(params.embeddings, embedded(params.tokens, params.d_model, params.seed))


def equivariance_steps(params: EquivarianceParams) -> Sequence[Step]:
    """Return the layer's output for both orders, and how far they are from being the same."""
    x, layer, order = _vectors(params), _layer(params), _order(params)
    entry, words = entries(params.d_model), _shuffled(params)
    return [
        Step("embeddings", "X", x, "One vector a word.", (Axis("word", params.tokens), entry)),
        Step("shuffled", "P X", x[order], "The same words in another order.", (words, entry)),
        Step(
            "output",
            "F(X)",
            layer(x),
            "Self-attention in the first order; for simplicity Q, K and V are the vectors.",
            (Axis("word", params.tokens), entry),
            View.HEATMAP,
        ),
        *_result_steps(params, layer(x[order]), permutation_gap(layer, x, order)),
    ]


def _shuffled(params: EquivarianceParams) -> Axis:
    return Axis("word", tuple(params.tokens[i] for i in _order(params)))


def _result_steps(params: EquivarianceParams, output: Array, gap: float) -> list[Step]:
    return [
        Step(
            "output_of_shuffled",
            "F(P X)",
            output,
            "Self-attention in the other order: look for each word's row in both.",
            (_shuffled(params), entries(params.d_model)),
            View.HEATMAP,
        ),
        Step(
            "gap",
            r"\max |F(P X) - P F(X)|",
            np.asarray(0.0 if gap < 1e-12 else gap),
            _verdict(params),
            view=View.SCALAR,
        ),
    ]


def _verdict(params: EquivarianceParams) -> str:
    if params.positions == "none" and not params.causal:
        return "Shuffled words give the same rows, shuffled: the order leaves no trace."
    return "Positions or a causal mask tell of the order: a word's row depends on its place."


def _wrongly(params: EquivarianceParams, output: Array) -> Sequence[Step]:
    right = _layer(params)(_vectors(params))[_order(params)]
    return _result_steps(params, output, float(np.abs(output - right).max()))


def _invariant(params: EquivarianceParams) -> Sequence[Step]:
    return _wrongly(params, _layer(params)(_vectors(params)))


def _inverse_order(params: EquivarianceParams) -> Sequence[Step]:
    output = _layer(params)(_vectors(params))
    return _wrongly(params, output[np.argsort(_order(params))])


def _fresh(draw: np.random.Generator) -> EquivarianceParams:
    """Draw three numbers and one of the two orders that are not their own inverse."""
    order = (2, 3, 1) if draw.random() < 0.5 else (3, 1, 2)
    vectors = whole(draw, 3, 1).tolist()
    return EquivarianceParams(tokens=("a", "b", "c"), order=order, d_model=1, embeddings=vectors)


demo = Demo(
    name="permutation-equivariance",
    title="Self-attention does not see the order of words",
    look_for="Each word's row is the same in both orders, until positions or a causal mask join.",
    params=EquivarianceParams,
    run=equivariance_steps,
    mistakes={
        "invariant": Mistake(
            "invariance, the same output whatever the order, instead of equivariance", _invariant
        ),
        "inverse-order": Mistake("the rows shuffled back instead of along", _inverse_order),
    },
    asks=("output_of_shuffled", "gap"),
    fresh=_fresh,
)
