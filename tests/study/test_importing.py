"""An import tells what became of every card, and keeps its history through every change."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from flashdeck.errors import NotFoundError
from flashdeck.scheduling import Grade

if TYPE_CHECKING:
    from tests.conftest import Desk

A = "## What is a?\nA.\n\n"
B = "## What is b?\nB.\n\n"
C = "## What is c?\nC.\n\n"
# So unlike the others that no one could be an edit of another.
D = "## Where does the river Tamar end?\nIn the Celtic Sea, below Plymouth.\n\n"
E = "## Name the moons of Mars.\nThere are two: Phobos and Deimos.\n\n"
F = "## Why does bread rise?\nYeast breathes out carbon dioxide.\n\n"
FIXTURES = Path(__file__).parent.parent / "parsing" / "fixtures"


def learned(desk: "Desk", question: str) -> int:
    """Return how often a card's memory was repeated; 0 if it has none."""
    memory = desk.memory(question)
    return memory.repetitions if memory else 0


@pytest.fixture
def known(desk: "Desk") -> "Desk":
    """Give a desk whose cards a and b in one file were each graded once."""
    desk.write("note.md", A + B)
    desk.bring_in()
    desk.ask_everything()
    desk.later(hours=1)
    return desk


def test_a_first_import_reports_its_files_and_new_cards(desk: "Desk") -> None:
    note = desk.write("maths/sets.md", A + B)
    empty_handed = desk.write("diary.md", "Today it rained.\n")
    report = desk.bring_in().as_json()
    assert report["files"] == [
        {"path": str(empty_handed), "style": None, "deck": "diary", "cards": 0},
        {"path": str(note), "style": "headings", "deck": "maths/sets", "cards": 2},
    ]
    assert report["new"] == 2
    assert [(p["path"], p["severity"]) for p in report["problems"]] == [(str(empty_handed), "note")]


def test_a_first_import_leaves_the_store_as_any_other(desk: "Desk") -> None:
    def schema() -> set[tuple[str, str | None]]:
        return set(desk.store.driver.execute("SELECT name, sql FROM sqlite_master"))

    def tags() -> list[tuple[str, int]]:
        tagged = "SELECT tag, line FROM card_tag JOIN card ON card.id = card_id"
        return sorted(desk.store.driver.execute(tagged))

    before = schema()
    desk.write("a.md", "## What is a? {.One .two}\nA.\n\n## What is b?\nB.\n")
    assert desk.outcomes() == {"new": 2}
    assert schema() == before
    assert tags() == [("one", 1), ("two", 1)]
    desk.write("b.md", "\n\n## What is c? {.One}\nC.\n")
    desk.bring_in()
    assert tags() == [("one", 1), ("one", 3), ("two", 1)]


def test_a_second_import_finds_everything_unchanged(known: "Desk") -> None:
    assert known.outcomes() == {"unchanged": 2}


def test_every_outcome_is_counted_once(known: "Desk") -> None:
    known.write("other.md", C)
    assert known.outcomes() == {"new": 1, "unchanged": 2}
    known.write("note.md", A.replace("A.", "Alpha.") + D)
    known.write("other.md", C + E)
    assert known.outcomes() == {"edited": 1, "new": 2, "retired": 1, "unchanged": 1}
    known.write("note.md", A.replace("A.", "Alpha."))
    known.write("other.md", C + B)
    assert known.outcomes() == {"revived": 1, "retired": 2, "unchanged": 2}
    known.write("note.md", F)
    known.write("other.md", C + B + A.replace("A.", "Alpha."))
    assert known.outcomes() == {"moved": 1, "new": 1, "unchanged": 2}


def test_editing_an_answer_keeps_the_history(known: "Desk") -> None:
    known.write("note.md", A.replace("A.", "Alpha.") + B)
    assert known.outcomes() == {"edited": 1, "unchanged": 1}
    assert known.card("What is a?").answer == "Alpha."
    assert learned(known, "What is a?") == 1


@pytest.mark.parametrize(
    "asked_otherwise",
    ["## what is A?", "## What is **a**?", "## 3. What  is a", "## What is `a` ?"],
)
def test_the_spelling_of_a_question_may_change(known: "Desk", asked_otherwise: str) -> None:
    before = known.card("What is a?").id
    known.write("note.md", A.replace("## What is a?", asked_otherwise) + B)
    known.bring_in()
    assert before in {card.id for card in known.cards() if not card.retired}
    assert len(known.cards()) == 2


def test_a_card_that_vanishes_is_retired_and_comes_back_with_its_history(known: "Desk") -> None:
    before = known.card("What is b?").id
    known.write("note.md", A)
    assert known.outcomes() == {"retired": 1, "unchanged": 1}
    assert known.card("What is b?").retired
    known.later(days=30)
    known.write("note.md", A + B)
    assert known.outcomes() == {"revived": 1, "unchanged": 1}
    assert known.card("What is b?").id == before
    assert not known.card("What is b?").retired
    assert learned(known, "What is b?") == 1


