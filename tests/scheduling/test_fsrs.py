"""FSRS against the figures that the package's own tests give (py-fsrs 6.3.2, tests/test_basic.py).

There each review happens when the card is due; a card on a step shorter than a day counts 0 days.
"""

from datetime import UTC, date, datetime, timedelta

import fsrs
import pytest
from fsrs.scheduler import FUZZ_RANGES
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.scheduling import Grade, Memory, Moment, fold, scheduler_named
from flashdeck.scheduling.fsrs import FSRS
from flashdeck.scheduling.spread import fuzzed, spread_range

START = date(2022, 11, 29)
EXACT = FSRS(fuzz=False)
A, H, G, E = Grade


def on(day: date, hour: int = 12) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), timedelta(0), day)


def history(scheduler: FSRS, *grades: Grade) -> list[int]:
    """Review as soon as the card is due and return the days of each interval, 0 for a step."""
    memory: Memory | None = None
    day = START
    days = []
    for grade in grades:
        memory = scheduler.review(memory, grade, on(day))
        days.append(0 if memory.repeat else memory.interval_days)
        day = day if memory.repeat else memory.due
    return days


def test_the_package_s_own_history_of_intervals() -> None:
    grades = (G, G, G, G, G, G, A, A, G, G, G, G, G)
    assert history(EXACT, *grades) == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


def test_the_package_s_own_stability_and_difficulty() -> None:
    days = (0, 0, 1, 3, 8, 21)
    dates = [START + timedelta(days=sum(days[: i + 1])) for i in range(len(days))]
    memory = fold(EXACT, zip((A, G, G, G, G, G), map(on, dates), strict=True))
    assert memory is not None
    assert memory.stability == pytest.approx(53.62691, abs=1e-4)
    assert memory.difficulty == pytest.approx(6.3574867, abs=1e-4)
    assert memory.ease_factor is None


def test_a_new_card_goes_through_its_learning_steps() -> None:
    again, hard, good, easy = (EXACT.review(None, grade, on(START)) for grade in Grade)
    assert [memory.step for memory in (again, hard, good, easy)] == [0, 0, 1, None]
    assert [memory.repeat for memory in (again, hard, good, easy)] == [True, True, True, False]
    # the initial stabilities are w[0] to w[3]; with retention 0.9 the interval is the stability
    assert [m.stability for m in (again, hard, good, easy)] == [0.212, 1.2931, 2.3065, 8.2956]
    assert easy.interval_days == 8
    # left open, a step makes the card due tomorrow
    assert good.due == START + timedelta(days=1)


def test_a_lapse_goes_through_the_relearning_step() -> None:
    known = fold(EXACT, [(E, on(START))])
    assert known is not None
    lapsed = EXACT.review(known, A, on(known.due))
    assert (lapsed.lapses, lapsed.repetitions, lapsed.step) == (1, 0, 0)
    assert lapsed.repeat
    back = EXACT.review(lapsed, G, on(known.due, 13))
    assert (back.lapses, back.repetitions, back.step, back.repeat) == (1, 1, None, False)


def test_without_steps_every_answer_is_a_matter_of_days() -> None:
    scheduler = scheduler_named("fsrs learning_steps=none relearning_steps=none fuzz=no")
    for grade in Grade:
        memory = scheduler.review(None, grade, on(START))
        assert (memory.repeat, memory.step) == (False, None)
        assert not scheduler.review(memory, A, on(memory.due)).repeat


def test_a_higher_desired_retention_asks_sooner() -> None:
    # I(r, S) = S / FACTOR (r^(1/DECAY) - 1) with DECAY = -0.1542, FACTOR = 0.9^(1/DECAY) - 1:
    # FACTOR = 0.98036; (0.8^-6.4851 - 1) = 3.2505, (0.95^-6.4851 - 1) = 0.39468
    # and S = 8.2956: 27.5 and 3.34 days
    assert history(FSRS(desired_retention=0.8, fuzz=False), E) == [28]
    assert history(FSRS(desired_retention=0.95, fuzz=False), E) == [3]


def test_the_longest_interval_holds() -> None:
    assert max(history(FSRS(longest_interval=100), E, E, E, E)) == 100


def test_only_study_days_count_not_hours() -> None:
    # 23:00 and 5:00 are six hours apart and two study days: a day has passed
    late = Moment(datetime(2022, 11, 29, 23, tzinfo=UTC), timedelta(0), START)
    early = Moment(datetime(2022, 11, 30, 5, tzinfo=UTC), timedelta(0), START + timedelta(days=1))
    noon = on(START + timedelta(days=1))
    assert fold(EXACT, [(E, late), (G, early)]) == fold(EXACT, [(E, on(START)), (G, noon)])


