"""The demos of masks: rows by hand, what each wrong mask does, and counted pairs."""

from math import exp, inf

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.demos.values import refusal, values

CAUSAL = {"tokens": "a b c", "scores": [[0, 1, 2]] * 3}


def test_a_causal_mask_as_worked_by_hand() -> None:
    found = values("causal-mask", CAUSAL)  # decks/masking.md
    assert found["mask"].tolist() == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
    assert found["seen"].tolist() == [1, 2, 3]
    assert found["masked"].tolist() == [[0, -inf, -inf], [0, 1, -inf], [0, 1, 2]]
    expected = [[1.0, 0.0, 0.0], [0.269, 0.731, 0.0], [0.090, 0.245, 0.665]]
    assert_allclose(found["weights"], expected, atol=5e-4)


def test_the_causal_mistakes_make_the_numbers_that_they_say() -> None:
    total = 1 + exp(1) + exp(2)
    zeroed = values("causal-mask", CAUSAL, "zeroed-after")["weights"]
    assert_allclose(zeroed[1], [1 / total, exp(1) / total, 0], rtol=1e-12)
    as_zero = values("causal-mask", CAUSAL, "score-zero")["weights"]
    assert_allclose(as_zero[0], [1 / 3, 1 / 3, 1 / 3], rtol=1e-12)
    without = values("causal-mask", CAUSAL, "not-oneself")
    assert without["mask"].tolist() == [[0, 0, 0], [1, 0, 0], [1, 1, 0]]
    assert without["weights"][0].tolist() == [0, 0, 0]
    future = values("causal-mask", CAUSAL, "future-only")
    assert future["seen"].tolist() == [3, 2, 1]
    assert future["weights"][2].tolist() == [0, 0, 1]


PADDED = {"sentences": ["a b c", "d e"], "scores": [[2, 1, 3], [2, 1, 5]]}


def test_a_padding_mask_as_worked_by_hand() -> None:
    found = values("padding-mask", PADDED)
    assert found["batch"] == "a b c\nd e <pad>"
    assert found["mask"].tolist() == [[1, 1, 1], [1, 1, 0]]
    p = exp(1) / (1 + exp(1))
    assert_allclose(found["weights"][1], [p, 1 - p, 0], rtol=1e-12)
    assert found["on_padding"].tolist() == [0, 0]


def test_the_padding_mistakes_make_the_numbers_that_they_say() -> None:
    total = exp(2) + exp(1) + exp(5)
    unmasked = values("padding-mask", PADDED, "unmasked")
    assert_allclose(unmasked["on_padding"], [0, exp(5) / total], rtol=1e-12)
    zeroed = values("padding-mask", PADDED, "zeroed-after")["weights"][1]
    assert_allclose(zeroed, [exp(2) / total, exp(1) / total, 0], rtol=1e-12)
    as_zero = values("padding-mask", PADDED, "score-zero")["weights"][1]
    assert_allclose(as_zero, [0.665, 0.245, 0.090], atol=5e-4)  # decks/masking.md


def test_each_pattern_has_the_masks_of_its_kind() -> None:
    texts = {"source": "a b c", "target": "x y"}
    found = values("mask-patterns", texts)
    assert found["encoder"].tolist() == [[1] * 3] * 3
    assert found["decoder"].tolist() == [[1, 0], [1, 1]]
    assert found["cross"].tolist() == [[1] * 3] * 2
    assert found["pairs"].tolist() == [9, 3, 6]
    bert = values("mask-patterns", texts | {"pattern": "encoder-only"})
    assert bert.keys() == {"model", "encoder", "pairs"}
    assert bert["pairs"].tolist() == [25]
    gpt = values("mask-patterns", texts | {"pattern": "decoder-only"})
    np.testing.assert_array_equal(gpt["decoder"], np.tril(np.ones((5, 5))))
    assert gpt["pairs"].tolist() == [15]


def test_the_mistaken_patterns_hide_or_show_too_much() -> None:
    texts = {"source": "a b c", "target": "x y"}
    assert values("mask-patterns", texts, "causal-encoder")["pairs"].tolist() == [6, 3, 6]
    assert values("mask-patterns", texts, "full-decoder")["pairs"].tolist() == [9, 4, 6]
    assert values("mask-patterns", texts, "causal-cross")["pairs"].tolist() == [9, 3, 3]


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("causal-mask", {"scores": [[1]]}, "scores needs 4 rows of 4 numbers"),
        ("padding-mask", {"scores": [[1]]}, "scores needs 2 rows of 4 numbers"),
        ("padding-mask", {"sentences": []}, "sentences is []"),
        ("mask-patterns", {"pattern": "bert"}, "pattern is 'bert': input should be 'encoder-only'"),
    ],
)
def test_what_does_not_fit_is_refused(name: str, given: dict[str, object], message: str) -> None:
    assert message in refusal(name, given)
