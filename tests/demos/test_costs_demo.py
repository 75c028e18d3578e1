"""The demo of costs: products worked by hand, and how they grow."""

import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from tests.demos.values import values

SMALL = {"n": 10, "d": 4, "heads": 2, "window": 3, "kernel": 2}
LAYERS = ("recurrent", "attention", "blockwise", "windowed", "convolution")


def test_the_costs_by_hand() -> None:
    found = values("costs", SMALL)
    assert found["operations"].tolist() == [2 * 160, 2 * 400, 2 * 400, 2 * 120, 2 * 160]
    assert found["memory"].tolist() == [40, 200 + 40, 40 + 40, 60 + 40, 40]
    assert found["sequential_steps"].tolist() == [10, 1, 1, 1, 1]
    assert found["path_length"].tolist() == [10, 1, 1, 5, 4]  # 9 / 2 and log2 10, rounded up
    trace = run_demo("costs", SMALL)
    assert trace.step("operations").axes[0].labels == LAYERS
    assert trace.step("operations").filled == "operations[attention] = 2·10²·4 = 800"
    assert trace.step("memory").filled == "memory[attention] = 2·10² + 10·4 = 240"
    assert trace.step("path_length").filled.endswith("9 / 2, rounded up = 5")


@pytest.mark.parametrize(
    ("mistake", "step", "layer", "cost"),
    [
        ("one-pass", "operations", "attention", 80),
        ("no-weights", "memory", "attention", 40),
        ("parallel-recurrence", "sequential_steps", "recurrent", 1),
        ("one-window", "path_length", "windowed", 1),
        ("undilated", "path_length", "convolution", 9),
    ],
)
def test_wrong_costs(mistake: str, step: str, layer: str, cost: float) -> None:
    right, wrong = values("costs", SMALL)[step], values("costs", SMALL, mistake)
    assert list(wrong) == [step]
    expected = [cost if name == layer else value for name, value in zip(LAYERS, right, strict=True)]
    assert wrong[step].tolist() == expected


def test_attention_alone_grows_with_the_square() -> None:
    found = values("costs", {})
    growth = found["operations_over_n"][:, 1:] / found["operations_over_n"][:, :-1]
    assert_allclose(growth, [[2.0] * 11, [4.0] * 11, [4.0] * 11, [2.0] * 11, [2.0] * 11])
    recurrent, attention = found["path_length_over_n"][:2]
    assert recurrent.tolist() == [2.0**i for i in range(1, 13)]
    assert attention.tolist() == [1.0] * 12


def test_attention_is_cheaper_than_recurrence_below_the_crossover() -> None:
    for n in (63, 64, 65):
        recurrent, attention = values("costs", {"n": n, "d": 64})["operations"][:2]
        assert (attention < recurrent) == (n < values("costs", {"d": 64})["crossover"])
