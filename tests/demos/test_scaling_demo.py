"""The demo `scaling`: the variance by its law and by its draw, and the claim of scores of ±200."""

import math

import numpy as np
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from tests.demos.values import values


def test_the_claim_of_scores_of_200_at_width_512_is_refuted() -> None:
    found = values("scaling", {})
    assert_allclose(found["variance"], [512, 1], rtol=1e-12)
    assert_allclose(found["deviation"], [22.627417, 1], rtol=1e-7)
    assert_allclose(found["claimed_deviations"], 200 / 22.627417, rtol=1e-7)
    assert found["largest"][0] < 200
    verdict = run_demo("scaling", {}).step("claimed_deviations").why
    assert verdict.endswith(
        "No: only from d_k = 4445 on would it be within three standard deviations."
    )
    assert 4444 < (200 / 3) ** 2 < 4445


def test_the_verdict_follows_the_claim() -> None:
    whys = [
        run_demo("scaling", {"d_k": 64, "claimed": claimed}).step("claimed_deviations").why
        for claimed in (8, 24, 25)
    ]
    assert ["Yes" in why for why in whys] == [True, False, False]
    assert ["It happens" in why for why in whys] == [False, True, False]


def test_what_is_drawn_agrees_with_the_law() -> None:
    found = values("scaling", {"d_k": 64, "n_keys": 32, "n_queries": 200, "seed": 5})
    assert_allclose(found["measured_variance"], [64, 1], rtol=0.2)
    assert_allclose(found["largest"][0], 8 * found["largest"][1], rtol=1e-12)
    assert found["entropy"][0] < found["entropy"][1] < math.log(32)
    assert_allclose(found["weights"].sum(axis=1), [1, 1], rtol=1e-12)


def test_the_gradient_falls_with_the_width_only_without_the_scaling() -> None:
    gradient = values("scaling", {})["gradient"]
    assert gradient.shape == (2, 10)
    assert gradient[0, -1] < 0.2 * gradient[0, 0]
    assert_allclose(gradient[1], gradient[1, 0], rtol=0.1)


def test_the_mistakes_make_the_numbers_that_they_say() -> None:
    given = {"d_k": 64, "claimed": 16}
    spread = values("scaling", given, "variance-as-spread")
    assert_allclose(spread["deviation"], [64, 1])
    assert_allclose(spread["claimed_deviations"], 0.25)
    width = values("scaling", given, "divided-by-width")
    assert_allclose(width["variance"], [64, 1 / 64])
    assert_allclose(width["deviation"], [8, 1 / 8])
    assert np.isclose(width["claimed_deviations"], 2)
