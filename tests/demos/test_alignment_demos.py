"""The demos of looking back at a source: scores by hand, draws by odds, slopes by differences."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos.bottleneck import BottleneckParams, encoded, influences
from flashdeck.reference import alignment, gru
from tests.demos.values import refusal, values

ADDED = {
    "tokens": "a b",
    "d": 1,
    "states": [[1], [-1]],
    "query": [2],
    "w_a": [[0.5], [0]],
    "u_a": [[1], [2]],
    "v_a": [1, 3],
}


def test_additive_scores_by_hand() -> None:
    found = values("bahdanau", ADDED)
    assert found["sums"].tolist() == [[2, 2], [0, -2]]  # 0.5·2 ± 1 and ± 2
    e = [4 * math.tanh(2), -3 * math.tanh(2)]
    assert_allclose(found["scores"], e, rtol=1e-12)
    p = 1 / (1 + math.exp(e[1] - e[0]))
    assert_allclose(found["weights"], [p, 1 - p], rtol=1e-12)
    assert_allclose(found["context"], [2 * p - 1], rtol=1e-12)


@pytest.mark.parametrize(
    ("mistake", "scores", "context"),
    [
        ("no-tanh", [8, -6], math.tanh(7)),  # p − (1 − p) is tanh of half the difference
        ("no-v", [2 * math.tanh(2), -math.tanh(2)], math.tanh(1.5 * math.tanh(2))),
        ("mean-context", [4 * math.tanh(2), -3 * math.tanh(2)], 0),
    ],
)
def test_the_mistakes_of_additive_attention(
    mistake: str, scores: list[float], context: float
) -> None:
    found = values("bahdanau", ADDED, mistake)
    assert_allclose(found["scores"], scores, rtol=1e-12)
    assert_allclose(found["context"], [context], rtol=1e-12, atol=1e-12)


MULTIPLIED = {"tokens": "a b", "d": 2, "states": [[1, 2], [0, 1]], "query": [1, -1]}


@pytest.mark.parametrize(
    ("given", "scores"),
    [
        ({"score": "dot"}, [-1, -1]),
        ({"score": "general", "w_a": [[1, 1], [0, 1]]}, [1, 0]),  # sᵀW = (1, 0)
        (
            {"score": "concat", "w_a": [[0, 0, 1, 0], [1, 1, 0, 1]], "v_a": [1, 2]},
            [math.tanh(1) + 2 * math.tanh(2), 2 * math.tanh(1)],
        ),
    ],
)
def test_the_three_scores_of_luong_by_hand(given: dict[str, Any], scores: list[float]) -> None:
    found = values("luong", MULTIPLIED | given)
    assert_allclose(found["scores"], scores, rtol=1e-12)
    p = 1 / (1 + math.exp(scores[1] - scores[0]))
    assert_allclose(found["weights"], [p, 1 - p], rtol=1e-12)
    assert_allclose(found["context"], [p, 2 * p + 1 - p], rtol=1e-12)


def test_the_mistakes_of_luongs_attention() -> None:
    given = MULTIPLIED | {"query": [2, 0]}  # scores 2 and 0
    assert_allclose(values("luong", given, "scaled")["scores"], [2 / math.sqrt(2), 0])
    assert_allclose(values("luong", given, "mean-context")["context"], [0.5, 1.5])
    assert_allclose(values("luong", given, "best-only")["context"], [1, 2])


@pytest.mark.parametrize("score", ["dot", "general", "concat"])
def test_the_largest_sources_stay_finite(score: str) -> None:
    huge = [[1e6] * 12] * 12
    given = {"tokens": "w " * 12, "d": 12, "states": huge, "query": [1e6] * 12, "score": score}
    found = values("luong", given)
    assert_allclose(found["weights"], 1 / 12)
    assert_allclose(found["context"], 1e6)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("luong", {"score": "cosine"}, "score is 'cosine': input should be 'dot', 'general'"),
        ("luong", {"score": "concat", "w_a": [[1] * 3] * 3}, "w_a needs 3 rows of 6 numbers"),
        ("luong", {"query": [1]}, "query needs 3 numbers"),
        ("bahdanau", {"states": [[1, 2, 3]]}, "states needs 4 rows of 3 numbers"),
        ("bahdanau", {"u_a": [[1, 2, 3]]}, "u_a needs 2 rows of 3 numbers"),
        ("soft-hard-attention", {"scores": [1]}, "scores has 1 numbers for 3 tokens"),
        ("soft-hard-attention", {"values": [[1], [2, 3], [4]]}, "values needs 3 rows of 1 number"),
    ],
)
def test_what_does_not_fit_is_refused(name: str, given: dict[str, Any], message: str) -> None:
    assert message in refusal(name, given)


SHARED = {"tokens": "a b", "scores": [math.log(3), 0], "values": [[4, 0], [0, 8]]}


def test_soft_attention_is_the_mean_of_what_hard_attention_sees() -> None:
    found = values("soft-hard-attention", SHARED | {"looks": 200})
    assert_allclose(found["weights"], [0.75, 0.25], rtol=1e-12)
    assert_allclose(found["soft_context"], [3, 2], rtol=1e-12)
    assert_allclose(found["seen"] @ SHARED["values"], found["running_mean"][:, -1])
    assert abs(found["seen"][0] - 0.75) < 4 * math.sqrt(0.75 * 0.25 / 200)  # four deviations
    assert found["first_look"].tolist() in SHARED["values"]
    assert found["running_mean"][:, 0].tolist() == found["first_look"].tolist()


@pytest.mark.parametrize(
    ("mistake", "context"),
    [("best-only", [4, 0]), ("mean", [2, 4]), ("no-exponential", [4, 0])],
)
def test_the_mistakes_of_soft_attention(mistake: str, context: list[float]) -> None:
    assert_allclose(values("soft-hard-attention", SHARED, mistake)["soft_context"], context)


def test_scores_of_zero_can_be_mistaken_too() -> None:
    given = {"tokens": "a b", "scores": [0, 0], "values": [[1], [3]]}
    assert values("soft-hard-attention", given, "no-exponential")["soft_context"].tolist() == [2]


def test_a_fixed_context_does_not_grow_and_attention_does() -> None:
    found = values("seq2seq-bottleneck", {"tokens": "a b c", "n_hidden": 5})
    assert found["numbers_fixed"].tolist() == [5, 5, 5]
    assert found["numbers_attended"].tolist() == [5, 10, 15]
    assert found["fixed_context"].tolist() == found["states"][-1].tolist()
    assert_allclose(found["attention_context"], found["weights"] @ found["states"])
    given = {"tokens": "a b c", "n_hidden": 4}
    for mistake, step, numbers in (
        ("growing-context", "numbers_fixed", [4, 8, 12]),
        ("one-number-a-word", "numbers_attended", [1, 2, 3]),
        ("not-growing", "numbers_attended", [4, 4, 4]),
    ):
        assert values("seq2seq-bottleneck", given, mistake)[step].tolist() == numbers
    mean = values("seq2seq-bottleneck", {}, "mean-context")["attention_context"]
    assert_allclose(mean, values("seq2seq-bottleneck", {})["states"].mean(axis=0))


def test_the_influence_of_each_word_is_the_slope_of_the_contexts() -> None:
    params = BottleneckParams.model_validate({"tokens": "a b c", "n_input": 2, "n_hidden": 2})
    x, weights, query = encoded(params)

    def contexts(x: Any) -> Any:
        h = gru.forward(x, weights).h[1:]
        looked = alignment.attend(alignment.dot_scores(query[None], h), h).context[0]
        return np.stack([h[-1], looked])

    slopes = np.zeros((2, 3, 2, 2))  # (context, word, entry of x, entry of the context)
    for word in range(3):
        for entry in range(2):
            shift = np.zeros_like(x)
            shift[word, entry] = 1e-5
            slopes[:, word, entry] = (contexts(x + shift) - contexts(x - shift)) / 2e-5
    assert_allclose(influences(params), np.linalg.norm(slopes, axis=(2, 3)), rtol=1e-6, atol=1e-9)


def test_attention_hears_the_first_word_of_a_long_source_better() -> None:
    fixed, looked = values("seq2seq-bottleneck", {})["influence"]
    assert fixed[0] < 0.05 * fixed[-1]
    assert looked[0] > 10 * fixed[0]
