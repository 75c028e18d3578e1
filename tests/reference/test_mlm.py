"""Masked language modelling by hand, by its laws, and by counting many tokens."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.reference.mlm import mask_tokens, masked_loss

MASK = 3
CLASSES = 1000


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@given(st.integers(1, 200), st.integers(0, 10**6))
def test_fifteen_percent_of_each_sequence_are_selected_and_the_rest_is_left(
    time: int, seed: int
) -> None:
    tokens = rng(seed).integers(10, CLASSES, (2, 3, time))
    found = mask_tokens(tokens, MASK, CLASSES, rng(seed))
    assert (found.selected.sum(-1) == max(1, round(0.15 * time))).all()
    assert (found.inputs == tokens)[~found.selected].all()


def test_a_thousand_tokens_give_one_hundred_and_fifty() -> None:
    assert mask_tokens(np.zeros(1000, int), MASK, CLASSES, rng()).selected.sum() == 150


def test_the_selected_are_split_eighty_ten_ten() -> None:
    tokens = rng(1).integers(10, CLASSES, (200, 1000))
    found = mask_tokens(tokens, MASK, CLASSES, rng(2))
    read, original = found.inputs[found.selected], tokens[found.selected]
    assert len(read) == 30_000
    masked, kept = (read == MASK).mean(), (read == original).mean()
    # a random token is the mask or the original itself once in a thousand; 5 standard deviations
    assert masked == pytest.approx(0.8 + 0.1 / CLASSES, abs=5 * math.sqrt(0.16 / 30_000))
    assert kept == pytest.approx(0.1 + 0.1 / CLASSES, abs=5 * math.sqrt(0.09 / 30_000))
    replaced = read[(read != MASK) & (read != original)]
    assert len(np.unique(replaced)) > 900
    assert 0 <= replaced.min() < 10 < replaced.max() < CLASSES


def test_every_position_is_selected_equally_often() -> None:
    selected = mask_tokens(np.zeros((20_000, 20), int), MASK, CLASSES, rng(3)).selected
    deviation = math.sqrt(0.15 * 0.85 / 20_000)
    np.testing.assert_allclose(selected.mean(0), 0.15, atol=5 * deviation)


def test_padding_is_neither_selected_nor_counted() -> None:
    eligible = np.arange(40) < np.array([[40], [20], [1], [0]])
    found = mask_tokens(np.full((4, 40), 7), MASK, CLASSES, rng(4), eligible)
    assert found.selected.sum(-1).tolist() == [6, 3, 1, 0]
    assert not found.selected[~eligible].any()


def test_the_same_seed_hides_the_same_tokens() -> None:
    tokens = rng(5).integers(CLASSES, size=50)
    one, other = (mask_tokens(tokens, MASK, CLASSES, rng(6)) for _ in range(2))
    assert one.inputs.tolist() == other.inputs.tolist()
    assert one.inputs.tolist() != mask_tokens(tokens, MASK, CLASSES, rng(7)).inputs.tolist()


def test_the_loss_by_hand() -> None:
    # P of the tokens: 3/4 and 1/5 where selected
    logits = np.log([[1.0, 3.0], [7.0, 9.0], [1.0, 4.0]])
    found = masked_loss(logits, [1, 0, 0], [True, False, True])
    parts = [-math.log(3 / 4), 0, -math.log(1 / 5)]
    np.testing.assert_allclose(found.position_losses, parts, rtol=1e-14)
    assert found.loss == pytest.approx(sum(parts) / 2, rel=1e-14)
    expected = np.array([[1 / 4, -1 / 4], [0, 0], [-4 / 5, 4 / 5]]) / 2
    np.testing.assert_allclose(found.gradient, expected, rtol=1e-14)


@given(st.integers(0, 10**6))
def test_only_selected_positions_count(seed: int) -> None:
    draw = rng(seed)
    logits, tokens = draw.standard_normal((2, 5, 4)), draw.integers(4, size=(2, 5))
    selected = draw.random((2, 5)) < 0.5
    selected[0, 0] = True
    before = masked_loss(logits, tokens, selected)
    logits[~selected], tokens[~selected] = 9.0, 0
    after = masked_loss(logits, tokens, selected)
    assert before.loss == after.loss
    assert before.gradient.tolist() == after.gradient.tolist()
    assert not after.gradient[~selected].any()


@given(st.integers(0, 10**6))
def test_the_gradient_is_the_slope_of_the_loss(seed: int) -> None:
    draw = rng(seed)
    logits, tokens = draw.standard_normal((3, 4)), draw.integers(4, size=3)
    selected = np.array([True, False, True])
    slopes = np.empty_like(logits)
    for at in np.ndindex(logits.shape):
        step = np.zeros_like(logits)
        step[at] = 1e-5
        up, down = (masked_loss(logits + s * step, tokens, selected).loss for s in (1, -1))
        slopes[at] = (up - down) / 2e-5
    gradient = masked_loss(logits, tokens, selected).gradient
    np.testing.assert_allclose(gradient, slopes, rtol=0, atol=1e-9)


def test_logits_of_ten_thousand_stay_finite() -> None:
    found = masked_loss([[1e4, -1e4], [-1e4, -1e4]], [1, 0], [True, True])
    np.testing.assert_allclose(found.position_losses, [2e4, math.log(2)], rtol=1e-12)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"tokens": [1, 5]}, r"tokens: 1 to 5 in shape \(2,\); expected 0 to 4"),
        ({"tokens": []}, r"tokens: shape \(0,\); expected \(batch..., time\)"),
        ({"tokens": [0.5, 1]}, r"tokens: float64 in shape \(2,\); expected integers"),
        ({"mask_token": 5}, r"mask_token: 5 to 5 in shape \(\); expected 0 to 4"),
        ({"eligible": [True]}, r"eligible: shape \(1,\); expected .*time = 2"),
    ],
)
def test_what_cannot_be_masked_is_named(changed: dict[str, Any], says: str) -> None:
    arguments: dict[str, Any] = {
        "tokens": [1, 2],
        "mask_token": 3,
        "classes": 5,
        "rng": rng(),
    } | changed
    with pytest.raises(ValueError, match=says):
        mask_tokens(**arguments)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"logits": np.zeros(3)}, r"logits: shape \(3,\); expected \(batch..., time, classes\)"),
        ({"logits": np.full((2, 3), np.nan)}, r"logits: NaN in shape \(2, 3\)"),
        ({"tokens": [1, 3]}, r"tokens: 1 to 3 in shape \(2,\); expected 0 to 2"),
        ({"tokens": [1]}, r"tokens: shape \(1,\); expected .*time = 2"),
        ({"selected": [2, 0]}, r"selected: 0 to 2 in shape \(2,\); expected 0 to 1"),
        ({"selected": [False, False]}, r"selected: no position in shape \(2,\)"),
    ],
)
def test_what_has_no_loss_is_named(changed: dict[str, Any], says: str) -> None:
    arguments: dict[str, Any] = {
        "logits": np.zeros((2, 3)),
        "tokens": [0, 1],
        "selected": [True, False],
    } | changed
    with pytest.raises(ValueError, match=says):
        masked_loss(**arguments)
