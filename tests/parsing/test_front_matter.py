"""What the head of a note says, in YAML or TOML."""

import sys

import pytest

from flashdeck.parsing import parse
from flashdeck.parsing.styles import BY_NAME

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


def test_a_style_that_is_named_reads_the_whole_document_alone() -> None:
    text = "# Knots\n\n## Bowline\nA loop that holds.\n\n## Which knot slips?\nThe granny.\n"
    named = {name: parse(f"---\nstyle: {name}\n---\n{text}", "n.md") for name in BY_NAME}
    questions = {name: [card.question for card in note.cards] for name, note in named.items()}
    assert questions["outline"] == questions["native"] == ["Bowline", "Which knot slips?"]
    assert questions["prose"] == ["Which knot slips?"]
    assert questions["gift"] == []
    assert all(card.style == name for name, note in named.items() for card in note.cards)


def test_styles_are_named_as_their_cards_name_them() -> None:
    assert [sys.modules[style.claim.__module__].NAME for style in BY_NAME.values()] == list(BY_NAME)


@pytest.mark.parametrize(
    ("name", "hint"),
    [("outlines", "Did you mean `style: outline`?"), ("xyzzy", "The styles: anki_blocks, ")],
)
def test_an_unknown_style_is_told_with_its_line(name: str, hint: str) -> None:
    document = parse(f"---\ntags: [sea]\nstyle: {name}\n---\n{CARDS}", "note.md")
    (problem,) = document.problems
    assert (problem.path, problem.line) == ("note.md", 3)
    assert problem.message == f"no style is called “{name}”"
    assert problem.hint.startswith(hint)
    assert len(document.cards) == 2


def test_a_style_for_slides_is_nothing_to_tell() -> None:
    head = "---\nstyle: |\n  section { color: red }\n---\n"
    assert parse(head + CARDS, "note.md").problems == ()
