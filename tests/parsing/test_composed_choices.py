"""Whatever form a question with options has, its card shows all of them, and the right one."""

import re
from itertools import chain

import pytest

from flashdeck.parsing import parse
from tests.parsing.composed import squeezed

QUIZ = (
    ("Which scale shows more detail?", ("1:10,000", "1:100,000", "1:1,000,000"), 0),
    ("What is a contour line?", ("A line to a pole", "A line of one height", "A border"), 1),
    ("A projection that keeps angles is called", ("equal-area", "gnomonic", "conformal"), 2),
    ("Which of the following does a legend explain?", ("Signs", "Winds", "Tides"), 0),
    ("The prime meridian runs through _____.", ("Paris", "Lisbon", "Greenwich"), 2),
)
"""What is asked, the options, and the place of the right one."""
LEADS = (
    "{i}. {q}",
    "{i}) {q}",
    "({i}) {q}",
    "{i}: {q}",
    "- {i}. {q}",
    "Q{i}. {q}",
    "Q{i}: {q}",
    "**Q{i}.** {q}",
    "**{i}. {q}**",
    "**{i}.** {q}",
    "{i}. **{q}**",
    "*{i}. {q}*",
    "Question {i}: {q}",
    "Question {i}\n{q}",
    "**Question {i}:** {q}",
    "**Question {i}**\n\n{q}",
    "### {i}. {q}",
    "### Question {i}\n\n{q}",
    "## Q{i}\n\n{q}",
)
OPTIONS = ("A. {t}", "   A) {t}", "(A) {t}", "- a) {t}", "**A.** {t}")
SAID = "<details>\n<summary>Answer</summary>\n\n{s}\n\n</details>"
KEYS = (
    ("## Answers", "{i}. {l}"),
    ("**Answer key:**", "{i}-{l}"),
    ("<details>\n<summary>Answers</summary>\n", "{i}. {l}"),
    ("<details><summary>Click to see the answers</summary>\n", "{i}. **{l}** because it is"),
    ("> [!success]- Answers", "> {i}. {l}"),
)


def _options(form: str, texts: tuple[str, ...]) -> list[str]:
    letters = "abc" if "a)" in form else "ABC"
    return [
        re.sub(r"[Aa](?=\W)", letter, form.replace("{t}", ""), count=1) + text
        for letter, text in zip(letters, texts, strict=True)
    ]


def _asked(form: str) -> list[str]:
    return [squeezed("\n".join([q, *_options(form, texts)])) for q, texts, _ in QUIZ]


def _cards(text: str) -> list[tuple[str, str]]:
    return [(squeezed(card.question), squeezed(card.answer)) for card in parse(text, "n.md").cards]


def _written(lead: str, form: str, between: str) -> list[str]:
    return [
        f"{lead.format(i=i, q=q)}{between}" + "\n".join(_options(form, texts))
        for i, (q, texts, _) in enumerate(QUIZ, 1)
    ]


@pytest.mark.parametrize("form", OPTIONS)
@pytest.mark.parametrize("lead", LEADS)
def test_an_opened_answer_keeps_its_letter(lead: str, form: str) -> None:
    said = ["A) 1:10,000", "**B** is right.", "C. conformal", "**A. Signs**\n\nThey are.", "C"]
    items = _written(lead, form, "\n\n")
    opened = (SAID.format(s=answer) for answer in said)
    text = "# Quiz\n\n" + "\n\n".join(chain(*zip(items, opened, strict=True))) + "\n"
    assert _cards(text) == list(zip(_asked(form), map(squeezed, said), strict=True)), text


@pytest.mark.parametrize(("title", "entry"), KEYS)
@pytest.mark.parametrize("lead", LEADS)
def test_a_key_answers_questions_with_and_without_blank_lines(
    lead: str, title: str, entry: str
) -> None:
    for form in OPTIONS:
        for between in "\n", "\n\n":
            items = _written(lead, form, between)
            key = [entry.format(i=i, l="ABC"[right]) for i, (_, _, right) in enumerate(QUIZ, 1)]
            end = "\n</details>\n" if "<details>" in title else "\n"
            text = "# Quiz\n" + between.join(items) + "\n\n" + "\n".join([title, *key]) + end
            found = _cards(text)
            assert [question for question, _ in found] == _asked(form), text
            assert [answer.strip("*")[0] for _, answer in found] == list("ABCAC"), text
