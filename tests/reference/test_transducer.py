"""The transducer by enumeration of all paths, by its laws, by hand and at its edges."""

import math
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.functions import log_softmax
from flashdeck.reference.transducer import (
    alignments,
    greedy_decode,
    joint,
    transducer,
    transducer_loss,
)

Array = NDArray[np.float64]
Labels = tuple[int, ...]

CLASSES = 3
LABELS = st.lists(st.integers(1, CLASSES - 1), max_size=3).map(tuple)
FRAMES = st.integers(1, 4)
SEEDS = st.integers(0, 10**6)


def drawn(seed: int, *shape: int) -> Array:
    return log_softmax(np.random.default_rng(seed).standard_normal(shape) * 2)


def places(path: Labels, blank: int = 0) -> list[tuple[int, int, int]]:
    """Return (t, u, symbol) for every step of a path."""
    t = u = 0
    found = []
    for symbol in path:
        found.append((t, u, symbol))
        t, u = (t + 1, u) if symbol == blank else (t, u + 1)
    return found


def probability(log_probs: Array, path: Labels) -> float:
    return math.exp(math.fsum(log_probs[place] for place in places(path)))


def paths_to(labels: Labels, frames: int) -> list[Labels]:
    """Return all paths that write ``labels``, found among all sequences of symbols there are."""
    return [
        path
        for path in product(range(CLASSES), repeat=frames + len(labels))
        if path[-1] == 0 and tuple(symbol for symbol in path if symbol) == labels
    ]


def test_the_joint_is_the_softmax_of_the_sum() -> None:
    found = joint(np.log([[1.0, 3.0], [1.0, 1.0]]), np.log([[1.0, 1.0], [2.0, 1.0], [1.0, 7.0]]))
    expected = [[[1 / 4, 3 / 4], [2 / 5, 3 / 5], [1 / 22, 21 / 22]]]
    expected += [[[1 / 2, 1 / 2], [2 / 3, 1 / 3], [1 / 8, 7 / 8]]]
    np.testing.assert_allclose(np.exp(found), expected, rtol=1e-14)


def test_the_alignments_of_one_label_in_two_frames_by_hand() -> None:
    assert list(alignments([5], 2)) == [(5, 0, 0), (0, 5, 0)]
    assert list(alignments([], 3, blank=7)) == [(7, 7, 7)]


@given(LABELS, FRAMES)
def test_the_alignments_are_all_paths_that_write_the_labels(labels: Labels, frames: int) -> None:
    found = list(alignments(labels, frames))
    assert sorted(found) == paths_to(labels, frames)
    assert len(found) == math.comb(frames + len(labels) - 1, len(labels))


@given(LABELS, FRAMES, SEEDS)
def test_loss_and_gradient_are_sums_over_all_paths(labels: Labels, frames: int, seed: int) -> None:
    log_probs = drawn(seed, frames, len(labels) + 1, CLASSES)
    passed = np.zeros(log_probs.shape)  # by how much probability each symbol is taken where
    for path in paths_to(labels, frames):
        for place in places(path):
            passed[place] += probability(log_probs, path)
    total = passed[0, 0].sum()
    found = transducer(log_probs, labels)
    assert found.losses == pytest.approx(-math.log(total), rel=1e-12)
    assert transducer_loss(log_probs, labels) == found.losses
    through = passed.sum(-1) / total
    np.testing.assert_allclose(found.posteriors, through, rtol=1e-12)
    expected = np.exp(log_probs) * through[..., None] - passed / total
    np.testing.assert_allclose(found.gradient, expected, rtol=0, atol=1e-13)


@given(LABELS, st.integers(1, 8), SEEDS)
def test_forward_and_backward_variables_agree_on_every_diagonal(
    labels: Labels, frames: int, seed: int
) -> None:
    log_probs = drawn(seed, frames, len(labels) + 1, CLASSES)
    found = transducer(log_probs, labels)
    likelihood = math.exp(-found.losses)
    both = np.exp(found.alphas + found.betas)
    for n in range(frames + len(labels)):
        diagonal = [both[t, n - t] for t in range(frames) if 0 <= n - t <= len(labels)]
        assert math.fsum(diagonal) == pytest.approx(likelihood, rel=1e-12)
    assert found.alphas[-1, -1] + log_probs[-1, -1, 0] == pytest.approx(-found.losses)
    assert found.betas[0, 0] == pytest.approx(-found.losses, abs=1e-13)


