"""Editing a card in its note keeps its history; a different card in its place does not get it."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flashdeck.store.reviews import all_memories

if TYPE_CHECKING:
    from tests.conftest import Desk

NOTE = """# Plants

## Leaves

### What is photosynthesis?
Plants turn light, water and carbon dioxide into sugar and oxygen.

### Why are leaves green?
Chlorophyll absorbs red and blue light and reflects the green that is left.

### What is transpiration?
Water evaporates through small openings on the underside of the leaf.
"""


def ids_by_question(desk: "Desk") -> dict[str, str]:
    return {card.question: card.id for card in desk.cards() if not card.retired}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("What is photosynthesis?", "What is fotosynthesis?"),
        ("Why are leaves green?", "Why do most leaves look green?"),
        ("What is transpiration?", "What does transpiration mean?"),
    ],
)
def test_a_reworded_question_keeps_its_card(desk: "Desk", old: str, new: str) -> None:
    desk.write("plants.md", NOTE)
    desk.bring_in()
    before = ids_by_question(desk)
    desk.later(minutes=5)
    desk.write("plants.md", NOTE.replace(old, new))
    assert desk.outcomes() == {"edited": 1, "unchanged": 2}
    assert ids_by_question(desk)[new] == before[old]


def test_question_and_answer_may_both_change_a_little(desk: "Desk") -> None:
    desk.write("plants.md", NOTE)
    desk.bring_in()
    before = ids_by_question(desk)
    edited = NOTE.replace("Why are leaves green?", "Why are most leaves green?").replace(
        "reflects the green that is left", "reflects most of the green light"
    )
    desk.later(minutes=5)
    desk.write("plants.md", edited)
    desk.bring_in()
    assert ids_by_question(desk)["Why are most leaves green?"] == before["Why are leaves green?"]


def test_a_different_card_in_the_same_place_is_new(desk: "Desk") -> None:
    desk.write("plants.md", NOTE)
    desk.bring_in()
    other = NOTE.replace(
        "### What is transpiration?\nWater evaporates through small openings on the underside",
        "### What is a stipule?\nA small outgrowth at the base",
    )
    desk.later(minutes=5)
    desk.write("plants.md", other)
    assert desk.outcomes() == {"new": 1, "retired": 1, "unchanged": 2}


def test_an_edit_that_could_be_of_two_cards_is_new_and_told(desk: "Desk") -> None:
    twins = (
        "# Ports\n\n## Which port does the plain mail service use?\nIt listens on port number 25.\n"
        "\n## Which port does the plain mail server use?\nIt listens on port number 26.\n"
    )
    desk.write("ports.md", twins)
    desk.bring_in()
    desk.later(minutes=5)
    desk.write(
        "ports.md",
        "# Ports\n\n## which port does the plain mail servant use?\nIt listens on port 27.\n",
    )
    report = desk.bring_in()
    assert (report.outcomes["new"], report.outcomes["retired"]) == (1, 2)
    assert [(p.line, p.message) for p in report.problems] == [
        (
            3,
            "this may be an edit of the card that was in line 3 or in line 6, but not clearly; "
            "it counts as new",
        )
    ]


def test_a_renamed_heading_does_not_stop_an_edit_from_being_seen(desk: "Desk") -> None:
    desk.write("plants.md", NOTE)
    desk.bring_in()
    before = ids_by_question(desk)
    desk.later(minutes=5)
    desk.write(
        "plants.md",
        NOTE.replace("## Leaves", "## The leaf").replace("Why are leaves", "Why are the leaves"),
    )
    desk.bring_in()
    assert ids_by_question(desk)["Why are the leaves green?"] == before["Why are leaves green?"]


def test_of_two_equal_questions_the_one_with_its_answer_stays(desk: "Desk") -> None:
    twice = (
        "# Code\n\n## What is printed?\nThe number one.\n\n## What is printed?\nThe number two.\n"
    )
    desk.write("code.md", twice)
    desk.bring_in()
    (second,) = (card.id for card in desk.cards() if card.answer == "The number two.")
    desk.later(minutes=5)
    desk.write("code.md", "# Code\n\n## What is printed?\nThe number two.\n")
    desk.bring_in()
    assert list(ids_by_question(desk).values()) == [second]


def test_code_that_another_style_counts_to_the_question_does_not_part_a_card_from_its_history(
    desk: "Desk",
) -> None:
    code = "```\nlet owl = { mouse: 47 };\nconsole.log(owl.mouse + 5);\n```"
    told = "It prints 52, since the property is read before the sum is made."
    native = f"# Code\n\n## What is the output? {{.js}}\n\n{code}\n\n{told}\n"
    labelled = f"Q: What is the output?\n\n{code}\n\nA: {told}\n"
    desk.write("code.md", native)
    desk.bring_in()
    (before,) = desk.cards()
    for text in (labelled, native, labelled.replace("property", "proprety")):
        desk.later(hours=1)
        desk.write("code.md", text)
        desk.bring_in()
        (after,) = desk.cards()
        assert after.id == before.id


TREES = "# Trees\n\n## Which tree is the oldest?\nA bristlecone pine.\n"
PINE = "\n## Which tree bears cones?\nThe pine, and the spruce beside it.\n"


def test_a_card_that_is_pasted_and_later_cut_has_moved(desk: "Desk") -> None:
    desk.write("old.md", TREES + PINE)
    desk.bring_in()
    desk.ask_everything()
    before = desk.card("Which tree bears cones?").id
    desk.later(hours=1)
    desk.write("new.md", f"# Woods\n\n## Which wood is heavy?\nEbony.\n{PINE}")
    desk.bring_in()
    desk.later(hours=1)
    desk.write("old.md", TREES)
    report = desk.bring_in()
    (moved,) = report.moves
    assert (Path(moved.from_path).name, Path(moved.path).name) == ("old.md", "new.md")
    card = next(it for it in desk.cards() if it.id == before)
    assert (Path(card.source or "").name, card.deck, card.line) == ("new.md", "new", 6)
    assert not card.retired
    with desk.store.read() as connection:
        assert all_memories(connection)[before].repetitions == 1
    desk.later(hours=1)
    assert desk.outcomes() == {"unchanged": 3}
    assert sum(not it.retired for it in desk.cards()) == 3


def standing(desk: "Desk", question: str) -> dict[str, str]:
    """Return the ids of the cards that ask this, by the names of their files."""
    return {
        Path(it.source or "").name: it.id
        for it in desk.cards()
        if it.question == question and not it.retired
    }


def test_a_copy_that_was_answered_itself_keeps_its_own_history(desk: "Desk") -> None:
    desk.write("old.md", TREES + PINE)
    desk.bring_in()
    desk.ask_everything()
    desk.later(hours=1)
    desk.write("new.md", "# Woods\n" + PINE)
    desk.bring_in()
    desk.ask_everything()
    before = standing(desk, "Which tree bears cones?")
    desk.later(hours=1)
    desk.write("old.md", TREES)
    assert desk.bring_in().moves == []
    assert standing(desk, "Which tree bears cones?") == {"new.md": before["new.md"]}


@pytest.mark.parametrize("beside", ["", PINE])
def test_what_only_asks_the_same_inherits_nothing(desk: "Desk", beside: str) -> None:
    larch = "\n## Which tree bears cones?\nThe larch.\n"
    desk.write("old.md", TREES + PINE)
    desk.bring_in()
    desk.ask_everything()
    desk.later(hours=1)
    desk.write("new.md", f"# Woods\n{beside}{larch}")
    desk.bring_in()
    desk.later(hours=1)
    desk.write("old.md", TREES)
    assert desk.bring_in().moves == []
    with desk.store.read() as connection:
        learned = all_memories(connection)
    assert not learned.keys() & standing(desk, "Which tree bears cones?").values()


def test_a_question_that_is_common_everywhere_is_not_enough_to_know_a_card_by(
    desk: "Desk",
) -> None:
    def note(number: str, answer: str) -> str:
        return f"# {number}\n\n## Why {number}?\nIt is so.\n\n## What is printed?\n{answer}\n"

    for number in ("one", "two", "three", "four"):
        desk.write(f"{number}.md", note(number, f"`print({number})` writes the {number} it got."))
    desk.bring_in()
    before = standing(desk, "What is printed?")
    desk.later(hours=1)
    desk.write("one.md", note("one", "An error, for want of quotes."))
    desk.write("two.md", note("two", "`print(two)` writes the very two it got."))
    assert desk.outcomes() == {"new": 1, "retired": 1, "edited": 1, "unchanged": 6}
    after = standing(desk, "What is printed?")
    assert {name for name in before if before[name] == after[name]} == before.keys() - {"one.md"}


def test_of_two_equal_questions_that_moved_and_changed_each_keeps_its_own(desk: "Desk") -> None:
    sails = "It lists the sails, by the order in which they are set."
    ropes = "It counts the ropes, and the blocks through which they run."
    desk.write("one.md", f"# One\n\n## What is printed?\n{sails}\n")
    desk.write("two.md", f"# Two\n\n## What is printed?\n{ropes}\n\n## Why?\nIt is so.\n")
    desk.bring_in()
    before = standing(desk, "What is printed?")
    desk.later(hours=1)
    ropes = ropes.replace("blocks", "blcoks")
    desk.write("one.md", f"# One\n\n## What is pritned?\n{sails}\n\n## What is printed?\n{ropes}\n")
    desk.write("two.md", "# Two\n\n## Why?\nIt is so.\n")
    desk.bring_in()
    assert standing(desk, "What is pritned?") == {"one.md": before["one.md"]}
    assert standing(desk, "What is printed?") == {"one.md": before["two.md"]}


def test_an_equal_question_in_another_style_is_known_by_its_text(desk: "Desk") -> None:
    sails = "It lists the sails, by the order in which they are set."
    code = "```\nropes = [45, 11, 80]\nprint(ropes[2:], 'and the blocks')\n```"
    told = "It counts the ropes, and the blocks through which they run."
    desk.write("one.md", f"---\ndeck: One\n---\n# One\n\n## What is printed?\n{sails}\n")
    two = f"Q: What is printed?\n{code}\nA: {told}\n\nQ: Why?\nA: It is so.\n"
    desk.write("two.md", two)
    desk.bring_in()
    before = {it.answer: it.id for it in desk.cards()}
    desk.later(hours=1)
    moved = f"{code}\n\n{told}"
    first = f"---\ndeck: One\n---\n# One\n\n## What is pritned?\n{sails}\n"
    desk.write(
        "one.md", f"{first}\n## What is printed?\n{moved.replace('blocks th', 'blcoks th')}\n"
    )
    desk.write("two.md", "Q: Why?\nA: It is so.\n")
    desk.bring_in()
    after = {it.question: it.id for it in desk.cards() if not it.retired}
    assert after["What is pritned?"] == before[sails]
    assert after["What is printed?"] == before[told]


def test_answers_that_are_rewritten_together_stay_with_their_questions(desk: "Desk") -> None:
    asked = {
        "Why is the rule of a blockade closed?": ("It lets no ship pass.", "Hunger is its aim."),
        "Which state protects the enzyme?": ("A folded one.", "That in which it binds zinc."),
        "When would you use a tariff?": ("Never, says the merchant.", "To shield a young trade."),
    }

    def note(version: int) -> str:
        return "# Mixed\n\n" + "\n".join(f"## {q}\n{a[version]}\n" for q, a in asked.items())

    desk.write("mixed.md", note(0))
    desk.bring_in()
    before = ids_by_question(desk)
    desk.later(hours=1)
    desk.write("mixed.md", note(1))
    assert desk.outcomes() == {"edited": 3}
    assert ids_by_question(desk) == before
