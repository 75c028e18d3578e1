"""The limits of single decks: each is for a deck and all below it, whichever deck is studied."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashdeck.cards import Severity
from flashdeck.config import Settings
from flashdeck.limits import Limits
from flashdeck.scheduling import Grade
from flashdeck.study.overview import overview
from flashdeck.study.plan import Plan

if TYPE_CHECKING:
    from flashdeck.study.session import Session
    from tests.conftest import Desk

NewDesk = Callable[[], AbstractContextManager["Desk"]]

DECKS = ("A", "A/x", "A/x/1", "A/y", "Ab", "B")
LIMIT = st.one_of(st.none(), st.integers(0, 4))
LIMITS = st.dictionaries(
    st.sampled_from([*DECKS, "C"]), st.builds(Limits, LIMIT, LIMIT), max_size=4
)


def note(deck: str, amount: int, **front: object) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    body = "".join(f"## What is {deck} {number}?\n{number}.\n\n" for number in range(amount))
    return f"---\ndeck: {deck}\n{lines}---\n{body}"


def decks_asked(desk: "Desk", session: "Session", sort: str) -> list[str]:
    """Return the decks of the cards that wait, of one sort, in the order of asking."""
    decks = {card.id: card.deck for card in desk.cards()}
    return [decks[card_id] for card_id, kind in session._queue if kind == sort]


def within(
    decks: Sequence[str], most: int, limits: Mapping[str, int | None], before: Sequence[str] = ()
) -> list[str]:
    """Return by plain counting which of the cards, given by their decks, a day admits."""
    asked = list(before)
    kept = []
    for deck in decks:
        full = len(asked) >= most or any(
            limit is not None
            and (deck == top or deck.startswith(f"{top}/"))
            and sum(it == top or it.startswith(f"{top}/") for it in asked) >= limit
            for top, limit in limits.items()
        )
        if not full:
            asked.append(deck)
            kept.append(deck)
    return kept


@given(
    limits=LIMITS,
    overall=st.integers(0, 12),
    order=st.sampled_from(["deck", "random", "interleaved"]),
    studied=st.sampled_from([None, "A", "A/x", "B"]),
    graded=st.integers(0, 4),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_session_asks_what_plain_counting_admits(
    new_desk: NewDesk,
    limits: dict[str, Limits],
    overall: int,
    order: str,
    studied: str | None,
    graded: int,
) -> None:
    new = {name: it.new_per_day for name, it in limits.items()}
    reviews = {name: it.reviews_per_day for name, it in limits.items()}
    free = Settings(9_999, new_order=order, bury_siblings=False)
    tight = Settings(
        overall, reviews_per_day=overall, new_order=order, bury_siblings=False, decks=limits
    )
    with new_desk() as desk:
        for deck in DECKS:
            desk.write(f"old {deck}.md".replace("/", "-"), note(deck, 3))
        desk.bring_in()
        session = desk.session(settings=free)
        while session.card is not None:
            session.grade(Grade.GOOD)
        desk.later(days=1)
        for deck in DECKS:
            text = note(deck, 3).replace("What is", "What is new in")
            desk.write(f"new {deck}.md".replace("/", "-"), text)
        desk.bring_in()
        before: dict[str, list[str]] = {"due": [], "new": []}
        session = desk.session(settings=tight)
        while session.card is not None and graded:
            _, sort = session._queue[0]
            before[sort].append(session.card.deck)
            session.grade(Grade.GOOD)
            graded -= 1
        everything = desk.session(studied, settings=free)
        session = desk.session(studied, settings=tight)
        for sort, wanted in (("due", reviews), ("new", new)):
            found = decks_asked(desk, session, sort)
            offered = decks_asked(desk, everything, sort)
            assert found == within(offered, overall, wanted, before[sort])
        whole = overview(desk.store, desk.clock, tight)
        assert whole.new == desk.session(settings=tight).waiting.new
        for node in whole.decks:
            assert node.new == desk.session(node.name, settings=tight).waiting.new


def test_a_note_sets_the_limits_of_its_deck_and_all_below(desk: "Desk") -> None:
    desk.write("a.md", note("A", 2, new_per_day=3))
    desk.write("b.md", note("A/x", 9, new_per_day=2))
    desk.write("c.md", note("B", 1))
    desk.bring_in()
    assert decks_asked(desk, desk.session(), "new") == ["A", "A", "A/x", "B"]
    assert decks_asked(desk, desk.session("A/x"), "new") == ["A/x"] * 2
    desk.later(seconds=9)
    desk.write("a.md", note("A", 2))
    desk.bring_in()
    assert decks_asked(desk, desk.session(), "new") == ["A", "A", "A/x", "A/x", "B"]


def test_of_several_limits_the_smallest_holds_whatever_the_case_of_its_name(desk: "Desk") -> None:
    desk.write("a.md", note("Maths", 5, new_per_day=4))
    desk.write("b.md", note("Maths", 5, new_per_day=3).replace("Maths ", "Sums "))
    desk.bring_in()
    assert desk.session().waiting.new == 3
    assert desk.session(settings=Settings(decks={"maths": Limits(2)})).waiting.new == 2
    assert desk.session(settings=Settings(decks={"maths": Limits(7)})).waiting.new == 3


def test_reviews_count_on_their_day_until_they_are_taken_back(desk: "Desk") -> None:
    desk.write("a.md", note("A/x", 4, reviews_per_day=2))
    desk.bring_in()
    desk.ask_everything()
    desk.later(days=1)
    session = desk.session("A")
    assert session.waiting.due == 2
    session.grade(Grade.GOOD)
    assert desk.session().waiting.due == 1
    session.undo()
    assert desk.session().waiting.due == 2


def test_siblings_do_not_use_up_the_limit_of_a_deck(desk: "Desk") -> None:
    desk.write("a.md", note("A", 6, new_per_day=2))
    desk.bring_in()
    with desk.store.write() as connection:
        connection.exec_driver_sql("UPDATE card SET sibling_group = 'g' WHERE line < 15")
    assert desk.session().waiting.new == 2


def test_cramming_and_what_is_to_be_repeated_know_no_limits(desk: "Desk") -> None:
    desk.write("a.md", note("A", 3, new_per_day=1, reviews_per_day=0))
    desk.bring_in()
    desk.session().grade(Grade.AGAIN)
    session = desk.session()
    assert (session.waiting.new, session.waiting.repeat) == (0, 1)
    assert desk.session(plan=Plan(cram=True)).waiting.total == 3


@pytest.mark.parametrize("value", ["many", "-1", "2.5", "yes", "10000", "[3]"])
def test_a_limit_that_is_none_is_told_with_its_line_and_not_counted(
    desk: "Desk", value: str
) -> None:
    path = desk.write("a.md", note("A", 3, new_per_day=value))
    (problem,) = desk.bring_in().problems
    assert (problem.path, problem.line) == (str(path), 3)
    assert problem.severity is Severity.ERROR
    assert problem.message.startswith("new_per_day is ")
    assert desk.session().waiting.new == 3
