"""The demos of gradients: powers by hand, published bounds, and matrices with known spectra."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import demo_named
from tests.demos.values import values


def test_without_an_activation_the_norm_is_a_power_of_the_radius() -> None:
    found = values("vanishing-gradient", {"radii": [0.5, 1, 2], "distance": 20})
    powers = np.array([[0.5], [1], [2]]) ** np.arange(21)
    assert_allclose(found["norms"], powers, rtol=1e-12)
    assert_allclose(found["bound"], powers, rtol=1e-12)


def test_the_card_on_how_far_a_gradient_reaches_is_reproduced() -> None:
    found = values("vanishing-gradient", {"radii": [0.8], "distance": 50})
    assert found["reach"].tolist() == [21]  # decks/vanishing-gradients.md
    assert found["norms"][0, 20] == pytest.approx(0.0115, abs=5e-5)
    assert found["norms"][0, 50] == pytest.approx(0.000014, abs=5e-7)


@pytest.mark.parametrize("matrix", ["orthogonal", "gaussian"])
@pytest.mark.parametrize("activation", ["none", "tanh"])
def test_the_norm_never_exceeds_its_bound(matrix: str, activation: str) -> None:
    given = {"matrix": matrix, "activation": activation, "distance": 60}
    found = values("vanishing-gradient", given)
    assert (found["norms"] <= found["bound"] * (1 + 1e-9)).all()
    assert np.all(found["norms"][:, 0] == 1)


def test_a_gaussian_matrix_has_the_radius_asked_for_and_a_larger_norm() -> None:
    given = {"matrix": "gaussian", "radii": [0.9], "distance": 100, "n_hidden": 12}
    found = values("vanishing-gradient", given)
    norms = found["norms"][0]
    assert norms[1] > 0.9  # the norm of W itself
    assert (norms[100] / norms[60]) ** (1 / 40) == pytest.approx(0.9, abs=0.01)  # Gelfand


def test_the_mistakes_about_powers() -> None:
    given = {"radii": [0.5], "distance": 3}
    found = {
        name: values("vanishing-gradient", given, name)["norms"][0].tolist()
        for name in demo_named("vanishing-gradient").mistakes
    }
    assert_allclose(found["linear"], [1, 0.5, 0, 0])
    assert_allclose(found["one-factor-more"], [0.5, 0.25, 0.125, 0.0625], rtol=1e-12)
    assert_allclose(found["times"], [0, 0.5, 1, 1.5])


def test_the_longest_way_with_the_widest_radii_stays_a_number() -> None:
    given = {"radii": [0.05, 2], "distance": 100, "matrix": "gaussian", "n_hidden": 12}
    for step in ("norms", "bound"):
        found = values("vanishing-gradient", given)[step]
        assert np.isfinite(found).all()
        assert found[0, -1] < 1e-60


def test_the_card_on_clipping_is_reproduced() -> None:
    found = values("clipping", {"gradient": [6, 8], "limit": 5})
    assert found["norm"] == 10
    assert found["factor"] == 0.5
    assert found["by_norm"].tolist() == [3, 4]
    assert found["by_value"].tolist() == [5, 5]
    assert_allclose(found["direction"], [1, 14 / (10 * math.sqrt(2))], rtol=1e-15)


def test_a_short_gradient_and_none_at_all_stay_as_they_are() -> None:
    for gradient in ([1, 2, -2], [0, 0, 0]):
        found = values("clipping", {"gradient": gradient, "limit": 4})
        assert found["factor"] == 1
        assert found["by_norm"].tolist() == found["by_value"].tolist() == gradient
        assert_allclose(found["direction"], [1, 1])


def test_the_mistakes_about_clipping() -> None:
    given = {"gradient": [3, -4], "limit": 1}
    assert values("clipping", given, "value-for-norm")["by_norm"].tolist() == [1, -1]
    assert values("clipping", given, "sum-of-sizes")["norm"] == 7
    assert_allclose(values("clipping", given, "sum-of-sizes")["by_norm"], [3 / 7, -4 / 7])
    assert values("clipping", given, "no-root")["norm"] == 25
    assert_allclose(values("clipping", given, "no-root")["by_norm"], [3 / 25, -4 / 25])


def test_an_orthogonal_matrix_keeps_all_directions_and_a_gaussian_loses_some() -> None:
    found = values("initialisation", {"n_hidden": 64, "time": 6})
    for step in ("singular_values", "after"):
        assert_allclose(found[step][:2], 1, rtol=1e-12)
    assert found["singular_values"][2, 0] > 1.5
    assert found["singular_values"][2, -1] < 0.1
    assert found["after"][2, -1] < 1e-6
    assert_allclose(found["radius"][:2], 1, rtol=1e-12)
    assert found["spread"] == 1 / 8


def test_one_step_is_the_matrix_itself() -> None:
    found = values("initialisation", {"time": 1})
    assert_allclose(found["after"], found["singular_values"])


def test_the_gain_counts_once_a_step() -> None:
    found = values("initialisation", {"gain": 0.5, "time": 3, "n_hidden": 9})
    assert found["orthogonal_length"].tolist() == [1, 0.5, 0.25, 0.125]
    assert_allclose(found["after"][:2], 0.125, rtol=1e-12)
    wrong = {"gain": 0.5, "time": 3, "n_hidden": 4}
    assert values("initialisation", wrong)["spread"] == 0.25
    assert values("initialisation", wrong, "variance")["spread"] == 0.125
    assert values("initialisation", wrong, "unscaled")["spread"] == 0.5
    product = values("initialisation", wrong, "product")["orthogonal_length"]
    assert product.tolist() == [1, 0.5, 1, 1.5]


def test_an_irnn_adds_up_until_it_is_switched_off() -> None:
    given = {"x": [1, 2, -5, 3]}
    found = values("irnn", given)
    assert found["states"].tolist() == [1, 3, 0, 3]
    assert found["gradients"].tolist() == [0, 0, 1, 1]  # h_3 = 0, but h_4 = h_3 + 3 is open
    assert values("irnn", given, "no-relu")["states"].tolist() == [1, 3, -2, 1]
    assert values("irnn", given, "nothing-carried")["states"].tolist() == [1, 2, 0, 3]
    never_cut = values("irnn", given | {"scale": 0.5}, "never-cut")["gradients"]
    assert never_cut.tolist() == [0.125, 0.25, 0.5, 1]
    first = math.tanh(1)
    tanh = values("irnn", given, "tanh")["states"]
    assert_allclose(tanh[:2], [first, math.tanh(first + 2)], rtol=1e-15)
    assert_allclose(found["tanh_states"], tanh)


def test_the_singular_values_start_at_1_and_drift() -> None:
    drift = values("irnn", {})["drift"]
    assert_allclose(drift[:, 0], 1.0)
    assert np.abs(drift[:, -1] - 1.0).max() > 0.01
    assert_allclose(values("irnn", {"rate": 0})["drift"], 1.0)


@pytest.mark.parametrize("seed", range(20))
def test_the_largest_updates_do_not_explode(seed: int) -> None:
    drift = values("irnn", {"rate": 0.1, "updates": 50, "seed": seed})["drift"]
    assert drift.max() < 10
