"""What the head of a note says, in YAML or TOML."""

import pytest

from flashdeck.parsing import parse

CARDS = "\n## What is a keel?\n\nThe spine of a ship.\n\n## What is a jib?\n\nA sail.\n"


@pytest.mark.parametrize(
    "head",
    [
        "---\ndeck: Sailing\ntags: [sea, wind]\n---\n",
        '+++\ntitle = "x"\ndeck = "Sailing"\ntags = ["sea", "wind"]\n+++\n',
        '+++\ndate = 2024-05-01\ndeck = "Sailing"\n\n[taxonomies]\ntags = ["sea", "wind"]\n+++\n',
    ],
)
def test_deck_and_tags_are_read(head: str) -> None:
    document = parse(head + CARDS, "note.md")
    assert document.deck == "Sailing"
    assert [card.tags for card in document.cards] == [("sea", "wind")] * 2
    assert [card.question for card in document.cards] == ["What is a keel?", "What is a jib?"]
    assert document.cards[0].line == head.count("\n") + 2


@pytest.mark.parametrize("head", ["+++\na = \n+++\n", "+++\na = " + "[" * 5000 + "\n+++\n"])
def test_broken_toml_is_told_and_the_cards_are_read(head: str) -> None:
    document = parse(head + CARDS, "note.md")
    assert len(document.cards) == 2
    (problem,) = document.problems
    assert (problem.line, "not valid TOML" in problem.message) == (2, True)


def test_toml_that_never_ends_is_text() -> None:
    document = parse('+++\ntags = ["sea"]\n' + CARDS, "note.md")
    assert [card.tags for card in document.cards] == [(), ()]
    assert document.problems == ()
