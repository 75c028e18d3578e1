"""The demos of masked language modelling: splits and losses worked by hand."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from tests.demos.values import refusal, values

THREE = {
    "tokens": "a b c",
    "selected": [1, 3],
    "probabilities": [[0.5, 0.3, 0.2], [0.8, 0.1, 0.1], [0.4, 0.4, 0.2]],
}
HALF, FIFTH = -math.log(0.5), -math.log(0.2)


def test_the_split_of_a_text() -> None:
    for length, predicted, split in ((1000, 150, [120, 15, 15]), (200, 30, [24, 3, 3])):
        found = values("mlm-masking", {"text_length": length})
        assert found["predicted"] == predicted
        assert found["split"].tolist() == split
    trace = run_demo("mlm-masking", {"text_length": 1000})
    assert trace.step("predicted").filled == "predicted = 0.15·1000 = 150"
    assert trace.step("split").filled == "split[[MASK]] = 0.8·150 = 120"


def test_wrong_splits() -> None:
    given = {"text_length": 1000}
    assert_allclose(values("mlm-masking", given, "of-all")["split"], [800, 100, 100])
    assert_allclose(values("mlm-masking", given, "all-masked")["split"], [150, 0, 0])
    assert values("mlm-masking", given, "masked-predicted")["predicted"] == 120


@pytest.mark.parametrize("seed", range(8))
def test_only_selected_words_are_changed_and_all_of_them_are_targets(seed: int) -> None:
    found = values("mlm-masking", {"seed": seed})
    words, inputs = found["tokens"].split(), found["inputs"].split()
    targets, selected = found["targets"].split(), found["selected"].astype(bool)
    assert selected.sum() == 2  # of 12 words, round(1.8)
    for word, shown, target, chosen in zip(words, inputs, targets, selected, strict=True):
        assert target == (word if chosen else "·")
        assert chosen or shown == word
        assert shown in {"[MASK]", *words}


def test_at_least_one_word_is_selected() -> None:
    assert values("mlm-masking", {"tokens": "yes"})["targets"] == "yes"
    assert values("mlm-masking", {"tokens": "[MASK] [MASK]"})["shares"].tolist() == [0, 0, 1]


def test_many_drawings_come_near_to_the_shares() -> None:
    """Of nine words and [MASK], one in ten random draws is [MASK] and one the word itself."""
    shares = values("mlm-masking", {})["shares"]
    assert len(set(values("mlm-masking", {})["tokens"].split())) == 9
    assert_allclose(shares, [0.8 + 0.01, 0.1 - 0.02, 0.1 + 0.01], atol=0.02)
    assert_allclose(shares.sum(), 1)


def test_the_loss_by_hand() -> None:
    found = values("mlm-loss", THREE)
    assert found["selected"].tolist() == [1, 0, 1]
    assert_allclose(found["right_word"], [0.5, 0.1, 0.2])
    assert_allclose(found["position_losses"], [HALF, 0, FIFTH])
    assert_allclose(found["loss"], (HALF + FIFTH) / 2)
    assert_allclose(found["gradient"], [[-0.25, 0.15, 0.1], [0.0, 0.0, 0.0], [0.2, 0.2, -0.4]])
    filled = [run_demo("mlm-loss", THREE).step(name).filled for name in ("loss", "gradient")]
    assert filled == [
        "loss = (0.6931 + 1.609) / 2 = 1.151",
        "gradient[1 a, a] = (0.5 − 1) / 2 = −0.25",
    ]


def test_wrong_losses() -> None:
    every = values("mlm-loss", THREE, "every-position")
    tenth = -math.log(0.1)
    assert_allclose(every["position_losses"], [HALF, tenth, FIFTH])
    assert_allclose(every["loss"], (HALF + tenth + FIFTH) / 3)
    assert_allclose(every["gradient"][1], [0.8 / 3, -0.9 / 3, 0.1 / 3])
    of_all = values("mlm-loss", THREE, "mean-of-all")
    assert_allclose(of_all["loss"], (HALF + FIFTH) / 3)
    assert_allclose(of_all["gradient"][0], [-0.5 / 3, 0.3 / 3, 0.2 / 3])
    assert_allclose(values("mlm-loss", THREE, "logarithm-of-mean")["loss"], -math.log(0.35))


def test_the_gradient_is_that_of_the_logits() -> None:
    found = values("mlm-loss", {})
    logits = np.log(found["probabilities"])

    def loss(moved: Any) -> float:
        y = np.exp(moved) / np.exp(moved).sum(axis=1, keepdims=True)
        return float(-(math.log(y[1, 1]) + math.log(y[3, 3])) / 2)

    for entry in np.ndindex(4, 4):
        step = np.zeros((4, 4))
        step[entry] = 1e-6
        slope = (loss(logits + step) - loss(logits - step)) / 2e-6
        assert_allclose(found["gradient"][entry], slope, atol=1e-8)


def test_a_word_that_comes_twice_has_one_column() -> None:
    found = values("mlm-loss", {"tokens": "the cat the", "selected": [3]})
    assert found["probabilities"].shape == (3, 2)
    assert found["right_word"][2] == found["probabilities"][2, 0]


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("mlm-masking", {"tokens": ["w"] * 13}, "at most 12 items"),
        ("mlm-masking", {"text_length": 0}, "text_length is 0: "),
        ("mlm-loss", {"tokens": ["w"] * 9}, "at most 8 items"),
        ("mlm-loss", {"selected": [5]}, "selected needs different positions from 1 to 4"),
        ("mlm-loss", {"selected": [1, 1]}, "selected needs different positions from 1 to 4"),
        ("mlm-loss", {"selected": []}, "selected is []: "),
        ("mlm-loss", {"probabilities": [[1, 0, 0, 0]]}, "probabilities.0.1 is 0: "),
        ("mlm-loss", {"probabilities": [[0.25] * 4]}, "probabilities has 1 rows: give 4"),
        ("mlm-loss", {"probabilities": [[0.5] * 4] * 4}, "a row sums to 1"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(
    name: str, given: dict[str, Any], message: str
) -> None:
    assert message in refusal(name, given)
