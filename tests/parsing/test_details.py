"""What a summary promises, what of the HTML stays in an answer, and awkward `<details>`."""

import pytest

from flashdeck.parsing import parse
from flashdeck.parsing.marks.disclosures import announces_answer, announces_nothing, markdown
from tests.parsing.laws import SECONDS, timed_parse


@pytest.mark.parametrize(
    "summary",
    [
        "Answer",
        "Show answer",
        "👉 Click here to see the solution",
        "Answers to question 3",
        "Voir la réponse",
        "Ver respuesta",
        "Lösung anzeigen",
        "Показать ответ",
        "点击查看答案",
        "答えを見る",
        "정답 보기",
        "Xem đáp án",
        "إظهار الإجابة",
    ],
)
def test_a_mere_answer_is_recognised(summary: str) -> None:
    assert announces_answer(summary)


@pytest.mark.parametrize("summary", ["What is the answer to life?", "Table of contents", "Logs"])
def test_other_summaries_are_none(summary: str) -> None:
    assert not announces_answer(summary)
    assert not announces_nothing(summary)


def test_html_becomes_markdown_and_code_stays() -> None:
    text = "<p>a <b>b</b><br>`<b>c</b>`</p>\n\n```html\n<b>d</b>\n```\n<https://example.org>"
    shown = markdown(text)
    assert "a **b**" in shown
    assert "`<b>c</b>`" in shown
    assert "```html\n<b>d</b>\n```" in shown
    assert "<https://example.org>" in shown


def test_disclosures_on_one_line_share_it() -> None:
    text = "".join(
        f"<details><summary>What is {name}?</summary>{name}!</details>" for name in ("tin", "lead")
    )
    cards = parse(text, "x.md").cards
    assert [(card.question, card.line, card.last_line) for card in cards] in (
        [("What is tin?", 1, 1), ("What is lead?", 1, 1)],
        [("What is tin?", 1, 1)],
    )


def test_a_summary_with_code_is_the_whole_question() -> None:
    summary = "What does it print?\n\n```py\nprint(1)\n```"
    text = f"<details>\n<summary>\n{summary}\n</summary>\n\n1\n</details>\n"
    (card,) = parse(text, "x.md").cards
    assert card.question == summary
    assert card.answer == "1"


@pytest.mark.parametrize(
    "text",
    [
        "<details><summary>Answer</summary>\n" * 3000,
        "<details>" * 20000,
        "<details><summary>Why?</summary>" * 4000 + "</details>" * 4000,
        "<details><summary>Why?</summary>\n<b>x</b>" + "<!--" * 25000 + "</details>",
        "<details><summary>Why?</summary>\n" + "```js\n" * 15000 + "</details>",
        "<details><summary>Why?</summary>\n" + "<b>" * 30000 + "</details>",
        "What?\n" + "<details><summary>Hint</summary>\nx\n</details>\n" * 2000,
    ],
)
def test_long_text_is_read_in_linear_time(text: str) -> None:
    _, seconds = timed_parse(text, "x.md")
    assert seconds < SECONDS


def test_an_answer_ends_before_the_end_of_what_was_opened_above_it() -> None:
    text = (
        "# FAQ\n\n<Tabs>\n\n## Why ice?\n\nIt is light.\n\n</Tabs>\n\n## Why salt?\n\nIt melts.\n"
    )
    assert [card.answer for card in parse(text, "ice.mdx").cards] == ["It is light.", "It melts."]


CHALLENGE = """\
> ## Choosing a message
>
> Which of these says most about the change?
>
> 1. "Changes"
> 2. "Raise the limit to ten"
>
> > ## Solution
> >
> > The second.
> {: .solution}
{: .challenge}
"""
COLONS = """\
:::::::::: challenge

## Choosing a message

Which of these says most about the change?

1. "Changes"
2. "Raise the limit to ten"

---

:::::: solution

## Solution

The second.

::::::

::::::::::
"""


@pytest.mark.parametrize("challenge", [CHALLENGE, COLONS])
def test_a_solution_within_a_challenge_answers_it(challenge: str) -> None:
    (card,) = parse(f"# Lesson\n\nSome text.\n\n{challenge}\nMore text.\n", "lesson.md").cards
    assert card.question.startswith("Which of these says most about the change?")
    assert card.question.endswith('2. "Raise the limit to ten"')
    assert card.answer == "The second."


def test_a_quote_within_a_quote_that_solves_nothing_stays_one() -> None:
    text = "> ## A callout\n>\n> > ## Sources\n> >\n> > A book.\n"
    assert parse(text, "lesson.md").cards == ()


def test_steps_below_the_heading_of_an_exercise_belong_to_it() -> None:
    fold = "<details>\n<summary>Answer</summary>\n\nDone.\n\n</details>\n"
    steps = "1. Dig a hole.\n2. Put the tree in.\n4. Water it."
    (card,) = parse(f"# Garden\n\n### Exercise 1. Plant a tree\n\n{steps}\n\n{fold}", "g.md").cards
    assert card.question == f"Plant a tree\n\n{steps}"


@pytest.mark.parametrize("kind", ["question", "domanda", "Frage", "pregunta"])
def test_a_container_may_be_called_question_in_any_language(kind: str) -> None:
    text = f"# Sets\n\n::: {kind} How many elements has it?\nThree.\n:::\n"
    (card,) = parse(text, "sets.md").cards
    assert (card.question, card.answer) == ("How many elements has it?", "Three.")


@pytest.mark.parametrize(
    "summary",
    ["Solution in Python", "Solution (Java)", "C++ solution", "Answer for iOS", "Ответ для iOS"],
)
def test_a_summary_may_say_of_what_it_is_the_answer(summary: str) -> None:
    assert not announces_answer(summary)
    fold = f"<details>\n<summary>{summary}</summary>\n\nLike this.\n\n</details>\n"
    more = fold.replace("Like this.", "Or so.").replace(summary, "Solution in Go")
    (card,) = parse(f"# Loops\n\n### How is it undone?\n\n{fold}\n{more}", "x.md").cards
    assert card.question == "How is it undone?"
    assert card.answer == "Like this.\n\n**Solution in Go**\n\nOr so."


@pytest.mark.parametrize("lead", ["1. ", "- ", "", "> "])
def test_a_question_may_stand_before_its_fold_on_the_line(lead: str) -> None:
    folds = (f"<details><summary>Answer</summary>{said}</details>" for said in ("One.", "Two."))
    lines = [f"{lead}How many {i}? {fold}" for i, fold in enumerate(folds)]
    cards = parse("# Counts\n\n" + "\n\n".join(lines) + "\n", "x.md").cards
    assert [(card.question, card.answer) for card in cards] == [
        ("How many 0?", "One."),
        ("How many 1?", "Two."),
    ]
