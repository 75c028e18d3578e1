"""Numbers put into formulas: signs, parentheses, and that the sum shown is the sum meant."""

import numpy as np

from flashdeck.demos import demo_named
from flashdeck.demos.filled import factor, product_sum, shown
from flashdeck.demos.run import run_demo


def test_signs_are_true_minus_signs_and_never_stand_before_a_zero() -> None:
    assert [shown(x) for x in (-0.5, -0.0, 2.0, float("-inf"))] == ["−0.5", "0", "2", "−∞"]
    assert [factor(x) for x in (-0.5, 0.5)] == ["(−0.5)", "0.5"]


def test_a_sum_of_products_can_be_read_back() -> None:
    text = product_sum([1, -2, 0.5], [3, 4, -1])
    assert text == "1·3 + (−2)·4 + 0.5·(−1)"


def test_the_filled_formulas_of_attention_hold() -> None:
    step = run_demo("attention", {}).step("products")
    left, sides, value = step.filled.split(" = ")
    arithmetic = sides.replace("·", "*").replace("−", "-")
    total = sum(_product(part) for part in arithmetic.split(" + "))
    assert left == "products[the, the]"
    assert abs(total - float(value.replace("−", "-"))) < 1e-3


def _product(text: str) -> float:
    left, right = text.split("*")
    return float(left.strip("()")) * float(right.strip("()"))


def test_fresh_parameters_of_attention_are_small_whole_numbers() -> None:
    demo = demo_named("attention")
    assert demo.fresh is not None
    params = demo.fresh(np.random.default_rng(1)).model_dump()
    assert all(value == int(value) for row in params["queries"] + params["keys"] for value in row)
    assert set(demo.asks) <= {step.name for step in demo.run(demo.fresh(np.random.default_rng(2)))}
