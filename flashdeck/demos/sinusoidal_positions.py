"""The demo `sinusoidal-positions`: sines and cosines that say where a word stands."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos.arrays import Array
from flashdeck.demos.demo import WIDEST, Demo, Mistake, Params
from flashdeck.demos.filled import shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.positions import BASE, sinusoidal_positions


class SinusoidalParams(Params):
    """How many positions, how wide their vectors, and the base of the wavelengths."""

    length: Annotated[int, Field(ge=1, le=WIDEST)] = 8
    d_model: Annotated[int, Field(ge=1, le=WIDEST)] = 6
    base: Annotated[float, Field(ge=1.5, le=1e6, allow_inf_nan=False)] = BASE


def _positions(params: SinusoidalParams, first: int = 0) -> Axis:
    return Axis("position", tuple(str(first + i) for i in range(params.length)))


def _pairs(params: SinusoidalParams) -> Array:
    """Return the first index 2i of each pair."""
    return np.arange(0.0, params.d_model, 2)


def _angles(params: SinusoidalParams, exponents: Array) -> Array:
    """Return the angles (positions, exponents): position over base to the power."""
    return np.asarray(np.arange(params.length)[:, None] / params.base**exponents)


def sinusoidal_steps(params: SinusoidalParams) -> Sequence[Step]:
    """Return the wavelengths, the angles, the encoding, and how alike positions are."""
    encoding = sinusoidal_positions(params.length, params.d_model, params.base)
    waves = 2 * np.pi * params.base ** (_pairs(params) / params.d_model)
    return [
        Step(
            "wavelengths",
            r"2 \pi \, base^{2i/d}",
            waves,
            "After how many positions each pair comes round again: like the hands of a clock.",
            (_pair_axis(params),),
        ),
        *_encoding_steps(params, _angles(params, _pairs(params) / params.d_model), encoding),
        *_likeness_steps(params, encoding @ encoding.T),
    ]


def _pair_axis(params: SinusoidalParams) -> Axis:
    return Axis("pair", tuple(f"i={int(index) // 2}" for index in _pairs(params)))


def _encoding_steps(params: SinusoidalParams, angles: Array, encoding: Array) -> list[Step]:
    names = tuple(f"{'cos' if j % 2 else 'sin'} {j // 2}" for j in range(params.d_model))
    row = min(1, params.length - 1)
    return [
        Step(
            "angles",
            r"\frac{pos}{base^{2i/d}}",
            angles,
            "How far each hand has turned at each position; the first goes by 1 radian a step.",
            (_positions(params), _pair_axis(params)),
            filled=_angle_filled(params, row, angles),
        ),
        Step(
            "encoding",
            r"PE_{2i} = \sin(\text{angle}_i), \quad PE_{2i+1} = \cos(\text{angle}_i)",
            encoding,
            "Each row belongs to one position and is added to the word that stands there.",
            (_positions(params), Axis("entry", names)),
            View.HEATMAP,
            f"encoding[{row}, sin 0] = sin({shown(angles[row, 0])}) = {shown(encoding[row, 0])}",
        ),
    ]


def _angle_filled(params: SinusoidalParams, row: int, angles: Array) -> str:
    pair = angles.shape[1] - 1
    power = f"{shown(params.base, 8)}^({2 * pair}/{params.d_model})"
    return f"angles[{row}, i={pair}] = {row} / {power} = {shown(angles[row, pair])}"


def _likeness_steps(params: SinusoidalParams, products: Array) -> list[Step]:
    other = Axis("other", _positions(params).labels)
    odd = " Not quite here: the last sine has no cosine." if params.d_model % 2 else ""
    return [
        Step(
            "products",
            r"PE \, PE^\top",
            products,
            "Constant along each diagonal: how alike two positions are depends on their distance."
            + odd,
            (_positions(params), other),
            View.HEATMAP,
        ),
        Step(
            "by_distance",
            r"PE_0 \cdot PE_k",
            products[0],
            "As a curve: neighbours are the most alike; where it rises, fast waves come round.",
            (Axis("distance", _positions(params).labels),),
            View.LINE,
        ),
    ]


def _sines_only(params: SinusoidalParams) -> Sequence[Step]:
    angles = _angles(params, _pairs(params) / params.d_model)
    encoding = np.sin(np.repeat(angles, 2, axis=1)[:, : params.d_model])
    return _encoding_steps(params, angles, encoding)


def _no_pairs(params: SinusoidalParams) -> Sequence[Step]:
    """Take the exponent j/d for every entry j, so that sine and cosine have other angles."""
    each = _angles(params, np.arange(params.d_model) / params.d_model)
    encoding = np.where(np.arange(params.d_model) % 2, np.cos(each), np.sin(each))
    angles = _angles(params, _pairs(params) / params.d_model)
    return _encoding_steps(params, angles, encoding)


def _from_one(params: SinusoidalParams) -> Sequence[Step]:
    encoding = sinusoidal_positions(params.length + 1, params.d_model, params.base)[1:]
    longer = params.model_copy(update={"length": params.length + 1})
    angles = _angles(longer, _pairs(params) / params.d_model)[1:]
    return _encoding_steps(params, angles, encoding)


def _fresh(draw: np.random.Generator) -> SinusoidalParams:
    """Draw a base whose root is a power of ten, so that the angles need no calculator."""
    length, base = int(draw.integers(2, 6)), float(draw.choice([100.0, 1e6]))
    return SinusoidalParams(length=length, d_model=4, base=base)


demo = Demo(
    name="sinusoidal-positions",
    title="Sinusoidal positions: many clocks of different speed",
    look_for="Fast waves on the left, slow ones on the right, products that know distance only.",
    params=SinusoidalParams,
    run=sinusoidal_steps,
    mistakes={
        "sines-only": Mistake("a sine in every place, where each second is a cosine", _sines_only),
        "no-pairs": Mistake(
            "an exponent j/d for each entry, where sine and cosine share that of their pair",
            _no_pairs,
        ),
        "from-one": Mistake("positions counted from 1 instead of 0", _from_one),
    },
    asks=("angles", "encoding"),
    fresh=_fresh,
)
