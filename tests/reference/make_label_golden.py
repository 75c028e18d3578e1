"""Write what PyTorch computes for the cases of ``label_cases`` to golden/labels.json.

Run it from the root of the project where PyTorch is installed:
`python -m tests.reference.make_label_golden`.
"""

import json
from pathlib import Path
from typing import Any

from tests.reference.label_cases import CASES, Named
from tests.reference.labels_in_torch import SYSTEMS, torch

GOLDEN = Path(__file__).parent / "golden" / "labels.json"


def main() -> None:
    """Write every case on a line of its own."""
    torch.set_num_threads(1)
    lines = [
        json.dumps(
            {"system": system, "given": _plain(given), "expected": _plain(SYSTEMS[system](given))}
        )
        for system, given in CASES
    ]
    GOLDEN.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def _plain(arrays: Named) -> dict[str, Any]:
    return {name: array.tolist() for name, array in arrays.items()}


if __name__ == "__main__":
    main()
