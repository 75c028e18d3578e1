"""The queue's order and counts against the same in plain Python on random memories."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashdeck.scheduling import Memory
from flashdeck.store.decks import deck_counts
from flashdeck.store.queue import due_cards, introduced_by_deck, new_cards, repeat_cards
from flashdeck.store.reviews import save_memory

if TYPE_CHECKING:
    from tests.conftest import Desk

NewDesk = Callable[[], AbstractContextManager["Desk"]]

TODAY = date(2026, 3, 2)
NAMES = "abcdefgh"
NOTE = "".join(f"## What is {name}?\n{name}.\n\n" for name in NAMES)
MEMORIES = st.builds(
    lambda interval, late, repeat, age: Memory(
        "sm2", 1, interval, 2.5, 0, TODAY - timedelta(late), repeat, TODAY - timedelta(age)
    ),
    st.integers(1, 9),
    st.integers(-5, 20),
    st.booleans(),
    st.integers(0, 2),
)
AWAY = st.sampled_from(["", "suspended = 1", "retired_at = 1", "buried_on = 20514"])


@given(st.lists(st.tuples(MEMORIES, AWAY), max_size=len(NAMES)))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_queue_is_what_a_plain_reading_of_the_memories_gives(
    new_desk: NewDesk, given_memories: list[tuple[Memory, str]]
) -> None:
    assert (TODAY - date(1970, 1, 1)).days == 20514
    with new_desk() as desk:
        desk.write("a.md", NOTE)
        desk.bring_in()
        cards = sorted(desk.cards(), key=lambda card: card.line)
        awake = {}
        with desk.store.write() as connection:
            for card, (memory, away) in zip(cards, given_memories, strict=False):
                save_memory(connection, card.id, memory)
                connection.exec_driver_sql("UPDATE card SET is_new = 0 WHERE id = ?", (card.id,))
                if away:
                    sql = f"UPDATE card SET {away} WHERE id = ?"
                    connection.exec_driver_sql(sql, (card.id,))
                else:
                    awake[card.id] = memory

        def overdue_first(card_id: str) -> tuple[Fraction, date, str]:
            memory = awake[card_id]
            late = Fraction((TODAY - memory.due).days, memory.interval_days)
            return -late, memory.due, card_id

        due = {card_id for card_id, memory in awake.items() if memory.due <= TODAY}
        repeats = {card_id for card_id, memory in awake.items() if memory.repeat} - due
        untouched = [card.id for card in cards[len(given_memories) :]]
        with desk.store.read() as connection:
            found = [it.id for it in due_cards(connection, None, TODAY)]
            assert found == sorted(due, key=overdue_first)
            assert {it.id for it in repeat_cards(connection, None, TODAY)} == repeats
            new = new_cards(connection, (1,), TODAY, lambda _: 3)
            assert [it.id for it in new] == untouched[:3]
            assert sum(introduced_by_deck(connection, TODAY).values()) == sum(
                memory.introduced == TODAY for memory, _ in given_memories
            )
            counts = deck_counts(connection, TODAY)
        alive = [card for card in desk.cards() if not card.retired]
        assert sum(deck.total for deck in counts) == len(alive)
        assert sum(deck.due for deck in counts) == len(due | repeats)
        assert sum(deck.new for deck in counts) == len(untouched)
        assert sum(deck.suspended for deck in counts) == sum(card.suspended for card in alive)
