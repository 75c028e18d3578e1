"""Study days through daylight saving, travel and clocks that jump: one card, known each time.

Each row is a story: when the card is answered Good, on the learner's own clock, and on which study
days that counts and leaves the card due. SM-2's intervals are 1, 6 and 15 days.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from flashdeck.scheduling import Grade
from flashdeck.store.reviews import live_reviews

if TYPE_CHECKING:
    from tests.conftest import Desk

STORIES = {
    "a day ends at four, not at midnight": [
        ("2026-03-03T03:59:59+01:00", "2026-03-02", "2026-03-03"),
        ("2026-03-03T04:00:00+01:00", "2026-03-03", "2026-03-09"),
    ],
    "the night of 23 hours": [  # in Berlin the clock goes from 2:00 to 3:00 on 29 March
        ("2026-03-29T01:30:00+01:00", "2026-03-28", "2026-03-29"),
        ("2026-03-29T04:00:00+02:00", "2026-03-29", "2026-04-04"),
    ],
    "the night of 25 hours": [  # from 3:00 back to 2:00 on 25 October
        ("2026-10-24T23:00:00+02:00", "2026-10-24", "2026-10-25"),
        ("2026-10-25T04:00:00+01:00", "2026-10-25", "2026-10-31"),
    ],
    "east over the date line": [  # Los Angeles to Tokyo: an evening, then the day after next
        ("2026-03-02T20:00:00-08:00", "2026-03-02", "2026-03-03"),
        ("2026-03-04T07:00:00+09:00", "2026-03-04", "2026-03-10"),
    ],
    "west over the date line": [  # Auckland to Honolulu: the calendar day comes a second time
        ("2026-03-03T08:00:00+13:00", "2026-03-03", "2026-03-04"),
        ("2026-03-04T04:00:00-10:00", "2026-03-04", "2026-03-10"),
    ],
    "a zone of three quarters of an hour": [
        ("2026-03-03T03:59:00+05:45", "2026-03-02", "2026-03-03"),
        ("2026-03-03T04:01:00+05:45", "2026-03-03", "2026-03-09"),
    ],
    "the turn of a leap year": [
        ("2028-02-28T12:00:00+01:00", "2028-02-28", "2028-02-29"),
        ("2028-02-29T12:00:00+01:00", "2028-02-29", "2028-03-06"),
    ],
}


@pytest.mark.parametrize("story", STORIES)
def test_a_story(desk: "Desk", story: str) -> None:
    first = datetime.fromisoformat(STORIES[story][0][0])
    desk.time = first
    desk.write("a.md", "## What is a?\nA.\n")
    desk.bring_in()
    for when, day, due in STORIES[story]:
        desk.time = datetime.fromisoformat(when)
        session = desk.session()
        assert session.card is not None
        assert session.today == date.fromisoformat(day)
        assert session.grade(Grade.GOOD).due == date.fromisoformat(due)
        assert desk.session().card is None


def test_a_day_lived_twice_asks_nothing_twice(desk: "Desk") -> None:
    # reviewed on the 3rd in Auckland, then still the 2nd in Honolulu: due on the 4th in both
    desk.time = datetime.fromisoformat("2026-03-03T08:00:00+13:00")
    desk.write("a.md", "## What is a?\nA.\n")
    desk.bring_in()
    desk.session().grade(Grade.GOOD)
    desk.time = datetime.fromisoformat("2026-03-02T20:00:00-10:00")
    assert desk.session().card is None


def test_a_clock_that_jumps_back_keeps_the_order_of_the_log_and_the_due_day(desk: "Desk") -> None:
    desk.write("a.md", "## What is a?\nA.\n\n## What is b?\nB.\n")
    desk.bring_in()
    session = desk.session()
    session.grade(Grade.GOOD)
    desk.later(days=-30)
    session.grade(Grade.GOOD)
    with desk.store.read() as connection:
        rows = list(live_reviews(connection))
    assert [row.card_id for row in rows] == [desk.card(f"What is {x}?").id for x in "ab"]
    assert rows[0].id < rows[1].id
    assert rows[0].day > rows[1].day
    desk.later(days=31)
    assert desk.session().waiting.due == 2
