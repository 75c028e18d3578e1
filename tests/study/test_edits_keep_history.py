"""Editing a card in its note keeps its history; a different card in its place does not get it."""

from typing import TYPE_CHECKING

import pytest

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
