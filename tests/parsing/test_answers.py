"""Labels of answers are known in many spellings, and prose that begins alike is not one."""

import pytest

from flashdeck.parsing import parse
from flashdeck.parsing.edges import is_back_link
from flashdeck.parsing.marks.answers import announced, explained, is_answer_title
from flashdeck.parsing.trimming import without_particulars
from tests.parsing.laws import broken_laws


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Answer: C", "C"),
        ("**Ans:** b", "b"),
        ("Ans. b", "b"),
        ("Ans b", "b"),
        ("**Answer: B** — it is wet", "B — it is wet"),
        ("*   *Correct Answer:* B", "B"),
        ("> **Correct Answer: C**", "C"),
        ("The correct answer is **B**.", "**B**."),
        ("✅ Answer: wet", "wet"),
        ("#### Solution", ""),
        ("**Model Answer (Valuation Key):**", ""),
        ("Respuesta correcta: b", "b"),
        ("Ответ: 3", "3"),
        ("正确答案：B", "B"),
        ("答案是B", "B"),
        ("الجواب: نعم", "نعم"),
    ],
)
def test_what_an_answers_label_is_followed_by(line: str, rest: str) -> None:
    assert announced(line) == rest


@pytest.mark.parametrize(
    "line",
    ["Answer the following", "Solution-oriented work", "Answering is hard", "Answer key", "A: x"],
)
def test_prose_is_no_label(line: str) -> None:
    assert announced(line) is None


def test_a_heading_may_announce_an_answer_or_an_explanation() -> None:
    assert is_answer_title("Answer: D")
    assert is_answer_title("Explanation")
    assert not is_answer_title("Solution architecture")
    assert explained("解析：湿") == "湿"


@pytest.mark.parametrize(
    ("line", "is_link"),
    [
        ("**[⬆ Back to Top](#contents)**", True),
        ('<p align="right">(<a href="#top">back to top</a>)</p>', True),
        ("[↑](#toc)", True),
        ("[🔝 Вернуться к оглавлению](#x)", True),
        ("[Backpropagation](#b)", False),
        ("See [top](#x) for more", False),
        ("Back to top", False),
    ],
)
def test_a_way_back_to_the_top_is_no_answer(line: str, is_link: bool) -> None:
    assert is_back_link(line) is is_link


def test_a_heading_without_text_above_an_answer_is_no_question() -> None:
    text = "# \n# **Answer:**\n# \n# Correct Answer: **In a cool cellar**"
    assert parse(text, "note.md").cards == ()


def test_a_question_ends_where_the_next_begins_however_deep_its_heading() -> None:
    key = "# Key\n\n## Answer 1\n\nSo.\n\n## Answer 2\n\nThus.\n"
    text = f"# Question 1\n\nWhy?\n\n## Question 2\n\nHow?\n\n{key}"
    cards = [(card.question, card.answer) for card in parse(text, "note.md").cards]
    assert cards == [("Why?", "So."), ("How?", "Thus.")]


def test_a_source_above_an_empty_quote_is_all_there_is_of_a_question() -> None:
    question = "`[State Exam, May 2024]` — Unit 2, Recall\n\n>"
    assert without_particulars(question) == question


def test_a_number_above_an_earlier_answer_begins_no_later_question() -> None:
    item = "2.\n-   -   -   -   - A) The sheepshank\n"
    text = f"\n1.\n\n{item}{item}"
    assert [*broken_laws(text, "n.md", parse(text, "n.md"))] == []
