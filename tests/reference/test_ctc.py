"""CTC by enumeration of all paths, by its laws, by hand and at its edges."""

import math
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.ctc import (
    alignments,
    collapse,
    ctc,
    ctc_loss,
    extended_labels,
    least_frames,
)
from flashdeck.reference.functions import log_softmax

Array = NDArray[np.float64]
Labels = tuple[int, ...]

CLASSES = 3
LABELS = st.lists(st.integers(1, CLASSES - 1), max_size=3).map(tuple)
FRAMES = st.integers(1, 5)
SEEDS = st.integers(0, 10**6)


def drawn(seed: int, *shape: int) -> Array:
    """Return log-probabilities of this shape."""
    return log_softmax(np.random.default_rng(seed).standard_normal(shape) * 2)


def paths_to(labels: Labels, frames: int, blank: int = 0) -> list[Labels]:
    """Return all paths that collapse to ``labels``, found among all paths there are."""
    every = product(range(CLASSES), repeat=frames)
    return [path for path in every if collapse(path, blank) == labels]


def probability(log_probs: Array, path: Labels) -> float:
    return math.exp(math.fsum(log_probs[t, k] for t, k in enumerate(path)))


def test_collapse_merges_repeats_before_it_removes_blanks() -> None:
    assert "".join(collapse("hh-el-llo", "-")) == "hello"
    assert "".join(collapse("hh-ell-o", "-")) == "helo"
    assert collapse([0, 1, 1, 0, 1, 2, 2, 0]) == (1, 1, 2)
    assert collapse([2, 2], blank=2) == collapse([]) == ()


def test_blanks_stand_before_between_and_after_the_labels() -> None:
    assert extended_labels([3, 1, 2]).tolist() == [0, 3, 0, 1, 0, 2, 0]
    assert extended_labels([[1], [2]], blank=5).tolist() == [[5, 1, 5], [5, 2, 5]]
    assert extended_labels([], blank=4).tolist() == [4]


def test_hello_needs_six_frames() -> None:
    assert least_frames("hello") == 6
    assert least_frames("") == 0
    assert list(alignments([8, 5, 12, 12, 15], 6)) == [(8, 5, 12, 0, 12, 15)]
    assert list(alignments([8, 5, 12, 12, 15], 5)) == []


@given(LABELS, FRAMES)
def test_the_alignments_are_all_paths_that_collapse_to_the_labels(
    labels: Labels, frames: int
) -> None:
    found = list(alignments(labels, frames))
    assert sorted(found) == paths_to(labels, frames)
    pairs = least_frames(labels) - len(labels)
    assert len(found) == math.comb(max(0, frames + len(labels) - pairs), 2 * len(labels))


def test_a_long_label_that_barely_fits_has_one_alignment() -> None:
    labels = [1, 2] * 1000
    assert list(alignments(labels, 2000)) == [tuple(labels)]


def test_the_decks_example_by_hand() -> None:
    # a in two frames of P(a) = 0.6: aa, a-, -a are 0.36 + 0.24 + 0.24
    found = ctc(np.log([[0.4, 0.6], [0.4, 0.6]]), [1])
    assert found.losses == pytest.approx(-math.log(0.84), rel=1e-15)
    np.testing.assert_allclose(np.exp(found.alphas), [[0.4, 0.6, 0], [0.16, 0.6, 0.24]], rtol=1e-15)
    np.testing.assert_allclose(np.exp(found.betas), [[0.24, 0.6, 0.16], [0, 0.6, 0.4]], rtol=1e-15)
    # the label stands in frame 1 on aa and a-, in frame 2 on aa and -a
    np.testing.assert_allclose(found.posteriors[:, 1], [0.6 / 0.84] * 2, rtol=1e-15)
    np.testing.assert_allclose(found.gradient[0], [0.4 - 0.24 / 0.84, 0.6 - 0.6 / 0.84], rtol=1e-14)


@given(LABELS, FRAMES, SEEDS)
def test_the_loss_is_the_sum_over_all_paths(labels: Labels, frames: int, seed: int) -> None:
    log_probs = drawn(seed, frames, CLASSES)
    total = math.fsum(probability(log_probs, path) for path in paths_to(labels, frames))
    expected = -math.log(total) if total else math.inf
    assert ctc_loss(log_probs, labels) == pytest.approx(expected, rel=1e-12)
    assert ctc(log_probs, labels).losses == pytest.approx(expected, rel=1e-12)


@given(LABELS, FRAMES, SEEDS)
def test_the_posteriors_count_the_paths_through_each_class(
    labels: Labels, frames: int, seed: int
) -> None:
    log_probs = drawn(seed, frames, CLASSES)
    through = np.zeros((frames, CLASSES))
    for path in paths_to(labels, frames):
        through[np.arange(frames), path] += probability(log_probs, path)
    found = ctc(log_probs, labels)
    if not through.any():
        assert np.isnan(found.gradient).all()
        return
    expected = np.exp(log_probs) - through / through[0].sum()
    np.testing.assert_allclose(found.gradient, expected, rtol=0, atol=1e-12)


