"""The demos of positions: sines by hand, rotations as complex numbers, buckets as listed by T5."""

import cmath
import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from flashdeck.reference.positions import relative_bias
from tests.demos.values import refusal, values


def test_sinusoids_as_worked_by_hand() -> None:
    found = values("sinusoidal-positions", {"length": 2, "d_model": 4})
    assert_allclose(found["angles"], [[0.0, 0.0], [1.0, 0.01]])
    row = [0.8415, 0.5403, 0.0100, 0.99995]  # decks/attention.md
    assert_allclose(found["encoding"], [[0.0, 1.0, 0.0, 1.0], row], atol=5e-5)
    assert_allclose(found["wavelengths"], [2 * math.pi, 200 * math.pi])


def test_the_mistakes_about_sinusoids_make_the_numbers_that_they_say() -> None:
    given = {"length": 3, "d_model": 4, "base": 100}
    sines = values("sinusoidal-positions", given, "sines-only")["encoding"]
    assert_allclose(sines[2], np.sin([2, 2, 0.2, 0.2]))
    apart = values("sinusoidal-positions", given, "no-pairs")["encoding"]
    expected = [math.sin(1), math.cos(100**-0.25), math.sin(0.1), math.cos(100**-0.75)]
    assert_allclose(apart[1], expected)
    later = values("sinusoidal-positions", given, "from-one")
    assert_allclose(later["angles"], [[1.0, 0.1], [2.0, 0.2], [3.0, 0.3]])
    assert_allclose(later["encoding"][0], [math.sin(1), math.cos(1), math.sin(0.1), math.cos(0.1)])


@pytest.mark.parametrize(("d_model", "told"), [(6, False), (5, True)])
def test_an_odd_width_is_told_to_break_the_diagonals(d_model: int, told: bool) -> None:
    step = run_demo("sinusoidal-positions", {"d_model": d_model}).step("products")
    assert isinstance(step.value, np.ndarray)
    diagonals = [np.ptp(np.diagonal(step.value, offset)) for offset in range(8)]
    assert (float(max(diagonals)) > 1e-9) == told
    assert ("Not quite" in step.why) == told


ROTARY = {"query": [2, 0], "key": [0, 3], "query_position": 1, "key_position": 4}


def test_rotations_are_products_of_complex_numbers() -> None:
    found = values("rotary-positions", ROTARY)
    q, k = 2 * cmath.exp(1j), 3j * cmath.exp(4j)
    assert_allclose(found["turned_query"], [q.real, q.imag])
    assert_allclose(found["turned_key"], [k.real, k.imag])
    product = (q * k.conjugate()).real
    assert_allclose(found["product"], product)
    assert_allclose(found["shifted"], np.full(11, product))
    assert_allclose(found["by_distance"][3], product)  # r = n − m


def test_slower_pairs_turn_less() -> None:
    found = values("rotary-positions", {"query_position": 4, "key_position": 0})
    assert_allclose(found["angles"], [[4.0, 0.4], [0.0, 0.0]])


def test_the_mistakes_about_rotations_make_the_numbers_that_they_say() -> None:
    q, k = 2 * cmath.exp(1j), 3j
    left = values("rotary-positions", ROTARY, "key-not-turned")["product"]
    assert_allclose(left, (q * k.conjugate()).real)
    back = values("rotary-positions", ROTARY, "key-turned-back")["product"]
    assert_allclose(back, (q * (k * cmath.exp(-4j)).conjugate()).real)
    degrees = values("rotary-positions", ROTARY, "in-degrees")["turned_query"]
    assert_allclose(degrees, [2 * math.cos(math.pi / 180), 2 * math.sin(math.pi / 180)])


RELATIVE = {"tokens": "a b c", "table": [0, 1, 2, 3, 4, 5, 6, 7]}


def test_relative_positions_as_worked_by_hand() -> None:
    found = values("relative-positions", RELATIVE)
    assert found["offsets"].tolist() == [[0, 1, 2], [-1, 0, 1], [-2, -1, 0]]
    assert found["buckets"].tolist() == [[0, 5, 6], [1, 0, 5], [2, 1, 0]]
    assert found["bias"].tolist() == found["buckets"].tolist()
    total = math.exp(0) + math.exp(5) + math.exp(6)
    assert_allclose(found["weights"][0, 0], 1 / total)


@pytest.mark.parametrize("bidirectional", [True, False])
def test_the_bias_is_that_of_the_reference(bidirectional: bool) -> None:
    given = {"tokens": "a b c d e f g h i j k l", "bidirectional": bidirectional, "buckets": 6}
    found = values("relative-positions", given)
    expected = relative_bias(found["table"][:, None], 12, 12, 8, bidirectional=bidirectional)
    assert_allclose(found["bias"], expected[0])


def test_the_mistakes_about_offsets_make_the_numbers_that_they_say() -> None:
    right = values("relative-positions", RELATIVE)
    turned = values("relative-positions", RELATIVE, "sign-turned")
    assert turned["offsets"].tolist() == right["offsets"].T.tolist()
    assert turned["bias"].tolist() == right["bias"].T.tolist()
    each = values("relative-positions", RELATIVE | {"tokens": "a b c d e f"}, "bucket-each")
    assert each["buckets"][0].tolist() == [0, 5, 6, 7, 7, 7]
    assert each["buckets"][5].tolist() == [3, 3, 3, 2, 1, 0]


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("rotary-positions", {"query": [1]}, "query has 1 entries: pairs need an even number"),
        ("rotary-positions", {"key": [1, 2]}, "key needs 4 numbers, as many as query"),
        ("relative-positions", {"table": [1]}, "table needs 8 numbers"),
        ("relative-positions", {"buckets": 32}, "longest is 8: these buckets need more than 8"),
        ("sinusoidal-positions", {"base": 1}, "base is 1: "),
    ],
)
def test_what_does_not_fit_is_refused(name: str, given: dict[str, object], message: str) -> None:
    assert message in refusal(name, given)
