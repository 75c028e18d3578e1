"""Questions about code keep all of it, however long it is, and their options."""

from itertools import product

import pytest

from flashdeck.parsing import parse

ASKED = "What's the output?"
LEADS = (
    "{i}. {q}",
    "{i}) **{q}**",
    "###### {i}. {q}",
    "### Question {i}\n\n{q}",
    "**Q{i}. {q}**",
    "Q{i}: {q}",
    "**Question {i}:** {q}",
    "## {q}",
    "**{q}**",
)
OPTIONS = (
    "- A: `1`\n- B: `2`\n- C: `3`",
    "A. `1`\nB. `2`\nC. `3`",
    "   a) `1`\n   b) `2`\n   c) `3`",
    "",
)
ANSWERS = (
    "<details><summary><b>Answer</b></summary>\n<p>\n\n#### Answer: C\n\n</p>\n</details>",
    "<details>\n<summary>Answer</summary>\n\nC is it.\n\n</details>",
    "Answer: C",
    "**Answer:** C\n\nBecause.",
    "> [!success]- Answer\n> C",
    "Answer: C\n\n---",
)


def _code(length: int, number: int) -> str:
    lines = (f"const x{j} = {j * number};" + "\n" * (j % 4 == 3) for j in range(length))
    return "```js\n" + "\n".join(lines) + "\n```"


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("lead", LEADS)
def test_code_of_any_length_belongs_to_its_question(lead: str, answer: str) -> None:
    for length, options in product((3, 12, 40), OPTIONS):
        codes = [_code(length, i) for i in range(1, 5)]
        items = (
            "\n\n".join(filter(None, (lead.format(i=i, q=ASKED), code, options, answer)))
            for i, code in enumerate(codes, 1)
        )
        text = "# Quiz\n\n" + "\n\n".join(items) + "\n"
        cards = parse(text, "n.md").cards
        assert len(cards) == len(codes), text
        for card, code in zip(cards, codes, strict=True):
            assert card.question.startswith(ASKED), text
            assert code in card.question, text
            assert options.strip()[-3:] in card.question, text
            assert "C" in card.answer, text
            assert "const" not in card.answer, text
