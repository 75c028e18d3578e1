"""How long a gated memory lasts, by multiplying it out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.reference.memory import horizon, kept, path


def test_the_path_is_the_product_of_the_gates_still_to_come() -> None:
    assert path([0.5, 0.25, 1.0]).tolist() == [0.125, 0.25, 1, 1]
    assert path(np.ones((5_000, 2)))[0].tolist() == [1, 1]
    assert path(np.full(5_000, 0.5))[0] == 0  # too small for a number, and not NaN


@given(st.floats(-8, 8), st.integers(0, 60))
def test_what_is_kept_is_the_gate_to_the_power_of_the_steps(bias: float, steps: int) -> None:
    expected = (1 / (1 + math.exp(-bias))) ** steps
    np.testing.assert_allclose(kept(bias, steps), expected, rtol=1e-11)


@given(st.floats(-30, 30), st.floats(0.01, 0.99))
def test_at_the_horizon_just_the_share_is_left(bias: float, share: float) -> None:
    np.testing.assert_allclose(kept(bias, horizon(bias, share)), share, rtol=1e-12)


def test_a_forget_bias_of_one_more_than_doubles_the_horizon() -> None:
    assert horizon(0.0) == 1
    np.testing.assert_allclose(horizon(1.0), math.log(2) / math.log(1 + math.exp(-1)), rtol=1e-15)
    assert horizon(1.0) > 2
    # a gate that is 1 to the last bit still forgets in the end
    np.testing.assert_allclose(horizon(40.0), math.log(2) * math.exp(40), rtol=1e-12)
    assert np.isfinite(horizon([-1e4, 700.0])).all()


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match="share: 1; expected a number between 0 and 1"):
        horizon(0.0, share=1)
    with pytest.raises(ValueError, match=r"bias: NaN in shape \(\)"):
        kept(math.nan, 3)
    with pytest.raises(ValueError, match=r"gate: shape \(0,\); expected \(time, ...\) with no"):
        path([])
