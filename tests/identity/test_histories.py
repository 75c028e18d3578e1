"""Cards keep their ids through everything that people do to notes; none gets another's."""

from pathlib import Path
from random import Random

import pytest

from tests.identity.documents import make_vault
from tests.identity.histories import (
    RESTORES,
    SCENARIOS,
    Histories,
    Tally,
    least_share,
    run_scenario,
)

ROUNDS = 5


def measured(folder: Path, name: str, seed: int) -> Tally:
    """Let one scenario happen some times to a vault of its own."""
    histories = Histories(folder, make_vault(Random(seed), 70))
    tally = Tally()
    try:
        for _ in range(ROUNDS):
            tally.add(run_scenario(histories, name))
        again = histories.import_once_more()
        assert set(again) <= {"unchanged"}
    finally:
        histories.close()
    return tally


@pytest.mark.parametrize("name", [*SCENARIOS, RESTORES])
def test_histories_are_kept_and_none_is_given_to_another_card(tmp_path: Path, name: str) -> None:
    tally = measured(tmp_path, name, seed=len(name))
    assert tally.wrong == 0, tally.examples
    assert tally.lost_elsewhere == 0, tally.examples
    lost = tally.touched - tally.kept
    assert lost <= max(1, (1 - least_share(name)) * tally.touched), tally.examples
