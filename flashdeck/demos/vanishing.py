"""The demo `vanishing-gradient`: the norm of the gradient against the distance it goes back."""

from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from flashdeck.demos.arrays import Array, Width, times
from flashdeck.demos.demo import Demo, Mistake, Params, Seed
from flashdeck.demos.filled import shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference import gradients, initialisations, rnn

Radius = Annotated[float, Field(ge=0.05, le=2, allow_inf_nan=False)]
Radii = Annotated[tuple[Radius, ...], Field(min_length=1, max_length=4)]
SMALL = 0.01
"""The share of a gradient below which it counts as gone."""


class VanishingParams(Params):
    """Recurrent matrices, one for each of the ``radii``, and how far back the gradient goes.

    An orthogonal matrix times ρ stretches every direction by ρ; a Gaussian one of spectral radius
    ρ stretches some by more and most by less.
    """

    radii: Radii = (0.8, 1.0, 1.2)
    distance: Annotated[int, Field(ge=1, le=100)] = 40
    n_hidden: Width = 8
    matrix: Literal["orthogonal", "gaussian"] = "orthogonal"
    activation: Literal["none", "tanh"] = "none"
    seed: Seed = 1


def _matrix(params: VanishingParams, radius: float) -> Array:
    """Return W_hh with this spectral radius: the same for every radius, only scaled."""
    draw = np.random.default_rng(params.seed)
    if params.matrix == "orthogonal":
        return radius * initialisations.orthogonal(params.n_hidden, draw)
    w_hh = initialisations.gaussian(params.n_hidden, draw)
    return np.asarray(w_hh * (radius / np.abs(np.linalg.eigvals(w_hh)).max()))


def _jacobians(params: VanishingParams, w_hh: Array) -> Array:  # (distance, hidden, hidden)
    """Return the Jacobian of each step, along a network that runs on from a drawn state."""
    if params.activation == "none":
        return np.broadcast_to(w_hh, (params.distance, *w_hh.shape))
    n_hidden = params.n_hidden
    weights = rnn.Weights(np.zeros((n_hidden, 1)), w_hh, np.zeros(n_hidden))
    first = np.tanh(np.random.default_rng(params.seed).standard_normal(n_hidden))
    h = rnn.forward(np.zeros((params.distance, 1)), weights, first)
    return gradients.jacobians(h, w_hh)


def _norms(params: VanishingParams) -> Array:  # (radii, distance + 1)
    found = [
        gradients.log_norms(_jacobians(params, _matrix(params, radius)))[::-1]
        for radius in params.radii
    ]
    return np.exp(np.stack(found))


def _bounds(params: VanishingParams) -> Array:  # (radii, distance + 1)
    far = np.arange(params.distance + 1)
    found = [gradients.log_bound(_matrix(params, radius), far) for radius in params.radii]
    return np.exp(np.stack(found))


def vanishing_steps(params: VanishingParams) -> Sequence[Step]:
    """Return what one step does to the gradient, what many do, the bound, and the reach."""
    return [
        _stretch_step(params),
        *_norm_steps(params, _norms(params), _bounds(params)),
        _reach_step(params, _reaches(params)),
    ]


def _by_radius(params: VanishingParams) -> Axis:
    return Axis("spectral radius", tuple(f"ρ = {shown(radius)}" for radius in params.radii))


def _stretch_step(params: VanishingParams) -> Step:
    stretch = [
        gradients.singular_values(_matrix(params, radius))[[0, -1]] for radius in params.radii
    ]
    return Step(
        "stretch",
        r"\sigma_{max}(W_{hh}), \sigma_{min}(W_{hh})",
        np.stack(stretch),
        "By how much W_hh stretches a vector at most and at least: the radius bounds neither.",
        (_by_radius(params), Axis("singular value", ("largest", "least"))),
    )


def _norm_steps(params: VanishingParams, norms: Array, bounds: Array) -> list[Step]:
    axes = (_by_radius(params), times(params.distance, first=0, name="steps back"))
    radius, far = shown(params.radii[0]), params.distance
    exact = params.matrix == "orthogonal" and params.activation == "none"
    return [
        Step(
            "norms",
            r"\left\lVert \frac{\partial h_t}{\partial h_{t-n}} \right\rVert"
            r" = \left\lVert \prod \mathrm{diag}(\phi') W_{hh} \right\rVert",
            norms,
            "One factor a step: below 1 they vanish, above 1 they explode, both exponentially.",
            axes,
            View.LINE,
            f"norms[ρ = {radius}, {far}] = {radius}^{far} = {shown(norms[0, -1])}" if exact else "",
        ),
        Step(
            "bound",
            r"(\gamma \sigma_{max}(W_{hh}))^n",
            bounds,
            "Never more than this; the slope γ of tanh is at most 1, and mostly below.",
            axes,
            View.LINE,
        ),
    ]


def _reaches(params: VanishingParams) -> Array:
    """Return after how many steps a bound is below SMALL; infinity if it never is."""
    rates = np.array([gradients.spectral_norm(_matrix(params, rho)) for rho in params.radii])
    falling = rates < 1 - 1e-12  # an orthogonal matrix stretches by 1 up to rounding
    logs = np.log(rates, where=falling, out=np.full_like(rates, -np.inf))
    return np.where(falling, np.floor(np.log(SMALL) / logs) + 1, np.inf)


def _reach_step(params: VanishingParams, reaches: Array) -> Step:
    return Step(
        "reach",
        r"n > \frac{\ln 0.01}{\ln \sigma_{max}}",
        reaches,
        "After so many steps less than 1% can be left; what lies further back teaches nothing.",
        (_by_radius(params),),
    )


def _linear(params: VanishingParams) -> Sequence[Step]:
    far = np.arange(params.distance + 1)
    change = np.array(params.radii)[:, None] - 1.0
    return _norm_steps(params, np.maximum(0.0, 1.0 + far * change), _bounds(params))


def _one_factor_more(params: VanishingParams) -> Sequence[Step]:
    further = params.model_copy(update={"distance": params.distance + 1})
    return _norm_steps(params, _norms(further)[:, 1:], _bounds(further)[:, 1:])


def _times(params: VanishingParams) -> Sequence[Step]:
    far = np.arange(params.distance + 1)
    return _norm_steps(params, np.array(params.radii)[:, None] * far, _bounds(params))


def _fresh(draw: np.random.Generator) -> VanishingParams:
    """Draw radii whose small powers can be worked out on paper."""
    small, large = draw.choice([0.3, 0.4, 0.5, 0.6, 0.8]), draw.choice([1.1, 1.2, 1.5, 2.0])
    distance = int(draw.integers(2, 5))
    return VanishingParams(radii=(float(small), float(large)), distance=distance, n_hidden=2)


demo = Demo(
    name="vanishing-gradient",
    title="Vanishing and exploding gradients",
    look_for="On the logarithmic axis each line is straight: its slope is the log of the radius.",
    params=VanishingParams,
    run=vanishing_steps,
    mistakes={
        "linear": Mistake("the same loss added at every step, not multiplied", _linear),
        "one-factor-more": Mistake(
            "a factor for each state instead of each step between two states", _one_factor_more
        ),
        "times": Mistake("the radius times the number of steps, not to its power", _times),
    },
    asks=("norms",),
    fresh=_fresh,
)
