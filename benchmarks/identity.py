"""Histories that survive random edits of notes, counted through real imports into real stores."""

from collections import defaultdict
from collections.abc import Iterator
from random import Random

from benchmarks.measure import Kept, Row, workspace
from tests.identity.documents import make_vault
from tests.identity.histories import (
    RESTORES,
    SCENARIOS,
    Histories,
    Tally,
    least_share,
    run_scenario,
)

LIBRARIES = 24
ROUNDS = 3
SIZES = (30, 60, 100, 300)


def run() -> Iterator[Row]:
    """Let every scenario happen some times, one after another, to libraries of several sizes."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    names = [*SCENARIOS, RESTORES]
    for seed in range(LIBRARIES):
        random = Random(seed)
        with workspace() as folder:
            histories = Histories(folder, make_vault(random, SIZES[seed % len(SIZES)]))
            for name in random.sample(names * ROUNDS, len(names) * ROUNDS):
                tallies[name].add(run_scenario(histories, name))
            histories.close()
    for name in names:
        tally = tallies[name]
        wrong = tally.wrong + tally.lost_elsewhere
        yield Kept(name, tally.kept, tally.touched, wrong, least_share(name))