@given(SEEDS)
def test_all_labels_together_have_probability_one(seed: int) -> None:
    log_probs = drawn(seed, 4, CLASSES)
    every = {collapse(path) for path in product(range(CLASSES), repeat=4)}
    total = math.fsum(math.exp(-ctc_loss(log_probs, labels)) for labels in every)
    assert total == pytest.approx(1, rel=1e-13)


@given(LABELS, st.integers(6, 12), SEEDS)
def test_forward_and_backward_variables_agree_in_every_frame(
    labels: Labels, frames: int, seed: int
) -> None:
    log_probs = drawn(seed, frames, CLASSES)
    found = ctc(log_probs, labels)
    likelihood = np.exp(-found.losses)
    both = found.alphas + found.betas - log_probs[:, found.extended]
    np.testing.assert_allclose(np.exp(both).sum(-1), likelihood, rtol=1e-12)
    np.testing.assert_allclose(np.exp(found.alphas[-1, -2:]).sum(), likelihood, rtol=1e-12)
    np.testing.assert_allclose(np.exp(found.betas[0, :2]).sum(), likelihood, rtol=1e-12)
    np.testing.assert_allclose(found.posteriors.sum(-1), 1, rtol=1e-12)


@given(LABELS, st.integers(5, 6), SEEDS)
def test_the_gradient_is_the_slope_of_the_loss(labels: Labels, frames: int, seed: int) -> None:
    logits = np.random.default_rng(seed).standard_normal((frames, CLASSES))
    slopes = np.empty_like(logits)
    for at in np.ndindex(logits.shape):
        step = np.zeros_like(logits)
        step[at] = 1e-5
        up, down = (ctc_loss(log_softmax(logits + sign * step), labels) for sign in (1, -1))
        slopes[at] = (up - down) / 2e-5
    gradient = ctc(log_softmax(logits), labels).gradient
    np.testing.assert_allclose(gradient, slopes, rtol=0, atol=1e-8)
    np.testing.assert_allclose(gradient.sum(-1), 0, rtol=0, atol=1e-13)


def test_each_of_a_batch_is_as_it_is_alone() -> None:
    log_probs = drawn(3, 2, 3, 7, 5)
    labels = np.random.default_rng(4).integers(1, 5, (2, 3, 4))
    frame_lengths = np.array([[7, 5, 1], [4, 7, 6]])
    label_lengths = np.array([[4, 0, 1], [2, 3, 1]])
    found = ctc(log_probs, labels, frame_lengths=frame_lengths, label_lengths=label_lengths)
    again = ctc_loss(log_probs, labels, frame_lengths=frame_lengths, label_lengths=label_lengths)
    assert found.losses.tolist() == again.tolist()
    for at in np.ndindex(2, 3):
        frames, n_labels = frame_lengths[at], label_lengths[at]
        states = 2 * n_labels + 1
        alone = ctc(log_probs[at][:frames], labels[at][:n_labels])
        assert found.losses[at] == alone.losses
        for name in ("alphas", "betas", "posteriors"):
            together = getattr(found, name)[at]
            assert together[:frames, :states].tolist() == getattr(alone, name).tolist()
            outside = np.concatenate([together[frames:].ravel(), together[:, states:].ravel()])
            assert set(outside.tolist()) <= {0.0 if name == "posteriors" else -math.inf}
        np.testing.assert_allclose(found.gradient[at][:frames], alone.gradient, rtol=0, atol=1e-15)
        assert not found.gradient[at][frames:].any()


@given(LABELS, SEEDS, st.integers(0, CLASSES - 1))
def test_the_blank_may_be_any_class(labels: Labels, seed: int, blank: int) -> None:
    log_probs = drawn(seed, 6, CLASSES)
    order = list(range(1, CLASSES))
    order.insert(blank, 0)  # what was class order[k] is now class k
    renamed = [order.index(label) for label in labels]
    usual, moved = ctc(log_probs, labels), ctc(log_probs[:, order], renamed, blank)
    assert moved.losses == usual.losses
    np.testing.assert_allclose(moved.gradient, usual.gradient[:, order], rtol=0, atol=1e-15)


def test_no_labels_at_all_leave_the_path_of_blanks() -> None:
    log_probs = drawn(5, 4, CLASSES)
    found = ctc(log_probs, [])
    assert found.losses == pytest.approx(-log_probs[:, 0].sum(), rel=1e-15)
    assert ctc_loss(drawn(5, 2, 4, CLASSES), np.empty((2, 0))).shape == (2,)


def test_a_certain_path_has_no_loss_and_no_gradient() -> None:
    log_probs = np.where(np.eye(3)[[1, 0, 1, 2]] > 0, 0.0, -np.inf)
    found = ctc(log_probs, [1, 1, 2])
    assert str(found.losses) == "0.0"
    assert not found.gradient.any()


