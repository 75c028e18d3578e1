"""What a merge does to cards, reviews, decks and files, and what it refuses."""

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flashdeck.errors import StoreError
from flashdeck.scheduling import Grade
from flashdeck.store import engine, open_store
from flashdeck.store.cards import set_leech
from flashdeck.store.engine import APPLICATION_ID
from flashdeck.study.doctor import examine
from flashdeck.study.merging import MergeReport, chosen, merge
from flashdeck.study.rescheduling import reschedule

if TYPE_CHECKING:
    from tests.conftest import Desk

NOTE = "## What is a?\nAlpha.\n\n## What is b?\nBeta.\n"
NewDesk = Callable[[], AbstractContextManager["Desk"]]


@pytest.fixture
def phone(new_desk: NewDesk) -> Iterator["Desk"]:
    """Give a second desk, whose notes lie elsewhere."""
    with new_desk() as made:
        yield made


def take(desk: "Desk", other: "Desk", **options: bool) -> MergeReport:
    return merge(desk.store, other.store.path, **options)


def query(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        found = connection.execute(sql, values).fetchall()
        connection.commit()
    return found


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def grades(desk: "Desk") -> dict[str, list[int]]:
    """Return the grades that count for each card that is not retired."""
    rows = query(
        desk.store.path,
        "SELECT kept.question, quality FROM review JOIN card ON card.id = card_id "
        "JOIN card AS kept ON kept.id = coalesce(card.same_as, card.id) "
        "WHERE review.id NOT IN (SELECT review_id FROM tombstone) AND kept.retired_at IS NULL "
        "ORDER BY review.id",
    )
    found: dict[str, list[int]] = {}
    for question, quality in rows:
        found.setdefault(question, []).append(quality)
    return found


def fork(desk: "Desk", other: "Desk") -> None:
    """Let the other desk go on with a copy of the store."""
    other.store.close()
    other.store.path.unlink()
    desk.store.backup(other.store.path)
    other.store = open_store(other.store.path)
    other.time = desk.time


def test_copies_studied_apart_become_one(desk: "Desk", phone: "Desk") -> None:
    desk.write("a.md", NOTE)
    desk.bring_in()
    desk.session().grade(Grade.GOOD)
    fork(desk, phone)
    desk.later(days=1)
    desk.session(new_per_day=0).grade(Grade.EASY)
    phone.later(days=2)
    session = phone.session(new_per_day=20)
    session.grade(Grade.HARD)
    session.grade(Grade.GOOD)
    session.undo()
    report = take(desk, phone)
    assert (report.new, report.same, report.edited, report.aside) == (0, 0, 0, [])
    assert report.reviews + 1 == len(query(desk.store.path, "SELECT id FROM review")) - 1
    assert report.undone == 1
    assert grades(desk) == {"What is a?": [4, 5, 3]}
    # I(1) = 1, I(2) = 6 days after the second day, then HARD: EF 2.5 + 0.1 - 0.14 = 2.46
    memory = desk.memory("What is a?")
    assert memory is not None
    assert (memory.repetitions, memory.interval_days, memory.ease_factor) == (3, 15, 2.46)
    assert examine(desk.store).is_well


def test_the_same_notes_imported_on_two_machines_are_the_same_cards(
    desk: "Desk", phone: "Desk"
) -> None:
    for it in (desk, phone):
        it.write("a.md", NOTE)
        it.bring_in()
    desk.session().grade(Grade.GOOD)
    phone.later(days=1)
    phone.session().grade(Grade.EASY)
    report = take(desk, phone)
    assert (report.new, report.same, report.reviews) == (0, 2, 1)
    assert grades(desk) == {"What is a?": [4, 5]}
    cards = desk.cards()
    assert [card.question for card in cards] == ["What is a?", "What is b?"]
    assert {card.source for card in cards} == {str(desk.notes / "a.md")}
    assert desk.outcomes() == {"unchanged": 2}
    assert take(phone, desk).reviews == 1
    assert grades(phone) == grades(desk)
    assert {card.source for card in phone.cards()} == {str(phone.notes / "a.md")}
    assert phone.outcomes() == {"unchanged": 2}


def test_cards_of_one_deck_with_one_question_are_told_apart_by_their_answers(
    desk: "Desk", phone: "Desk"
) -> None:
    desk.write("a.md", "## What is an example?\nOne.\n\n## What is an example?\nTwo.\n")
    phone.write("a.md", "## What is an example?\nTwo.\n\n## What is an example?\nOne.\n")
    for it in (desk, phone):
        it.bring_in()
    phone.session().grade(Grade.EASY)
    assert take(desk, phone).same == 2
    (one,) = query(
        desk.store.path,
        "SELECT answer FROM memory JOIN card ON card.id = memory.card_id",
    )
    assert one == ("Two.",)


def test_an_answer_edited_on_one_side_does_not_make_a_card_another(
    desk: "Desk", phone: "Desk"
) -> None:
    desk.write("a.md", "## What is a?\nAlpha.\n")
    phone.write("a.md", "## what is **A**?\nThe first letter.\n")
    for it in (desk, phone):
        it.bring_in()
        it.session().grade(Grade.GOOD)
        phone.later(days=1)
    assert take(desk, phone).same == 1
    assert len(desk.cards()) == 1


def test_the_text_that_was_edited_last_is_right_until_the_notes_are_read(
    desk: "Desk", phone: "Desk"
) -> None:
    here = desk.write("a.md", NOTE)
    desk.bring_in()
    fork(desk, phone)
    here.unlink()  # on another machine the notes of this one are not there
    phone.write("a.md", NOTE)
    phone.bring_in()
    desk.later(hours=1)
    desk.write("a.md", NOTE.replace("Alpha", "Mine"))
    desk.bring_in()
    phone.later(hours=2)
    phone.write("a.md", NOTE.replace("Alpha", "Theirs").replace("Beta", "Also theirs"))
    phone.bring_in()
    desk.later(hours=3)
    report = take(desk, phone)
    assert report.edited == 2
    assert [card.answer for card in desk.cards()] == ["Theirs.", "Also theirs."]
    assert take(phone, desk).edited == 0
    # the notes of this machine have the last word, though they look as they were
    assert desk.outcomes() == {"edited": 2}
    assert [card.answer for card in desk.cards()] == ["Mine.", "Beta."]
    assert take(phone, desk).edited == 2


def test_a_question_reworded_after_stores_met_stays_the_same_card(
    desk: "Desk", phone: "Desk"
) -> None:
    for it in (desk, phone):
        it.write("a.md", NOTE)
        it.bring_in()
        it.session().grade(Grade.GOOD)
        phone.later(minutes=1)
    take(desk, phone)
    desk.later(hours=1)
    desk.write("a.md", NOTE.replace("What is a?", "What would a be?"))
    assert desk.outcomes() == {"edited": 1, "unchanged": 1}
    take(phone, desk)
    assert grades(phone) == {"What would a be?": [4, 4]}
    assert len(phone.cards()) == 2


def test_what_one_side_retired_suspended_or_buried_last_counts(desk: "Desk", phone: "Desk") -> None:
    desk.write("a.md", NOTE)
    desk.bring_in()
    fork(desk, phone)
    session = phone.session()
    session.suspend()
    session.bury()
    take(desk, phone)
    assert desk.card("What is a?").suspended
    assert desk.session().card is None
    desk.later(hours=1)
    with desk.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE card SET suspended = 0, suspended_at = ?", (int(desk.time.timestamp() * 1000),)
        )
    take(desk, phone)
    assert not desk.card("What is a?").suspended
    take(phone, desk)
    assert not phone.card("What is a?").suspended


