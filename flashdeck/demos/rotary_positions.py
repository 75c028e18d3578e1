"""The demo `rotary-positions`: queries and keys turned by where they stand."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple, Self

import numpy as np
from pydantic import Field, model_validator

from flashdeck.demos.arrays import Array, Vector, entries, times, whole
from flashdeck.demos.demo import Demo, Mistake, Params
from flashdeck.demos.filled import factor, product_sum, shown
from flashdeck.demos.trace import Axis, Step, View
from flashdeck.reference.positions import rotary

Position = Annotated[int, Field(ge=0, le=1000)]
SHIFTS = 10
FARTHEST = 30


class RotaryParams(Params):
    """A query and a key with an even number of entries, and where each of them stands."""

    query: Vector = (1.0, 0.0, 1.0, 0.0)
    key: Vector = (1.0, 0.0, 1.0, 0.0)
    query_position: Position = 5
    key_position: Position = 3
    base: Annotated[float, Field(ge=1.5, le=1e6, allow_inf_nan=False)] = 100.0

    @model_validator(mode="after")
    def _pairs_fit(self) -> Self:
        if len(self.query) % 2:
            raise ValueError(f"query has {len(self.query)} entries: pairs need an even number")
        if len(self.key) != len(self.query):
            raise ValueError(f"key needs {len(self.query)} numbers, as many as query")
        return self


class _Turned(NamedTuple):
    query: Array
    key: Array


def _turned(params: RotaryParams, query_position: float, key_position: float) -> _Turned:
    pair = (params.query, query_position), (params.key, key_position)
    return _Turned(*(rotary([vector], [place], params.base)[0] for vector, place in pair))


def rotary_steps(params: RotaryParams) -> Sequence[Step]:
    """Return the angles, both vectors turned, their product, and what it depends on."""
    found = _turned(params, params.query_position, params.key_position)
    entry = entries(len(params.query))
    return [
        Step("query", "q", np.array(params.query), "What the one word looks for.", (entry,)),
        Step("key", "k", np.array(params.key), "What the other can be found by.", (entry,)),
        _angles_step(params, _angles(params)),
        *_turned_steps(params, found),
        *_distance_steps(params),
    ]


def _angles(params: RotaryParams) -> Array:  # (2, pairs)
    d = len(params.query)
    places = np.array([[params.query_position], [params.key_position]])
    return np.asarray(places / params.base ** (np.arange(0.0, d, 2) / d))


def _angles_step(params: RotaryParams, angles: Array) -> Step:
    pairs = Axis("pair", tuple(f"i={i}" for i in range(len(params.query) // 2)))
    place = params.query_position
    return Step(
        "angles",
        r"m \, base^{-2i/d}",
        angles,
        "By how many radians each pair of entries is turned: the position times the pair's speed.",
        (Axis("vector", ("query", "key")), pairs),
        filled=f"angles[query, i=0] = {place}·{shown(params.base)}^0 = {place}",
    )


def _turned_steps(params: RotaryParams, found: _Turned) -> list[Step]:
    entry, product = entries(len(params.query)), np.asarray(found.query @ found.key)
    return [
        Step(
            "turned_query",
            r"R_m q",
            found.query,
            "Each pair keeps its length and gets a new direction.",
            (entry,),
            filled=_turn_filled("turned_query", params.query, params.query_position, found.query),
        ),
        Step(
            "turned_key",
            r"R_n k",
            found.key,
            "The key is turned too, by its own position.",
            (entry,),
            filled=_turn_filled("turned_key", params.key, params.key_position, found.key),
        ),
        Step(
            "product",
            r"(R_m q) \cdot (R_n k)",
            product,
            "The score: it sees how far apart the two stand, as the next steps show.",
            view=View.SCALAR,
            filled=f"product = {product_sum(found.query, found.key)} = {shown(product.item())}",
        ),
    ]


def _turn_filled(name: str, vector: Sequence[float], place: int, turned: Array) -> str:
    first, second = factor(vector[0]), factor(vector[1])
    return f"{name}[1] = {first}·cos({place}) − {second}·sin({place}) = {shown(turned[0])}"


def _distance_steps(params: RotaryParams) -> list[Step]:
    m, n = params.query_position, params.key_position
    shifted = (_turned(params, m + shift, n + shift) for shift in range(SHIFTS + 1))
    apart = (_turned(params, 0, distance) for distance in range(FARTHEST + 1))
    return [
        Step(
            "shifted",
            r"(R_{m+s} q) \cdot (R_{n+s} k)",
            np.array([found.query @ found.key for found in shifted]),
            "Both moved by the same s: nothing changes, only the distance counts.",
            (times(SHIFTS, 0, "s"),),
        ),
        Step(
            "by_distance",
            r"q \cdot (R_r k)",
            np.array([found.query @ found.key for found in apart]),
            "The same two vectors at every distance r.",
            (times(FARTHEST, 0, "r"),),
            View.LINE,
        ),
    ]


def _key_not_turned(params: RotaryParams) -> Sequence[Step]:
    return _turned_steps(params, _turned(params, params.query_position, 0))


def _key_turned_back(params: RotaryParams) -> Sequence[Step]:
    return _turned_steps(params, _turned(params, params.query_position, -params.key_position))


def _in_degrees(params: RotaryParams) -> Sequence[Step]:
    places = np.radians([params.query_position, params.key_position])
    return _turned_steps(params, _turned(params, *places))


def _fresh(draw: np.random.Generator) -> RotaryParams:
    """Draw one pair each and small positions, so that a product has two terms."""
    m, n = draw.choice([1, 2, 3, 4], size=2, replace=False).tolist()
    query, key = (tuple(whole(draw, 2)) for _ in range(2))
    return RotaryParams(query=query, key=key, query_position=m, key_position=n)


demo = Demo(
    name="rotary-positions",
    title="Rotary positions: turned by where they stand",
    look_for="That moving both changes nothing: the product depends on the distance alone.",
    params=RotaryParams,
    run=rotary_steps,
    mistakes={
        "key-not-turned": Mistake("only the query turned, the key left as it is", _key_not_turned),
        "key-turned-back": Mistake(
            "the key turned the other way, which depends on the sum of the positions",
            _key_turned_back,
        ),
        "in-degrees": Mistake("the angles taken as degrees instead of radians", _in_degrees),
    },
    asks=("turned_query", "turned_key", "product"),
    fresh=_fresh,
)
