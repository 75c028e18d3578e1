"""Merging obeys its laws whatever happened to the stores that meet: real files, random histories.

Three stores begin as copies of one or from the same notes on their own, are studied on clocks of
their own, and see their notes edited, so that questions collide, move, vanish and come back.
"""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashdeck.scheduling import Grade
from flashdeck.store import open_store
from flashdeck.study.doctor import examine
from flashdeck.study.merging import merge

if TYPE_CHECKING:
    from tests.conftest import Desk

NewDesk = Callable[[], AbstractContextManager["Desk"]]
State = dict[str, set[tuple[Any, ...]]]
Action = tuple[str, Any]

QUESTIONS = ("What is a?", "What is b?", "What is c?", "What is a then?", "Name it {#it}")
ANSWERS = ("Alpha.", "Beta.")
CARDS = st.lists(st.tuples(st.sampled_from(QUESTIONS), st.sampled_from(ANSWERS)), max_size=4)
NOTES = st.tuples(st.sampled_from(["x.md", "y.md"]), CARDS)
ACTIONS = st.one_of(
    *(st.tuples(st.just("grade"), st.sampled_from(list(Grade))) for _ in range(3)),
    st.tuples(st.just("note"), NOTES),
    st.tuples(st.sampled_from(["undo", "redo", "bury", "suspend", "flag", "restart"]), st.none()),
    st.tuples(st.just("hours"), st.sampled_from([0.5, 5, 24, 80, -2])),
)
HISTORY = st.lists(ACTIONS, max_size=9)
STORE = st.tuples(st.booleans(), st.integers(0, 5), HISTORY)
"""(whether it begins as a copy, how many minutes its clock is off, what happens to it)."""

FIRST_NOTE = (("What is a?", "Alpha."), ("What is b?", "Beta."), ("What is c?", "Alpha."))

TOLD = {
    "cards": "SELECT card.id, deck.name, kind, question, answer, path, tags, explicit_id, "
    "retired_at, coalesce(edited_at, created_at), suspended, suspended_at, buried_on, flag, "
    "flagged_at, created_at, "
    "is_new FROM card JOIN deck ON deck.id = deck_id WHERE same_as IS NULL",
    "copies": "SELECT id, same_as FROM card WHERE same_as IS NOT NULL",
    "memory": "SELECT * FROM memory",
    "review": "SELECT * FROM review",
    "tombstone": "SELECT * FROM tombstone",
    "deck": "SELECT name, scheduler FROM deck",
    "aside": "SELECT * FROM aside",
    "leeches": "SELECT coalesce(same_as, id) FROM card_tag JOIN card ON card.id = card_id "
    "WHERE tag = 'leech'",
    "wording": "SELECT * FROM wording",
}
"""All of a store but for the numbers of its rows, and where notes lie on its machine."""


def state(path: Path) -> State:
    with closing(sqlite3.connect(path)) as connection:
        return {name: set(connection.execute(sql)) for name, sql in TOLD.items()}


def write_note(desk: "Desk", name: str, cards: Any) -> None:
    text = "".join(f"## {question}\n{answer}\n\n" for question, answer in cards)
    desk.write(name, text or "Nothing to ask.\n")
    desk.bring_in()


def live(desk: "Desk", history: list[Action]) -> None:
    """Let a history happen to a store."""
    session = desk.session()
    for action, value in history:
        desk.later(seconds=1)
        if action == "hours":
            desk.later(hours=value)
        elif action == "note":
            write_note(desk, *value)
        elif action == "restart":
            session = desk.session()
        elif action in ("undo", "redo"):
            getattr(session, action)()
        elif session.card is None:
            continue
        elif action == "grade":
            session.grade(value)
        else:
            getattr(session, action)()
    session.refresh()


class Stores:
    """Stores that have lived, and what they are once merged in some order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = 0

    def merged(self, one: Path, *others: Path) -> Path:
        """Return a copy of one store that has taken the others in, one after the other."""
        self.made += 1
        path = self.folder / f"{self.made}.db"
        store = open_store(one)
        store.backup(path)
        store.close()
        store = open_store(path)
        for other in others:
            merge(store, other)
        assert examine(store).is_well
        store.close()
        return path


def lived(
    stack: ExitStack, new_desk: NewDesk, stores: list[tuple[bool, int, list[Action]]]
) -> tuple[Stores, list[Path]]:
    """Give the files of stores to which these histories happened."""
    first = stack.enter_context(new_desk())
    write_note(first, "x.md", FIRST_NOTE)
    live(first, [("grade", Grade.GOOD), ("grade", Grade.AGAIN), ("hours", 24)])
    paths = []
    for is_copy, minutes, history in stores:
        desk = stack.enter_context(new_desk())
        desk.time = first.time + timedelta(minutes=minutes)
        if is_copy:
            desk.store.close()
            desk.store.path.unlink()
            first.store.backup(desk.store.path)
            desk.store = open_store(desk.store.path)
        write_note(desk, "x.md", FIRST_NOTE)
        live(desk, history)
        desk.store.close()
        paths.append(desk.store.path)
    return Stores(first.root), paths


def unlike(one: State, other: State, *left_out: str) -> dict[str, set[tuple[Any, ...]]]:
    """Return by table the rows that only one of two states has."""
    return {
        name: one[name] ^ other[name]
        for name in TOLD
        if name not in left_out and one[name] != other[name]
    }


@given(st.tuples(STORE, STORE))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_does_not_matter_who_takes_whom_in_nor_how_often(new_desk: NewDesk, two: Any) -> None:
    with ExitStack() as stack:
        stores, (a, b) = lived(stack, new_desk, list(two))
        before = state(a), state(b)
        both = stores.merged(a, b)
        assert unlike(state(both), state(stores.merged(b, a))) == {}
        assert unlike(state(both), state(stores.merged(a, b, b, a, both))) == {}
        for name in ("review", "tombstone"):
            assert state(both)[name] == before[0][name] | before[1][name]
        assert (state(a), state(b)) == before


@given(st.tuples(STORE, STORE, STORE))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_does_not_matter_in_which_order_stores_meet(new_desk: NewDesk, three: Any) -> None:
    with ExitStack() as stack:
        stores, (a, b, c) = lived(stack, new_desk, list(three))
        one = state(stores.merged(stores.merged(a, b), c))
        assert unlike(one, state(stores.merged(a, stores.merged(b, c)))) == {}
        assert unlike(one, state(stores.merged(c, a, b))) == {}
        assert unlike(one, state(stores.merged(b, stores.merged(c, a)))) == {}
        assert one["review"] == state(a)["review"] | state(b)["review"] | state(c)["review"]
        ids = [row[0] for row in one["review"]]
        assert len(ids) == len(set(ids))


@given(STORE)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_copy_of_itself_gives_a_store_nothing(new_desk: NewDesk, one: Any) -> None:
    with ExitStack() as stack:
        stores, (a,) = lived(stack, new_desk, [one])
        copy = stores.merged(a)
        assert unlike(state(stores.merged(a, copy)), state(a), "wording") == {}