def test_the_flag_given_or_taken_last_counts_on_both_sides(desk: "Desk", phone: "Desk") -> None:
    desk.write("a.md", NOTE)
    desk.bring_in()
    fork(desk, phone)
    phone.session().flag()
    take(desk, phone)
    assert desk.card("What is a?").flag == "red"
    desk.later(minutes=1)
    desk.session().flag()
    for one, other in ((desk, phone), (phone, desk)):
        take(one, other)
        assert one.card("What is a?").flag == "orange"
    assert examine(desk.store).is_well


def test_cards_and_decks_that_only_one_side_has_come_along(desk: "Desk", phone: "Desk") -> None:
    desk.write("a.md", NOTE)
    phone.write("Sub/b.md", "## What is c? {#c .x}\nGamma.\n")
    for it in (desk, phone):
        it.bring_in()
    reschedule(phone.store, None, "leitner")
    phone.session().grade(Grade.GOOD)
    report = take(desk, phone)
    assert (report.new, report.same, report.reviews) == (1, 0, 1)
    card = desk.card("What is c?")
    assert (card.deck, card.tags, card.source) == ("Sub/b", ("x",), str(phone.notes / "Sub/b.md"))
    assert desk.memory("What is c?") == phone.memory("What is c?")
    assert desk.outcomes() == {"unchanged": 2}, "the other machine's notes are not missed here"


