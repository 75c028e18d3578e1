"""Comparing and fitting on the log of a learner who forgets by known parameters."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from flashdeck.errors import FlashdeckError
from flashdeck.scheduling import Memory, moment, scheduler_named
from flashdeck.store.decks import deck_schedulers
from flashdeck.store.reviews import add_review
from flashdeck.study.comparing import compare
from flashdeck.study.optimizing import optimize
from flashdeck.study.rescheduling import reschedule

if TYPE_CHECKING:
    from tests.conftest import Desk

TRUTH = (
    "fsrs learning_steps=none relearning_steps=none fuzz=no parameters="
    "0.8,2.5,6.0,20.0,6.4133,0.8334,3.0194,0.001,2.6,0.1666,1.6,1.4835,0.0614,0.2629,1.6483,0.6014,"
    "1.8729,0.5425,0.0912,0.0658,0.1542"
)
"""A learner who remembers far longer than most."""

CARDS, REVIEWS = 120, 9


def learn(desk: "Desk") -> None:
    """Review every card on irregular days; it is known as often as TRUTH says."""
    desk.write("a.md", "".join(f"## What is {n}?\n{n}.\n\n" for n in range(CARDS)))
    desk.bring_in()
    random, truth = Random(3), scheduler_named(TRUTH)
    memories: dict[str, Memory] = {}
    plan = [
        (sum(random.choice((1, 2, 4, 9, 20)) for _ in range(round_)) + random.random(), card.id)
        for card in desk.cards()
        for round_ in range(REVIEWS)
    ]
    start = desk.time
    with desk.store.write() as connection:
        for days, card_id in sorted(plan):
            at = moment(start + timedelta(days=days))
            before = memories.get(card_id)
            known = before is None or random.random() < truth.recall(before, at.day)
            quality = random.choice((3, 4, 4, 5)) if known else 1
            memories[card_id] = truth.review(before, quality, at)
            add_review(connection, card_id, quality, at, None)
    desk.time = start + timedelta(days=400)


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Desk"]:
    from tests.conftest import Desk

    made = Desk(tmp_path_factory.mktemp("learned"))
    learn(made)
    yield made
    made.store.close()


def test_the_truth_foretells_best_and_is_calibrated(learned: "Desk") -> None:
    found = compare(learned.store, None, ["sm2", "fsrs", "leitner", TRUTH])
    by_line = {score.line: score for score in found.scores}
    best = min(found.scores, key=lambda score: score.log_loss)
    assert best.line == TRUTH
    assert best.log_loss < found.average.log_loss + 0.02
    assert best.rmse < by_line["fsrs"].rmse
    for group in best.reliability:
        assert abs(group.predicted - group.passed) < 0.25  # some 20 reviews each


def test_only_the_latest_fifth_is_scored(learned: "Desk") -> None:
    found = compare(learned.store)
    assert [score.line for score in found.scores] == ["sm2", "fsrs"]
    total = found.reviews + found.earlier
    assert total <= CARDS * (REVIEWS - 1)
    assert found.reviews == round(total * 0.2)
    assert sum(group.reviews for group in found.scores[0].reliability) == found.reviews


def test_too_few_reviews_are_refused(desk: "Desk") -> None:
    desk.write("a.md", "## What is a?\nA.\n")
    desk.bring_in()
    desk.ask_everything()
    desk.later(days=2)
    desk.ask_everything()
    with pytest.raises(FlashdeckError, match="there are only 1 reviews") as caught:
        compare(desk.store)
    assert "250" in caught.value.hint


def test_fitting_gains_on_reviews_it_has_not_seen(learned: "Desk") -> None:
    pytest.importorskip("fsrs_rs_python")
    found = optimize(learned.store)
    assert found.gained
    assert found.rmse_after < found.rmse_before
    assert found.before == "fsrs"
    scores = {score.line: score for score in compare(learned.store, None, ["fsrs"]).scores}
    assert found.log_loss_before == scores["fsrs"].log_loss
    assert scheduler_named(found.line).name == "fsrs"


def test_fitting_keeps_the_other_options_and_can_be_applied(learned: "Desk") -> None:
    pytest.importorskip("fsrs_rs_python")
    reschedule(learned.store, None, "fsrs desired_retention=0.85 fuzz=no")
    try:
        found = optimize(learned.store, "a")
        assert found.line.startswith("fsrs desired_retention=0.85 fuzz=no parameters=")
        reschedule(learned.store, "a", found.line)
        with learned.store.read() as connection:
            (deck,) = deck_schedulers(connection)
        assert deck.scheduler == found.line
        assert optimize(learned.store, "a").line == found.line
    finally:
        reschedule(learned.store, None, "sm2")


def test_without_the_package_it_is_named(learned: "Desk", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(FlashdeckError, match="not installed") as caught:
        optimize(learned.store)
    assert f'{sys.executable} -m pip install "flashdeck[optimize]"' in caught.value.hint
