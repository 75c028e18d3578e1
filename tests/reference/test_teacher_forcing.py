"""Teacher forcing, free running and what lies between, on models that err in a known way."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from flashdeck.reference.teacher_forcing import (
    exponential_decay,
    exposure_gap,
    free_running,
    inverse_sigmoid_decay,
    linear_decay,
    scheduled_sampling,
    teacher_forcing,
)

Array = NDArray[np.float64]
TARGETS = (1, 2, 3, 0, 1)


def lost_after_a_mistake(prefix: tuple[int, ...]) -> Array:
    """Count upwards from the last token, but say 3 after 1; never seen prefixes are all alike."""
    if prefix and (len(prefix) > len(TARGETS) or prefix != TARGETS[: len(prefix)]):
        return np.zeros(4)
    likely = 3 if prefix[-1:] == (1,) else (prefix[-1] + 1) % 4 if prefix else 1
    return 2.0 * np.asarray(np.eye(4)[likely])


SURE = 2 - math.log(math.e**2 + 3)
UNLIKELY = -math.log(math.e**2 + 3)
LOST = -math.log(4)


def test_the_teacher_corrects_every_mistake() -> None:
    run = teacher_forcing(lost_after_a_mistake, (), TARGETS)
    assert run.fed == TARGETS
    assert run.predicted == (1, 3, 3, 0, 1)
    assert all(run.from_teacher)
    np.testing.assert_allclose(run.log_probs, [SURE, UNLIKELY, SURE, SURE, SURE])
    assert run.loss == pytest.approx(-(4 * SURE + UNLIKELY) / 5)


def test_a_model_left_alone_is_lost_from_its_first_mistake_on() -> None:
    run = free_running(lost_after_a_mistake, (), TARGETS)
    assert run.fed == run.predicted == (1, 3, 0, 0, 0)
    assert not any(run.from_teacher)
    np.testing.assert_allclose(run.log_probs, [SURE, UNLIKELY, LOST, LOST, LOST])
    np.testing.assert_allclose(
        exposure_gap(lost_after_a_mistake, (), TARGETS), [0, 0, *[SURE - LOST] * 3], atol=1e-15
    )


def test_a_model_that_never_errs_has_no_exposure_bias() -> None:
    def perfect(prefix: tuple[int, ...]) -> Array:
        return 5.0 * np.asarray(np.eye(4)[TARGETS[len(prefix)]])

    assert exposure_gap(perfect, (), TARGETS).tolist() == [0] * 5


def test_scheduled_sampling_feeds_the_truth_as_often_as_it_is_told() -> None:
    rng = np.random.default_rng(0)
    targets = [1] * 2000
    run = scheduled_sampling(lambda _: np.array([9.0, 0]), (), targets, 0.3, rng)
    share = sum(run.from_teacher) / 2000
    assert share == pytest.approx(0.3, abs=0.04)
    assert run.fed == tuple(int(teacher) for teacher in run.from_teacher)
    again = scheduled_sampling(
        lambda _: np.array([9.0, 0]), (), targets, 0.3, np.random.default_rng(0)
    )
    assert again.fed == run.fed


def test_the_models_own_tokens_may_be_drawn() -> None:
    rng = np.random.default_rng(1)
    run = scheduled_sampling(lambda _: np.zeros(2), (), [0] * 1000, 0.0, rng, draw=True)
    assert sum(run.fed) == pytest.approx(500, abs=65)


def test_the_start_is_seen_by_every_step() -> None:
    seen: list[tuple[int, ...]] = []

    def watching(prefix: tuple[int, ...]) -> Array:
        seen.append(prefix)
        return np.zeros(3)

    teacher_forcing(watching, (9,), [1, 2])
    assert seen == [(9,), (9, 1)]


def test_the_schedules_by_hand() -> None:
    assert [linear_decay(i, 1.0, 0.25, 0.1) for i in (0, 2, 9)] == [1, 0.5, 0.1]
    assert [exponential_decay(i, 0.5) for i in (0, 1, 3)] == [1, 0.5, 0.125]
    assert inverse_sigmoid_decay(0, 10) == pytest.approx(10 / 11)
    assert inverse_sigmoid_decay(20, 10) == pytest.approx(10 / (10 + math.e**2))
    assert inverse_sigmoid_decay(10**9, 10) == pytest.approx(0)


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match="teacher_probability: 2; expected 0 to 1"):
        scheduled_sampling(lost_after_a_mistake, (), TARGETS, 2)
    with pytest.raises(ValueError, match="targets: length 0; expected at least one token"):
        teacher_forcing(lost_after_a_mistake, (), ())
    with pytest.raises(ValueError, match="targets: 4; expected tokens from 0 to 3"):
        teacher_forcing(lost_after_a_mistake, (), (4,))
    with pytest.raises(ValueError, match="rng: None; expected a generator where chance decides"):
        scheduled_sampling(lost_after_a_mistake, (), TARGETS, 0.5)
    with pytest.raises(ValueError, match="k: 1; expected 0 < k < 1"):
        exponential_decay(1, 1)
    with pytest.raises(ValueError, match=r"k: 0\.5; expected k >= 1"):
        inverse_sigmoid_decay(1, 0.5)
