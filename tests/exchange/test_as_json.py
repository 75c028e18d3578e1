"""The JSON export holds the learner's own time, the whole live history and nothing private."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from flashdeck.cards import Card, Kind
from flashdeck.exchange.as_json import card_json
from flashdeck.scheduling import Memory, Moment

CARD = Card("id1", "D/E", Kind.DEMO, "Q?", "A.", ("H",), ("t",), "/n.md", 7, suspended=True)
MEMORY = Memory("sm2", 2, 6, 2.36, 1, date(2026, 3, 9), False, date(2026, 3, 1))


def reviewed(offset: timedelta) -> Moment:
    return Moment(datetime(2026, 3, 2, 23, 30, tzinfo=UTC), offset, date(2026, 3, 2))


def test_a_card_becomes_plain_values() -> None:
    found = card_json(CARD, MEMORY, [("r1", 3, reviewed(timedelta(0)), 1500)])
    assert json.loads(json.dumps(found)) == found
    assert found == {
        "id": "id1",
        "deck": "D/E",
        "kind": "demo",
        "question": "Q?",
        "answer": "A.",
        "path": ["H"],
        "tags": ["t"],
        "source": {"path": "/n.md", "line": 7},
        "suspended": True,
        "flag": None,
        "retired": False,
        "memory": {
            "scheduler": "sm2",
            "repetitions": 2,
            "interval_days": 6,
            "ease_factor": 2.36,
            "lapses": 1,
            "due": "2026-03-09",
            "repeat": False,
            "introduced": "2026-03-01",
        },
        "reviews": [
            {
                "id": "r1",
                "reviewed_at": "2026-03-02T23:30:00+00:00",
                "day": "2026-03-02",
                "quality": 3,
                "duration_ms": 1500,
                "moved_days": 0,
            }
        ],
    }


@pytest.mark.parametrize(
    ("hours", "local"),
    [
        (1, "2026-03-03T00:30:00+01:00"),
        (-5, "2026-03-02T18:30:00-05:00"),
        (5.75, "2026-03-03T05:15:00+05:45"),
    ],
)
def test_a_review_is_told_in_the_time_of_where_it_was_made(hours: float, local: str) -> None:
    (review,) = card_json(CARD, None, [("r", 4, reviewed(timedelta(hours=hours)), None)])["reviews"]
    assert review["reviewed_at"] == local
    assert datetime.fromisoformat(local) == datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert review["duration_ms"] is None


def test_a_new_card_has_no_memory() -> None:
    found = card_json(CARD, None, [])
    assert (found["memory"], found["reviews"]) == (None, [])
