"""The variance of q.k, and what the scaling saves of the softmax's Jacobian."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.reference.functions import softmax
from flashdeck.reference.scaling import dot_product_variance, effect_of_scaling, softmax_jacobian
from tests.reference.numerical import assert_gradient


@pytest.mark.parametrize("d_k", [1, 8, 64, 512])
def test_the_variance_is_d_k_and_1_once_scaled(d_k: int) -> None:
    rng = np.random.default_rng(d_k)
    products = rng.standard_normal((2, 4_000, d_k)).prod(axis=0).sum(axis=-1)
    assert products.var() == pytest.approx(dot_product_variance(d_k), rel=0.1)
    scaled = products / np.sqrt(d_k)
    assert scaled.var() == pytest.approx(dot_product_variance(d_k, 1 / np.sqrt(d_k)), rel=0.1)
    assert dot_product_variance(d_k, 1 / np.sqrt(d_k)) == pytest.approx(1)


def test_without_the_scaling_a_wide_softmax_saturates() -> None:
    narrow, wide = (effect_of_scaling(d, 16, 200, np.random.default_rng(0)) for d in (4, 512))
    assert wide.unscaled.variance == pytest.approx(512, rel=0.1)
    assert wide.scaled.variance == pytest.approx(1, rel=0.1)
    assert wide.unscaled.entropy < 0.15 < 2 < wide.scaled.entropy
    assert wide.unscaled.sensitivity < narrow.unscaled.sensitivity / 3
    assert wide.scaled.sensitivity == pytest.approx(narrow.scaled.sensitivity, rel=0.15)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=5))
def test_the_jacobian_is_what_finite_differences_measure(scores: list[float]) -> None:
    at = np.array(scores)
    jacobian = softmax_jacobian(softmax(at))
    for i in range(len(scores)):
        assert_gradient(jacobian[i], lambda i=i: float(softmax(at)[i]), at)  # type: ignore[misc]
    np.testing.assert_allclose(jacobian.sum(axis=-1), 0, atol=1e-15)
    assert (jacobian == jacobian.T).all()


def test_a_one_hot_row_passes_no_gradient() -> None:
    assert not softmax_jacobian(softmax([1e4, -1e4, 0])).any()


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match="d_k: 0; expected a whole number >= 1"):
        effect_of_scaling(0, 1, 1, np.random.default_rng(0))
