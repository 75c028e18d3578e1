"""A sheet may mix essays, statements to be judged and questions with options under any titles."""

import re

import pytest

from flashdeck.parsing import parse

SHEET = (
    ("What does each object keep?", (), "Data and grad."),
    ("In which order is the graph walked?", ("Random", "Reversed", "By size"), "B"),
    ("True or false: north is up.", (), "False"),
    ("Which projection keeps areas?", ("Mercator", "Mollweide"), "B"),
    ("Why is attention equivariant?", (), "Scores hold no place."),
    ("What is the derivative?", ("One", "Two", "Three"), "A"),
)
"""What is asked, the options if there are any, and the answer."""
LEADS = (
    "{i}. {q}",
    "**Q{i}.** {q}",
    "Q{i}: {q}",
    "### {i}. {q}",
    "## Question {i}\n\n{q}",
    "## Question {i} ({kind})\n\n{q}",
    "**Question {i}**\n\n{q}",
    "**Question {i} ({kind}):** {q}",
    "### Question {i}: {q}",
    "**{i}. {q}**",
    "## {q}",
    "**{q}**",
    "### Question {i} [{kind}]\n\n**{q}**",
)
OPTIONS = ("- **{l}.** {t}", "{l}. {t}", "   {l}) {t}", "- [ ] {t}")
SAID = (
    "**Answer:** {a}",
    "**Model answer:** {a}\n\n**Explanation:** It is so.",
    "Answer: {a}\n\nExplanation: It is so.",
    "> **Answer:** {a}",
    "<details>\n<summary>Answer</summary>\n\n{a}\n\n</details>",
    "**Answer:** {a}\n\n---",
    "#### Answer\n\n{a}",
)


def _sheet(lead: str, option: str, said: str) -> str:
    items = []
    for i, (question, texts, answer) in enumerate(SHEET, 1):
        asked = lead.format(i=i, q=question, kind="Choice" if texts else "Essay")
        options = (option.format(l=letter, t=t) for letter, t in zip("ABC", texts, strict=False))
        items += [asked, "\n".join(options), said.format(a=answer)]
    return "# Quiz\n\n" + "\n\n".join(filter(None, items)) + "\n"


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("lead", LEADS)
def test_each_kind_of_question_keeps_its_own_answer(lead: str, said: str) -> None:
    for option in OPTIONS:
        text = _sheet(lead, option, said)
        cards = parse(text, "n.md").cards
        assert len(cards) == len(SHEET), text
        for card, (question, texts, answer) in zip(cards, SHEET, strict=True):
            assert card.question.startswith(question), text
            assert all(option in card.question for option in texts), text
            assert "nswer" not in card.question, text
            assert re.sub(r"\W", "", card.answer).startswith(re.sub(r"\W", "", answer)), text
            assert "Question" not in card.answer, text
