"""The doctor finds each thing that may be wrong, repairs what is derived, and deletes no review."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from flashdeck.errors import StoreError
from flashdeck.scheduling import Grade
from flashdeck.store import open_store
from flashdeck.store.cards import set_leech
from flashdeck.store.reviews import all_memories
from flashdeck.study.doctor import Examination, examine, repair

if TYPE_CHECKING:
    from tests.conftest import Desk

NOTE = "".join(f"## What is {name}?\n{name.upper()}.\n\n" for name in "abcd")
TABLES = ("review", "tombstone", "memory", "card")


@pytest.fixture
def years(desk: "Desk") -> "Desk":
    """Give a desk with three cards reviewed on many days and one that is new."""
    desk.write("a.md", NOTE)
    desk.bring_in()
    for day in range(12):
        session = desk.session(new_per_day=1 if day < 3 else 0)
        while session.card is not None:
            session.grade(Grade.AGAIN if day == 5 and session.graded < 1 else Grade.GOOD)
            session.undo()
            session.grade(Grade.HARD if day % 3 == 0 and session.graded < 2 else Grade.GOOD)
        desk.later(days=1)
    return desk


@contextmanager
def lawless(desk: "Desk") -> Iterator[sqlite3.Connection]:
    """Give a connection that neither foreign keys nor triggers nor checks hold back."""
    connection = sqlite3.connect(desk.store.path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE name LIKE '%is_never%'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()


def rows(desk: "Desk", table: str) -> list[tuple[Any, ...]]:
    with desk.store.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]


def kinds(found: Examination) -> dict[str, int]:
    return {finding.kind: finding.count for finding in found.findings}


def test_a_store_that_is_well_is_left_as_it_is_without_a_copy(years: "Desk") -> None:
    before = {table: rows(years, table) for table in TABLES}
    found = repair(years.store, years.clock)
    assert found.is_well
    assert (found.cards, found.reviews) == (4, len(before["review"]))
    assert found.copy is None
    assert {table: rows(years, table) for table in TABLES} == before
    assert list(years.root.glob("*.bak")) == []


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE memory SET interval_days = interval_days + 1",
        "UPDATE memory SET ease_factor = ease_factor + 0.01",
        "UPDATE memory SET due = 99999999999",
        "UPDATE memory SET scheduler = 'fsrs', stability = 3.5",
        "DELETE FROM memory",
        "UPDATE card SET is_new = 1 - is_new",
        "INSERT INTO memory SELECT 'nobody', scheduler, 1, 1, 2.5, 0, 1, 0, 1, "
        "NULL, NULL, NULL, NULL FROM memory LIMIT 1",
    ],
)
def test_derived_rows_that_are_wrong_are_made_again_from_the_log(years: "Desk", harm: str) -> None:
    before = {table: rows(years, table) for table in TABLES}
    with lawless(years) as connection:
        connection.execute(harm)
    found = examine(years.store)
    assert set(kinds(found)) == {"memory"}
    repaired = repair(years.store, years.clock)
    assert repaired.is_well
    assert [finding.kind for finding in repaired.repaired] == ["memory"]
    assert {table: rows(years, table) for table in TABLES} == before
    assert examine(years.store).is_well


def test_the_copy_is_whole_and_as_the_store_was(years: "Desk") -> None:
    with lawless(years) as connection:
        connection.execute("DELETE FROM memory")
    copy = repair(years.store, years.clock).copy
    assert copy is not None
    store = open_store(copy)
    with store.read() as connection_:
        assert all_memories(connection_) == {}
        log = [tuple(row) for row in connection_.exec_driver_sql("SELECT * FROM review")]
    store.close()
    assert log == rows(years, "review")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("quality", 6, "its grade is not 0 to 5"),
        ("quality", -1, "its grade is not 0 to 5"),
        ("reviewed_at", -1, "its time is impossible"),
        ("reviewed_at", 10**15, "its time is impossible"),
        ("utc_offset_s", 86_400, "its time zone is impossible"),
        ("day", 0, "its study day does not fit its time"),
        ("day", 10**12, "its study day does not fit its time"),
        ("duration_ms", -5, "it took less than no time"),
        ("id", "one", "its id is not one that flashdeck makes"),
    ],
)
def test_a_review_that_cannot_be_true_is_named_kept_and_does_not_count(
    years: "Desk", column: str, value: object, reason: str
) -> None:
    one = rows(years, "review")[-1][0]
    with lawless(years) as connection:
        connection.execute(f"UPDATE review SET {column} = ? WHERE id = ?", [value, one])
    log = rows(years, "review")
    found = examine(years.store)
    (finding,) = (it for it in found.findings if it.kind == "reviews")
    key = value if column == "id" else one
    assert finding.examples == (f"{key}: {reason}",)
    repaired = repair(years.store, years.clock)
    assert repaired.is_well
    assert repaired.aside == 1
    assert rows(years, "review") == log
    assert key in {row[0] for row in rows(years, "tombstone")}
    years.ask_everything()  # and one can go on
    assert examine(years.store).is_well


def test_rows_that_lost_their_card_are_named(years: "Desk") -> None:
    with lawless(years) as connection:
        connection.execute("DELETE FROM card WHERE question = 'What is a?'")
    found = examine(years.store)
    assert {"references", "reviews", "memory"} == set(kinds(found))
    log = rows(years, "review")
    left = repair(years.store, years.clock)
    assert set(kinds(left)) == {"references"}
    assert rows(years, "review") == log


def test_a_deck_with_an_unknown_scheduler_keeps_its_memory_and_is_named(years: "Desk") -> None:
    with lawless(years) as connection:
        connection.execute("UPDATE deck SET scheduler = 'sm18 x=1'")
    before = rows(years, "memory")
    found = repair(years.store, years.clock)
    (finding,) = found.findings
    assert finding.kind == "schedulers"
    assert finding.examples == ("a: sm18 x=1",)
    assert rows(years, "memory") == before


def test_missing_triggers_are_put_back(years: "Desk") -> None:
    connection = sqlite3.connect(years.store.path, isolation_level=None)
    connection.execute("DROP TRIGGER review_is_never_deleted")
    connection.execute("DROP TRIGGER card_is_tagged")
    assert kinds(examine(years.store)) == {"triggers": 2}
    assert repair(years.store, years.clock).is_well
    with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
        connection.execute("DELETE FROM review")
    connection.close()


def test_missing_indexes_are_made_again(years: "Desk") -> None:
    names = ("memory_due", "review_by_card", "card_by_same_as")
    with lawless(years) as connection:
        for name in names:
            connection.execute(f"DROP INDEX {name}")
    schema = "SELECT name FROM sqlite_master WHERE type = 'index'"
    (finding,) = examine(years.store).findings
    assert (finding.kind, set(finding.examples)) == ("indexes", set(names))
    assert repair(years.store, years.clock).is_well
    with years.store.read() as connection_:
        assert set(names) <= {row[0] for row in connection_.exec_driver_sql(schema)}


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM card_tag WHERE tag = 'maths'",
        "INSERT INTO card_tag SELECT 'strange', id FROM card",
        "INSERT INTO card_tag VALUES ('strange', 'nobody')",
        "UPDATE card_tag SET tag = 'physics' WHERE tag = 'maths'",
    ],
)
def test_tags_are_found_again_as_the_cards_have_them(desk: "Desk", harm: str) -> None:
    desk.write("a.md", f"---\ntags: [Maths]\n---\n{NOTE}")
    desk.bring_in()
    leech = desk.card("What is b?").id
    with desk.store.write() as connection:
        set_leech(connection, leech, leech=True)
    before = rows(desk, "card_tag")
    assert len(before) == 5
    assert examine(desk.store).is_well
    with lawless(desk) as raw:
        raw.execute(harm)
    assert kinds(examine(desk.store)).keys() == {"tags"}
    assert repair(desk.store, desk.clock).is_well
    assert rows(desk, "card_tag") == before


ANSWER = (
    "INSERT INTO quiz_answer (id, quiz_id, place, seed, topic, kind, question, card_id, given,"
    " expected, right, answered_at, utc_offset_s, duration_ms) VALUES"
)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ("('one', 'q', 0, 1, 't', 'k', 'x', NULL, 'g', 'e', 1, 1, 0, 5)", "its id is not one"),
        ("(:id, 'q', -1, 1, 't', 'k', 'x', NULL, 'g', 'e', 1, 1, 0, 5)", "its place is below 0"),
        ("(:id, 'q', 0, 1, 't', 'k', 'x', NULL, 'g', 'e', 2, 1, 0, 5)", "neither right nor wrong"),
        ("(:id, 'q', 0, 1, 't', 'k', 'x', NULL, 'g', 'e', 1, -1, 0, 5)", "its time is impossible"),
        ("(:id, 'q', 0, 1, 't', 'k', 'x', NULL, 'g', 'e', 1, 1, 86400, 5)", "its time zone"),
        ("(:id, 'q', 0, 1, 't', 'k', 'x', NULL, 'g', 'e', 1, 1, 0, -5)", "less than no time"),
    ],
)
def test_an_answer_in_a_quiz_that_cannot_be_true_is_named_and_stays(
    years: "Desk", values: str, reason: str
) -> None:
    with lawless(years) as connection:
        connection.execute(f"{ANSWER} {values}", {"id": f"{1:032x}"} if ":id" in values else {})
    before = rows(years, "quiz_answer")
    found = repair(years.store, years.clock)
    (finding,) = found.findings
    assert (finding.kind, finding.count) == ("rows", 1)
    assert finding.examples[0].startswith("quiz_answer ")
    assert reason in finding.examples[0]
    assert rows(years, "quiz_answer") == before


def test_an_answer_in_a_quiz_to_a_card_that_is_gone_is_named(years: "Desk") -> None:
    with lawless(years) as connection:
        good = "(?, 'q', 0, 1, 't', 'k', 'x', 'nobody', 'g', 'e', 1, 1, 0, 5)"
        connection.execute(f"{ANSWER} {good}", [f"{1:032x}"])
    (finding,) = examine(years.store).findings
    assert (finding.kind, finding.message) == ("references", "1 row of quiz_answer name no card")


def test_the_second_copy_of_a_card_is_not_counted(years: "Desk") -> None:
    before = examine(years.store).cards
    ids = [card.id for card in years.cards()]
    with lawless(years) as connection:
        connection.execute("UPDATE card SET same_as = ? WHERE id = ?", ids[:2])
    assert examine(years.store).cards == before - 1


def test_a_copy_of_a_copy_of_a_card_is_named(years: "Desk") -> None:
    ids = [card.id for card in years.cards()]
    with lawless(years) as connection:
        for copy, kept in ((ids[3], ids[2]), (ids[2], ids[1])):
            connection.execute("UPDATE card SET same_as = ? WHERE id = ?", [kept, copy])
    found = examine(years.store)
    (finding,) = (it for it in found.findings if it.kind == "rows")
    assert finding.examples == (f"card {ids[3]}: the card that it is is itself the copy of one",)


@pytest.mark.parametrize(
    "harm", ["UPDATE deck SET chosen = 'sm18'", "UPDATE source SET scheduler = 'sm18'"]
)
def test_a_scheduler_that_is_only_meant_to_be_is_looked_at_too(years: "Desk", harm: str) -> None:
    with lawless(years) as connection:
        connection.execute(harm)
    (finding,) = examine(years.store).findings
    assert finding.kind == "schedulers"


def test_a_damaged_file_is_told_and_not_touched(years: "Desk") -> None:
    years.store.close()
    connection = sqlite3.connect(years.store.path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    page = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'memory_due'"
    ).fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    data = bytearray(years.store.path.read_bytes())
    data[(page - 1) * size : page * size] = bytes(size)
    years.store.path.write_bytes(data)
    years.store = open_store(years.store.path)
    found = repair(years.store, years.clock)
    assert kinds(found).keys() == {"damage"}
    assert found.copy is None
    with pytest.raises(StoreError, match="damaged"):
        years.store.backup(years.root / "copy.db")