RATINGS = st.lists(st.tuples(st.sampled_from(Grade), st.integers(0, 60)), min_size=1, max_size=12)


@given(RATINGS)
def test_stability_and_difficulty_are_the_package_s_over_whole_days(
    reviews: list[tuple[Grade, int]],
) -> None:
    rule, card = fsrs.Scheduler(enable_fuzzing=False), fsrs.Card(card_id=1)
    memory: Memory | None = None
    day = START
    for grade, days in reviews:
        day += timedelta(days=days)
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        card, _ = rule.review_card(card, fsrs.Rating(list(Grade).index(grade) + 1), noon)
        memory = EXACT.review(memory, grade, on(day))
        assert (memory.stability, memory.difficulty, memory.step) == (
            card.stability,
            card.difficulty,
            card.step,
        )
        if card.state is fsrs.State.Review:
            assert memory.interval_days == (card.due - noon).days


@given(RATINGS, st.text("abc", max_size=3))
def test_fuzz_is_the_same_at_every_replay_and_within_its_range(
    reviews: list[tuple[Grade, int]], seed: str
) -> None:
    dates = [START + timedelta(days=sum(d for _, d in reviews[: i + 1])) for i in range(50)]
    log = [(grade, on(day)) for (grade, _), day in zip(reviews, dates, strict=False)]
    fuzzy = fold(FSRS(), log, seed)
    exact = fold(EXACT, log)
    assert fuzzy is not None
    assert exact is not None
    assert fuzzy == fold(FSRS(), log, seed)
    assert (fuzzy.stability, fuzzy.difficulty) == (exact.stability, exact.difficulty)
    least, most = spread_range(exact.interval_days, 36_500)
    assert least <= fuzzy.interval_days <= most


@given(st.integers(1, 40_000), st.integers(1, 36_500))
def test_the_ranges_are_those_of_the_package(days: int, longest: int) -> None:
    days = min(days, longest)
    delta = 1.0
    for part in FUZZ_RANGES:
        delta += part["factor"] * max(min(days, part["end"]) - part["start"], 0.0)
    most = min(round(days + delta), longest)
    ours = (min(max(2, round(days - delta)), most), most) if days >= 2.5 else (days, days)
    assert spread_range(days, longest) == ours


def test_fuzz_ranges() -> None:
    # 10 days: 1 + 0.15 (7 - 2.5) + 0.1 (10 - 7) = 1.975; 8.025 to 11.975
    assert spread_range(10, 36_500) == (8, 12)
    # 100 days: 1 + 0.675 + 0.1 x 13 + 0.05 x 80 = 6.975
    assert spread_range(100, 36_500) == (93, 107)
    assert spread_range(100, 103) == (93, 103)
    assert [spread_range(days, 36_500) for days in (1, 2, 3)] == [(1, 1), (2, 2), (2, 4)]
    assert {fuzzed(10, chance / 100, 36_500) for chance in range(100)} == {8, 9, 10, 11, 12}


def test_two_cards_answered_alike_are_fuzzed_apart() -> None:
    log = [(E, on(START)), (E, on(START + timedelta(days=8)))]
    intervals = {m.interval_days for n in range(40) if (m := fold(FSRS(), log, f"card {n}"))}
    assert len(intervals) > 3


@given(RATINGS)
def test_stability_and_difficulty_are_those_of_the_implementation_in_rust(
    reviews: list[tuple[Grade, int]],
) -> None:
    package = pytest.importorskip("fsrs_rs_python")
    reviews = [(reviews[0][0], 0), *((grade, max(1, days)) for grade, days in reviews[1:])]
    dates = [START + timedelta(days=sum(d for _, d in reviews[: i + 1])) for i in range(50)]
    log = [(grade, on(day)) for (grade, _), day in zip(reviews, dates, strict=False)]
    memory = fold(scheduler_named("fsrs learning_steps=none relearning_steps=none"), log)
    told = [package.FSRSReview(list(Grade).index(grade) + 1, days) for grade, days in reviews]
    state = package.FSRS(package.DEFAULT_PARAMETERS).memory_state(package.FSRSItem(told))
    assert memory is not None
    assert (memory.stability, memory.difficulty) == pytest.approx(
        (min(state.stability, 36_500), state.difficulty), rel=2e-3
    )