@pytest.mark.parametrize(
    ("ours", "theirs", "after"),
    [
        ("sm2", "leitner", "leitner"),
        ("leitner", "sm2", None),
        ("fsrs", "leitner", "leitner"),
        ("leitner", "fsrs", None),
        ("sm2", "sm2", None),
        ("sm2", "sm18", None),
        ("sm18", "leitner", None),
    ],
)
def test_a_choice_of_scheduler_goes_before_the_default(
    ours: str, theirs: str, after: str | None
) -> None:
    assert chosen(ours, theirs) == after


def test_a_leech_on_either_side_is_one(desk: "Desk", phone: "Desk") -> None:
    for it in (desk, phone):
        it.write("a.md", NOTE)
        it.bring_in()
        phone.later(minutes=1)
    leech = phone.card("What is b?").id
    with phone.store.write() as connection:
        set_leech(connection, leech, leech=True)
    leeches = "SELECT question FROM card_tag JOIN card ON card.id = card_id WHERE same_as IS NULL"
    for it in (desk, phone):
        take(it, phone if it is desk else desk)
        assert query(it.store.path, leeches) == [("What is b?",)]


def test_a_deck_takes_over_a_chosen_scheduler_and_is_replayed(desk: "Desk", phone: "Desk") -> None:
    desk.write("a.md", NOTE)
    desk.bring_in()
    desk.ask_everything()
    fork(desk, phone)
    reschedule(phone.store, None, "leitner")
    take(desk, phone)
    assert {row[0] for row in query(desk.store.path, "SELECT scheduler FROM memory")} == {"leitner"}
    assert desk.memory("What is b?") == phone.memory("What is b?")
    assert examine(desk.store).is_well


def test_a_dry_run_tells_the_same_and_changes_nothing(desk: "Desk", phone: "Desk") -> None:
    for it in (desk, phone):
        it.write("a.md", NOTE)
        it.bring_in()
        it.ask_everything()
    before = dump(desk.store.path), dump(phone.store.path)
    told = take(desk, phone, dry_run=True).as_json()
    assert (dump(desk.store.path), dump(phone.store.path)) == before
    assert told["dry_run"] is True
    done = take(desk, phone).as_json()
    assert {**told, "dry_run": False} == done
    assert dump(phone.store.path) == before[1]


