"""What the styles that look for questions without marks make of awkward notes, and how fast."""

import pytest

from flashdeck.parsing import parse
from tests.parsing.laws import SECONDS, timed_parse

SIZE = 100_000


def questions(text: str, name: str = "note.md") -> list[str]:
    return [card.question for card in parse(text, name).cards]


def unanswered(text: str) -> list[int]:
    return [problem.line for problem in parse(text, "note.md").problems]


def test_a_part_without_a_question_is_looked_into() -> None:
    parts = (
        "## What is a cape?\nLand.\n## What is a bay?\nWater.\n",
        "### What is a delta?\nMud.\n",
    )
    text = "## Rivers\n".join(parts)
    assert questions(text) == ["What is a cape?", "What is a bay?", "What is a delta?"]


def test_a_lonely_question_in_a_manual_is_not_a_card() -> None:
    text = "# tool\n## Install\nx\n## Usage\ny\n### Does it scale?\nYes.\n## License\nMIT\n"
    assert questions(text) == []


def test_a_heading_between_numbered_questions_is_one() -> None:
    text = "# 1. What is A?\na\n# 2. Borders\nb\n# 3. What is C?\nc\n# 4. What is D?\nd\n"
    assert questions(text)[1] == "Borders"


def test_orders_of_an_interface_are_no_questions() -> None:
    verbs = ("List", "Find", "Show", "Map", "Fill", "Convert")
    assert questions("".join(f"## {verb} users\n\nReturns users.\n\n" for verb in verbs)) == []


def test_orders_of_a_teacher_are() -> None:
    text = "".join(f"## Explain topic {n}\n\nIt is so.\n\n" for n in "abcde")
    assert len(questions(text)) == len("abcde")


def test_code_goes_with_a_question_that_speaks_of_it() -> None:
    text = "## What does this code print?\n```\nf()\n```\nNothing.\n## Why?\nIt is empty.\n"
    assert questions(text)[0] == "What does this code print?\n\n```\nf()\n```"


def test_code_that_answers_stays_the_answer() -> None:
    text = "## How do you sum a list?\n```\nsum(x)\n```\nIt is built in.\n## Why?\nHabit.\n"
    assert questions(text)[0] == "How do you sum a list?"


def test_a_label_after_some_text_parts_question_and_answer_if_most_have_one() -> None:
    part = "## {0}. What is it?\n\nIt has {0} legs.\n\n#### Solution\n\nA chair.\n\n"
    card = parse(part.format(3) + part.format(4), "note.md").cards[0]
    assert card.question.startswith("What is it?\n\nIt has 3 legs.")
    assert card.answer == "A chair."


@pytest.mark.parametrize("mark", ["{}.", "{})", "({})", "{}、", "Q{}.", "{}\\."])
def test_numbers_are_written_in_many_ways(mark: str) -> None:
    text = "".join(f"{mark.format(n)} What is {n}?\nThe number {n}.\n\n" for n in (1, 2, 3))
    assert questions(text) == ["What is 1?", "What is 2?", "What is 3?"]


def test_a_list_within_an_answer_is_not_torn_out() -> None:
    text = (
        "1. What is a fox?\n\n   1. Red.\n   2. Is it a dog? Nearly.\n\n"
        "2. What is an owl?\n\n   A bird.\n\n3. What is a bat?\n\n   No bird.\n"
    )
    assert questions(text) == ["What is a fox?", "What is an owl?", "What is a bat?"]


def test_a_list_of_terms_within_a_term_is_part_of_it() -> None:
    inner = "".join(f"#### {n}) Sail {n}\nCloth.\n" for n in range(1, 7))
    terms = "".join(f"### {n}. Mast {n}\nWood.\n" for n in range(1, 9))
    text = f"# Interview questions\n{terms}### 9. Rig\n{inner}"
    assert questions(text) == [*(f"Mast {n}" for n in range(1, 9)), "Rig"]


def test_a_contents_list_is_none() -> None:
    links = "".join(f"{n}. [What is {n}?](#q{n})\n   - [Why?](#w{n})\n" for n in range(1, 6))
    assert questions("# Contents\n\n" + links) == []


def test_questions_that_nobody_answered_are_not_cards() -> None:
    text = "1. What is A?\n2. What is B?\n3. What is C?\n\nSee you next week.\n"
    assert questions(text) == []
    assert unanswered(text) == []


def test_bullets_that_ask_hold_their_answers() -> None:
    text = "- What is A?\n  - a\n- What is B?\n  - b\n- Note\n  - n\n- What is C?\n  - c\n\nEnd.\n"
    cards = parse(text, "note.md").cards
    assert [card.answer for card in cards] == ["- a", "- b", "- c"]


def test_what_a_readme_asks_itself_is_no_deck() -> None:
    text = "# tool\n## What is it?\nx\n## Why?\ny\n## How does it work?\nz\n## License\nMIT\n"
    assert questions(text, "README.md") == []
    faq = "# FAQ\n## What are they?\nx\n## Why do they turn?\ny\n"
    assert len(questions(faq, "README.md")) == 2


@pytest.mark.parametrize("title", ["Code of Conduct", "Contributing to tool", "Changelog"])
def test_the_rules_of_a_project_are_no_deck(title: str) -> None:
    assert questions(f"# {title}\n## Who may join?\nx\n## What is rude?\ny\n") == []


