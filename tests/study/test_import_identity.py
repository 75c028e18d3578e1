"""Which card is which when ids, decks and duplicates meet."""

from typing import TYPE_CHECKING

import pytest

from flashdeck.scheduling import Grade
from flashdeck.study.report import moves_in_words

if TYPE_CHECKING:
    from tests.conftest import Desk


def grade_only(desk: "Desk", question: str, deck: str, grade: Grade) -> None:
    session = desk.session(deck)
    while session.card is not None:
        if session.card.question == question:
            session.grade(grade)
            return
        session.bury()
    raise AssertionError(f"{question} was not asked")


def grades(desk: "Desk") -> dict[tuple[str, str], int]:
    """Return the quality of each graded card's one review by (deck, question)."""
    with desk.store.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT deck.name, question, quality FROM review JOIN card ON card.id = card_id "
            "JOIN deck ON deck.id = card.deck_id WHERE retired_at IS NULL"
        ).all()
    return {(deck, question): quality for deck, question, quality in rows}


def test_an_explicit_id_keeps_the_history_when_the_question_changes(desk: "Desk") -> None:
    desk.write("n.md", "# T\n## What is a? {#alpha}\nA.\n\n## What is b?\nB.\n")
    desk.bring_in()
    grade_only(desk, "What is a?", "n", Grade.EASY)
    desk.write(
        "n.md", "# T\n## Name the first letter. {#alpha}\nIt is alpha.\n\n## What is b?\nB.\n"
    )
    assert desk.outcomes() == {"edited": 1, "unchanged": 1}
    assert grades(desk) == {("n", "Name the first letter."): Grade.EASY}


def test_an_explicit_id_keeps_the_history_into_another_file(desk: "Desk") -> None:
    desk.write("n.md", "# T\n## What is a? {#alpha}\nA.\n")
    desk.bring_in()
    grade_only(desk, "What is a?", "n", Grade.EASY)
    (desk.notes / "n.md").unlink()
    desk.write("m.md", "# T\n## Name the first letter. {#alpha}\nIt is alpha.\n")
    desk.bring_in()
    assert grades(desk) == {("m", "Name the first letter."): Grade.EASY}


def test_adding_or_dropping_an_explicit_id_keeps_the_history(desk: "Desk") -> None:
    with_id, without = "## What is a? {#alpha .x}\nA.\n", "## What is a? {.x}\nA.\n"
    desk.write("n.md", without)
    desk.bring_in()
    grade_only(desk, "What is a?", "n", Grade.EASY)
    for text in (with_id, without):
        desk.write("n.md", text)
        assert desk.outcomes() == {"edited": 1}
    assert grades(desk) == {("n", "What is a?"): Grade.EASY}


@pytest.mark.parametrize("edited", [("p.md",), ("q.md",), ("p.md", "q.md")])
def test_the_same_explicit_id_in_two_decks_is_two_cards(
    desk: "Desk", edited: tuple[str, ...]
) -> None:
    def text(letter: str, answer: str) -> str:
        filler = "## What is filler?\nFiller.\n\n" if letter == "p" else ""
        return f"# T\n{filler}## What is {letter}? {{#same}}\n{answer}\n"

    desk.write("p.md", text("p", "P."))
    desk.write("q.md", text("q", "Q."))
    assert desk.outcomes() == {"new": 3}
    grade_only(desk, "What is p?", "p", Grade.EASY)
    grade_only(desk, "What is q?", "q", Grade.AGAIN)
    expected = {("p", "What is p?"): Grade.EASY, ("q", "What is q?"): Grade.AGAIN}
    assert grades(desk) == expected
    for name in edited:
        desk.write(name, text(name[0], "Edited."))
    desk.bring_in()
    assert grades(desk) == expected


@pytest.mark.parametrize("order", ["pq", "qp"])
def test_the_same_question_in_two_decks_is_two_cards(desk: "Desk", order: str) -> None:
    for letter in order:
        desk.write(f"{letter}.md", "## What is it?\nIt.\n")
        assert desk.outcomes()["new"] == 1
    grade_only(desk, "What is it?", "p", Grade.EASY)
    desk.write("q.md", "## What is it?\nSomething else.\n")
    assert desk.outcomes() == {"edited": 1, "unchanged": 1}
    desk.write("p.md", "## What is it?\nSomething else.\n")
    desk.write("q.md", "## What is it?\nYet another.\n")
    assert desk.outcomes() == {"edited": 2}
    assert grades(desk) == {("p", "What is it?"): Grade.EASY}


def test_the_same_question_twice_in_a_file_is_two_cards_in_their_order(desk: "Desk") -> None:
    twice = "## What is it?\nThe first.\n\n## What is it?\nThe second.\n"
    desk.write("n.md", twice)
    assert desk.outcomes() == {"new": 2}
    session = desk.session()
    session.grade(Grade.EASY)
    first, second = sorted(desk.cards(), key=lambda card: card.line)
    desk.write("n.md", "Words above.\n\n" + twice.replace("first", "one").replace("second", "two"))
    assert desk.outcomes() == {"edited": 2}
    later = sorted(desk.cards(), key=lambda card: card.line)
    assert [card.id for card in later] == [first.id, second.id]
    assert [card.answer for card in later] == ["The one.", "The two."]