def test_the_other_store_is_read_while_it_is_studied_and_not_changed(
    desk: "Desk", phone: "Desk"
) -> None:
    phone.write("a.md", NOTE)
    phone.bring_in()
    phone.session().grade(Grade.GOOD)
    files = {path.name: path.read_bytes() for path in phone.root.glob("store.db*")}
    holder = sqlite3.connect(phone.store.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    holder.execute("INSERT INTO deck (name) VALUES ('half done')")
    report = take(desk, phone)
    holder.execute("ROLLBACK")
    holder.close()
    assert report.reviews == 1
    assert query(desk.store.path, "SELECT name FROM deck") == [("a",)]
    after = {path.name: path.read_bytes() for path in phone.root.glob("store.db*")}
    for name in ("store.db", "store.db-wal"):
        assert after[name] == files[name]


def test_an_open_session_goes_on_with_the_card_that_its_card_turned_out_to_be(
    desk: "Desk", phone: "Desk"
) -> None:
    for it in (desk, phone):
        it.write("a.md", NOTE)
        it.bring_in()
    ours, theirs = desk.session(), phone.session()
    assert ours.card
    assert theirs.card
    ids = sorted([ours.card.id, theirs.card.id])
    late, session, other = (desk, ours, phone) if ours.card.id == ids[1] else (phone, theirs, desk)
    take(late, other)
    session.grade(Grade.GOOD)
    assert grades(late) == {"What is a?": [4]}
    assert query(late.store.path, "SELECT card_id FROM memory") == [(ids[0],)]
    done = session.undo()
    assert done is not None
    assert session.card is not None
    assert session.card.id == ids[0]
    assert query(late.store.path, "SELECT count(*) FROM memory") == [(0,)]
    session.redo()
    assert grades(late) == {"What is a?": [4]}
    assert examine(late.store).is_well


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("quality", 9, "its grade is not 0 to 5"),
        ("reviewed_at", -5, "its time is impossible"),
        ("day", 7, "its study day does not fit its time"),
        ("id", "x", "its id is not one that flashdeck makes"),
        ("card_id", "nobody", "its card is not there"),
    ],
)
def test_reviews_that_cannot_be_true_are_named_and_kept_aside(
    desk: "Desk", phone: "Desk", column: str, value: object, reason: str
) -> None:
    phone.write("a.md", NOTE)
    phone.bring_in()
    phone.ask_everything()
    query(phone.store.path, "DROP TRIGGER review_is_never_updated")
    query(
        phone.store.path,
        f"UPDATE review SET {column} = ? WHERE id = (SELECT max(id) FROM review)",
        value,
    )
    report = take(desk, phone)
    assert report.reviews == 1
    (row,) = report.aside
    assert (row.kind, row.reason) == ("review", reason)
    ((kind, content),) = query(desk.store.path, "SELECT kind, content FROM aside")
    assert kind == "review"
    assert str(value) in content
    assert take(desk, phone).aside == [row]
    assert len(query(desk.store.path, "SELECT * FROM aside")) == 1
    assert examine(desk.store).is_well


def test_ids_that_clash_are_kept_aside_with_all_that_belongs_to_them(
    desk: "Desk", phone: "Desk"
) -> None:
    desk.write("a.md", NOTE)
    desk.bring_in()
    desk.ask_everything()
    fork(desk, phone)
    query(phone.store.path, "DROP TRIGGER review_is_never_updated")
    query(phone.store.path, "UPDATE card SET created_at = created_at + 1 WHERE question LIKE '%a?'")
    query(
        phone.store.path,
        "UPDATE review SET duration_ms = 7 WHERE card_id = "
        "(SELECT id FROM card WHERE question LIKE '%b?')",
    )
    phone.later(days=1)
    phone.ask_everything()
    before = query(desk.store.path, "SELECT * FROM review")
    report = take(desk, phone)
    assert report.reviews == 1
    assert sorted((row.kind, row.reason) for row in report.aside) == [
        ("card", "another card has its id"),
        ("review", "another review has its id"),
        ("review", "its card is kept aside"),
        ("review", "its card is kept aside"),
    ]
    assert set(before) < set(query(desk.store.path, "SELECT * FROM review"))
    assert examine(desk.store).is_well


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("kind = 'riddle'", "its kind is unknown"),
        ("tags = 'no list'", "its tags are no list of words"),
        ("path = '[1]'", "its headings are no list of words"),
        ("created_at = -1", "its times are impossible"),
        ("deck_id = 77", "its deck is not there"),
    ],
)
def test_cards_that_cannot_be_true_are_kept_aside_with_their_reviews(
    desk: "Desk", phone: "Desk", change: str, reason: str
) -> None:
    phone.write("a.md", NOTE)
    phone.bring_in()
    phone.ask_everything()
    query(phone.store.path, "DROP TRIGGER card_is_tagged_anew")
    query(phone.store.path, f"UPDATE card SET {change} WHERE question = 'What is a?'")
    report = take(desk, phone)
    assert [(row.kind, row.reason) for row in report.aside] == [
        ("card", reason),
        ("review", "its card is kept aside"),
    ]
    assert (report.new, report.reviews) == (1, 1)
    assert examine(desk.store).is_well


