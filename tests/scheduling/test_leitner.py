"""Leitner's box by hand: known goes one up, not known back to the first."""

from datetime import UTC, date, datetime, timedelta

from flashdeck.scheduling import Memory, Moment, scheduler_named
from flashdeck.scheduling.leitner import Leitner

START = date(2026, 3, 2)


def on(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), timedelta(0), day)


def history(*qualities: int, boxes: str = "1,2,4,8") -> list[tuple[int, int]]:
    """Review on each due day; return (box, interval)."""
    memory: Memory | None = None
    day = START
    seen = []
    for quality in qualities:
        memory = scheduler_named(f"leitner boxes={boxes}").review(memory, quality, on(day))
        seen.append((memory.repetitions, memory.interval_days))
        day = memory.due
    return seen


def test_what_is_known_climbs_to_the_last_box_and_stays_there() -> None:
    assert history(4, 3, 5, 4, 4) == [(0, 1), (1, 2), (2, 4), (3, 8), (3, 8)]


def test_what_is_not_known_falls_into_the_first_box() -> None:
    assert history(4, 4, 4, 1, 4) == [(0, 1), (1, 2), (2, 4), (0, 1), (1, 2)]


def test_the_first_box_is_asked_again_the_same_day_until_it_is_known() -> None:
    failed = Leitner().review(None, 1, on(START))
    assert (failed.repeat, failed.due, failed.lapses) == (True, START + timedelta(days=1), 0)
    assert Leitner().review(failed, 2, on(START)) == failed
    known = Leitner().review(failed, 4, on(START))
    assert (known.repeat, known.repetitions, known.due) == (False, 0, failed.due)


def test_only_a_card_that_had_left_the_first_box_lapses() -> None:
    climbed = Leitner().review(Leitner().review(None, 4, on(START)), 4, on(START))
    assert climbed.repetitions == 1
    assert Leitner().review(climbed, 1, on(climbed.due)).lapses == 1
