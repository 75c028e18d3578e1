"""The demos of normalisation and depth: numbers by hand, and what theory says of the depth."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.reference.layer_norm import LayerNormWeights, layer_norm
from flashdeck.reference.transformer_depth import gradient_norms
from tests.demos.values import refusal, values

NORM = {"x": [1, 4, 2, 3], "sublayer": [1, 2, 0, 3], "gain": [2, 2, 1, 1], "bias": [0, 1, 0, -1]}


def test_a_norm_as_worked_by_hand() -> None:
    found = values("layer-norm", NORM)
    assert found["sum"].tolist() == [2, 6, 2, 6]
    assert found["mean"] == 4
    assert found["variance"] == 4
    assert_allclose(found["normalised"], [-1, 1, -1, 1], atol=2e-6)
    assert_allclose(found["output"], [-2, 3, -1, 0], atol=4e-6)


def test_the_norm_is_that_of_the_reference() -> None:
    x, added = np.array([3.0, -1.0, 0.5]), np.array([0.2, 0.0, -7.0])
    weights = LayerNormWeights(np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.0, -1.0]))
    given = {"x": x.tolist(), "sublayer": added.tolist()}
    given |= {"gain": weights.gain.tolist(), "bias": weights.bias.tolist()}
    found = values("layer-norm", given)
    assert_allclose(found["output"], layer_norm(x + added, weights).output, rtol=1e-12)


@pytest.mark.parametrize(
    ("mistake", "step", "expected"),
    [
        ("no-residual", "mean", 1.5),
        ("no-residual", "variance", 1.25),
        ("over-d-minus-1", "variance", 16 / 3),
        ("over-d-minus-1", "normalised", np.array([-1, 1, -1, 1]) * np.sqrt(3) / 2),
        ("no-root", "normalised", [-0.5, 0.5, -0.5, 0.5]),
    ],
)
def test_the_mistakes_make_the_numbers_that_they_say(
    mistake: str, step: str, expected: list[float]
) -> None:
    assert_allclose(values("layer-norm", NORM, mistake)[step], expected, rtol=1e-5)


def test_the_norm_before_the_sum_keeps_the_sublayer_as_it_is() -> None:
    given = {"x": [1, 3], "sublayer": [10, 20]}
    found = values("layer-norm", given, "normed-before-sum")["output"]
    assert_allclose(found, [9, 21], atol=1e-5)


def test_one_entry_alone_is_normalised_to_0() -> None:
    found = values("layer-norm", {"x": [5], "sublayer": [1]})
    assert found["normalised"].tolist() == [0]


def test_the_gradients_of_each_depth_are_those_of_the_reference() -> None:
    found = values("pre-post-norm", {"depth": 4, "seed": 9})
    for row, order in enumerate(("post", "pre")):
        draw = np.random.default_rng(9)
        norms = gradient_norms(4, order, draw, d_model=16, heads=2)  # type: ignore[arg-type]
        assert_allclose(found["by_layer"][row], norms)
        assert_allclose(found["last_layer"][row, -1], norms[-1])


def test_pre_norm_falls_like_the_root_of_the_depth_and_post_norm_does_not() -> None:
    relative = np.mean(
        [values("pre-post-norm", {"depth": 16, "seed": s})["relative"] for s in range(6)], axis=0
    )
    assert_allclose(relative[0, -1], 1.0, atol=0.3)
    assert 0.2 < relative[1, -1] < 0.45  # 1/√16, but for the input that is added to the layers
    predicted = values("pre-post-norm", {"depth": 9})["predicted"]
    assert_allclose(predicted[1], [1, 1 / 2, 1 / 3])


def test_the_mistakes_about_depth_make_the_numbers_that_they_say() -> None:
    given = {"depth": 4}
    assert_allclose(values("pre-post-norm", given, "inverse-depth")["predicted"][1], [1, 0.25])
    assert values("pre-post-norm", given, "untouched")["predicted"][1].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("layer-norm", {"sublayer": [1]}, "sublayer needs 4 numbers"),
        ("layer-norm", {"gain": [1]}, "gain needs 4 numbers"),
        ("pre-post-norm", {"depth": 25}, "depth is 25: input should be less than or equal to 24"),
        ("pre-post-norm", {"d_model": 9}, "d_model is 9: input should be 8, 16 or 32"),
    ],
)
def test_what_does_not_fit_is_refused(name: str, given: dict[str, object], message: str) -> None:
    assert message in refusal(name, given)
