"""Generation against exhaustive search, counted frequencies, and a model that errs once."""

import itertools
import math
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from flashdeck.reference.beam_search import beam_search, length_norm
from flashdeck.reference.functions import log_softmax, softmax
from flashdeck.reference.generation import drawn, greedy, sample
from flashdeck.reference.sampling import nucleus, top_k, with_temperature

Array = NDArray[np.float64]
END = 0
START = (7,)


def model(
    seed: int, vocabulary: int = 3, spread: float = 1.5
) -> Callable[[tuple[int, ...]], Array]:
    """Return a model whose every prefix has logits of its own."""

    def next_logits(prefix: tuple[int, ...]) -> Array:
        assert prefix[:1] == START
        return np.random.default_rng([seed, *prefix]).standard_normal(vocabulary) * spread

    return next_logits


def log_prob(next_logits: Callable[[tuple[int, ...]], Array], tokens: tuple[int, ...]) -> float:
    return math.fsum(
        float(log_softmax(next_logits(START + tokens[:t]))[token]) for t, token in enumerate(tokens)
    )


def every_sequence(vocabulary: int, longest: int) -> list[tuple[int, ...]]:
    """Return all sequences that end with the end token, or are as long as can be without."""
    others = [token for token in range(vocabulary) if token != END]
    ended = [
        (*tokens, END)
        for length in range(longest)
        for tokens in itertools.product(others, repeat=length)
    ]
    return ended + list(itertools.product(others, repeat=longest))


@pytest.mark.parametrize("penalty", [0.0, 0.6, 2.0])
@pytest.mark.parametrize("seed", range(5))
def test_a_beam_as_wide_as_there_are_sequences_is_exhaustive_search(
    seed: int, penalty: float
) -> None:
    next_logits = model(seed)
    sequences = every_sequence(3, 4)
    found = beam_search(next_logits, START, END, 4, len(sequences), penalty)
    assert {sequence.tokens for sequence in found} == set(sequences)
    assert math.fsum(math.exp(sequence.log_prob) for sequence in found) == pytest.approx(1)
    scores = []
    for sequence in found:
        assert sequence.log_prob == pytest.approx(log_prob(next_logits, sequence.tokens))
        assert sequence.ended == (sequence.tokens[-1] == END)
        scores.append(sequence.log_prob / ((5 + len(sequence.tokens)) / 6) ** penalty)
    assert scores == sorted(scores, reverse=True)


@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(1, 6))
def test_a_beam_of_one_is_greedy(seed: int, vocabulary: int, longest: int) -> None:
    next_logits = model(seed, vocabulary)
    (found,) = beam_search(next_logits, START, END, longest, 1)
    best = greedy(next_logits, START, END, longest)
    assert found.tokens == best.tokens
    assert found.ended == best.ended
    assert found.log_prob == pytest.approx(best.log_prob)


def test_a_wider_beam_finds_what_greedy_misses() -> None:
    # token 1 looks better first, but what follows token 2 is sure
    tables = {START: [0.0, 0.6, 0.4], (7, 1): [0.5, 0.25, 0.25], (7, 2): [1.0, 0.0, 0.0]}

    def next_logits(prefix: tuple[int, ...]) -> Array:
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(tables[prefix]))

    assert greedy(next_logits, START, END, 2).tokens == (1, END)
    found = beam_search(next_logits, START, END, 2, 2)
    assert [sequence.tokens for sequence in found] == [(2, END), (1, END)]
    assert [math.exp(sequence.log_prob) for sequence in found] == pytest.approx([0.4, 0.3])


def test_the_length_penalty_by_hand() -> None:
    assert length_norm(1, 0.6) == 1
    assert length_norm(7, 0.5) == pytest.approx(math.sqrt(2))
    assert length_norm(7, 0) == 1


def test_greedy_takes_the_largest_until_the_end_token_or_the_limit() -> None:
    def counting(prefix: tuple[int, ...]) -> Array:
        return 3.0 * np.asarray(np.eye(5)[(len(prefix) + 1) % 5])

    assert greedy(counting, START, END, 9).tokens == (2, 3, 4, END)
    cut = greedy(counting, START, END, 2)
    assert (cut.tokens, cut.ended) == ((2, 3), False)
    assert cut.log_prob == pytest.approx(2 * math.log(math.e**3 / (math.e**3 + 4)))


