"""Two processes at one store: readers never wait, a second writer is told so and loses nothing."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flashdeck.errors import StoreBusyError
from flashdeck.scheduling import Grade
from flashdeck.store import engine, open_store
from flashdeck.store.cards import all_cards

if TYPE_CHECKING:
    from tests.conftest import Desk

Ask = Callable[[Path, str], list[tuple[Any, ...]]]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)


def holder_of(path: Path) -> sqlite3.Connection:
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    return holder


@pytest.mark.usefixtures("impatient")
def test_a_write_to_a_locked_store_is_refused_in_words(studied: "Desk", plainly: Ask) -> None:
    store = open_store(studied.store.path)
    before = plainly(studied.store.path, "SELECT * FROM card")
    holder = holder_of(studied.store.path)
    with (
        pytest.raises(StoreBusyError, match="in use by another process") as caught,
        store.write() as connection,
    ):
        connection.exec_driver_sql("UPDATE card SET suspended = 1")
    holder.close()
    assert "nothing was written" in caught.value.hint
    assert plainly(studied.store.path, "SELECT * FROM card") == before
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE card SET suspended = 1")
    store.close()
    assert plainly(studied.store.path, "SELECT sum(suspended) FROM card") == [(3,)]


@pytest.mark.usefixtures("impatient")
def test_a_locked_store_can_still_be_opened_and_read(studied: "Desk") -> None:
    holder = holder_of(studied.store.path)
    store = open_store(studied.store.path)
    with store.read() as connection:
        assert len(list(all_cards(connection))) == 3
    store.close()
    holder.close()


@pytest.mark.usefixtures("impatient")
def test_a_grade_refused_by_a_lock_can_be_given_again(studied: "Desk") -> None:
    studied.store.close()
    studied.store = open_store(studied.store.path)
    session = studied.session()
    assert session.card is not None
    asked = session.card
    holder = holder_of(studied.store.path)
    with pytest.raises(StoreBusyError):
        session.grade(Grade.GOOD)
    holder.close()
    assert (session.card, session.graded) == (asked, 0)
    session.grade(Grade.GOOD)
    assert session.graded == 1
    memory = studied.memory(asked.question)
    assert memory is not None
    assert memory.repetitions == 1


def test_a_short_lock_is_waited_for(studied: "Desk", plainly: Ask) -> None:
    holder = holder_of(studied.store.path)
    threading.Timer(0.2, holder.close).start()
    with studied.store.write() as connection:
        connection.exec_driver_sql("UPDATE card SET suspended = 1")
    assert plainly(studied.store.path, "SELECT sum(suspended) FROM card") == [(3,)]


def test_a_read_sees_one_snapshot_while_another_process_writes(
    studied: "Desk", plainly: Ask
) -> None:
    with studied.store.read() as connection:
        before = list(all_cards(connection))
        plainly(studied.store.path, "UPDATE card SET suspended = 1")
        assert list(all_cards(connection)) == before
    with studied.store.read() as connection:
        assert all(card.suspended for card in all_cards(connection))