def test_the_loss_is_infinite_with_more_labels_than_the_frames_allow() -> None:
    log_probs = drawn(6, 3, 2, CLASSES)
    labels = [[1, 2, 1], [1, 1, 0], [1, 2, 0]]  # need 3, 3 and 2 frames
    found = ctc(log_probs, labels, label_lengths=[3, 2, 2])
    assert np.isinf(found.losses).tolist() == [True, True, False]
    assert np.isnan(found.gradient).all(axis=(1, 2)).tolist() == [True, True, False]
    assert np.isfinite(found.gradient[2]).all()


def test_what_is_impossible_takes_no_part() -> None:
    with np.errstate(divide="ignore"):
        log_probs = np.log([[[0.5, 0.5, 0.0], [0.0, 1.0, 0.0], [0.3, 0.0, 0.7]]])
    found = ctc(log_probs, [[1, 2]])
    np.testing.assert_allclose(np.exp(-found.losses), [0.7], rtol=1e-15)
    np.testing.assert_allclose(found.gradient[0, 0], [0, 0, 0], atol=1e-15)
    np.testing.assert_allclose(found.gradient[0, 2], [0.3, 0, -0.3], atol=1e-15)
    assert ctc_loss(log_probs, [[2, 1]]).tolist() == [math.inf]
    assert np.isnan(ctc(log_probs, [[2, 1]]).gradient).all()


def test_five_thousand_frames_are_counted_exactly() -> None:
    # every path has the probability 4^-5000; those to 30 unequal labels are C(5030, 60)
    labels = [1 + u % 3 for u in range(30)]
    found = ctc(np.full((5000, 4), -math.log(4)), labels)
    expected = 5000 * math.log(4) - math.log(math.comb(5030, 60))
    assert found.losses == pytest.approx(expected, rel=1e-13)
    np.testing.assert_allclose(found.posteriors.sum(-1), 1, rtol=1e-9)


def test_logits_of_ten_thousand_stay_finite() -> None:
    logits = np.random.default_rng(7).choice([-1e4, 0.0, 1e4], (50, 6))
    found = ctc(log_softmax(logits), [1, 1, 5, 2])
    assert np.isfinite(found.losses)
    assert np.isfinite(found.gradient).all()
    assert (np.abs(found.gradient) <= 1 + 1e-9).all()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"log_probs": np.zeros(4)}, r"log_probs: shape \(4,\); expected \(batch..., time, clas"),
        ({"log_probs": np.zeros((0, 4))}, r"log_probs: shape \(0, 4\); expected .* no axis empty"),
        ({"log_probs": np.full((3, 4), np.nan)}, r"log_probs: NaN in shape \(3, 4\)"),
        ({"log_probs": np.full((3, 4), np.inf)}, r"log_probs: \+inf in shape \(3, 4\)"),
        ({"labels": [4]}, r"labels: 4 to 4 in shape \(1,\); expected 0 to 3"),
        ({"labels": [-1]}, r"labels: -1 to -1 in shape \(1,\); expected 0 to 3"),
        ({"labels": [1.5]}, r"labels: float64 in shape \(1,\); expected integers"),
        ({"labels": [[1]]}, r"labels: shape \(1, 1\); expected \(batch..., labels\) with batch"),
        ({"labels": [1, 0]}, r"labels: the blank 0 in shape \(2,\); expected other classes"),
        ({"labels": [1, 2], "blank": 2}, r"labels: the blank 2 in shape \(2,\)"),
        ({"blank": 4}, r"blank: 4 to 4 in shape \(\); expected 0 to 3"),
        ({"blank": -1}, r"blank: -1 to -1 in shape \(\); expected 0 to 3"),
        ({"frame_lengths": 4}, r"frame_lengths: 4 to 4 in shape \(\); expected 0 to 3"),
        ({"frame_lengths": 0}, r"frame_lengths: 0 in shape \(\); expected 1 to 3"),
        ({"frame_lengths": [3]}, r"frame_lengths: shape \(1,\); expected \(batch...,\)"),
        ({"label_lengths": 2}, r"label_lengths: 2 to 2 in shape \(\); expected 0 to 1"),
    ],
)
def test_what_does_not_fit_is_named_with_its_shape(changed: dict[str, Any], says: str) -> None:
    arguments: dict[str, Any] = {"log_probs": np.zeros((3, 4)), "labels": [1]} | changed
    for function in (ctc, ctc_loss):
        with pytest.raises(ValueError, match=says):
            function(**arguments)


def test_what_has_no_alignments_is_named() -> None:
    with pytest.raises(ValueError, match=r"labels: the blank 0 in \(1, 0\)"):
        next(alignments([1, 0], 4))
    with pytest.raises(ValueError, match="frames: 0; expected at least 1"):
        next(alignments([1], 0))