def test_a_scheduler_that_is_unknown_here_is_kept_aside_and_the_reviews_are_not(
    desk: "Desk", phone: "Desk"
) -> None:
    phone.write("a.md", NOTE)
    phone.bring_in()
    phone.ask_everything()
    query(phone.store.path, "UPDATE deck SET scheduler = 'sm18'")
    report = take(desk, phone)
    assert [(row.kind, row.key) for row in report.aside] == [("deck", "a")]
    assert "'sm18' is unknown" in report.aside[0].reason
    assert report.reviews == 2
    assert examine(desk.store).is_well
    assert desk.memory("What is a?") is not None


def no_store(path: Path) -> Path:
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def text_file(path: Path) -> Path:
    path.write_text("Dear diary, " * 50)
    return path


def empty_file(path: Path) -> Path:
    path.touch()
    return path


def other_database(path: Path) -> Path:
    query(path, "CREATE TABLE card (id)")
    return path


def newer_store(path: Path) -> Path:
    open_store(path).close()
    query(path, "UPDATE alembic_version SET version_num = '0999'")
    return path


def store_of_another_shape(path: Path) -> Path:
    query(path, "CREATE TABLE card (id)")
    query(path, f"PRAGMA application_id = {APPLICATION_ID}")
    return path


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (no_store, "there is no store at"),
        (folder, "there is no store at"),
        (text_file, "is not a flashdeck store"),
        (empty_file, "is not a flashdeck store"),
        (other_database, "is not a flashdeck store"),
        (store_of_another_shape, "is a database of another program"),
        (newer_store, "was made by a newer flashdeck"),
    ],
)
def test_what_is_no_store_of_ours_is_refused_by_name_and_left_alone(
    studied: "Desk", make: Callable[[Path], Path], message: str
) -> None:
    other = make(studied.root / "other.db")
    content = other.read_bytes() if other.is_file() else None
    before = dump(studied.store.path)
    with pytest.raises(StoreError, match=message) as caught:
        merge(studied.store, other)
    assert str(other) in caught.value.message
    assert "nothing was changed" in caught.value.hint
    assert dump(studied.store.path) == before
    assert (other.read_bytes() if other.is_file() else None) == content


def test_a_store_is_not_merged_with_itself(studied: "Desk") -> None:
    link = studied.root / "link.db"
    link.hardlink_to(studied.store.path)
    for path in (studied.store.path, link):
        with pytest.raises(StoreError, match="is this very store"):
            merge(studied.store, path)


def test_a_damaged_store_is_refused(studied: "Desk", phone: "Desk") -> None:
    phone.write("a.md", NOTE * 200)
    phone.bring_in()
    phone.store.close()
    data = bytearray(phone.store.path.read_bytes())
    data[8192:40960] = bytes(40960 - 8192)
    phone.store.path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        take(studied, phone)


