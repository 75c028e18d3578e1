"""What PyTorch computed once, in files: a line for each case of a system."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Named = dict[str, NDArray[Any]]
Case = tuple[str, Named, Named]
"""A system, what it is given, and what comes of it."""

FOLDER = Path(__file__).parent / "golden"


def read_golden(family: str) -> list[Case]:
    """Return the cases of a family of systems."""
    cases = json.loads((FOLDER / f"{family}.json").read_text("utf-8"))
    return [(case["system"], _arrays(case["given"]), _arrays(case["expected"])) for case in cases]


def write_golden(family: str, cases: Iterable[Case]) -> None:
    """Write every case on a line of its own."""
    lines = [
        json.dumps({"system": system, "given": _plain(given), "expected": _plain(expected)})
        for system, given, expected in cases
    ]
    (FOLDER / f"{family}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def _plain(arrays: Named) -> dict[str, Any]:
    return {name: array.tolist() for name, array in arrays.items()}


def _arrays(plain: dict[str, Any]) -> Named:
    return {name: np.array(value) for name, value in plain.items()}
