"""The tree of decks, the counts of the day, and streaks."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from flashdeck.errors import NotFoundError
from flashdeck.scheduling import Grade, Memory
from flashdeck.store.rows import DeckCounts
from flashdeck.study.day_limits import Allowance
from flashdeck.study.overview import deck_tree, overview, statistics
from flashdeck.study.wording import counted, days_in_words, interval_in_words

if TYPE_CHECKING:
    from tests.conftest import Desk


def test_a_deck_shows_the_sums_of_all_below_it() -> None:
    counts = [
        DeckCounts("a/b/c", total=4, due=1, new=2, suspended=1),
        DeckCounts("a/b", total=2, due=1, new=0, suspended=0),
        DeckCounts("ab", total=9, due=0, new=9, suspended=0),
    ]
    tree = [
        (n.name, n.label, n.depth, n.total, n.due, n.new)
        for n in deck_tree(counts, Allowance(5, {}))
    ]
    assert tree == [
        ("a", "a", 0, 6, 2, 2),
        ("a/b", "b", 1, 6, 2, 2),
        ("a/b/c", "c", 2, 4, 1, 2),
        ("ab", "ab", 0, 9, 0, 5),  # the day admits five new cards
    ]


def test_decks_are_sorted_without_regard_to_case_and_subdecks_stay_with_theirs() -> None:
    counts = [DeckCounts(name, 1, 0, 0, 0) for name in ("b", "A", "a-b", "A/x", "C")]
    assert [node.name for node in deck_tree(counts, Allowance(0, {}))] == [
        "A",
        "A/x",
        "a-b",
        "b",
        "C",
    ]


def test_the_overview_counts_what_a_session_would_ask(desk: "Desk") -> None:
    desk.write("a.md", "".join(f"## What is {n}?\n{n}.\n\n" for n in range(6)))
    desk.bring_in()
    session = desk.session()
    session.grade(Grade.GOOD)
    session.grade(Grade.AGAIN)
    session.suspend()
    found = overview(desk.store, desk.clock, desk.settings)
    waiting = desk.session().waiting
    assert (found.cards, found.due, found.new) == (6, 1, 3)
    assert (waiting.due + waiting.repeat, waiting.new) == (found.due, found.new)


def test_a_streak_counts_days_in_a_row_up_to_today_or_yesterday(desk: "Desk") -> None:
    desk.write("a.md", "".join(f"## What is {n}?\n{n}.\n\n" for n in range(9)))
    desk.bring_in()
    streaks = []
    for studied in (True, True, True, False, False, True):
        if studied:
            desk.session().grade(Grade.GOOD)
        streaks.append(statistics(desk.store, desk.clock, desk.settings)["streak_days"])
        desk.later(days=1)
    assert streaks == [1, 2, 3, 3, 0, 1]


def test_an_undone_review_counts_nowhere(desk: "Desk") -> None:
    desk.write("a.md", "## What is a?\nA.\n")
    desk.bring_in()
    session = desk.session()
    session.grade(Grade.EASY)
    session.undo()
    found = statistics(desk.store, desk.clock, desk.settings)
    assert (found["reviews"], found["days_studied"], found["passed"]) == (0, 0, None)


@pytest.mark.parametrize(
    "name", ["Greek/Letters", "greek/letters", "letters", "/Greek/Letters/", "Greek"]
)
def test_a_deck_is_found_by_its_name_its_end_or_its_top(desk: "Desk", name: str) -> None:
    desk.write("Greek/Letters.md", "## What is a?\nA.\n")
    desk.write("Roman/Numbers.md", "## What is I?\nOne.\n")
    desk.bring_in()
    assert desk.session(name).waiting.new == 1


@pytest.mark.parametrize("name", ["Letter", "Notes", "eek"])
def test_a_name_that_is_no_deck_or_more_than_one_is_refused(desk: "Desk", name: str) -> None:
    for top in ("Greek", "Roman"):
        desk.write(f"{top}/Notes.md", f"## What is {top}?\nA.\n")
    desk.bring_in()
    with pytest.raises(NotFoundError, match=f"no deck called '{name}'"):
        desk.session(name)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (29, "29 days"),
        (30, "1 month"),
        (45, "1.5 months"),
        (365, "1 year"),
        (548, "1.5 years"),
        (730, "2 years"),
    ],
)
def test_days_are_told_in_the_largest_unit_that_fits(days: int, words: str) -> None:
    assert days_in_words(days) == words


def test_a_button_says_when_the_card_comes_again(desk: "Desk") -> None:
    today = desk.time.date()
    memory = Memory("sm2", 1, 6, 2.5, 0, today + timedelta(days=6), False, today)
    assert interval_in_words(memory, today) == "6 days"
    again = Memory("sm2", 0, 1, 2.5, 0, today + timedelta(days=1), True, today)
    assert interval_in_words(again, today) == "today, then 1 day"


def test_nouns_are_counted() -> None:
    assert [counted(n, "card") for n in (0, 1, 2)] == ["0 cards", "1 card", "2 cards"]
