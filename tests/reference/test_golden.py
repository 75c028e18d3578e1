"""Every system against what PyTorch computed once, where PyTorch need not be."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.reference import label_cases, recurrent_cases, transformer_cases
from tests.reference.golden_values import Case, read_golden

FAMILIES = {
    "labels": label_cases,
    "recurrent": recurrent_cases,
    "transformer": transformer_cases,
}


def every_case() -> Iterator[Any]:
    for family in FAMILIES:
        for case in read_golden(family):
            yield pytest.param(family, case, id=f"{family}-{case[0]}")


@pytest.mark.parametrize(("family", "case"), every_case())
def test_the_golden_values_of_pytorch(family: str, case: Case) -> None:
    ours, (system, given, expected) = FAMILIES[family], case
    ours.assert_same(system, ours.SYSTEMS[system](given), expected)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_system_has_golden_values(family: str) -> None:
    assert {system for system, _, _ in read_golden(family)} == set(FAMILIES[family].SYSTEMS)
