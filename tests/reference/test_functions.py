"""The shared functions, against the standard library's arithmetic and at the extremes."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.reference.functions import log_softmax, logsumexp, sigmoid, softmax

NUMBERS = st.lists(st.floats(-700, 700), min_size=1, max_size=6)


@given(st.floats(-700, 700))
def test_sigmoid_is_exact_to_the_last_bits_even_where_it_is_tiny(a: float) -> None:
    positive = 1 / (1 + math.exp(-abs(a)))
    expected = positive if a >= 0 else math.exp(a) * positive
    np.testing.assert_allclose(sigmoid(a), expected, rtol=4e-15)


def test_sigmoid_writes_where_it_is_told() -> None:
    values = np.array([[0.0, 1e4], [-1e4, 0.0]])
    assert sigmoid(values[:, :1], out=values[:, :1]).tolist() == [[0.5], [0]]
    assert values.tolist() == [[0.5, 1e4], [0, 0]]


def test_at_ten_thousand_nothing_overflows() -> None:
    assert sigmoid([-1e4, 0, 1e4]).tolist() == [0, 0.5, 1]
    assert softmax([-1e4, 1e4]).tolist() == [0, 1]
    assert log_softmax([-1e4, 1e4]).tolist() == [-2e4, 0]
    np.testing.assert_allclose(log_softmax([1e16, 1e16]), np.log([0.5, 0.5]), rtol=1e-15)
    assert logsumexp([1e4, 1e4]) == 1e4 + math.log(2)


@given(NUMBERS)
def test_the_logarithm_of_the_softmax_is_the_log_softmax(scores: list[float]) -> None:
    np.testing.assert_allclose(np.exp(log_softmax(scores)), softmax(scores), rtol=1e-11)
    np.testing.assert_allclose(
        logsumexp(scores),
        max(scores) + math.log(math.fsum(math.exp(s - max(scores)) for s in scores)),
        rtol=1e-14,
        atol=1e-14,
    )


def test_a_sum_of_nothing_is_minus_infinity() -> None:
    rows = [[-np.inf, -np.inf], [0.0, -np.inf]]
    assert logsumexp(rows).tolist() == [-np.inf, 0]
    assert logsumexp(rows, axis=0).tolist() == [0, -np.inf]
    assert logsumexp(rows, keepdims=True).shape == (2, 1)
    assert softmax(rows).tolist() == [[0, 0], [1, 0]]
