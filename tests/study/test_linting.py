"""What the linter finds in a note, by line, and what it leaves alone."""

import pytest

from flashdeck.parsing import parse
from flashdeck.study.linting import lint


def found(text: str) -> list[tuple[int, str]]:
    document = parse(text, "note.md")
    return [(problem.line, problem.message) for problem in lint(text, document, "note.md")]


DECK = "## What is a?\nAlpha.\n\n## What is b?\nBeta.\n\n## What is c?\nGamma.\n"

CASES = [
    (
        "a question outside any card",
        "Before all: why is there something?\n\n" + DECK,
        [(1, "“Before all: why is there something?” asks but is no card (text outside any card)")],
    ),
    (
        "a fence without an end",
        DECK + "\n```python\nx = 1\n",
        [(10, "this fence is never closed, so that all below it may be taken for code")],
    ),
    (
        "a pipe in a formula in a table",
        DECK + "\n| law | formula |\n| --- | --- |\n| Bayes | $P(a|b)$ |\n",
        [(12, "the pipe in $P(a|b)$ ends the table's cell")],
    ),
    (
        "a norm in a table",
        DECK + "\n| law | formula |\n| --- | --- |\n| norm | $\\|x\\|$ |\n",
        [(12, "a table turns \\| in $\\|x\\|$ into a single bar")],
    ),
    (
        "a question twice",
        DECK + "\n## What is A?\nAnother letter.\n",
        [(10, "the question of line 1 stands here again, with another answer")],
    ),
    (
        "an id twice",
        "## What is a? {#x}\nAlpha.\n\n## What is b? {#x}\nBeta.\n",
        [(4, "the id #x belongs to the card on line 1 already")],
    ),
]
FINE = [
    DECK,
    "```\nWhy is this no question?\n```\n\n" + DECK,
    "~~~\n```\n~~~\n\n" + DECK,
    DECK + "\n| law | formula |\n| --- | --- |\n| Bayes | $P(a \\mid b)$ costs $5 | x |\n",
    "## What is a? {#x}\nAlpha.\n\n## What is b? {#y}\nBeta.\n",
]


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_each_rule_finds_its_thing_on_its_line(
    name: str, text: str, expected: list[tuple[int, str]]
) -> None:
    del name
    assert found(text) == expected


@pytest.mark.parametrize("text", FINE)
def test_good_notes_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_every_finding_says_how_to_mend_it() -> None:
    for _, text, _ in CASES:
        document = parse(text, "note.md")
        assert all(problem.hint for problem in lint(text, document, "note.md"))
