"""Write what PyTorch computes for a few small cases to golden/transformer.json.

Run it from the root of the project where PyTorch is installed:
`python -m tests.reference.make_transformer_golden`.
"""

from collections.abc import Iterator

from tests.reference.golden_values import Case, write_golden
from tests.reference.transformer_cases import Sizes, drawn
from tests.reference.transformer_in_torch import SYSTEMS, torch

CASES = {
    "attention": (Sizes(2, 3, 4, 4, 2, 5), Sizes(1, 1, 1, 3, 1, 2), Sizes(1, 5, 1, 4, 2, 3)),
    "multi_head": (Sizes(2, 3, 4, 4, 2, 5), Sizes(1, 1, 1, 3, 1, 2)),
    "normalisation": (Sizes(2, 3, 1, 4, 1, 1), Sizes(1, 1, 1, 3, 1, 1)),
    "encoder pre": (Sizes(2, 3, 1, 4, 2, 5, 2), Sizes(1, 1, 1, 3, 1, 2)),
    "encoder post": (Sizes(2, 3, 1, 4, 2, 5, 2), Sizes(1, 1, 1, 3, 1, 2)),
    "decoder pre": (Sizes(2, 3, 4, 4, 2, 5), Sizes(1, 1, 1, 3, 1, 2)),
    "decoder post": (Sizes(2, 3, 4, 4, 2, 5), Sizes(1, 1, 1, 3, 1, 2)),
}


def cases() -> Iterator[Case]:
    """Yield every case with what PyTorch makes of it."""
    for system, sizes in CASES.items():
        for seed, each in enumerate(sizes):
            given = drawn(system, each, seed)
            yield system, given, SYSTEMS[system](given)


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_golden("transformer", cases())
