"""What a merge keeps aside, and why."""

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from flashdeck.study.doctor import examine
from tests.study.two_desks import bring_in_note, fork, grades, query, study_note, take

if TYPE_CHECKING:
    from tests.conftest import Desk


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
    study_note(phone)
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
    study_note(desk)
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
    study_note(phone)
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
    study_note(phone)
    query(phone.store.path, "UPDATE deck SET scheduler = 'sm18'")
    report = take(desk, phone)
    assert [(row.kind, row.key) for row in report.aside] == [("deck", "a")]
    assert "'sm18' is unknown" in report.aside[0].reason
    assert report.reviews == 2
    assert examine(desk.store).is_well
    assert desk.memory("What is a?") is not None


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
    bring_in_note(desk, phone)
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
    study_note(desk)
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
    study_note(desk)
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
