"""The demos of attention in blocks, in a window and with a memory: by hand and by brute force."""

from math import exp

import pytest
from numpy.testing import assert_allclose

from flashdeck.reference.attention import scaled_dot_product_attention
from tests.demos.values import refusal, values

BLOCKS = {"tokens": "a b c d", "block": 2, "scores": [0, 1, 2, 0], "values": [[4], [2], [1], [0]]}


def test_two_blocks_as_worked_by_hand() -> None:
    found = values("blockwise-attention", BLOCKS)
    e = exp(-1)
    assert_allclose(found["maximum"], [1, 2])
    assert_allclose(found["decay"], [0, e])
    first = e + 1
    assert_allclose(found["normaliser"], [first, e * first + 1 + e**2], rtol=1e-12)
    assert_allclose(found["numerator"][:, 0], [4 * e + 2, e * (4 * e + 2) + 1], rtol=1e-12)
    total = 1 + exp(1) + exp(2) + 1
    direct = (4 + 2 * exp(1) + exp(2)) / total
    assert_allclose(found["output"], [direct], rtol=1e-12)
    assert_allclose(found["at_once"], [direct], rtol=1e-12)


@pytest.mark.parametrize("block", range(1, 8))
def test_any_size_of_block_gives_the_softmax(block: int) -> None:
    found = values("blockwise-attention", {"block": block, "seed": 3})
    assert_allclose(found["output"], found["at_once"], rtol=1e-12)
    assert_allclose(found["numerator"][-1] / found["normaliser"][-1], found["output"], rtol=1e-12)
    assert len(found["maximum"]) == -(-6 // block)


def test_the_blockwise_mistakes_make_the_numbers_that_they_say() -> None:
    e = exp(-1)
    found = values("blockwise-attention", BLOCKS, "not-rescaled")
    assert_allclose(found["normaliser"], [e + 1, (e + 1) + 1 + e**2], rtol=1e-12)
    averaged = values("blockwise-attention", BLOCKS, "blocks-averaged")["output"]
    one, other = (4 + 2 * exp(1)) / (1 + exp(1)), exp(2) / (exp(2) + 1)
    assert_allclose(averaged, [(one + other) / 2], rtol=1e-12)


def test_scores_that_would_overflow_do_not() -> None:
    given = BLOCKS | {"scores": [1e6, -1e6, 1e6, 0]}
    assert_allclose(values("blockwise-attention", given)["output"], [2.5])


def test_a_window_as_counted_by_hand() -> None:
    found = values("windowed-attention", {"tokens": "a b c d", "before": 1, "after": 0})
    assert found["mask"].tolist() == [[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]]
    assert found["pairs"].tolist() == [7, 16]
    assert found["field"].tolist() == [2, 3, 4, 5]


@pytest.mark.parametrize(("before", "after"), [(0, 0), (2, 1), (0, 3), (11, 11)])
def test_the_reach_of_layers_is_what_powers_of_the_mask_reach(before: int, after: int) -> None:
    given = {"tokens": "a b c d e f g h i j k l", "before": before, "after": after, "layers": 2}
    found = values("windowed-attention", given)
    reached = (found["mask"] @ found["mask"] > 0).sum(axis=1).max()
    assert reached == min(12, found["field"][1])
    assert found["mask"].sum() == found["pairs"][0]


def test_the_window_gives_what_the_masked_weights_give() -> None:
    given = {"before": 2, "after": 1, "tokens": "a b c d e f", "seed": 2}
    found = values("windowed-attention", given)
    x = values("self-attention", {"tokens": "a b c d e f", "seed": 2})["embeddings"]
    assert_allclose(found["weights"] @ x, found["output"], rtol=1e-12)
    assert (found["weights"][found["mask"] == 0] == 0).all()


def test_the_mistakes_about_windows_make_the_numbers_that_they_say() -> None:
    given = {"tokens": "a b c d", "layers": 3}
    assert values("windowed-attention", given, "ends-forgotten")["pairs"].tolist() == [12, 16]
    assert values("windowed-attention", given, "never-further")["field"].tolist() == [3, 3, 3]
    assert values("windowed-attention", given, "windows-multiplied")["field"].tolist() == [3, 9, 27]


LINEAR = {
    "tokens": "a b",
    "d_k": 1,
    "queries": [[0], [1]],
    "keys": [[1], [2]],
    "values": [[3], [8]],
}


def test_linear_attention_as_worked_by_hand() -> None:
    found = values("linear-attention", LINEAR)
    assert found["mapped_keys"].tolist() == [[2], [3]]
    assert found["memory"].tolist() == [[[6]], [[30]]]
    assert found["normaliser"].tolist() == [[2], [5]]
    assert_allclose(found["output"], [[3], [6]])


def test_the_mistakes_about_linear_attention_make_the_numbers_that_they_say() -> None:
    assert values("linear-attention", LINEAR, "not-normalised")["output"].tolist() == [[6], [60]]
    future = values("linear-attention", LINEAR, "future-remembered")["output"]
    assert_allclose(future, [[6], [6]])
    kept = values("linear-attention", LINEAR, "softmax")["output"]
    p = exp(1) / (exp(1) + exp(2))
    assert_allclose(kept, [[3.0], [3 * p + 8 * (1 - p)]], rtol=1e-12)


def test_negative_entries_are_mapped_by_the_exponential() -> None:
    found = values("linear-attention", LINEAR | {"keys": [[-1], [0]]})
    assert_allclose(found["mapped_keys"], [[exp(-1)], [1.0]], rtol=1e-12)


def test_a_window_of_the_whole_text_is_ordinary_attention() -> None:
    given = {"before": 11, "after": 11, "d_model": 3, "tokens": "a b c"}
    found = values("windowed-attention", given)
    x = values("self-attention", {"tokens": "a b c", "d_model": 3, "seed": 2})["embeddings"]
    assert_allclose(found["output"], scaled_dot_product_attention(x, x, x).output, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("blockwise-attention", {"scores": [1]}, "scores needs 6 numbers"),
        ("blockwise-attention", {"values": [[1]]}, "values needs 6 rows of 1 number"),
        ("blockwise-attention", {"block": 0}, "block is 0"),
        ("linear-attention", {"keys": [[1, 2]]}, "keys needs 3 rows of 2 numbers"),
        ("windowed-attention", {"before": 12}, "before is 12"),
    ],
)
def test_what_does_not_fit_is_refused(name: str, given: dict[str, object], message: str) -> None:
    assert message in refusal(name, given)
