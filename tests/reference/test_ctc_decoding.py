"""CTC's decoders against exhaustive search, against a search in plain dictionaries, and by hand."""

import math
from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.ctc import collapse, ctc_loss
from flashdeck.reference.ctc_decoding import greedy_decode, prefix_beam_search
from flashdeck.reference.functions import log_softmax

Array = NDArray[np.float64]
Labels = tuple[int, ...]

SEEDS = st.integers(0, 10**6)
SHAPES = st.sampled_from([(1, 1), (1, 4), (2, 3), (3, 4), (4, 3), (6, 2)])


def drawn(seed: int, time: int, classes: int) -> Array:
    return log_softmax(np.random.default_rng(seed).standard_normal((time, classes)) * 2)


def exhaustively(log_probs: Array, blank: int) -> dict[Labels, float]:
    """Return the probability of all labels, from all paths."""
    found: dict[Labels, float] = defaultdict(float)
    for path in product(range(log_probs.shape[1]), repeat=len(log_probs)):
        probability = math.exp(math.fsum(log_probs[t, k] for t, k in enumerate(path)))
        found[collapse(path, blank)] += probability
    return found


def by_dictionaries(log_probs: Array, width: int, blank: int) -> dict[Labels, float]:
    """Search as A. Hannun et al. write it, with probabilities in dictionaries."""
    beam: dict[Labels, tuple[float, float]] = {(): (1.0, 0.0)}
    for frame in np.exp(log_probs).tolist():
        after: dict[Labels, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for prefix, (ends_in_blank, ends_in_label) in beam.items():
            for symbol, probability in enumerate(frame):
                either = probability * (ends_in_blank + ends_in_label)
                if symbol == blank:
                    after[prefix][0] += either
                elif prefix[-1:] == (symbol,):
                    after[prefix][1] += probability * ends_in_label
                    after[*prefix, symbol][1] += probability * ends_in_blank
                else:
                    after[*prefix, symbol][1] += either
        possible = [prefix for prefix, both in after.items() if sum(both)]
        best = sorted(possible, key=lambda prefix: -sum(after[prefix]))[:width]
        beam = {prefix: (after[prefix][0], after[prefix][1]) for prefix in best}
    return {prefix: sum(both) for prefix, both in beam.items()}


def test_the_best_path_is_not_the_best_labels() -> None:
    # two frames of P(a) = 0.4: the path -- has 0.36, but aa, a- and -a together 0.64
    log_probs = np.log([[0.6, 0.4], [0.6, 0.4]])
    best = greedy_decode(log_probs)
    assert (best.path, best.labels) == ((0, 0), ())
    assert best.log_prob == pytest.approx(math.log(0.36), rel=1e-15)
    first, second = prefix_beam_search(log_probs, 2)
    assert (first.labels, second.labels) == ((1,), ())
    assert first.log_prob == pytest.approx(math.log(0.64), rel=1e-15)
    assert second.log_prob == pytest.approx(math.log(0.36), rel=1e-15)


@given(SHAPES, SEEDS)
def test_no_path_is_better_than_the_greedy_one(shape: tuple[int, int], seed: int) -> None:
    log_probs = drawn(seed, *shape)
    found = greedy_decode(log_probs)
    paths = product(range(shape[1]), repeat=shape[0])
    best = max(paths, key=lambda path: sum(log_probs[t, k] for t, k in enumerate(path)))
    assert found.path == best
    assert found.labels == collapse(best)
    assert found.log_prob == pytest.approx(sum(log_probs[t, k] for t, k in enumerate(best)))


def test_of_equally_probable_classes_the_first_is_taken() -> None:
    assert greedy_decode(np.zeros((3, 4)), blank=3).path == (0, 0, 0)


@given(SHAPES, SEEDS, st.data())
def test_a_beam_that_holds_every_prefix_finds_the_best_labels(
    shape: tuple[int, int], seed: int, data: st.DataObject
) -> None:
    log_probs = drawn(seed, *shape)
    blank = data.draw(st.integers(0, shape[1] - 1))
    expected = exhaustively(log_probs, blank)
    found = prefix_beam_search(log_probs, 1000, blank)
    assert {each.labels for each in found} == set(expected)
    assert found == sorted(found, key=lambda each: -each.log_prob)
    for labels, log_prob in found:
        assert log_prob == pytest.approx(math.log(expected[labels]), rel=1e-12, abs=1e-12)


@given(st.integers(1, 12), st.integers(2, 5), st.integers(1, 8), SEEDS, st.data())
def test_a_narrow_beam_keeps_what_dictionaries_keep(
    time: int, classes: int, width: int, seed: int, data: st.DataObject
) -> None:
    log_probs = drawn(seed, time, classes)
    blank = data.draw(st.integers(0, classes - 1))
    expected = by_dictionaries(log_probs, width, blank)
    found = prefix_beam_search(log_probs, width, blank)
    assert {each.labels for each in found} == set(expected)
    for labels, log_prob in found:
        assert log_prob == pytest.approx(math.log(expected[labels]), rel=1e-11, abs=1e-12)


@pytest.mark.parametrize(
    ("seed", "time", "width"), [(2, 10, 4), (29, 12, 3), (39, 12, 5), (47, 10, 5)]
)
def test_a_prefix_that_left_the_beam_comes_back_as_the_one_its_longer_ones_know(
    seed: int, time: int, width: int
) -> None:
    log_probs = drawn(seed, time, 3)
    found = prefix_beam_search(log_probs, width)
    expected = by_dictionaries(log_probs, width, 0)
    assert {each.labels for each in found} == set(expected)
    for labels, log_prob in found:
        assert log_prob == pytest.approx(math.log(expected[labels]), rel=1e-11)


@given(SEEDS)
def test_no_prefix_is_kept_twice_nor_counted_above_its_probability(seed: int) -> None:
    log_probs = drawn(seed, 60, 4)
    found = prefix_beam_search(log_probs, 8)
    assert len({each.labels for each in found}) == len(found) == 8
    for labels, log_prob in found:
        assert log_prob <= -ctc_loss(log_probs, labels) + 1e-9


def test_impossible_labels_are_left_out() -> None:
    certain = np.where(np.eye(3)[[1, 0, 1, 2]] > 0, 0.0, -np.inf)
    assert prefix_beam_search(certain, 5) == [((1, 1, 2), 0.0)]
    assert prefix_beam_search(np.full((2, 3), -np.inf), 5) == []
    assert greedy_decode(np.full((2, 3), -np.inf)).log_prob == -math.inf


def test_five_thousand_frames_stay_finite() -> None:
    log_probs = drawn(1, 5000, 3)
    best, *_ = prefix_beam_search(log_probs, 2)
    assert best.log_prob >= greedy_decode(log_probs).log_prob
    assert best.log_prob <= -ctc_loss(log_probs, best.labels)


@pytest.mark.parametrize(
    ("log_probs", "blank", "width", "says"),
    [
        (np.zeros((2, 3, 4)), 0, 2, r"log_probs: shape \(2, 3, 4\); expected \(time, classes\)"),
        (np.zeros((0, 4)), 0, 2, r"log_probs: shape \(0, 4\)"),
        (np.full((2, 2), np.nan), 0, 2, r"log_probs: NaN in shape \(2, 2\)"),
        (np.full((2, 2), np.inf), 0, 2, r"log_probs: \+inf in shape \(2, 2\)"),
        (np.zeros((2, 3)), 3, 2, r"blank: 3 to 3 in shape \(\); expected 0 to 2"),
        (np.zeros((2, 3)), 0, 0, r"width: 0; expected at least 1"),
    ],
)
def test_what_does_not_fit_is_named(log_probs: Array, blank: int, width: int, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        prefix_beam_search(log_probs, width, blank)
    if width:
        with pytest.raises(ValueError, match=says):
            greedy_decode(log_probs, blank)
