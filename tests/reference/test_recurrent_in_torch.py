"""The recurrent systems against PyTorch, live, on random and on edge shapes."""

import numpy as np
import pytest

from tests.reference.recurrent_cases import SYSTEMS, Sizes, assert_same, drawn
from tests.reference.recurrent_in_torch import SYSTEMS as THEIRS

SIZES = (
    Sizes(1, 1, 1, 1, 1, 1),
    Sizes(1, 3, 5, 2, 4),
    Sizes(6, 1, 2, 7, 1, 5),
    Sizes(17, 4, 3, 8, 5, 11),
    Sizes(200, 2, 16, 32, 9, 4),
)


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("system", SYSTEMS)
def test_pytorch_computes_the_same(system: str, sizes: Sizes) -> None:
    for seed in range(3):
        given = drawn(system, sizes, seed)
        if system == "rnn relu":  # which would grow without end with the weights of the others
            given["w_hh"] *= 0.5
        assert_same(system, SYSTEMS[system](given), THEIRS[system](given))


@pytest.mark.parametrize("system", ["rnn tanh", "lstm", "gru"])
def test_pytorch_computes_the_same_over_five_thousand_steps(system: str) -> None:
    given = drawn(system, Sizes(5_000, 2, 3, 4), 0)
    given["grad_output"][:-1] = 0  # so that the gradient goes all the way or fades
    for name in ("w_hh", "w", "w_h"):
        if name in given:
            given[name] *= 0.5
    assert_same(system, SYSTEMS[system](given), THEIRS[system](given))


@pytest.mark.parametrize("system", ["rnn tanh", "lstm", "gru", "bidirectional lstm"])
def test_pytorch_computes_the_same_where_every_gate_is_saturated(system: str) -> None:
    given = drawn(system, Sizes(9, 2, 3, 4), 0)
    given["x"] = np.where(given["x"] > 0, 1e4, -1e4)
    ours = SYSTEMS[system](given)
    assert all(np.isfinite(array).all() for array in ours.values())
    assert_same(system, ours, THEIRS[system](given))
