"""What counts as a label, and what the styles that read labels make of awkward text."""

import pytest

from flashdeck.parsing import parse
from flashdeck.parsing.marks.label_lines import Side, label_in
from tests.parsing.laws import SECONDS, timed_parse

QUESTIONS = [
    ("Q: Why?", "Why?"),
    ("**Q12.** Why?", "Why?"),
    ("### ❓ Question 3 - Why?", "Why?"),
    ("- **Q**: Why?", "Why?"),
    ("> Question No. 4: Why?", "Why?"),
    ("Q5 Why?", "Why?"),
    ("Pregunta n° 2: ¿Por qué?", "¿Por qué?"),
    ("**Question 3 (easy).** Why?", "Why?"),
    ("【问题】为什么？", "为什么？"),
    ("### 8.1 问题1：为什么？", "为什么？"),
    ("Câu hỏi 1: Tại sao?", "Tại sao?"),
    ("שאלה 3: למה?", "למה?"),
    ("प्रश्न 1: क्यों?", "क्यों?"),
]
ANSWERS = [
    ("A: Because", "Because"),
    ("__A__: Because", "Because"),
    ("R//= Porque", "Porque"),
    ("A:: Because", "Because"),
    ("**R//** Porque", "Porque"),
    ("Rta: Porque", "Porque"),
    ("Ans. Because", "Because"),
    ("Ans.2 Because", "Because"),
    ("Correct answer: B", "B"),
    ("#### Answer: D", "D"),
    ("<b>Solution:</b> Because", "Because"),
    ("**Ответ (кратко):** потому", "потому"),
    ("答：因为", "因为"),
    ("ج: لأن", "لأن"),
    ("Answer", ""),
]
NEITHER = [
    "Q:\\data is a drive",
    "A::x",
    "Q.E.D.",
    "Q-learning is a method",
    "Q1 2024 revenue",
    "Question everything",
    "Answer the following: why?",
    "p: 0.5",
    "Aa: x",
    "https://example.org/q: x",
]


@pytest.mark.parametrize(("line", "rest"), QUESTIONS)
def test_a_question_label_is_told_from_its_text(line: str, rest: str) -> None:
    label = label_in(line)
    assert label is not None
    assert label.side is Side.QUESTION or label.word == "q"
    assert line[label.start :] == rest


@pytest.mark.parametrize(("line", "rest"), ANSWERS)
def test_an_answer_label_is_told_from_its_text(line: str, rest: str) -> None:
    label = label_in(line)
    assert label is not None
    assert label.side is Side.ANSWER or label.word in ("a", "r", "ج")
    assert line[label.start :] == rest


@pytest.mark.parametrize("line", NEITHER)
def test_other_lines_have_no_label(line: str) -> None:
    assert label_in(line) is None


def test_a_question_and_its_answer_may_share_a_line() -> None:
    cards = parse("Q: Why is it dark? A: It is night.\nQ: And now? | A: Day.\n", "x.md").cards
    assert [(card.question, card.answer) for card in cards] == [
        ("Why is it dark?", "It is night."),
        ("And now?", "Day."),
    ]


def test_an_open_fence_does_not_swallow_the_questions_below() -> None:
    text = "Q: What is a?\nA:\n```py\nprint(1)\n\nQ: What is b?\nA: Two.\n"
    cards = parse(text, "x.md").cards
    assert [card.question for card in cards] == ["What is a?", "What is b?"]


def test_choices_that_begin_with_a_are_no_answer() -> None:
    text = "Q: Which is a metal?\nA: wood\nB: tin\nC: glass\nAnswer: B\n"
    (card,) = parse(text, "x.md").cards
    assert card.question == "Which is a metal?\nA: wood\nB: tin\nC: glass"
    assert card.answer == "B"


def test_tags_between_question_and_answer_are_tags() -> None:
    text = "**Q:** What is tin? #card\n#metal #element\n**A:** A metal.\n"
    (card,) = parse(text, "x.md").cards
    assert card.question == "What is tin?"
    assert card.tags == ("metal", "element")


@pytest.mark.parametrize(
    "text",
    [
        "Q: What is this?\nA: that\n\n" * 4000,
        "Q1. What is this?\n" * 6000,
        "Answer: x\n" * 10000,
        "Q: What?\n" + "A: y\n" * 20000,
        "Q1: a" + " " * 100000 + "?\nx\nQ2: b?\ny\n",
        "> " * 50000 + "Q: x\n",
        "What?\n```\n" + "Ans: x\n" * 15000 + "```\nAns: y\n",
        "**Q" * 30000,
    ],
)
def test_long_text_is_read_in_linear_time(text: str) -> None:
    _, seconds = timed_parse(text, "x.md")
    assert seconds < SECONDS


@pytest.mark.parametrize("question", ["## What is {}?", "### Q{0}. What is {0}?"])
def test_a_sentence_that_only_looks_like_a_numbered_label_is_the_answer(question: str) -> None:
    text = "\n\n".join(f"{question.format(i)}\nAnswer {i}." for i in range(1, 6))
    cards = [(card.question, card.answer) for card in parse(text, "note.md").cards]
    assert cards == [(f"What is {i}?", f"Answer {i}.") for i in range(1, 6)]


def test_two_speakers_are_no_cards_where_the_second_asks() -> None:
    talk = "**Candidate:** How long is it?\n**Interviewer:** Five seconds.\n\n"
    assert parse("# Design\n\n" + 3 * talk, "x.md").cards == ()
    turned = "**Interviewer:** How long is it?\n**Candidate:** Five seconds.\n\n"
    assert len(parse("# Design\n\n" + 3 * turned, "x.md").cards) == 3


@pytest.mark.parametrize("title", ["Options", "Answer choices", "选项", "Варианты ответа"])
def test_a_title_of_options_parts_no_question_from_its_answer(title: str) -> None:
    text = (
        f"## Question\n\nWhich is a tree?\n\n## {title}\n\n- Ash\n- Fern\n\n## Solution\n\nAsh.\n"
    )
    (card,) = parse(text, "x.md").cards
    assert (card.question, card.answer) == ("Which is a tree?\n\n- Ash\n- Fern", "Ash.")


def test_front_and_back_as_headings_need_no_second_pair() -> None:
    note = "## Note\n\nnid: 1586\n\n### Front\n\nAn inequality\n\n### Back\n\nBelow it.\n"
    (card,) = parse(note, "x.md").cards
    assert (card.question, card.answer) == ("An inequality", "Below it.")
