"""The transformer's systems against what PyTorch computed once, where PyTorch need not be."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.reference.transformer_cases import SYSTEMS, Named, assert_same

CASES = json.loads((Path(__file__).parent / "golden" / "transformer.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["system"]))
def test_the_golden_values_of_pytorch(case: dict[str, Any]) -> None:
    given = _arrays(case["given"])
    assert_same(case["system"], SYSTEMS[case["system"]](given), _arrays(case["expected"]))


def test_every_system_has_golden_values() -> None:
    assert {case["system"] for case in CASES} == set(SYSTEMS)


def _arrays(plain: dict[str, Any]) -> Named:
    return {name: np.array(value) for name, value in plain.items()}
