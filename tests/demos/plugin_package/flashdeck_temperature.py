"""The demo `temperature`: how a temperature flattens or sharpens a softmax."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos import Axis, Demo, Mistake, Params, Step, View

Score = Annotated[float, Field(ge=-50, le=50)]
Scores = Annotated[tuple[Score, ...], Field(min_length=2, max_length=8)]


class TemperatureParams(Params):
    """Two to eight scores, and the temperature that divides them."""

    scores: Scores = (2.0, 1.0, 0.0)
    temperature: Annotated[float, Field(ge=0.1, le=10)] = 2.0


def steps(params: TemperatureParams, *, multiplied: bool = False) -> Sequence[Step]:
    """Return the scores divided by the temperature, and their softmax."""
    factor = params.temperature if multiplied else 1 / params.temperature
    scaled = np.array(params.scores) * factor
    powers = np.exp(scaled - scaled.max())
    axes = (Axis("score", tuple(str(i + 1) for i in range(len(scaled)))),)
    return [
        Step(
            "scaled",
            r"\frac{z}{T}",
            scaled,
            "A temperature above 1 brings the scores together.",
            axes,
            filled=f"scaled[1] = {params.scores[0]:g} / {params.temperature:g} = {scaled[0]:.4g}",
        ),
        Step(
            "probabilities",
            r"\text{softmax}\left(\frac{z}{T}\right)",
            powers / powers.sum(),
            "The order stays; only how sure the choice is changes.",
            axes,
            View.HEATMAP,
        ),
    ]


def undivided(params: TemperatureParams) -> Sequence[Step]:
    """Return the steps as if the temperature were 1."""
    return steps(params.model_copy(update={"temperature": 1.0}))


def fresh(draw: np.random.Generator) -> TemperatureParams:
    """Draw two different even scores and a temperature of 2 or 4."""
    scores = draw.choice([-4.0, -2.0, 2.0, 4.0], 2, replace=False)
    return TemperatureParams(scores=tuple(scores.tolist()), temperature=float(draw.choice([2, 4])))


demo = Demo(
    name="temperature",
    title="Softmax with a temperature",
    look_for="How the largest probability shrinks as the temperature rises.",
    params=TemperatureParams,
    run=steps,
    mistakes={
        "multiplied": Mistake(
            "the scores multiplied by the temperature",
            lambda params: steps(params, multiplied=True),
        ),
        "undivided": Mistake("the softmax without the temperature", undivided),
    },
    asks=("scaled", "probabilities"),
    fresh=fresh,
)
