"""The transformer's systems against PyTorch, live, on random and on edge shapes."""

import pytest

from tests.reference.transformer_cases import SYSTEMS, Sizes, assert_same, drawn
from tests.reference.transformer_in_torch import SYSTEMS as THEIRS

SIZES = (
    Sizes(1, 1, 1, 3, 1, 1),
    Sizes(1, 1, 5, 4, 4, 3),
    Sizes(3, 5, 1, 6, 2, 8, 2),
    Sizes(2, 7, 4, 8, 2, 16, 3),
    Sizes(1, 33, 17, 32, 4, 64, 6),
)


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("system", SYSTEMS)
def test_pytorch_computes_the_same(system: str, sizes: Sizes) -> None:
    for seed in range(4):
        given = drawn(system, sizes, seed)
        assert_same(system, SYSTEMS[system](given), THEIRS[system](given))
