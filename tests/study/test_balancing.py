"""Load balancing: due days go where less is due, and the log says by how much."""

from collections import Counter
from typing import TYPE_CHECKING

from flashdeck.scheduling import Grade
from flashdeck.store.reviews import all_memories
from flashdeck.study.doctor import examine
from flashdeck.study.why import why

if TYPE_CHECKING:
    from tests.conftest import Desk

CARDS = 20
SPREAD = range(4, 9)
"""What 6 days may become: 6 less and more 1 + 0.15 (6 - 2.5) = 1.525."""


def learned(desk: "Desk", scheduler: str, grade: Grade = Grade.GOOD) -> None:
    """Bring in cards under ``scheduler`` and grade all that is due on two days."""
    cards = "".join(f"## What is {n}?\n{n}.\n\n" for n in range(CARDS))
    desk.write("note.md", f"---\nscheduler: {scheduler}\n---\n{cards}")
    desk.bring_in()
    desk.ask_everything(grade)
    desk.later(days=1)
    desk.ask_everything(grade)


def due_after(desk: "Desk") -> dict[int, int]:
    """Return how many cards are due after how many days."""
    with desk.store.read() as connection:
        memories = all_memories(connection).values()
    return Counter((memory.due - desk.time.date()).days for memory in memories)


def test_without_it_all_cards_of_one_day_are_due_on_one_day(desk: "Desk") -> None:
    learned(desk, "sm2")
    assert due_after(desk) == {6: CARDS}


def test_cards_of_one_day_are_due_on_as_many_days_as_may_be(desk: "Desk") -> None:
    learned(desk, "sm2 balance=yes")
    assert due_after(desk) == dict.fromkeys(SPREAD, CARDS // len(SPREAD))


def test_the_day_on_the_button_is_the_day_that_comes(desk: "Desk") -> None:
    learned(desk, "sm2 balance=yes")
    desk.write("more.md", "---\ndeck: note\n---\n## And now?\nYes.\n")
    desk.bring_in()
    session = desk.session()
    session.grade(Grade.GOOD)
    desk.later(days=1)
    session = desk.session()
    shown = session.intervals()[Grade.EASY]
    assert session.grade(Grade.EASY) == shown


def test_replay_undo_and_redo_come_to_the_same_days(desk: "Desk") -> None:
    learned(desk, "fsrs learning_steps=none balance=yes", Grade.EASY)
    before = due_after(desk)
    assert len(before) > 1
    assert examine(desk.store).is_well
    session = desk.session()
    for _ in range(3):
        session.undo()
    for _ in range(3):
        session.redo()
    assert due_after(desk) == before


def test_a_deck_that_no_longer_balances_is_as_published_and_back_again(desk: "Desk") -> None:
    learned(desk, "sm2 balance=yes")
    before = due_after(desk)
    cards = desk.notes / "note.md"
    cards.write_text(cards.read_text().replace(" balance=yes", ""))
    desk.later(seconds=5)
    desk.bring_in()
    assert due_after(desk) == {6: CARDS}
    cards.write_text(cards.read_text().replace("scheduler: sm2", "scheduler: sm2 balance=yes"))
    desk.later(seconds=5)
    desk.bring_in()
    assert due_after(desk) == before


def test_why_tells_what_was_moved(desk: "Desk") -> None:
    learned(desk, "sm2 balance=yes")
    told = [why(desk.store, card.id) for card in desk.cards()]
    moved = {(it.steps[-1].told[-1], it.steps[-1].after.interval_days) for it in told}
    assert moved == {
        ("Load balancing, from 4 to 8 days, left it at 6.", 6),
        *(
            (f"Load balancing, from 4 to 8 days, moved it to {days}: less is due then.", days)
            for days in (4, 5, 7, 8)
        ),
    }


def test_fuzz_parts_the_cards_of_sm2_within_the_same_range(desk: "Desk") -> None:
    learned(desk, "sm2 fuzz=yes")
    assert set(due_after(desk)) <= set(SPREAD)
    assert len(due_after(desk)) > 1
    assert examine(desk.store).is_well
