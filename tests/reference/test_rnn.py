"""The Elman network by hand, by plain loops and by what unrolling must keep."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.rnn import (
    Activation,
    Readout,
    Weights,
    forward,
    many_to_many,
    many_to_many_unaligned,
    many_to_one,
    one_to_many,
    output,
    parameter_count,
    step,
)

Array = NDArray[np.float64]
SIZES = st.tuples(*(st.integers(1, n) for n in (5, 3, 4)))


def drawn(n_input: int, n_hidden: int, seed: int, n_output: int = 2) -> tuple[Weights, Readout]:
    draw = np.random.default_rng(seed).standard_normal
    weights = Weights(draw((n_hidden, n_input)), draw((n_hidden, n_hidden)), draw(n_hidden))
    return weights, Readout(draw((n_output, n_hidden)), draw(n_output))


def by_loops(x: Array, weights: Weights, activation: Activation) -> list[list[float]]:
    """Unroll with nothing but Python's own arithmetic."""
    w_xh, w_hh, b_h = (array.tolist() for array in weights)
    h: list[float] = [0.0] * len(b_h)
    states: list[list[float]] = [h]
    for x_t in x.tolist():
        a = [
            math.fsum(
                [w * v for w, v in zip(w_xh[i], x_t, strict=True)]
                + [w * v for w, v in zip(w_hh[i], h, strict=True)]
                + [b_h[i]]
            )
            for i in range(len(b_h))
        ]
        h = [math.tanh(v) if activation == "tanh" else max(v, 0.0) for v in a]
        states.append(h)
    return states


def test_two_steps_by_hand() -> None:
    weights = Weights(np.array([[0.5]]), np.array([[2.0]]), np.array([0.1]))
    h = forward([[1.0], [-1.0]], weights)
    first = math.tanh(0.5 + 0.1)
    second = math.tanh(-0.5 + 2 * first + 0.1)
    np.testing.assert_allclose(h.ravel(), [0.0, first, second], rtol=4e-15)


@given(SIZES, st.integers(0, 10**6), st.sampled_from(["tanh", "relu"]))
def test_the_states_are_what_plain_loops_compute(
    sizes: tuple[int, int, int], seed: int, activation: Activation
) -> None:
    time, n_input, n_hidden = sizes
    weights, _ = drawn(n_input, n_hidden, seed)
    x = np.random.default_rng(seed).standard_normal((time, n_input))
    found = forward(x, weights, activation=activation)
    np.testing.assert_allclose(found, by_loops(x, weights, activation), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("batch", [(), (1,), (3,), (2, 3)])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_unrolling_is_repeating_the_step(batch: tuple[int, ...], activation: Activation) -> None:
    weights, _ = drawn(3, 4, 0)
    draw = np.random.default_rng(1)
    x = draw.standard_normal((5, *batch, 3))
    h_0 = draw.standard_normal((*batch, 4))
    h = forward(x, weights, h_0, activation)
    assert h.shape == (6, *batch, 4)
    assert (h[0] == h_0).all()
    for t in range(5):
        np.testing.assert_allclose(
            h[t + 1], step(x[t], h[t], weights, activation), rtol=1e-12, atol=1e-14
        )


def test_a_sequence_may_be_cut_and_taken_up_again() -> None:
    weights, _ = drawn(3, 4, 2)
    x = np.random.default_rng(3).standard_normal((7, 2, 3))
    whole = forward(x, weights)
    again = forward(x[4:], weights, forward(x[:4], weights)[-1])
    np.testing.assert_allclose(again, whole[4:], rtol=1e-12)


def test_each_task_has_its_shape() -> None:
    weights, readout = drawn(3, 4, 4, n_output=5)
    x = np.random.default_rng(5).standard_normal((6, 2, 3))
    aligned = many_to_many(x, weights, readout)
    assert aligned.shape == (6, 2, 5)
    assert many_to_one(x, weights, readout).tolist() == aligned[-1].tolist()
    assert one_to_many(x[0], 7, weights, readout).shape == (7, 2, 5)
    decoder, readout = drawn(4, 3, 6, n_output=5)
    assert many_to_many_unaligned(x, 9, weights, decoder, readout).shape == (9, 2, 5)


def test_one_to_many_gives_its_input_at_every_step() -> None:
    weights, readout = drawn(3, 4, 7)
    x = np.array([1.0, -2.0, 0.5])
    expected = output(forward([x, x, x], weights)[1:], readout)
    assert one_to_many(x, 3, weights, readout).tolist() == expected.tolist()


def test_only_the_last_state_passes_to_the_unaligned_output() -> None:
    encoder, _ = drawn(2, 3, 8)
    decoder, readout = drawn(3, 4, 9)
    x = np.random.default_rng(10).standard_normal((5, 2))
    context = forward(x, encoder)[-1]
    expected = one_to_many(context, 4, decoder, readout)
    assert many_to_many_unaligned(x, 4, encoder, decoder, readout).tolist() == expected.tolist()


def test_the_count_of_parameters_is_that_of_the_weights() -> None:
    weights, _ = drawn(3, 4, 11)
    assert parameter_count(3, 4) == sum(array.size for array in weights) == 32
    assert parameter_count(3, 4, biases=2) == 36  # as many as torch.nn.RNN(3, 4) has


def test_inputs_of_ten_thousand_saturate_and_stay_finite() -> None:
    weights, _ = drawn(3, 4, 12)
    h = forward(np.full((5_000, 3), 1e4), weights)
    assert np.isfinite(h).all()
    assert set(np.abs(h[1:]).ravel().tolist()) == {1.0}


W = Weights(np.ones((4, 3)), np.ones((4, 4)), np.ones(4))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"x": np.ones((0, 3))}, r"x: shape \(0, 3\); expected .* with no axis empty"),
        ({"x": np.ones(3)}, r"x: shape \(3,\); expected \(time, batch..., input\)"),
        ({"x": np.full((2, 3), np.nan)}, r"x: NaN in shape \(2, 3\); expected finite numbers"),
        (
            {"x": np.ones((2, 5))},
            r"w_xh: shape \(4, 3\); expected \(hidden, input\) with .*input = 5 as in x \(2, 5\)",
        ),
        ({"h_0": np.ones((2, 4))}, r"h_0: shape \(2, 4\); expected \(batch..., hidden\) with"),
        ({"weights": W._replace(w_hh=np.ones((4, 3)))}, r"w_hh: shape \(4, 3\); expected"),
        ({"weights": W._replace(b_h=np.ones(3))}, r"b_h: shape \(3,\); .* hidden = 4 as in w_hh"),
        ({"activation": "sine"}, "activation: 'sine'; expected 'tanh' or 'relu'"),
    ],
)
def test_what_does_not_fit_is_named_with_its_shape(given: dict[str, Any], says: str) -> None:
    fitting: dict[str, Any] = {"x": np.ones((2, 3)), "weights": W}
    with pytest.raises(ValueError, match=says):
        forward(**(fitting | given))


def test_what_does_not_fit_a_single_step_or_an_output_is_named() -> None:
    with pytest.raises(ValueError, match=r"h: shape \(3,\); expected \(batch..., hidden\) with"):
        step(np.ones(3), np.ones(3), W)
    with pytest.raises(ValueError, match=r"w_hy: shape \(2, 3\); .* hidden = 4 as in h \(4,\)"):
        output(np.ones(4), Readout(np.ones((2, 3)), np.ones(2)))
    with pytest.raises(ValueError, match="length: 0; expected at least 1 step"):
        one_to_many(np.ones(3), 0, W, Readout(np.ones((2, 4)), np.ones(2)))
