"""What stands around and between the cards of a note is none of them and part of none."""

import pytest

from flashdeck.parsing import parse
from tests.parsing.composed import ANSWERS, CONTENTS, FORMS, QUESTIONS, squeezed, written

HELD = ("a line", "paragraphs", "a list")
LINKS = "- [Projections](https://x.org/p)\n- [Globes](https://x.org/g)\n- Snyder: *Maps* (1987)"
ENDINGS = (
    f"## Further reading\n\n{LINKS}",
    f"**Further reading**\n\n{LINKS}",
    f"References:\n\n{LINKS}",
    f"**Resources:**\n{LINKS}",
    "*Written by Ann Lee. Licensed under CC BY 4.0.*",
    "**Author:** Ann Lee\n**License:** MIT",
    "Last updated: 2024-05-01",
    "TODO: add questions on scales",
    "[Next: Chapter 3 →](ch3.md)",
    "**Next:** [Chapter 3](ch3.md)",
    "Next: [Chapter 3: Scales](ch3.md) | [Contents](index.md)",
    "---\n\n← [Globes](ch1.md) | [Scales](ch3.md) →",
    "#maps #geography",
    "[^1]: Snyder, 1987.\n[^2]: Robinson, 1953.",
    "Happy learning! If you found this useful, star the repository.",
    "## License\n\nCC BY 4.0",
    "*Written by Ann Lee.*\n\n**Next:** [Chapter 3](ch3.md)\n\n#maps",
)
"""How notes end below their last answer."""


BEGINNINGS = (
    "These notes cover the maps of the course.\n\nDo you know some geography? Then read on.",
    "## Contents\n\n" + "\n".join(f"{i}. [{q}](#q{i})" for i, q in enumerate(QUESTIONS, 1)),
    "**Contents**\n\n" + "\n".join(f"- [{q}](#{i})" for i, q in enumerate(QUESTIONS)) + "\n\n---",
    "[![build](https://x.org/b.svg)](https://x.org) ![stars](https://x.org/s.svg)",
    "## How to use this deck\n\n1. Read the question.\n2. Answer it aloud.\n3. Compare.",
    "**How to use this deck:**\n\n- Read the question.\n- Answer it aloud.\n\n---",
    "## Learning objectives\n\nYou will be able to:\n\n- read a legend\n- name projections",
    "**Author:** Ann Lee\n**Date:** 2024-05-01",
    "![The cover](cover.png)",
)
"""How notes begin above their first question."""
TOPS = (
    "**[⬆ Back to Top](#maps)**",
    "[Back to top](#maps)\n\n---",
    '<div align="right">\n  <b><a href="#maps">↥ back to top</a></b>\n</div>',
    "<!-- keep -->",
)
OPENINGS = (
    ("## Basics\n\nThis part is about the ground.", "## Projections\n\nHere we flatten a globe."),
    ("## Basics", "---\n\n## Projections\n\n*Chapter 2 of the book.*"),
    ("## Basics\n\n> [!TIP]\n> Draw them.", "## Projections\n\n![Mercator](m.png)"),
    ("**Part 1: Basics**", "**Part 2: Projections**"),
)
"""How two parts of a note begin."""
UNANSWERED = 2


def _below(form: str) -> str:
    """Return a form with its headings a level deeper if they are of the second."""
    return form.replace("### ", "#### ").replace("## ", "### ", 1) if form[:3] == "## " else form


def _pairs(content: str) -> list[tuple[str, str]]:
    return [(q, CONTENTS[content](a)) for q, a in zip(QUESTIONS, ANSWERS, strict=True)]


def _items(form: str, pairs: list[tuple[str, str]]) -> list[str]:
    return [written(form, q, a, i) for i, (q, a) in enumerate(pairs, 1)]


def _assert_read(parts: list[str], pairs: list[tuple[str, str]]) -> None:
    text = "\n\n".join(parts) + "\n"
    cards = [(squeezed(c.question), squeezed(c.answer)) for c in parse(text, "n.md").cards]
    assert cards == [(squeezed(q), squeezed(a)) for q, a in pairs], text


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("form", FORMS)
def test_no_answer_holds_what_ends_the_note(form: str, ending: str) -> None:
    for content in HELD:
        pairs = _pairs(content)
        _assert_read(["# Maps", *_items(form, pairs), ending], pairs)


@pytest.mark.parametrize("ending", ["#maps #globes", "**Sources:**\n- [A page](https://x.org)"])
def test_what_ends_other_answers_too_ends_the_last(ending: str) -> None:
    pairs = [(q, f"{a}\n\n{ending}") for q, a in zip(QUESTIONS, ANSWERS, strict=True)]
    _assert_read(["# Maps", *_items("## {q}\n\n{a}", pairs)], pairs)


@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.parametrize("form", FORMS)
def test_no_card_comes_of_what_begins_a_note(form: str, beginning: str) -> None:
    for content in HELD:
        pairs = _pairs(content)
        _assert_read(["# Maps", beginning, *_items(form, pairs)], pairs)


@pytest.mark.parametrize("form", FORMS)
def test_ways_back_to_the_top_are_in_no_card(form: str) -> None:
    for content, top in ((content, top) for content in HELD for top in TOPS):
        pairs = _pairs(content)
        items = [f"{item}\n\n{top}" for item in _items(form, pairs)]
        _assert_read(["# Maps", *items], pairs)


@pytest.mark.parametrize("openings", OPENINGS)
@pytest.mark.parametrize("form", FORMS)
def test_no_card_holds_how_a_part_begins(form: str, openings: tuple[str, str]) -> None:
    for content in HELD:
        pairs = _pairs(content)
        items = _items(_below(form), pairs)
        _assert_read(["# Maps", openings[0], *items[:3], openings[1], *items[3:]], pairs)


@pytest.mark.parametrize("said", ["", "TODO"])
@pytest.mark.parametrize("form", FORMS)
def test_a_question_without_an_answer_takes_no_other(form: str, said: str) -> None:
    pairs = _pairs("a line")
    items = _items(form, pairs)
    items[UNANSWERED] = written(form, QUESTIONS[UNANSWERED], said, UNANSWERED + 1).rstrip()
    _assert_read(["# Maps", *items], [*pairs[:UNANSWERED], *pairs[UNANSWERED + 1 :]])
