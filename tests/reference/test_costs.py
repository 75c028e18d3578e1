"""The costs against layers in plain loops that count, and against searches through their graphs."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.reference.costs import (
    Cost,
    attention,
    blockwise_attention,
    convolutional,
    recurrent,
    windowed_attention,
)

SIZES = st.integers(1, 40)
WIDTHS = st.integers(2, 7)


def layers_to_reach(n: int, seen_by: Callable[[int, int], Iterable[int]]) -> int:
    """Return after how many layers position n - 1 depends on position 0.

    ``seen_by(layer, i)`` are the positions of the layer below that position i sees.
    """
    layer, depends = 0, {0}
    while layer == 0 or n - 1 not in depends:
        depends = {i for i in range(n) if depends.intersection(seen_by(layer, i))}
        layer += 1
    return layer


@given(SIZES, st.integers(1, 6))
def test_a_recurrent_layer_counted_in_loops(n: int, d: int) -> None:
    operations = steps = 0
    kept: list[int] = []
    for t in range(n):
        steps += 1
        for row in range(d):
            operations += sum(1 for _ in range(d))  # W_xh x_t
            operations += sum(1 for _ in range(d))  # W_hh h_{t-1}
            kept.append(row + t)
    assert recurrent(n, d) == Cost(operations, len(kept), steps, n)


@given(st.integers(1, 20), st.integers(1, 3), st.integers(1, 3))
def test_attention_counted_in_loops(n: int, d_head: int, heads: int) -> None:
    operations = weights = outputs = 0
    for _head in range(heads):
        for _query in range(n):
            for _key in range(n):
                operations += d_head  # one entry of Q K^T
                weights += 1
            for _column in range(d_head):
                operations += n  # one entry of A V
                outputs += 1
    expected = Cost(operations, weights + outputs, 1, 1)
    assert attention(n, d_head * heads, heads) == expected
    blockwise = blockwise_attention(n, d_head * heads, heads)
    assert blockwise == expected._replace(memory=2 * n * heads + outputs)


@given(SIZES, WIDTHS)
def test_the_path_through_windows_is_the_layers_that_reach_the_beginning(n: int, w: int) -> None:
    found = windowed_attention(n, 4, w)
    reach = layers_to_reach(n, lambda _, i: range(i - w + 1, i + 1))
    assert found == Cost(2 * n * w * 4, n * w + n * 4, 1, reach)
    assert convolutional(n, 4, w, dilated=False) == Cost(w * n * 16, n * 4, 1, reach)


@given(SIZES, WIDTHS)
def test_the_path_through_dilated_kernels_is_the_layers_that_reach_the_beginning(
    n: int, k: int
) -> None:
    reach = layers_to_reach(n, lambda layer, i: range(i, i - k**layer * k, -(k**layer)))
    assert convolutional(n, 3, k) == Cost(k * n * 9, n * 3, 1, reach)


def test_from_position_one_to_one_hundred() -> None:
    assert recurrent(100, 8).path_length == 1 + 99
    assert attention(100, 8).path_length == 1
    assert windowed_attention(100, 8, window=12).path_length == 9
    assert convolutional(100, 8, kernel=3).path_length == 5  # 3^5 = 243
    assert convolutional(81, 8, kernel=3).path_length == 4


def test_the_weights_of_512_and_2048_tokens() -> None:
    def weights(n: int) -> int:
        return attention(n, 64).memory - n * 64

    assert weights(512) == 262_144
    assert weights(2048) == 16 * weights(512) == 4_194_304


@pytest.mark.parametrize(
    ("layer", "by_n", "by_d"),
    [
        (recurrent, 2, 4),
        (attention, 4, 2),
        (lambda n, d: windowed_attention(n, d, 8), 2, 2),
        (lambda n, d: convolutional(n, d, 3), 2, 4),
    ],
)
def test_how_operations_grow_when_a_size_doubles(
    layer: Callable[[int, int], Cost], by_n: int, by_d: int
) -> None:
    once = layer(64, 32).operations
    assert layer(128, 32).operations == by_n * once
    assert layer(64, 64).operations == by_d * once


@given(SIZES, SIZES)
def test_attention_is_cheaper_than_recurrence_just_while_n_is_below_d(n: int, d: int) -> None:
    assert (attention(n, d).operations < recurrent(n, d).operations) == (n < d)


def test_what_is_refused() -> None:
    for layer in (recurrent, attention, blockwise_attention):
        with pytest.raises(ValueError, match="n: 0; expected at least 1"):
            layer(0, 1)
        with pytest.raises(ValueError, match="d: 0; expected at least 1"):
            layer(1, 0)
    with pytest.raises(ValueError, match="heads: 0; expected at least 1"):
        attention(1, 1, heads=0)
    with pytest.raises(ValueError, match="window: 1; expected at least 2"):
        windowed_attention(2, 1, window=1)
    with pytest.raises(ValueError, match="kernel: 1; expected at least 2"):
        convolutional(2, 1, kernel=1)
    with pytest.raises(ValueError, match="kernel: 0; expected at least 1"):
        convolutional(2, 1, kernel=0)