def test_a_copy_of_a_file_gets_cards_of_its_own_and_no_history(desk: "Desk") -> None:
    text = "## What is a?\nA.\n\n## What is b?\nB.\n"
    desk.write("n.md", text)
    desk.bring_in()
    grade_only(desk, "What is a?", "n", Grade.EASY)
    desk.write("copy.md", text)
    assert desk.outcomes() == {"new": 2, "unchanged": 2}
    assert grades(desk) == {("n", "What is a?"): Grade.EASY}


def test_a_new_question_with_an_id_of_its_own_takes_no_other_cards_history(desk: "Desk") -> None:
    desk.write("n.md", "# T\n## What is it? {#one}\nOne.\n")
    desk.bring_in()
    grade_only(desk, "What is it?", "n", Grade.EASY)
    before = desk.card("What is it?").id
    desk.write("n.md", "# T\n## What is it? {#two}\nTwo.\n\n## What is that? {#one}\nOne.\n")
    assert desk.outcomes() == {"new": 1, "edited": 1}
    assert desk.card("What is that?").id == before
    assert grades(desk) == {("n", "What is that?"): Grade.EASY}


def test_a_card_without_an_id_keeps_its_history_beside_one_that_has_an_id(desk: "Desk") -> None:
    desk.write("n.md", "# T\n## What is it? {#one}\nOne.\n\n## What is it?\nTwo.\n")
    desk.bring_in()
    ids = {card.answer: card.id for card in desk.cards()}
    desk.write("n.md", "# T\n## What is it?\nTwo.\n\n## What is it? {#one}\nOne.\n")
    assert desk.outcomes() == {"unchanged": 2}
    assert {card.answer: card.id for card in desk.cards()} == ids


def test_a_card_is_never_taken_from_a_file_that_still_holds_it(desk: "Desk") -> None:
    text = "---\ndeck: One deck\n---\n## What is a?\nA.\n"
    desk.write("p.md", text)
    desk.bring_in()
    before = desk.card("What is a?").id
    desk.later(hours=1)
    desk.write("q.md", text)
    assert desk.outcomes() == {"new": 1, "unchanged": 1}
    desk.later(hours=1)
    desk.write("p.md", text.replace("A.", "Alpha."))
    assert desk.outcomes() == {"edited": 1, "unchanged": 1}
    assert {card.answer: card.id for card in desk.cards()}["Alpha."] == before


def test_a_file_renamed_between_imports_of_single_files_keeps_its_history(desk: "Desk") -> None:
    note = desk.write("n.md", "## What is a?\nA.\n\n## What is b?\nB.\n")
    desk.bring_in(note)
    before = {card.question: card.id for card in desk.cards()}
    renamed = note.rename(desk.notes / "renamed.md")
    assert desk.outcomes(renamed) == {"moved": 2}
    assert {card.question: card.id for card in desk.cards()} == before
    desk.later(hours=1)
    renamed.rename(note)
    assert desk.outcomes(note) == {"moved": 2}
    assert {card.question: card.id for card in desk.cards()} == before


def test_cards_edited_in_a_renamed_file_keep_their_history(desk: "Desk") -> None:
    text = (
        "## Where does the Tamar end?\nIn the Celtic Sea, below Plymouth.\n\n"
        "## Name the moons of Mars.\nThere are two: Phobos and Deimos.\n"
    )
    note = desk.write("n.md", text)
    desk.bring_in()
    before = {card.answer[:5]: card.id for card in desk.cards()}
    note.unlink()
    desk.write("m.md", text.replace("Where does the Tamar", "Where does the river Tamar"))
    assert desk.outcomes() == {"edited": 1, "moved": 1}
    assert {card.answer[:5]: card.id for card in desk.cards()} == before


def test_moved_cards_are_listed_by_file_and_line(desk: "Desk") -> None:
    moving = "## What moons has Mars?\nThere are two: Phobos and Deimos.\n"
    desk.write("p.md", "## What is a?\nA.\n\n" + moving)
    desk.bring_in()
    desk.later(hours=1)
    desk.write("p.md", "## What is a?\nA.\n")
    desk.write("q.md", "# Planets\n\n" + moving)
    report = desk.bring_in()
    paths = {"path": str(desk.notes / "q.md"), "from_path": str(desk.notes / "p.md")}
    assert report.as_json()["moves"] == [{**paths, "line": 3, "from_line": 4}]
    assert list(moves_in_words(report.moves)) == [
        f"{paths['path']}:3: moved here from {paths['from_path']}:4"
    ]


def test_many_moves_between_two_files_are_told_in_one_line(desk: "Desk") -> None:
    text = "".join(f"## What is {n}?\nThe number {n}.\n\n" for n in range(30))
    note = desk.write("p.md", text)
    desk.bring_in()
    renamed = note.rename(desk.notes / "q.md")
    report = desk.bring_in()
    assert len(report.as_json()["moves"]) == 30
    assert list(moves_in_words(report.moves)) == [f"{renamed}: 30 cards moved here from {note}"]
