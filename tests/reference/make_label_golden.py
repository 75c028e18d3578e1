"""Write what PyTorch computes for the cases of ``label_cases`` to golden/labels.json.

Run it from the root of the project where PyTorch is installed:
`python -m tests.reference.make_label_golden`.
"""

from collections.abc import Iterator

from tests.reference.golden_values import Case, write_golden
from tests.reference.label_cases import CASES
from tests.reference.labels_in_torch import SYSTEMS, torch


def cases() -> Iterator[Case]:
    """Yield every case with what PyTorch makes of it."""
    for system, given in CASES:
        yield system, given, SYSTEMS[system](given)


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_golden("labels", cases())