def test_an_older_store_is_brought_up_to_date_in_a_copy(desk: "Desk", first_store: Path) -> None:
    before = first_store.read_bytes()
    report = merge(desk.store, first_store)
    assert (report.new, report.reviews, report.undone, report.aside) == (1, 2, 1, [])
    assert grades(desk) == {"What is a?": [4]}
    assert first_store.read_bytes() == before
    assert query(first_store, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert [path.name for path in first_store.parent.glob("*.bak")] == []


MERGE = """
import sys
from pathlib import Path
from flashdeck.store import open_store
from flashdeck.study.merging import merge
store = open_store(Path(sys.argv[1]))
print("ready", flush=True)
merge(store, Path(sys.argv[2]))
print("done", flush=True)
"""


@pytest.mark.parametrize("milliseconds", [5, 30, 60, 90, 120, 160, 220, 300])
def test_a_merge_that_is_killed_leaves_the_old_store_or_the_new(
    desk: "Desk", phone: "Desk", milliseconds: int
) -> None:
    for it in (desk, phone):
        it.write("a.md", "".join(f"## What is {n}?\nThe {n}th.\n\n" for n in range(300)))
        it.bring_in()
        session = it.session(new_per_day=40)
        while session.card is not None:
            session.grade(Grade.GOOD)
        it.later(days=1)
    rows = {table: query(desk.store.path, f"SELECT * FROM {table}") for table in ("card", "review")}
    taken = query(phone.store.path, "SELECT id FROM review")
    desk.store.close()
    process = subprocess.Popen(
        [sys.executable, "-c", MERGE, desk.store.path, phone.store.path],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(milliseconds / 1000)
    process.kill()
    done = "done" in process.communicate()[0]
    desk.store = open_store(desk.store.path)
    assert examine(desk.store).is_well
    ids = {row[0] for row in query(desk.store.path, "SELECT id FROM review")}
    if ids == {row[0] for row in rows["review"]}:
        assert not done
        assert query(desk.store.path, "SELECT * FROM card") == rows["card"]
    else:
        assert ids == {row[0] for row in [*rows["review"], *taken]}
        assert query(desk.store.path, "SELECT count(*) FROM card WHERE same_as IS NULL") == [(300,)]


def test_a_merge_into_a_store_that_another_process_holds_changes_nothing(
    studied: "Desk", phone: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    studied.store.close()
    studied.store = open_store(studied.store.path)
    holder = sqlite3.connect(studied.store.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="in use by another process"):
        take(studied, phone)
    holder.close()
    assert take(studied, phone).aside == []


def test_a_store_in_a_folder_that_nobody_may_write_is_taken_in_with_its_last_reviews(
    phone: "Desk", fenced_folder: Path, as_nobody: Callable[[], AbstractContextManager[None]]
) -> None:
    phone.write("a.md", NOTE)
    phone.bring_in()
    phone.ask_everything()
    stick = fenced_folder / "stick"
    stick.mkdir()
    for path in phone.root.glob("store.db*"):
        shutil.copy(path, stick)
    assert (stick / "store.db-wal").stat().st_size
    content = {path.name: path.read_bytes() for path in stick.glob("store.db*")}
    stick.chmod(0o555)
    with as_nobody(), closing(open_store(fenced_folder / "mine.db")) as mine:
        assert merge(mine, stick / "store.db").reviews == 2
    for name in ("store.db", "store.db-wal"):
        assert (stick / name).read_bytes() == content[name]


def answer_quiz(desk: "Desk", number: int, **values: object) -> str:
    """Add an answer in a quiz and return its id."""
    row = {
        "id": f"{number:032x}",
        "quiz_id": "q",
        "place": number,
        "seed": 1,
        "topic": f"topic {number}",
        "kind": "typed",
        "question": "x",
        "given": "g",
        "expected": "e",
        "right": 0,
        "answered_at": 1,
        "utc_offset_s": 0,
        **values,
    }
    marks = ", ".join("?" * len(row))
    query(
        desk.store.path,
        f"INSERT INTO quiz_answer ({', '.join(row)}) VALUES ({marks})",
        *row.values(),
    )
    return str(row["id"])


def test_answers_in_quizzes_are_taken_over_once_with_their_cards(
    desk: "Desk", phone: "Desk"
) -> None:
    for it in (desk, phone):
        it.write("a.md", NOTE)
        it.bring_in()
    answer_quiz(phone, 1, card_id=phone.card("What is a?").id)
    answer_quiz(phone, 2)
    for _ in range(2):
        assert take(desk, phone).aside == []
        found = query(desk.store.path, "SELECT topic, card_id FROM quiz_answer ORDER BY id")
        assert [topic for topic, _ in found] == ["topic 1", "topic 2"]
        assert [card_id is None for _, card_id in found] == [False, True]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"id": "one"}, "its id is not one that flashdeck makes"),
        ({"right": 7}, "it is neither right nor wrong"),
        ({"place": -1}, "its place is below 0"),
        ({"answered_at": -1}, "its time is impossible"),
        ({"utc_offset_s": 100_000}, "its time zone is impossible"),
        ({"duration_ms": -1}, "it took less than no time"),
        ({"given": "something else"}, "another answer has its id"),
    ],
)
def test_answers_in_quizzes_that_cannot_be_true_are_named_and_kept_aside(
    desk: "Desk", phone: "Desk", values: dict[str, object], reason: str
) -> None:
    answer_quiz(desk, 1)
    answer_quiz(phone, 2)
    key = answer_quiz(phone, 1, **values)
    report = take(desk, phone)
    assert [(it.kind, it.key, it.reason) for it in report.aside] == [("quiz_answer", key, reason)]
    kept = query(desk.store.path, "SELECT topic, given FROM quiz_answer ORDER BY id")
    assert kept == [("topic 1", "g"), ("topic 2", "g")]
    ((content,),) = query(desk.store.path, "SELECT content FROM aside")
    assert json.loads(content).items() >= ({"id": key} | values).items()
    assert examine(desk.store).is_well


