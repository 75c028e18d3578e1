"""What every scheduler keeps, whatever the history."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.scheduling import Grade, Memory, fold, scheduler_named
from tests.scheduling.histories import moments

LINES = (
    "sm2",
    "sm2 fuzz=yes",
    "fsrs",
    "fsrs fuzz=no desired_retention=0.8",
    "fsrs learning_steps=none relearning_steps=none",
    "fsrs learning_steps=10m,2h,9h relearning_steps=1m,1h",
    "leitner",
    "leitner boxes=1,1,30",
)
HISTORIES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 400)), max_size=20)
every_scheduler = pytest.mark.parametrize("line", LINES)


def next_memories(line: str, history: list[tuple[int, int]], days: int) -> list[Memory]:
    """Return what each button makes of a card with this history, ``days`` after its last review."""
    reviews = moments([*history, (0, days)])
    before = fold(scheduler_named(line), reviews[:-1], "a card")
    at = reviews[-1][1]
    return [scheduler_named(line).review(before, grade, at, "a card") for grade in Grade]


@every_scheduler
@given(history=HISTORIES, days=st.integers(0, 400))
def test_a_better_grade_never_brings_the_card_back_sooner(
    line: str, history: list[tuple[int, int]], days: int
) -> None:
    after = next_memories(line, history, days)
    assert [m.due for m in after] == sorted(m.due for m in after)
    assert [m.interval_days for m in after] == sorted(m.interval_days for m in after)


@every_scheduler
@given(history=HISTORIES, days=st.integers(0, 400))
def test_every_card_comes_again_on_a_later_day(
    line: str, history: list[tuple[int, int]], days: int
) -> None:
    today = moments([*history, (0, days)])[-1][1].day
    for memory in next_memories(line, history, days):
        assert memory.due > today
        assert memory.interval_days >= 1
        assert memory.scheduler == line.split()[0]


@every_scheduler
@given(history=HISTORIES)
def test_adding_reviews_one_by_one_is_the_fold_of_all(
    line: str, history: list[tuple[int, int]]
) -> None:
    reviews = moments(history)
    memory: Memory | None = None
    for end, (quality, at) in enumerate(reviews, 1):
        memory = scheduler_named(line).review(memory, quality, at, "a card")
        assert memory == fold(scheduler_named(line), reviews[:end], "a card")
        assert memory.introduced == reviews[0][1].day  # a grade writes it once and never again


@every_scheduler
@pytest.mark.parametrize("quality", [-1, 6])
def test_an_impossible_quality_is_refused(line: str, quality: int) -> None:
    (_, at) = moments([(0, 0)])[0]
    with pytest.raises(ValueError, match="0 to 5"):
        scheduler_named(line).review(None, quality, at)
