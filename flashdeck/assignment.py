"""The best assignment of rows to columns, where most pairs are out of the question."""

from collections.abc import Mapping
from heapq import heappop, heappush
from math import inf

ALONE = 1.0
"""What it costs that a row stays without a column; the highest cost a pair may have."""


def best_assignment(costs: Mapping[int, Mapping[int, float]]) -> dict[int, int]:
    """Return the columns of rows so that the costs, with those of rows left alone, are least.

    ``costs`` gives for each row the cost, 0 to 1, of each column that it may have; columns count
    from 0. Shortest augmenting paths (Jonker and Volgenant 1987), which stay short here.
    """
    edges = {row: {**columns, -1 - row: ALONE} for row, columns in costs.items()}
    column_of: dict[int, int] = {}
    row_of: dict[int, int] = {}
    potential = dict.fromkeys((column for columns in edges.values() for column in columns), 0.0)
    for row in edges:
        _augment(row, edges, column_of, row_of, potential)
    return {row: column for row, column in column_of.items() if column >= 0}


def _augment(
    start: int,
    edges: Mapping[int, Mapping[int, float]],
    column_of: dict[int, int],
    row_of: dict[int, int],
    potential: dict[int, float],
) -> None:
    """Give ``start`` a column, exchanging those of other rows along the cheapest path."""
    distance: dict[int, float] = {}
    came_from: dict[int, int] = {}
    reached: set[int] = set()
    heap: list[tuple[float, int]] = []
    row, so_far, spent = start, 0.0, 0.0
    while True:
        for column, cost in edges[row].items():
            length = so_far + cost - potential[column] - spent
            if column not in reached and length < distance.get(column, inf):
                distance[column], came_from[column] = length, row
                heappush(heap, (length, column))
        so_far, column = heappop(heap)
        while column in reached:
            so_far, column = heappop(heap)
        reached.add(column)
        if column not in row_of:
            break
        row = row_of[column]
        spent = edges[row][column] - potential[column]
    for other in reached:
        potential[other] += distance[other] - so_far
    while True:
        row = came_from[column]
        row_of[column] = row
        column_of[row], column = column, column_of.get(row, column)
        if row == start:
            return