def test_a_file_that_vanishes_retires_its_cards_once_and_may_come_back(known: "Desk") -> None:
    note = known.notes / "note.md"
    aside = note.rename(known.root / "aside.md")
    assert known.outcomes() == {"retired": 2}
    assert known.outcomes() == {}
    assert all(card.retired for card in known.cards())
    shutil.copy2(aside, note)  # with its old time: it looks unchanged
    known.later(hours=1)
    assert known.outcomes() == {"revived": 2}
    assert learned(known, "What is a?") == learned(known, "What is b?") == 1


def test_importing_one_file_says_nothing_about_its_neighbours(known: "Desk") -> None:
    other = known.write("other.md", C)
    (known.notes / "note.md").unlink()
    assert known.outcomes(other) == {"new": 1}
    assert not known.card("What is a?").retired


def test_a_renamed_file_keeps_the_history(known: "Desk") -> None:
    (known.notes / "note.md").rename(known.notes / "renamed.md")
    assert known.outcomes() == {"moved": 2}
    assert known.card("What is a?").deck == "renamed"
    assert learned(known, "What is a?") == learned(known, "What is b?") == 1


def test_a_question_moved_to_another_file_keeps_its_history(known: "Desk") -> None:
    known.write("note.md", A)
    known.write("elsewhere.md", "Some words.\n\n" + B + C)
    assert known.outcomes() == {"moved": 1, "new": 1, "unchanged": 1}
    assert known.card("What is b?").source == str(known.notes / "elsewhere.md")
    assert learned(known, "What is b?") == 1


def test_a_question_moved_within_its_file_is_unchanged_and_asked_in_its_new_place(
    desk: "Desk",
) -> None:
    desk.write("note.md", A + B)
    desk.bring_in()
    desk.write("note.md", B + A)
    assert desk.outcomes() == {"unchanged": 2}
    assert desk.ask_everything() == ["What is b?", "What is a?"]


def test_a_deck_named_in_the_front_matter_moves_the_cards_there(known: "Desk") -> None:
    known.write("note.md", "---\ndeck: Greek/Letters\n---\n" + A + B)
    assert known.outcomes() == {"moved": 2}
    assert known.card("What is a?").deck == "Greek/Letters"
    assert learned(known, "What is a?") == 1


def test_suspension_survives_an_edit(known: "Desk") -> None:
    known.later(days=2)
    session = known.session()
    assert session.card is not None
    question = session.card.question
    session.suspend()
    known.write("note.md", (A + B).replace("A.", "Alpha.").replace("B.", "Beta."))
    known.bring_in()
    assert known.card(question).suspended


def test_a_dry_run_reports_the_same_and_writes_nothing(known: "Desk") -> None:
    known.write("note.md", A.replace("A.", "Alpha.") + C)
    before = known.store.path.read_bytes(), known.cards()
    rehearsed = known.bring_in(dry_run=True).as_json()
    assert (known.store.path.read_bytes(), known.cards()) == before
    assert known.bring_in().as_json() == rehearsed
    assert (rehearsed["edited"], rehearsed["new"], rehearsed["retired"]) == (1, 1, 1)


def test_a_path_that_is_not_there_stops_the_import_before_anything_is_written(
    desk: "Desk",
) -> None:
    note = desk.write("note.md", A)
    with pytest.raises(NotFoundError) as caught:
        desk.bring_in(note, desk.notes / "one.md", desk.notes / "two.md")
    assert "one.md" in caught.value.message
    assert "two.md" in caught.value.message
    assert desk.cards() == []


@pytest.mark.parametrize(
    "name", ["native-1", "headings-1", "numbered-1", "lettered-1", "outline-1", "scraped-1"]
)
def test_each_note_style_reaches_the_store(desk: "Desk", name: str) -> None:
    expected = yaml.safe_load((FIXTURES / f"{name}.yaml").read_text("utf-8"))["cards"]
    shutil.copy(FIXTURES / f"{name}.md", desk.notes)
    assert desk.outcomes() == {"new": len(expected)}
    stored = sorted(desk.cards(), key=lambda card: card.line)
    assert [(card.question, card.line) for card in stored] == [
        (card["question"], card["line"]) for card in expected
    ]


def test_notes_without_cards_give_none(desk: "Desk") -> None:
    names = sorted(FIXTURES.glob("none-*.md"))
    assert names
    for name in names:
        shutil.copy(name, desk.notes)
    assert desk.outcomes() == {}
    assert desk.cards() == []


def test_a_grade_between_two_imports_is_never_lost(known: "Desk") -> None:
    known.later(days=1)
    for turn in range(6):
        known.write("note.md", A + B + f"## What is number {turn}?\n{turn}.\n")
        known.bring_in()
        known.session(new_per_day=0)
    session = known.session("note", new_per_day=0)
    while session.card is not None:
        session.grade(Grade.GOOD)
    assert learned(known, "What is a?") == learned(known, "What is b?") == 2
