"""The demo `initialisation`: three first values of W_hh, and what t steps make of directions."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos.arrays import Array, entries, times
from flashdeck.demos.demo import Demo, Mistake, Params, Seed
from flashdeck.demos.filled import shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import gradients, initialisations

KINDS = Axis("initialisation", ("orthogonal", "identity", "Gaussian"))


class InitialisationParams(Params):
    """How many units, how many steps, and the ``gain`` by which each matrix is multiplied."""

    n_hidden: Annotated[int, Field(ge=1, le=64)] = 16
    gain: Annotated[float, Field(ge=0.1, le=2, allow_inf_nan=False)] = 1.0
    time: Annotated[int, Field(ge=1, le=20)] = 6
    seed: Seed = 2


def _matrices(params: InitialisationParams) -> Array:  # (3, hidden, hidden)
    draw = np.random.default_rng(params.seed)
    return np.stack(
        [
            params.gain * initialisations.orthogonal(params.n_hidden, draw),
            initialisations.identity(params.n_hidden, params.gain),
            initialisations.gaussian(params.n_hidden, draw, params.gain),
        ]
    )


def initialisation_steps(params: InitialisationParams) -> Sequence[Step]:
    """Return the spread of the Gaussian's entries, all spectra, and lengths after t steps."""
    spread = params.gain / np.sqrt(params.n_hidden)
    return [
        _spread_step(params, spread),
        *_spectrum_steps(params, _matrices(params)),
        _length_step(params, params.gain ** np.arange(params.time + 1.0)),
    ]


def _spectrum_steps(params: InitialisationParams, matrices: Array) -> list[Step]:
    axes = (KINDS, entries(params.n_hidden, "largest to least"))
    radius = np.abs(np.linalg.eigvals(matrices)).max(axis=-1)
    after = np.linalg.matrix_power(matrices, params.time)
    return [
        Step(
            "radius",
            r"\rho = \max |\lambda_i|",
            radius,
            "The spectral radius is about the gain for all three: it does not tell them apart.",
            (KINDS,),
        ),
        Step(
            "singular_values",
            r"\sigma_i(W_{hh})",
            gradients.singular_values(matrices),
            "How much each direction is stretched: alike, or from twice the gain to nearly 0.",
            axes,
            View.LINE,
        ),
        Step(
            "after",
            r"\sigma_i(W_{hh}^t)",
            gradients.singular_values(after),
            f"The same after {params.time} steps: most directions of the Gaussian are lost.",
            axes,
            View.LINE,
        ),
    ]


def _spread_step(params: InitialisationParams, spread: float) -> Step:
    return Step(
        "spread",
        r"\frac{g}{\sqrt{n}}",
        np.array(spread),
        "The standard deviation of the Gaussian's entries: the more are summed, the smaller each.",
        view=View.SCALAR,
        filled=f"spread = {shown(params.gain)} / √{params.n_hidden} = {shown(spread)}",
    )


def _length_step(params: InitialisationParams, lengths: Array) -> Step:
    last, gain = len(lengths) - 1, shown(params.gain)
    return Step(
        "orthogonal_length",
        r"\lVert (g Q)^t v \rVert = g^t",
        lengths,
        "An orthogonal Q keeps every length, so only the gain counts: at 1 nothing ever changes.",
        (times(last, first=0),),
        View.LINE,
        f"orthogonal_length[{last}] = {gain}^{last} = {shown(lengths[-1])}",
    )


def _variance(params: InitialisationParams) -> Sequence[Step]:
    return [_spread_step(params, params.gain / params.n_hidden)]


def _product(params: InitialisationParams) -> Sequence[Step]:
    time = np.arange(params.time + 1.0)
    return [_length_step(params, np.where(time == 0, 1.0, params.gain * time))]


def _unscaled(params: InitialisationParams) -> Sequence[Step]:
    return [_spread_step(params, params.gain)]


def _fresh(draw: np.random.Generator) -> InitialisationParams:
    """Draw squares as sizes, and gains whose first powers are easily worked out."""
    return InitialisationParams(
        n_hidden=int(draw.choice([4, 9, 16, 25, 36, 64])),
        gain=float(draw.choice([0.5, 0.8, 1.2, 1.5, 2.0])),
        time=3,
        seed=int(draw.integers(1_000)),
    )


demo = Demo(
    name="initialisation",
    title="First values for W_hh: orthogonal, identity, Gaussian",
    look_for="Equal spectral radii, and yet only the Gaussian crushes directions to nothing.",
    params=InitialisationParams,
    run=initialisation_steps,
    mistakes={
        "variance": Mistake("g/n as the standard deviation, which is g/√n", _variance),
        "unscaled": Mistake("entries that do not shrink with the number of units", _unscaled),
        "product": Mistake("the gain times the steps, not to their power", _product),
    },
    asks=("spread", "orthogonal_length"),
    fresh=_fresh,
)
