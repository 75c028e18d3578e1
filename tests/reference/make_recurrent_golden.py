"""Write what PyTorch computes for a few small cases to golden/recurrent.json.

Run it from the root of the project where PyTorch is installed:
`python -m tests.reference.make_recurrent_golden`.
"""

from collections.abc import Iterator

from tests.reference.golden_values import Case, write_golden
from tests.reference.recurrent_cases import Sizes, drawn
from tests.reference.recurrent_in_torch import SYSTEMS, torch

CASES = (Sizes(4, 2, 3, 2), Sizes(1, 1, 1, 1))


def cases() -> Iterator[Case]:
    """Yield every case with what PyTorch makes of it."""
    for system, compute in SYSTEMS.items():
        for seed, sizes in enumerate(CASES):
            given = drawn(system, sizes, seed)
            yield system, given, compute(given)


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_golden("recurrent", cases())
