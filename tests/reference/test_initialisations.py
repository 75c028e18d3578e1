"""First weights by their singular values, and how training moves these."""

import numpy as np
import pytest
from numpy.typing import NDArray

from flashdeck.reference.gradients import jacobians, log_norms, singular_values
from flashdeck.reference.initialisations import gaussian, identity, orthogonal, spectral_drift
from flashdeck.reference.rnn import Activation, Weights, forward
from tests.reference.numerical import numerical_gradient

Array = NDArray[np.float64]


@pytest.mark.parametrize("n", [1, 2, 7, 40])
def test_an_orthogonal_matrix_has_singular_values_of_one(n: int) -> None:
    q = orthogonal(n, np.random.default_rng(n))
    np.testing.assert_allclose(q.T @ q, np.eye(n), atol=1e-14)
    np.testing.assert_allclose(singular_values(q), 1, rtol=1e-14)


def test_orthogonal_matrices_turn_every_way() -> None:
    # without R's signs the diagonal would lean to one side; uniform ones have mean 0
    draw = np.random.default_rng(0)
    diagonals = [np.diag(orthogonal(3, draw)) for _ in range(2_000)]
    np.testing.assert_allclose(np.mean(diagonals, axis=0), 0, atol=0.05)


def test_a_gaussian_matrix_spreads_its_singular_values_from_nothing_to_twice_the_gain() -> None:
    values = singular_values(gaussian(400, np.random.default_rng(0), gain=1.5))
    assert 2.9 < values[0] < 3.1
    assert values[-1] < 0.05


def test_identity_with_relu_copies_a_positive_state_for_any_time() -> None:
    weights = Weights(np.zeros((3, 2)), identity(3), np.zeros(3))
    h = forward(np.ones((5_000, 2)), weights, [0.5, 1.0, 2.0], activation="relu")
    assert h[-1].tolist() == [0.5, 1.0, 2.0]
    assert not log_norms(jacobians(h[1:201], weights.w_hh, "relu")).any()
    assert identity(2, scale=0.5).tolist() == [[0.5, 0], [0, 0.5]]


def task(seed: int, w_hh: Array) -> tuple[Array, Array, Weights]:
    draw = np.random.default_rng(seed).standard_normal
    n = len(w_hh)
    weights = Weights(draw((n, 2)) / 2, w_hh, np.zeros(n))
    return draw((8, 5, 2)), np.tanh(draw((5, n))), weights


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_an_update_is_a_step_down_the_gradient_of_the_loss(activation: Activation) -> None:
    x, target, weights = task(0, orthogonal(3, np.random.default_rng(1)))

    def loss() -> float:
        h = forward(x, weights, activation=activation)[-1]
        return float(((h - target) ** 2).sum() / 2 / 5)

    found = spectral_drift(x, target, weights, rate=0.1, updates=1, activation=activation)
    np.testing.assert_allclose(found[0], 1, rtol=1e-14)
    gradient = numerical_gradient(loss, weights.w_hh)
    np.testing.assert_allclose(found[1], singular_values(weights.w_hh - 0.1 * gradient), rtol=1e-7)


def test_training_drives_an_orthogonal_spectrum_apart() -> None:
    x, target, weights = task(2, orthogonal(6, np.random.default_rng(3)))
    spectra = spectral_drift(x, target, weights, rate=0.2, updates=60)
    assert spectra.shape == (61, 6)
    spread = spectra[:, 0] - spectra[:, -1]
    assert spread[0] < 1e-13
    assert spread[-1] > spread[10] > spread[1] > 1e-4


def test_what_does_not_fit_is_named() -> None:
    x, target, weights = task(4, identity(3))
    with pytest.raises(ValueError, match=r"target: shape \(4, 3\); .* batch... = \(5,\) as in x"):
        spectral_drift(x, target[1:], weights, rate=0.1, updates=1)
    with pytest.raises(ValueError, match="n_hidden: 0; expected at least 1"):
        identity(0)
