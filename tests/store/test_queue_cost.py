"""What a session or an import asks costs as much in a large collection as in a small one.

SQLite's own count of its steps is compared, which no clock disturbs: the same cards are due, new
and repeated in both stores, and one has twenty times as many others that are not due yet.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection

from flashdeck.scheduling import Memory
from flashdeck.store.cards import stored_in
from flashdeck.store.queue import (
    Candidate,
    coming_cards,
    due_cards,
    introduced_by_deck,
    new_cards,
    repeat_cards,
    reviewed_by_deck,
    tagged,
)
from flashdeck.store.reviews import save_memory

if TYPE_CHECKING:
    from tests.conftest import Desk

NewDesk = Callable[[], AbstractContextManager["Desk"]]
Query = Callable[[Connection, "Desk"], object]


def new(connection: Connection, desk: "Desk", **options: Any) -> list[Candidate]:
    return list(new_cards(connection, [1, 2], desk.time.date(), lambda _: 5, **options))


QUERIES: dict[str, Query] = {
    "due": lambda c, desk: due_cards(c, None, desk.time.date()),
    "due, one deck": lambda c, desk: due_cards(c, [1], desk.time.date()),
    "due, a tag": lambda c, desk: due_cards(c, None, desk.time.date(), [tagged("t")]),
    "repeated": lambda c, desk: repeat_cards(c, None, desk.time.date()),
    "coming": lambda c, desk: coming_cards(
        c, None, desk.time.date(), desk.time.date() + timedelta(days=3)
    ),
    "new": lambda c, desk: new(c, desk),
    "new, a tag": lambda c, desk: new(c, desk, where=[tagged("t")]),
    "new, random": lambda c, desk: new(c, desk, order="random"),
    "new, interleaved": lambda c, desk: new(c, desk, order="interleaved"),
    "introduced": lambda c, desk: introduced_by_deck(c, desk.time.date()),
    "reviewed": lambda c, desk: reviewed_by_deck(c, desk.time.date()),
    "of a file": lambda c, desk: list(stored_in(c, [str(desk.notes / "a.md")])),
}


def fill(desk: "Desk", others: int) -> None:
    """Six tagged cards, two each due, to repeat and new; ``others`` are due in a year or new."""
    desk.write(
        "a.md",
        "---\ntags: [t]\n---\n" + "".join(f"## What is {n}?\n{n}.\n\n" for n in range(6)),
    )
    desk.write("b.md", "".join(f"## What is other {n}?\n{n}.\n\n" for n in range(others)))
    desk.bring_in()
    today = desk.time.date()
    days = {0: 0, 1: -1, 2: 1, 3: 1}
    with desk.store.read() as connection:
        ids = list(
            connection.exec_driver_sql("SELECT id, question FROM card ORDER BY source_id, line")
        )
    with desk.store.write() as connection:
        for place, (card_id, question) in enumerate(ids):
            other = "other" in question
            if place not in days and (not other or place % 2):
                continue
            due = today + timedelta(days=365 if other else days[place])
            repeat = not other and days[place] > 0
            value = Memory(
                "sm2", 1, 6, 2.5, 0, due, repeat, today - timedelta(days=40), last_day=today
            )
            save_memory(connection, card_id, value)
            connection.exec_driver_sql("UPDATE card SET is_new = 0 WHERE id = ?", (card_id,))


def steps(desk: "Desk", query: Query) -> int:
    """Return how many times ten steps of SQLite's machine a query takes."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    with desk.store.read() as connection:
        query(connection, desk)
        desk.store.driver.set_progress_handler(tick, 10)
        query(connection, desk)
        desk.store.driver.set_progress_handler(None, 0)
    return count


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> list["Desk"]:
    from tests.conftest import Desk

    made = [Desk(tmp_path_factory.mktemp(name)) for name in ("small", "large")]
    for desk, others in zip(made, (60, 1_200), strict=True):
        fill(desk, others)
    return made


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_does_not_grow_with_the_collection(desks: list["Desk"], name: str) -> None:
    small, large = (steps(desk, QUERIES[name]) for desk in desks)
    assert large <= small * 1.1 + 3
