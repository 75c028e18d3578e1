"""Every system against what PyTorch computed once, where PyTorch need not be."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.reference import label_cases, recurrent_cases, transformer_cases

Named = dict[str, Any]

GOLDEN = Path(__file__).parent / "golden"
FAMILIES = {
    "labels": label_cases,
    "recurrent": recurrent_cases,
    "transformer": transformer_cases,
}


def cases(family: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((GOLDEN / f"{family}.json").read_text("utf-8"))
    return found


def every_case() -> Iterator[Any]:
    for family in FAMILIES:
        for case in cases(family):
            yield pytest.param(family, case, id=f"{family}-{case['system']}")


def arrays(plain: dict[str, Any]) -> Named:
    return {name: np.array(value) for name, value in plain.items()}


@pytest.mark.parametrize(("family", "case"), every_case())
def test_the_golden_values_of_pytorch(family: str, case: dict[str, Any]) -> None:
    made, system = FAMILIES[family], case["system"]
    made.assert_same(system, made.SYSTEMS[system](arrays(case["given"])), arrays(case["expected"]))


@pytest.mark.parametrize("family", FAMILIES)
def test_every_system_has_golden_values(family: str) -> None:
    assert {case["system"] for case in cases(family)} == set(FAMILIES[family].SYSTEMS)
