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