@given(LABELS, FRAMES, SEEDS)
def test_the_gradient_is_the_slope_of_the_loss(labels: Labels, frames: int, seed: int) -> None:
    logits = np.random.default_rng(seed).standard_normal((frames, len(labels) + 1, CLASSES))
    slopes = np.empty_like(logits)
    for at in np.ndindex(logits.shape):
        step = np.zeros_like(logits)
        step[at] = 1e-5
        up, down = (transducer_loss(log_softmax(logits + s * step), labels) for s in (1, -1))
        slopes[at] = (up - down) / 2e-5
    gradient = transducer(log_softmax(logits), labels).gradient
    np.testing.assert_allclose(gradient, slopes, rtol=0, atol=1e-8)


def test_each_of_a_batch_is_as_it_is_alone() -> None:
    log_probs = drawn(3, 2, 3, 6, 5, 4)
    labels = np.random.default_rng(4).integers(1, 4, (2, 3, 4))
    frame_lengths = np.array([[6, 5, 1], [4, 6, 2]])
    label_lengths = np.array([[4, 0, 1], [2, 3, 4]])
    found = transducer(log_probs, labels, frame_lengths=frame_lengths, label_lengths=label_lengths)
    for at in np.ndindex(2, 3):
        frames, n_labels = frame_lengths[at], label_lengths[at]
        inside = (slice(frames), slice(n_labels + 1))
        alone = transducer(log_probs[at][inside], labels[at][:n_labels])
        assert found.losses[at] == pytest.approx(alone.losses, rel=1e-15)
        for name in ("alphas", "betas", "posteriors", "gradient"):
            together = getattr(found, name)[at]
            np.testing.assert_allclose(together[inside], getattr(alone, name), rtol=1e-13)
            empty = 0.0 if name in ("posteriors", "gradient") else -np.inf
            outside = np.ones(together.shape, bool)
            outside[inside] = False
            assert (together[outside] == empty).all()


@given(LABELS, SEEDS, st.integers(0, CLASSES - 1))
def test_the_blank_may_be_any_class(labels: Labels, seed: int, blank: int) -> None:
    log_probs = drawn(seed, 3, len(labels) + 1, CLASSES)
    order = list(range(1, CLASSES))
    order.insert(blank, 0)  # what was class order[k] is now class k
    renamed = [order.index(label) for label in labels]
    usual = transducer(log_probs, labels)
    moved = transducer(log_probs[..., order], renamed, blank)
    assert moved.losses == usual.losses
    np.testing.assert_allclose(moved.gradient, usual.gradient[..., order], rtol=0, atol=1e-15)


def test_labels_may_depend_on_each_other_as_in_ctc_they_cannot() -> None:
    # after a comes b, after c comes d: ab and cd share all the probability, ad and cb have none
    a, b, c, d = range(1, 5)
    with np.errstate(divide="ignore"):
        first, after_a, after_c, end = np.log(
            [
                [0.0, 0.5, 0.0, 0.5, 0.0],
                [0.0, 0.0, 1.0, 0.0, 0.0],
                [0.0, 0.0, 0.0, 0.0, 1.0],
                [1.0, 0.0, 0.0, 0.0, 0.0],
            ]
        )
    second = {a: after_a, c: after_c}
    found = {
        labels: math.exp(-transducer_loss(np.array([[first, second[labels[0]], end]]), labels))
        for labels in [(a, b), (c, d), (a, d), (c, b)]
    }
    assert found == pytest.approx({(a, b): 0.5, (c, d): 0.5, (a, d): 0.0, (c, b): 0.0})


def test_one_frame_may_write_many_labels() -> None:
    assert np.isfinite(transducer_loss(drawn(5, 1, 6, 3), [1, 1, 1, 2, 1]))


def test_where_every_path_is_impossible_the_loss_is_infinite() -> None:
    log_probs = drawn(6, 2, 3, 2, 3)
    log_probs[0, :, 0, 1] = -np.inf  # the first label is never written
    found = transducer(log_probs, [[1], [1]])
    assert np.isinf(found.losses).tolist() == [True, False]
    assert np.isnan(found.gradient[0]).all()
    assert np.isfinite(found.gradient[1]).all()


def test_five_thousand_frames_are_counted_exactly() -> None:
    # every path has the same probability, 0.9^5000 0.05^20; there are C(5019, 20) of them
    log_probs = np.broadcast_to(np.log([0.9, 0.05, 0.05]), (5000, 21, 3))
    found = transducer(log_probs, [1, 2] * 10)
    paths = math.log(math.comb(5019, 20))
    assert found.losses == pytest.approx(-5000 * math.log(0.9) - 20 * math.log(0.05) - paths)
    np.testing.assert_allclose(found.posteriors.sum(), 5020, rtol=1e-9)