def test_what_undoes_a_review_that_is_kept_aside_is_kept_aside_with_it(
    desk: "Desk", phone: "Desk"
) -> None:
    desk.write("a.md", NOTE)
    desk.bring_in()
    desk.ask_everything()
    fork(desk, phone)
    ours = query(desk.store.path, "SELECT min(id) FROM review")[0][0]
    with closing(sqlite3.connect(phone.store.path)) as connection:
        connection.execute("DROP TRIGGER review_is_never_updated")
        connection.execute("UPDATE review SET quality = 1 WHERE id = ?", [ours])
        connection.execute("INSERT INTO tombstone VALUES (?, 5)", [ours])
        connection.commit()
    report = take(desk, phone)
    assert [(it.kind, it.reason) for it in report.aside] == [
        ("review", "another review has its id"),
        ("tombstone", "its review is kept aside"),
    ]
    assert query(desk.store.path, "SELECT * FROM tombstone") == []
    assert len(query(desk.store.path, "SELECT * FROM aside")) == 2


def test_of_two_tombstones_of_a_review_the_one_that_can_be_true_is_taken(
    desk: "Desk", phone: "Desk"
) -> None:
    desk.write("a.md", NOTE)
    desk.bring_in()
    desk.ask_everything()
    fork(desk, phone)
    one = query(phone.store.path, "SELECT min(id) FROM review")[0][0]
    for at in (-5, 5):
        query(phone.store.path, "INSERT INTO tombstone VALUES (?, ?)", one, at)
    report = take(desk, phone)
    assert [(it.kind, it.reason) for it in report.aside] == [
        ("tombstone", "its time is impossible")
    ]
    assert query(desk.store.path, "SELECT * FROM tombstone") == [(one, 5)]
    assert grades(desk) == {"What is b?": [4]}
