"""What every demo is made of: bounded parameters, a computation, and its known mistakes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from flashdeck.demos.trace import Step

MOST_TOKENS = 12
WIDEST = 64

Number = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
Row = Annotated[list[Number], Field(min_length=1, max_length=WIDEST)]
Matrix = Annotated[list[Row], Field(min_length=1, max_length=MOST_TOKENS)]
Word = Annotated[str, Field(min_length=1, max_length=24)]
Words = Annotated[
    tuple[Word, ...],
    BeforeValidator(lambda value: value.split() if isinstance(value, str) else value),
    Field(min_length=1, max_length=MOST_TOKENS),
]
"""Tokens: a list of words, or one line of them."""
Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]


class Params(BaseModel):
    """The parameters of a demo: every size bounded, no unknown names, a default for each."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Mistake:
    """The same computation with one misconception, and that misconception in a sentence."""

    says: str
    run: Callable[[Any], Sequence[Step]]


@dataclass(frozen=True)
class Demo:
    """A demo: ``run`` maps an instance of ``params`` to its steps.

    ``asks`` names the steps of which a quiz may hide a value, and ``fresh`` draws parameters whose
    arithmetic is doable by hand; without it a quiz draws the demo's ``seed``.
    """

    name: str
    title: str
    look_for: str
    params: type[Params]
    run: Callable[[Any], Sequence[Step]]
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    fresh: Callable[[np.random.Generator], Params] | None = None