def test_the_greedy_path_writes_until_the_blank_wins() -> None:
    seen: list[tuple[int, Labels]] = []

    def log_probs_at(t: int, labels: Labels) -> Array:
        """Two labels in the first frame, none in the second, one in the third."""
        seen.append((t, labels))
        best = {(0, ()): 2, (0, (2,)): 1, (2, (2, 1)): 1}.get((t, labels), 0)
        return np.log(np.where(np.arange(3) == best, 0.8, 0.1))

    found = greedy_decode(log_probs_at, 3)
    assert found.path == (2, 1, 0, 0, 1, 0)
    assert found.labels == (2, 1, 1)
    assert found.log_prob == pytest.approx(6 * math.log(0.8), rel=1e-15)
    assert seen == [(0, ()), (0, (2,)), (0, (2, 1)), (1, (2, 1)), (2, (2, 1)), (2, (2, 1, 1))]
    lattice = np.array([[log_probs_at(t, (2, 1, 1)[:u]) for u in range(4)] for t in range(3)])
    assert found.log_prob <= -transducer_loss(lattice, found.labels)


def test_a_network_that_never_says_blank_is_stopped_in_every_frame() -> None:
    log_probs = np.log([0.1, 0.9])
    found = greedy_decode(lambda *_: log_probs, 2, most_per_frame=3)
    assert found.path == (1, 1, 1, 0) * 2
    assert found.log_prob == pytest.approx(6 * math.log(0.9) + 2 * math.log(0.1), rel=1e-15)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"log_probs": np.zeros((2, 4))}, r"log_probs: shape \(2, 4\); expected \(batch..., time"),
        ({"log_probs": np.zeros((0, 3, 4))}, r"log_probs: shape \(0, 3, 4\)"),
        ({"log_probs": np.full((2, 3, 4), np.nan)}, r"log_probs: NaN in shape \(2, 3, 4\)"),
        ({"log_probs": np.full((2, 3, 4), np.inf)}, r"log_probs: \+inf in shape \(2, 3, 4\)"),
        ({"labels": [1]}, r"labels: shape \(1,\); expected \(batch..., 2\)"),
        ({"labels": [1, 4]}, r"labels: 1 to 4 in shape \(2,\); expected 0 to 3"),
        ({"labels": [1, 0]}, r"labels: the blank 0 in shape \(2,\); expected other classes"),
        ({"blank": 4}, r"blank: 4 to 4 in shape \(\); expected 0 to 3"),
        ({"frame_lengths": 3}, r"frame_lengths: 3 to 3 in shape \(\); expected 0 to 2"),
        ({"frame_lengths": 0}, r"frame_lengths: 0 in shape \(\); expected 1 to 2"),
        ({"label_lengths": 3}, r"label_lengths: 3 to 3 in shape \(\); expected 0 to 2"),
    ],
)
def test_what_does_not_fit_is_named_with_its_shape(changed: dict[str, Any], says: str) -> None:
    arguments: dict[str, Any] = {"log_probs": np.zeros((2, 3, 4)), "labels": [1, 2]} | changed
    for function in (transducer, transducer_loss):
        with pytest.raises(ValueError, match=says):
            function(**arguments)


def test_what_the_other_functions_refuse() -> None:
    with pytest.raises(ValueError, match=r"prediction: shape \(2, 3\); expected .*classes = 4"):
        joint(np.zeros((2, 4)), np.zeros((2, 3)))
    with pytest.raises(ValueError, match="transcription: infinity"):
        joint(np.full((2, 4), np.inf), np.zeros((2, 4)))
    with pytest.raises(ValueError, match=r"labels: the blank 0 in \(1, 0\)"):
        next(alignments([1, 0], 4))
    with pytest.raises(ValueError, match="frames: 0; expected at least 1"):
        next(alignments([1], 0))
    for changed, says in (
        ({"frames": 0}, "frames: 0; expected at least 1"),
        ({"frames": 1, "most_per_frame": 0}, "most_per_frame: 0; expected at least 1"),
        ({"frames": 1, "blank": 2}, r"blank: 2 to 2 in shape \(\); expected 0 to 1"),
    ):
        with pytest.raises(ValueError, match=says):
            greedy_decode(lambda *_: np.zeros(2), **changed)
    with pytest.raises(ValueError, match=r"log_probs: shape \(1, 2\); expected \(classes,\)"):
        greedy_decode(lambda *_: np.zeros((1, 2)), 1)
