"""What a merge does to cards, reviews, decks and files."""

import sqlite3
from typing import TYPE_CHECKING

import pytest

from flashdeck.scheduling import Grade
from flashdeck.store.cards import set_leech
from flashdeck.study.doctor import examine
from flashdeck.study.merging import chosen
from flashdeck.study.rescheduling import reschedule
from tests.study.two_desks import NOTE, bring_in_note, dump, fork, grades, query, study_note, take

if TYPE_CHECKING:
    from tests.conftest import Desk


def test_copies_studied_apart_become_one(desk: "Desk", phone: "Desk") -> None:
    bring_in_note(desk)
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
    bring_in_note(desk, phone)
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
    bring_in_note(phone)
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
        bring_in_note(it)
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
    bring_in_note(desk)
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
    bring_in_note(desk)
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
        bring_in_note(it)
        phone.later(minutes=1)
    leech = phone.card("What is b?").id
    with phone.store.write() as connection:
        set_leech(connection, leech, leech=True)
    leeches = "SELECT question FROM card_tag JOIN card ON card.id = card_id WHERE same_as IS NULL"
    for it in (desk, phone):
        take(it, phone if it is desk else desk)
        assert query(it.store.path, leeches) == [("What is b?",)]


def test_a_deck_takes_over_a_chosen_scheduler_and_is_replayed(desk: "Desk", phone: "Desk") -> None:
    study_note(desk)
    fork(desk, phone)
    reschedule(phone.store, None, "leitner")
    take(desk, phone)
    assert {row[0] for row in query(desk.store.path, "SELECT scheduler FROM memory")} == {"leitner"}
    assert desk.memory("What is b?") == phone.memory("What is b?")
    assert examine(desk.store).is_well


def test_a_dry_run_tells_the_same_and_changes_nothing(desk: "Desk", phone: "Desk") -> None:
    study_note(desk, phone)
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
    bring_in_note(phone)
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
    bring_in_note(desk, phone)
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
