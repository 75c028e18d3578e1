"""A question is freed of everything that is not part of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.parsing import questions
from flashdeck.parsing.placeholders import is_placeholder, only_asks
from flashdeck.parsing.questions import asks, clean_question, likeness


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("Q12. What is a lake?", "What is a lake?"),
        ("Question 3/40: Name a lake", "Name a lake"),
        ("**Question 4**: Why so deep?", "Why so deep?"),
        ("**7) Why so deep?**", "Why so deep?"),
        ("Q. ***What is a lake?***", "What is a lake?"),
        ("P: ¿Qué es un lago?", "¿Qué es un lago?"),
        ("Вопрос 2. Что такое озеро?", "Что такое озеро?"),
        ("第3题：什么是湖？", "什么是湖？"),
        ("1、什么是湖", "什么是湖"),
        ("1️⃣ What is a lake?", "What is a lake?"),
        ("<a name='x'></a>3. What is a lake?", "What is a lake?"),
        ("[What is a lake?](#lake)", "What is a lake?"),
        ("What is a lake? [[src](https://a.example/b)]", "What is a lake?"),
        ("What is a lake? ##", "What is a lake?"),
        ("**What is a lake?", "What is a lake?"),
        ("What is a lake?*", "What is a lake?"),
        ("𝗪𝗵𝗮𝘁 𝗶𝘀 𝗮 𝗹𝗮𝗸𝗲?", "What is a lake?"),
        ("The deepest lake:", "The deepest lake"),
        ("(Q.2) What is a lake?", "What is a lake?"),
        ("[Q3] What is a lake?", "What is a lake?"),
        ("【问题1】什么是湖？", "什么是湖？"),
        ("问题一：什么是湖？", "什么是湖？"),
        ("第三题：什么是湖？", "什么是湖？"),
        ("一、什么是湖？", "什么是湖？"),
        ("（1）什么是湖？", "什么是湖？"),
        ("①什么是湖？", "什么是湖？"),
        ("Q-3. What is a lake?", "What is a lake?"),
        ("Q.No.1 What is a lake?", "What is a lake?"),
        ("Q1 | What is a lake?", "What is a lake?"),
        ("Question 1 of 20: What is a lake?", "What is a lake?"),
        ("Q10001: What is a lake?", "What is a lake?"),
        ("12345) What is a lake?", "What is a lake?"),
        ("1- What is a lake?", "What is a lake?"),
        ("1 What is a lake?", "What is a lake?"),
        ("[1] What is a lake?", "What is a lake?"),
        ("💡 What is a lake?", "What is a lake?"),
        ("🔹 3. What is a lake?", "What is a lake?"),
        ("<b>What is a lake?</b>", "What is a lake?"),
        ("What is a lake?<br>", "What is a lake?"),
        ("What is a lake?\\", "What is a lake?"),
        ("ii. What is a lake?", "What is a lake?"),
        ("What is a 🐟?", "What is a 🐟?"),
        ("1984. A novel", "1984. A novel"),
        ("2-Phase commit", "2-Phase commit"),
        ("What is C#", "What is C#"),
        ("What is a **lake**", "What is a **lake**"),
        ("What is int*", "What is int*"),
        ("3.14 is what?", "is what?"),
        ("Q3 2024 report", "Q3 2024 report"),
        ("$x^2$: what is it?", "$x^2$: what is it?"),
    ],
)
def test_what_is_no_part_of_a_question_goes(written: str, question: str) -> None:
    assert clean_question(written) == question


@pytest.mark.parametrize(
    ("line", "score"),
    [
        ("What is a lake?", 1.0),
        ("¿Qué es un lago?", 1.0),
        ("什么是湖？", 1.0),
        ("ما هي البحيرة؟", 1.0),
        ("Question 3: lakes", 1.0),
        ("Explain lakes", 0.9),
        ("Опишите озеро", 0.9),
        ("请解释湖", 0.9),
        ("What a lake is made of", 0.7),
        ("Warum Seen zufrieren", 0.7),
        ("How to swim", 0.0),
        ("Cómo instalar el lago", 0.0),
        ("What's new in version 2?", 0.0),
        ("Lakes", 0.0),
    ],
)
def test_how_much_a_line_asks(line: str, score: float) -> None:
    assert likeness(line) == score


def test_a_question_mark_may_stand_before_emoji() -> None:
    assert asks("What is a lake? 🌊")
    assert not asks("What? A lake.")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "TODO",
        "_Answer here_",
        "Write your answer here",
        "> To be filled in",
        "...",
        "<!-- tell us -->",
        "```python\n# your code here\n```",
        "```\n\n```",
        "待补充",
    ],
)
def test_a_promise_is_no_answer(answer: str) -> None:
    assert is_placeholder(answer)


@pytest.mark.parametrize(
    "answer", ["42", "No.", "`todo`s are kept", "```sh\ntodo --list\n```", "-"]
)
def test_a_short_answer_is_one(answer: str) -> None:
    assert not is_placeholder(answer)


def test_a_list_of_nothing_but_empty_boxes_answers_nothing() -> None:
    assert only_asks("- [ ] under 20\n- [ ] over 20")
    assert not only_asks("- [ ] under 20\n- [x] over 20")


WORDS = ["Question ", "Problem ", "Q", "P", "How ", "is ", "ab", " ", "12", ".", "-", "?", "_", "'"]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join) | st.text("PQavi 1?-._:)"))
def test_what_is_taken_for_a_bare_question_is_left_as_it_is_by_all_that_cleans(text: str) -> None:
    assert not questions._BARE.match(text) or questions._cleaned(text) == text
