"""`flashdeck compare` and `flashdeck optimize` in a store with enough reviews, and without."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from flashdeck.scheduling import moment
from flashdeck.store import open_store
from flashdeck.store.cards import all_cards
from flashdeck.store.reviews import add_review

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

CARDS, ROUNDS = 60, 7


@pytest.fixture
def learned(cli: "Cli") -> "Cli":
    """Give a command line whose cards were known four times of five, three days apart."""
    cli.write("a.md", "".join(f"## What is {n}?\n{n}.\n\n" for n in range(CARDS)))
    cli.fill()
    store = open_store(cli.store)
    with store.write() as connection:
        cards = [card.id for card in all_cards(connection)]
        for round_ in range(ROUNDS):
            at = moment(datetime.fromisoformat(cli.now) + timedelta(days=3 * round_))
            for number, card in enumerate(cards):
                add_review(connection, card, 1 if (number + round_) % 5 == 0 else 4, at, None)
    store.close()
    return cli


def test_the_comparison_shows_plots_scores_and_what_is_assumed(learned: "Cli") -> None:
    printed = learned.good("compare")
    for part in ("sm2: said (|), known (●)", "fsrs: said (|)", "log loss", "RMSE in bins"):
        assert part in printed
    assert "always the earlier average" in printed
    # 60 cards, six reviews each on a later day than the first; the latest fifth is 72, of which
    # 12 of the last round were not known, and two of the 12 cards at the end of the round before
    assert "The latest 72 of 360 reviews, 81% of them known." in printed
    assert "no probability of their own: 0.9^(t/I)" in printed


def test_json_has_the_scores(learned: "Cli") -> None:
    found = learned.json("compare", "a", "--scheduler", "leitner", "--json")
    assert (found["reviews"], found["earlier"], found["passed"]) == (72, 288, 58 / 72)
    (score,) = found["scores"]
    assert score["line"] == "leitner"
    assert sum(group["reviews"] for group in score["reliability"]) == 72


def test_fitting_is_told_and_applied_only_if_it_gains(learned: "Cli") -> None:
    pytest.importorskip("fsrs_rs_python")
    printed = learned.good("optimize")
    assert "as it is  fitted" in printed
    found = learned.json("optimize", "--json", "--apply")
    assert (
        found["applied"] == found["gained"] == (found["log_loss_after"] < found["log_loss_before"])
    )
    schedulers = {card["memory"]["scheduler"] for card in learned.json("export")["cards"]}
    assert schedulers == ({"fsrs"} if found["gained"] else {"sm2"})


def test_too_few_reviews_are_told(filled: "Cli") -> None:
    for command in ("compare", "optimize"):
        done = filled.run(command)
        assert done.returncode == 1
        assert "Error: " in done.stderr
        assert "Hint: " in done.stderr
