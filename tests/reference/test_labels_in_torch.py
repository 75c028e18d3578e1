"""The losses over labels against PyTorch, live, on small and large shapes."""

import numpy as np
import pytest

from tests.reference import label_cases, labels_in_torch
from tests.reference.label_cases import CASES, Named, assert_same, drawn_ctc, drawn_masked

LARGE = [
    ("masked_loss", drawn_masked(3, 4, 128, 1000)),
    *(
        (
            "ctc",
            drawn_ctc(
                seed,
                time,
                np.random.default_rng(seed).integers(1, classes, (batch, n_labels)).tolist(),
                [n_labels] * (batch - 1) + [n_labels // 2],
                classes=classes,
            ),
        )
        for seed, (time, batch, classes, n_labels) in enumerate(
            [(200, 16, 64, 40), (30, 5, 2, 9), (500, 2, 29, 120), (5000, 1, 4, 10)]
        )
    ),
]


@pytest.mark.parametrize(("system", "given"), CASES + LARGE)
def test_pytorch_computes_the_same(system: str, given: Named) -> None:
    ours = label_cases.SYSTEMS[system](given)
    assert_same(system, ours, labels_in_torch.SYSTEMS[system](given))
