"""Fresh parameters for a question: drawn until every mistake would give another answer."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flashdeck.demos.demo import Demo, Params
from flashdeck.demos.trace import Step

MOST_DRAWS = 100
"""After so many draws a question is asked whose mistakes cannot all be told apart."""

Values = Mapping[str, NDArray[np.float64] | str]


def fresh_params(demo: Demo, draw: np.random.Generator) -> Params:
    """Return parameters for which each mistake changes an asked step, no two in the same way."""
    params = _drawn(demo, draw)
    for _ in range(MOST_DRAWS):
        if mistakes_differ(demo, params):
            break
        params = _drawn(demo, draw)
    return params


def _drawn(demo: Demo, draw: np.random.Generator) -> Params:
    if demo.fresh is not None:
        return demo.fresh(draw)
    return demo.params.model_validate({"seed": int(draw.integers(2**32))})


def mistakes_differ(demo: Demo, params: Params) -> bool:
    """Tell whether each mistake would be seen, and told from the others, in what is asked."""
    right = _asked(demo, demo.run(params))
    answers = [right]
    for mistake in demo.mistakes.values():
        wrong = {**right, **_asked(demo, mistake.run(params))}
        if not all(_told_apart(wrong, answer) for answer in answers):
            return False
        answers.append(wrong)
    return True


def _asked(demo: Demo, steps: Sequence[Step]) -> Values:
    return {step.name: step.value for step in steps if step.name in demo.asks}


def _told_apart(one: Values, other: Values) -> bool:
    """Tell whether two answers differ somewhere when they are written with three digits."""
    return any(_differ(one[name], other[name]) for name in one)


def _differ(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return bool(one != other)
    return one.shape != other.shape or not np.allclose(one, other, rtol=5e-3, atol=1e-3)
