"""Gaps and blocks of Logseq and hashcards: siblings, tags, and what is no gap."""

import pytest

from flashdeck.cards import Kind
from flashdeck.parsing import parse
from flashdeck.parsing.marks.outliner import split_tags
from tests.parsing.laws import SECONDS, timed_parse


def test_the_gaps_of_a_block_are_siblings() -> None:
    cards = parse("- {{cloze Rome}} is older than {{cloze Berlin}}\n", "x.md").cards
    assert [card.question for card in cards] == [
        "[…] is older than Berlin",
        "Rome is older than […]",
    ]
    assert {card.group for card in cards} == {"Rome is older than Berlin"}
    assert {card.kind for card in cards} == {Kind.CLOZE}


def test_the_gaps_of_a_hashcard_are_siblings() -> None:
    cards = parse("C: [Rome] is older than [Berlin].\n", "x.md").cards
    assert [card.answer for card in cards] == [
        "**Rome** is older than Berlin.",
        "Rome is older than **Berlin**.",
    ]
    assert {card.group for card in cards} == {"Rome is older than Berlin."}


@pytest.mark.parametrize(
    ("line", "text", "tags"),
    [
        ("What is it? #card #a/b", "What is it?", ["card", "a/b"]),
        ("#card What is it?", "What is it?", ["card"]),
        ("What is it? #[[two words]]", "What is it?", ["two-words"]),
        ("What does #include do?", "What does #include do?", []),
        ("https://example.org/#card", "https://example.org/#card", []),
    ],
)
def test_tags_stand_at_the_ends_of_a_line(line: str, text: str, tags: list[str]) -> None:
    assert split_tags(line) == (text, tags)


@pytest.mark.parametrize(
    "text",
    [
        "- What? #card #t\n  id:: a\n\t- That\n" * 3000,
        "".join("\t" * depth + "- x #card\n" for depth in range(400)),
        "- q " + "#a " * 33000 + "#card\n\t- a\n",
        "- " + "{{cloze " * 12000 + "\n",
        "- x #card\n" + "\t- y\n" * 15000,
        "C: [b] [c]\nC: " + "[" * 100000,
        "C: The [thing] is a [gap]\n" * 4000,
    ],
)
def test_long_text_is_read_in_linear_time(text: str) -> None:
    _, seconds = timed_parse(text, "x.md")
    assert seconds < SECONDS