def test_a_pull_request_is_no_deck() -> None:
    text = "**What does it do?**\n\nx\n\n**Why is it done?**\n\ny\n\n**Who tested it?**\n\nz\n"
    assert len(questions(text)) == len("xyz")
    assert questions(text, "PULL_REQUEST_TEMPLATE.md") == []


def test_options_are_no_answers() -> None:
    text = "1. What is red?\n   A. fire\n   B. ice\n2. What is blue?\n   A. fire\n   B. ice\n"
    assert all("A. fire" in question for question in questions(text))


def test_a_key_at_the_end_answers() -> None:
    text = (
        "1. What is red?\n   A. fire\n   B. ice\n\n2. What is blue?\n   A. fire\n   B. ice\n\n"
        "**Answers**\n\n1: A, 2: B\n"
    )
    cards = parse(text, "note.md").cards
    assert [card.answer for card in cards] == ["A", "B"]
    assert [card.last_line for card in cards] == [3, 7]


def test_each_list_of_questions_has_its_own_answers() -> None:
    part = "1. What is {0}?\n2. Why {0}?\n\n### Answers\n1. Land.\n2. Waves.\n\n"
    text = "# Quiz\n" + part.format("a cape") + part.format("a bay")
    assert questions(text) == ["What is a cape?", "Why a cape?", "What is a bay?", "Why a bay?"]
    assert [card.answer for card in parse(text, "n.md").cards] == ["Land.", "Waves."] * 2


def test_tasks_are_no_quiz() -> None:
    text = "## To do\n\n- [x] write\n- [ ] read\n\n## Later\n\n- [ ] rest\n- [x] eat\n"
    assert questions(text) == []


@pytest.mark.parametrize(
    "unit",
    [
        "## What is it?\n\nx\n\n",
        "# Part\n## What is it?\nx\n",
        "1. What is it?\n\n   x\n\n",
        "1. What?\n2. Why?\n",
        "3. ### What is it?\n\n    x\n\n",
        "- **What is it?**\n  - x\n",
        "**What is it?**\n\nx\n\n",
        "**open\n",
        "## Question 4\n\nWhat is it?\n\nx\n\n",
        "1. What is it?\n   A) x\n   B) y\n\nAnswer: B\n\n",
        "- [ ] x\n- [x] y\n\n",
        "A) x\nB) y\n",
        "Answer: \n",
        "### 7. Term\n\nx\n\n",
        "What is ",
        "?[",
        pytest.param("?" * 19_900 + "x :: y\n", id="marks before a separator"),
        "* ",
        "#",
    ],
)
def test_a_long_note_is_read_in_time(unit: str) -> None:
    text = unit * (SIZE // len(unit))
    _, seconds = timed_parse(text, "note.md")
    assert seconds < SECONDS


@pytest.mark.parametrize("first", [998, 9998, 99990])
def test_numbers_may_be_large(first: int) -> None:
    numbers = range(first, first + 5)
    headed = "".join(f"### {n}. Cape {n}?\n\nLand.\n\n" for n in numbers)
    listed = "".join(f"{n}. What is cape {n}?\n\n   Land.\n\n" for n in numbers)
    lettered = "".join(f"{n}. Capes\na. Cape of {n}\nLand.\nb. Bay\nWater.\n" for n in numbers)
    assert questions(headed) == [f"Cape {n}?" for n in numbers]
    assert questions(listed) == [f"What is cape {n}?" for n in numbers]
    assert questions(lettered, "note.txt")[::2] == [f"Cape of {n}" for n in numbers]


def test_a_single_question_among_prose_is_a_turn_of_speech() -> None:
    note = "# Tents\n\nOf cloth.\n\n## Why do tents leak?\n\nRain is wet.\n\n## Poles\n\nOf wood.\n"
    assert questions(note, "tents.md") == []
    several = note + "\n## How is a tent dried?\n\nIn the sun.\n"
    assert questions(several, "tents.md") == ["Why do tents leak?", "How is a tent dried?"]
    assert questions(f"---\nstyle: prose\n---\n{note}", "tents.md") == ["Why do tents leak?"]


@pytest.mark.parametrize("stub", ["# Your implementation here", "pass", "// TODO: add", "..."])
def test_an_exercise_above_code_to_be_written_is_unanswered(stub: str) -> None:
    code = f"```python\ndef add(a, b):\n    {stub}\n```"
    tasks = "\n\n".join(
        f"## Exercise {i}: {name} (Practice)\n\nWrite this function:\n\n{code}"
        for i, name in enumerate(("Sums", "Closures", "Metadata"), 1)
    )
    assert questions(f"# Exercises\n\n{tasks}\n", "exercises.md") == []


def test_a_title_in_front_matter_announces_questions_without_marks() -> None:
    titles = [
        "栈和堆的区别？",
        "Ajax使用",
        "谈谈this的理解",
        "eval是做什么的？",
        "闭包",
        "什么是原型？",
    ]
    body = "\n\n".join(f"## {title}\n\n它是一种机制。" for title in titles)
    note = f"## 前言\n\n整理了一些题。\n\n{body}\n\n## 参考链接\n\n[链接](https://example.org)\n"
    assert questions(f"---\ntitle: JavaScript基础题\n---\n\n{note}", "js.md") == titles
    assert questions(f"---\ntitle: JavaScript\n---\n\n{note}", "js.md") != titles
