"""The simulated days: every card comes when it is due, and is remembered as often as FSRS says."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from flashdeck.scheduling import Grade, Moment, scheduler_named
from flashdeck.scheduling.simulate import Card, Day, Habits, Simulation, habits_of

TODAY = date(2026, 3, 2)
TRUTH = scheduler_named("fsrs learning_steps=none relearning_steps=none fuzz=no")


def run(
    line: str, cards: int, days: int, new_per_day: float, seed: int = 1
) -> tuple[list[Day], float]:
    simulation = Simulation(scheduler_named(line), TRUTH, Habits(), Random(seed))
    return simulation.run([Card(str(n)) for n in range(cards)], TODAY, [new_per_day] * days)


def test_without_cards_nothing_happens() -> None:
    assert run("sm2", 0, 3, 20) == ([Day(), Day(), Day()], 0)


def test_new_cards_come_a_few_a_day_until_there_are_none() -> None:
    days, _ = run("sm2", 7, 4, 3)
    assert [day.new for day in days] == [3, 3, 1, 0]
    days, _ = run("sm2", 3, 6, 0.5)
    assert [day.new for day in days] == [0, 1, 0, 1, 0, 1]


def test_a_box_of_one_day_brings_every_card_every_day() -> None:
    days, _ = run("leitner boxes=1", 5, 4, 5)
    assert [(day.new, day.reviews) for day in days] == [(5, 0), (0, 5), (0, 5), (0, 5)]
    assert all(day.answers >= day.new + day.reviews for day in days)


def test_cards_learned_before_come_on_their_due_day_and_overdue_ones_today() -> None:
    cards = []
    for ago in (9, 3):  # Leitner's first box is five days here: due four days ago, and in two
        day = TODAY - timedelta(days=ago)
        at = Moment(datetime(day.year, day.month, day.day, tzinfo=UTC), timedelta(0), day)
        box = scheduler_named("leitner boxes=5")
        cards.append(
            Card("x", box.review(None, Grade.GOOD, at), TRUTH.review(None, Grade.GOOD, at))
        )
    simulation = Simulation(scheduler_named("leitner boxes=5"), TRUTH, Habits(), Random(1))
    days, known = simulation.run(cards, TODAY, [0] * 4)
    assert [day.reviews for day in days] == [1, 0, 1, 0]
    assert 0 < known <= 2


def test_load_balancing_flattens_the_days() -> None:
    piled, _ = run("sm2", 100, 30, 100)
    spread, _ = run("sm2 balance=yes", 100, 30, 100)
    # All come on the next day; of those that are known then, all six days later or in 4 to 8.
    assert [day.reviews for day in spread[:2]] == [day.reviews for day in piled[:2]] == [0, 100]
    assert max(day.reviews for day in piled[2:]) > 60
    assert max(day.reviews for day in spread[2:]) < 40


@pytest.mark.parametrize("retention", [0.8, 0.9, 0.95])
def test_fsrs_meets_the_retention_that_is_desired(retention: float) -> None:
    # 300 cards over 200 days: the mean of thousands of reviews, rounded to whole days
    days, _ = run(f"fsrs desired_retention={retention}", 300, 200, 10)
    asked = sum(day.reviews for day in days)
    assert sum(day.recalled for day in days) / asked == pytest.approx(retention, abs=0.02)


def test_a_higher_retention_costs_more_reviews_and_keeps_more() -> None:
    told = [run(f"fsrs desired_retention={r}", 200, 120, 10) for r in (0.8, 0.9, 0.95)]
    work = [sum(day.reviews for day in days) for days, _ in told]
    known = [known for _, known in told]
    assert work == sorted(work)
    assert known == sorted(known)
    assert known[-1] <= 200


def test_the_same_seed_gives_the_same_days() -> None:
    assert run("fsrs", 50, 60, 5) == run("fsrs", 50, 60, 5)
    assert run("fsrs", 50, 60, 5) != run("fsrs", 50, 60, 5, seed=2)


def test_habits_are_counted_from_histories_over_the_default() -> None:
    habits = habits_of([[4, 5, 1, 3], [0, 2], []])
    assert list(habits.first) == [2 + 1, 1, 6 + 1, 1]
    assert list(habits.known) == [0, 1 + 1, 8, 1 + 1]
