"""Write what PyTorch computes for a few small cases to golden/transformer.json.

Run it from the root of the project where PyTorch is installed:
`python -m tests.reference.make_transformer_golden`.
"""

import json
from pathlib import Path
from typing import Any

from tests.reference.transformer_cases import Named, Sizes, drawn
from tests.reference.transformer_in_torch import SYSTEMS, torch

GOLDEN = Path(__file__).parent / "golden" / "transformer.json"
CASES = {
    "attention": (Sizes(2, 3, 4, 4, 2, 5), Sizes(1, 1, 1, 3, 1, 2), Sizes(1, 5, 1, 4, 2, 3)),
    "multi_head": (Sizes(2, 3, 4, 4, 2, 5), Sizes(1, 1, 1, 3, 1, 2)),
    "normalisation": (Sizes(2, 3, 1, 4, 1, 1), Sizes(1, 1, 1, 3, 1, 1)),
    "encoder pre": (Sizes(2, 3, 1, 4, 2, 5, 2), Sizes(1, 1, 1, 3, 1, 2)),
    "encoder post": (Sizes(2, 3, 1, 4, 2, 5, 2), Sizes(1, 1, 1, 3, 1, 2)),
    "decoder pre": (Sizes(2, 3, 4, 4, 2, 5), Sizes(1, 1, 1, 3, 1, 2)),
    "decoder post": (Sizes(2, 3, 4, 4, 2, 5), Sizes(1, 1, 1, 3, 1, 2)),
}


def main() -> None:
    """Write every case on a line of its own."""
    torch.set_num_threads(1)
    lines = []
    for system, sizes in CASES.items():
        for seed, each in enumerate(sizes):
            given = drawn(system, each, seed)
            case = {
                "system": system,
                "given": _plain(given),
                "expected": _plain(SYSTEMS[system](given)),
            }
            lines.append(json.dumps(case))
    GOLDEN.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def _plain(arrays: Named) -> dict[str, Any]:
    return {name: array.tolist() for name, array in arrays.items()}


if __name__ == "__main__":
    main()
