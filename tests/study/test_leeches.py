"""A card forgotten again and again is told, tagged, and suspended if that is set."""

from typing import TYPE_CHECKING

import pytest

from flashdeck.config import Settings
from flashdeck.scheduling import Grade
from flashdeck.study.plan import Plan

if TYPE_CHECKING:
    from tests.conftest import Desk

SETTINGS = Settings(leech_lapses=2)
SUSPENDING = Settings(leech_lapses=2, leech_suspends=True)


@pytest.fixture
def one(desk: "Desk") -> "Desk":
    desk.write("a.md", "## What is a?\nA.\n")
    desk.bring_in()
    return desk


def forget(desk: "Desk", times: int, settings: Settings = SETTINGS) -> list[bool]:
    """Know the card, then forget it a day later, so many times; return when a leech was told."""
    told = []
    for _ in range(times):
        for grade in (Grade.GOOD, Grade.AGAIN):
            session = desk.session(settings=settings)
            session.grade(grade)
            told.append(session.leech)
            if session.card is not None:
                session.grade(Grade.GOOD)
            desk.later(days=1)
    return [leech for leech, asked in zip(told[1::2], told[::2], strict=True) if not asked]


def leeches(desk: "Desk") -> int:
    return desk.session(plan=Plan(cram=True, tag="leech")).waiting.total


def test_a_leech_is_told_at_its_lapses_and_at_each_half_more(one: "Desk") -> None:
    assert forget(one, 4, Settings(leech_lapses=2)) == [False, True, True, True]


def test_half_of_four_is_two(one: "Desk") -> None:
    told = forget(one, 8, Settings(leech_lapses=4))
    assert told == [False, False, False, True, False, True, False, True]


def test_a_leech_is_tagged_until_it_is_undone(one: "Desk") -> None:
    forget(one, 1)
    one.session(settings=SETTINGS).grade(Grade.GOOD)
    one.later(days=1)
    session = one.session(settings=SETTINGS)
    assert leeches(one) == 0
    session.grade(Grade.AGAIN)
    assert (session.leech, leeches(one)) == (True, 1)
    session.undo()
    assert (session.leech, leeches(one)) == (False, 0)
    session.redo()
    assert (session.leech, leeches(one)) == (True, 1)


def test_the_tag_outlasts_a_change_of_the_note_s_own_tags(one: "Desk") -> None:
    forget(one, 2)
    one.write("a.md", "---\ntags: [other]\n---\n## What is a?\nA.\n")
    one.bring_in()
    assert leeches(one) == 1
    assert one.session(plan=Plan(cram=True, tag="other")).waiting.total == 1


def test_a_leech_is_suspended_by_setting_and_comes_back_by_undo(one: "Desk") -> None:
    forget(one, 1, SUSPENDING)
    one.session(settings=SUSPENDING).grade(Grade.GOOD)
    one.later(days=1)
    session = one.session(settings=SUSPENDING)
    session.grade(Grade.AGAIN)
    assert session.leech
    assert session.card is None
    assert one.card("What is a?").suspended
    session.undo()
    assert not one.card("What is a?").suspended
    assert session.waiting.total == 1


def test_no_number_means_no_leeches(one: "Desk") -> None:
    assert forget(one, 3, Settings(leech_lapses=0)) == [False] * 3


def test_again_on_the_same_day_is_no_further_lapse(one: "Desk") -> None:
    forget(one, 1, Settings(leech_lapses=1))
    session = one.session(settings=Settings(leech_lapses=1))
    session.grade(Grade.GOOD)
    one.later(days=1)
    session = one.session(settings=Settings(leech_lapses=1))
    session.grade(Grade.AGAIN)
    assert session.leech
    session.grade(Grade.AGAIN)
    assert not session.leech
