"""Write what PyTorch computes for a few small cases to golden/recurrent.json.

Run it from the root of the project where PyTorch is installed:
`python -m tests.reference.make_recurrent_golden`.
"""

import json
from pathlib import Path
from typing import Any

from tests.reference.recurrent_cases import Named, Sizes, drawn
from tests.reference.recurrent_in_torch import SYSTEMS, torch

GOLDEN = Path(__file__).parent / "golden" / "recurrent.json"
CASES = (Sizes(4, 2, 3, 2), Sizes(1, 1, 1, 1))


def main() -> None:
    """Write every case on a line of its own."""
    torch.set_num_threads(1)
    lines = []
    for system, compute in SYSTEMS.items():
        for seed, sizes in enumerate(CASES):
            given = drawn(system, sizes, seed)
            case = {"system": system, "given": _plain(given), "expected": _plain(compute(given))}
            lines.append(json.dumps(case))
    GOLDEN.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def _plain(arrays: Named) -> dict[str, Any]:
    return {name: array.tolist() for name, array in arrays.items()}


if __name__ == "__main__":
    main()
