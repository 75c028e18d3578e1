"""The forecast starts from the learner's own cards and log."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from flashdeck.config import Settings
from flashdeck.errors import FlashdeckError, NotFoundError
from flashdeck.scheduling import Grade
from flashdeck.study import forecast as forecasts
from flashdeck.study.forecast import LINES, Forecast, forecast

if TYPE_CHECKING:
    from tests.conftest import Desk


def note(first: int, last: int) -> str:
    return "".join(f"## What is number {n}?\nIt.\n\n" for n in range(first, last))


def told(
    desk: "Desk", *lines: str, deck: str | None = None, days: int = 30, new: int = 0
) -> list[Forecast]:
    settings = Settings(new_per_day=new)
    return forecast(desk.store, desk.clock, settings, deck, lines or LINES, days)


def test_what_is_due_and_when_is_taken_from_the_store(desk: "Desk") -> None:
    desk.write("a.md", note(0, 5))
    desk.write("b.md", note(5, 7))
    desk.bring_in()
    desk.ask_everything(Grade.GOOD)
    # five and two cards, known once: SM-2 has them due tomorrow
    assert told(desk, "sm2")[0].reviews[:2] == [0, 7]
    assert told(desk, "sm2", deck="b")[0].reviews[:2] == [0, 2]
    desk.later(days=40)
    assert told(desk, "sm2")[0].reviews[0] == 7


def test_cards_put_away_are_left_out_and_new_ones_come_by_the_setting(desk: "Desk") -> None:
    desk.write("a.md", note(0, 5))
    desk.bring_in()
    session = desk.session()
    session.grade(Grade.GOOD)
    session.suspend()
    assert told(desk, "sm2")[0].reviews[:2] == [0, 1]
    # one new card was asked today, so that of two a day one is left
    assert told(desk, "sm2", new=2)[0].reviews[0] == 1


def test_new_cards_come_as_the_limits_of_their_decks_let_them_in(desk: "Desk") -> None:
    desk.write("a.md", "---\nnew_per_day: 1\n---\n" + note(0, 3))
    desk.write("b.md", note(3, 12))
    desk.bring_in()
    days = told(desk, "leitner boxes=90", days=6, new=4)[0].days
    # one of a's three and three of b's nine on each of three days
    assert [day.new for day in days] == [4, 4, 4, 0, 0, 0]
    desk.write("b.md", "---\nnew_per_day: 2\n---\n" + note(3, 12))
    desk.bring_in()
    days = told(desk, "leitner boxes=90", days=6, new=4)[0].days
    assert [day.new for day in days] == [3, 3, 3, 2, 1, 0]


def test_a_large_collection_is_sampled_and_scaled_up(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("a.md", note(0, 120))
    desk.bring_in()
    desk.settings = Settings(new_per_day=120)
    session = desk.session(new_per_day=120)
    while session.card:
        session.grade(Grade.GOOD)
    (whole,) = told(desk, "sm2")
    monkeypatch.setattr(forecasts, "MOST_CARDS", 60)
    (sampled,) = told(desk, "sm2")
    assert sampled.scale == 2
    assert sampled.reviews[1] == whole.reviews[1] == 120
    assert sum(sampled.reviews) == pytest.approx(sum(whole.reviews), rel=0.2)
    assert sampled.known == pytest.approx(whole.known, rel=0.1)


def test_minutes_are_those_that_answers_have_taken(desk: "Desk") -> None:
    desk.write("a.md", note(0, 2))
    desk.bring_in()
    assert told(desk, "sm2", new=2)[0].minutes_a_day is None
    session = desk.session()
    session.grade(Grade.GOOD, timedelta(seconds=20))
    session.grade(Grade.GOOD, timedelta(seconds=40))
    (one,) = told(desk, "sm2")
    assert one.minutes_a_day == pytest.approx(one.answers_a_day * 30 / 60)


def test_a_deck_fitted_to_its_log_gives_the_true_memory(desk: "Desk") -> None:
    # with the initial stabilities of a learner who forgets at once, far fewer cards are kept
    weak = "0.01,0.01,0.01,0.01,6.4,0.8,3.0,0.001,0.1,0.2,0.1,1.5,0.06,0.26,1.6,0.6,1.9,0.5,0.1,0.1"
    line = f"scheduler: fsrs parameters={weak},0.15"
    desk.write("a.md", note(0, 20))
    desk.bring_in()
    (usual,) = told(desk, "leitner", new=20)
    desk.later(seconds=9)
    desk.write("a.md", f"---\n{line}\n---\n{note(0, 20)}")
    desk.bring_in()
    (forgetful,) = told(desk, "leitner", new=20)
    assert usual.retention is not None
    assert forgetful.retention is not None
    assert forgetful.retention < usual.retention - 0.1


def test_wrong_names_are_told(desk: "Desk") -> None:
    with pytest.raises(NotFoundError):
        told(desk, deck="nowhere")
    with pytest.raises(FlashdeckError, match="no option"):
        told(desk, "sm2 x=1")


def test_without_cards_there_is_nothing_to_do(desk: "Desk") -> None:
    for one in told(desk):
        assert (one.reviews, one.retention, one.known) == ([0] * 30, None, 0)
