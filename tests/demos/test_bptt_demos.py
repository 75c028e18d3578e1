"""The demos of backpropagation: by hand, by finite differences, and against the reference."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from flashdeck.demos import demo_named, run_demo
from flashdeck.demos.bptt import BpttParams
from flashdeck.demos.truncated_bptt import TruncatedParams, kept_uses
from flashdeck.errors import DemoError
from flashdeck.reference import bptt as reference
from tests.demos.values import values

LINEAR = {"x": [0, 0, 0], "h_0": 1, "w_hh": 0.5, "activation": "relu"}
"""With ReLU and positive states h_t = w h_(t-1), as on the card of decks/rnn-families.md."""

numbers = st.floats(-2, 2).map(lambda x: round(x, 2))


def test_the_card_of_a_linear_network_is_reproduced() -> None:
    found = values("bptt", LINEAR)
    assert found["states"].tolist() == [1, 0.5, 0.25, 0.125]
    assert found["deltas"].tolist() == [0.25, 0.5, 1]
    assert found["contributions"].tolist() == [0.25, 0.25, 0.25]
    assert found["gradient"] == 0.75  # 3 w²


@pytest.mark.parametrize(
    ("mistake", "gradient"),
    [("last-use", 0.25), ("mean", 0.25), ("state-after", 0.125 * 3), ("no-slope", 0.75)],
)
def test_the_mistakes_of_the_linear_network(mistake: str, gradient: float) -> None:
    assert values("bptt", LINEAR, mistake)["gradient"] == gradient


def test_without_the_slope_a_saturated_unit_seems_to_learn() -> None:
    saturated = {"x": [10, 10], "h_0": 0, "w_hh": 1, "loss": "last"}
    h_1 = math.tanh(10)
    assert values("bptt", saturated)["gradient"] < 1e-8
    assert_allclose(values("bptt", saturated, "no-slope")["gradient"], h_1, rtol=1e-15)


@given(
    x=st.lists(numbers, min_size=1, max_size=6),
    w_hh=numbers,
    h_0=numbers,
    loss=st.sampled_from(["last", "all"]),
)
def test_the_gradient_is_the_slope_of_the_loss(
    x: list[float], w_hh: float, h_0: float, loss: str
) -> None:
    def total(weight: float) -> float:
        shifted = {"x": x, "w_hh": weight, "h_0": h_0, "loss": loss}
        params = BpttParams.model_validate(shifted)
        return float(params.direct @ params.states[1:])

    found = values("bptt", {"x": x, "w_hh": w_hh, "h_0": h_0, "loss": loss})["gradient"]
    assert_allclose(found, (total(w_hh + 1e-5) - total(w_hh - 1e-5)) / 2e-5, atol=1e-7)


@settings(max_examples=60)
@given(
    x=st.lists(numbers, min_size=1, max_size=7),
    w_hh=numbers,
    window=st.integers(1, 8),
    every=st.integers(1, 8),
)
def test_what_is_kept_adds_up_to_the_truncated_gradient_of_the_reference(
    x: list[float], w_hh: float, window: int, every: int
) -> None:
    given = {"x": x, "w_hh": w_hh, "h_0": 0.5, "window": max(window, every), "every": every}
    params = TruncatedParams.model_validate(given)
    found = values("truncated-bptt", given)
    args = (params.inputs, params.states[:, None], params.weights, np.ones((len(x), 1)))
    kept = reference.truncated(*args, max(window, every), every).weights.w_hh
    whole = reference.backward(*args).weights.w_hh
    assert_allclose(found["truncated_gradient"], kept[0, 0], atol=1e-12)
    assert_allclose(found["whole_gradient"], whole[0, 0], atol=1e-12)


def test_each_loss_sees_the_window_before_it() -> None:
    assert kept_uses(4, 2, 1).tolist() == [[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]]


def test_chunks_end_the_gradient_at_their_border() -> None:
    assert kept_uses(4, 2, 2).tolist() == [[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 1]]


def test_the_mistakes_of_the_truncated_gradient() -> None:
    # h = 1, 2, 4, 8; the use at k adds 2^(t-k) h_(k-1) = 2^(t-1) to the loss at t
    doubling = {"x": [0, 0, 0], "h_0": 1, "w_hh": 2, "activation": "relu", "window": 1}
    assert values("truncated-bptt", doubling)["uses"].tolist() == [[1, 0, 0], [2, 2, 0], [4, 4, 4]]
    found = {
        name: float(values("truncated-bptt", doubling, name)["truncated_gradient"])
        for name in demo_named("truncated-bptt").mistakes
    }
    # with every = 1 and the state cut, only the first step has a state before it
    assert found == {"one-step-more": 13, "not-cut": 17, "state-cut": 1}
    assert values("truncated-bptt", doubling)["truncated_gradient"] == 7


def test_a_window_shorter_than_its_pace_is_refused() -> None:
    with pytest.raises(DemoError, match="every is 3: at most the window of 2 steps"):
        run_demo("truncated-bptt", {"window": 2, "every": 3})
    with pytest.raises(DemoError, match=r"w_hh is 10\.5: input should be less than"):
        run_demo("bptt", {"w_hh": 10.5})


def test_an_exploding_gradient_over_the_most_steps_is_still_a_number() -> None:
    given = {"x": [10] * 12, "w_hh": 10, "w_xh": 10, "h_0": 10, "activation": "relu"}
    assert np.isfinite(values("bptt", given | {"loss": "all"})["gradient"])
    assert np.isfinite(values("truncated-bptt", given)["whole_gradient"])