def test_tokens_are_drawn_as_often_as_they_are_probable() -> None:
    logits = np.array([1.0, 0.0, -1.0, -np.inf])
    rng = np.random.default_rng(0)
    counts = Counter(drawn(logits, rng) for _ in range(20_000))
    for token, probability in enumerate(softmax(logits)):
        deviation = math.sqrt(20_000 * probability * (1 - probability))
        assert abs(counts[token] - 20_000 * probability) <= 4 * deviation


def test_a_sample_knows_its_probability_under_the_model() -> None:
    next_logits = model(3)
    for seed in range(5):
        found = sample(next_logits, START, END, 6, np.random.default_rng(seed), temperature=2, k=2)
        assert found.log_prob == pytest.approx(log_prob(next_logits, found.tokens))
        assert found.ended == (found.tokens[-1] == END)


def test_the_coldest_and_the_narrowest_samples_are_greedy() -> None:
    next_logits, rng = model(4), np.random.default_rng(0)
    best = greedy(next_logits, START, END, 6)
    assert sample(next_logits, START, END, 6, rng, temperature=1e-6) == best
    assert sample(next_logits, START, END, 6, rng, k=1) == best
    assert sample(next_logits, START, END, 6, rng, p=1e-9) == best


def test_the_temperature_divides_the_logits() -> None:
    np.testing.assert_allclose(
        softmax(with_temperature([2.0, 0.0], 2)), softmax([1.0, 0.0]), rtol=1e-15
    )
    assert softmax(with_temperature([1e4, -1e4, 0], 1e-300)).tolist() == [1, 0, 0]


def test_top_k_keeps_the_k_largest_and_of_equals_the_first() -> None:
    assert top_k([[1.0, 3.0, 2.0], [5.0, 5.0, 5.0]], 2).tolist() == [
        [-np.inf, 3, 2],
        [5, 5, -np.inf],
    ]
    assert top_k([1.0, 2.0], 9).tolist() == [1, 2]


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=6), st.floats(0.001, 1), st.integers(1, 6))
def test_the_nucleus_is_the_smallest_set_that_reaches_p(
    logits: list[float], p: float, k: int
) -> None:
    probabilities = softmax(logits)
    kept = np.isfinite(nucleus(logits, p))
    assert probabilities[kept].sum() >= p - 1e-12
    assert probabilities[kept].sum() - probabilities[kept].min() < p
    assert (probabilities[kept].min() >= probabilities[~kept]).all()
    assert np.isfinite(top_k(logits, k)).sum() == min(k, len(logits))


def test_the_nucleus_by_hand() -> None:
    probabilities = np.array([0.1, 0.5, 0.15, 0.25])
    kept = [np.isfinite(nucleus(np.log(probabilities), p)).tolist() for p in (0.4, 0.7, 0.8, 1)]
    assert kept == [
        [False, True, False, False],
        [False, True, False, True],
        [False, True, True, True],
        [True] * 4,
    ]


def test_what_does_not_fit_is_named() -> None:
    next_logits = model(0)
    with pytest.raises(ValueError, match="longest: 0; expected at least 1 token"):
        greedy(next_logits, START, END, 0)
    with pytest.raises(ValueError, match="width: 0; expected at least 1"):
        beam_search(next_logits, START, END, 1, 0)
    with pytest.raises(ValueError, match="temperature: 0; expected a number > 0"):
        with_temperature([1.0], 0)
    with pytest.raises(ValueError, match="k: 0; expected at least 1 of the 2 tokens"):
        top_k([1.0, 2.0], 0)
    with pytest.raises(ValueError, match=r"p: 1\.5; expected 0 < p <= 1"):
        nucleus([1.0], 1.5)
    with pytest.raises(
        ValueError, match=r"logits: a row whose largest is infinite in shape \(1,\)"
    ):
        top_k([-np.inf], 1)
    with pytest.raises(ValueError, match=r"next_logits: shape \(1, 2\); expected \(vocabulary,\)"):
        greedy(lambda _: np.ones((1, 2)), START, END, 1)
    with pytest.raises(ValueError, match=r"next_logits: NaN in shape \(2,\)"):
        greedy(lambda _: np.array([np.nan, 1]), START, END, 1)
