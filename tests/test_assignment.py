"""The best assignment, against every assignment there is."""

from collections.abc import Iterator, Mapping

from hypothesis import given
from hypothesis import strategies as st

from flashdeck.assignment import ALONE, best_assignment

Costs = dict[int, dict[int, float]]
COSTS = st.dictionaries(
    st.integers(0, 5),
    st.dictionaries(st.integers(0, 5), st.integers(0, 100).map(lambda it: it / 100)),
    max_size=5,
)


def total(costs: Mapping[int, Mapping[int, float]], column_of: Mapping[int, int]) -> float:
    return sum(costs[row][column_of[row]] if row in column_of else ALONE for row in costs)


def every_assignment(costs: Costs) -> Iterator[dict[int, int]]:
    if not costs:
        yield {}
        return
    row, *_ = costs
    others = {other: columns for other, columns in costs.items() if other != row}
    for rest in every_assignment(others):
        yield rest
        yield from ({row: it, **rest} for it in costs[row] if it not in rest.values())


def test_the_nearest_is_not_taken_where_that_costs_more_elsewhere() -> None:
    assert best_assignment({0: {0: 0.1, 1: 0.2}, 1: {0: 0.1, 1: 0.9}}) == {0: 1, 1: 0}


def test_a_row_without_a_column_stays_alone() -> None:
    assert best_assignment({0: {0: 0.2}, 1: {0: 0.1}, 2: {}}) == {1: 0}


@given(COSTS)
def test_no_other_assignment_costs_less(costs: Costs) -> None:
    found = best_assignment(costs)
    assert len(set(found.values())) == len(found)
    assert all(column in costs[row] for row, column in found.items())
    least = min(total(costs, other) for other in every_assignment(costs))
    assert abs(total(costs, found) - least) < 1e-9
