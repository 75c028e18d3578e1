"""Which headers make a table of cards, and where its rows are cut."""

import pytest

from flashdeck.parsing import parse
from flashdeck.parsing.styles import tables
from tests.parsing.laws import SECONDS, timed_parse


def rows(header: str, *lines: str) -> str:
    rule = "|" + "---|" * (header.count("|") - 1)
    return "\n".join([header, rule, *lines, ""])


@pytest.mark.parametrize(
    "header",
    [
        "| Question | Answer |",
        "| **Term** | **Definition** |",
        "| Front | Back |",
        "| Word | Translation |",
        "| German word | English meaning |",
        "| Pregunta | Respuesta correcta |",
        "| Begriff | Erklärung |",
        "| Вопрос | Ответ |",
        "| 术语 | 定义 |",
        "| 용어 | 의미 |",
        "| المصطلح | التعريف |",
    ],
)
def test_headers_that_make_cards(header: str) -> None:
    (card,) = parse(rows(header, "| alpha | the first letter |"), "x.md").cards
    assert (card.question, card.answer, card.line) == ("alpha", "the first letter", 3)
    assert card.style == tables.NAME


@pytest.mark.parametrize(
    "header",
    [
        "| Front end | Back end |",
        "| Option | Meaning |",
        "| Question type | Count |",
        "| Name | Answer |",
        "| Feature | Explanation |",
    ],
)
def test_headers_that_make_none(header: str) -> None:
    assert not parse(rows(header, "| alpha | the first letter |"), "x.md").cards


def test_pipes_in_code_and_formulas_cut_no_cell() -> None:
    text = rows("| Question | Answer |", "| What is `a|b`? | $P(a|b)$ |", r"| `x \| y` | either |")
    cards = parse(text, "x.md").cards
    assert [(card.question, card.answer) for card in cards] == [
        ("What is `a|b`?", "$P(a|b)$"),
        ("`x | y`", "either"),
    ]


def test_numbers_are_dropped_and_other_columns_go_with_the_answer() -> None:
    text = rows("| # | Question | Answer | Source |", "| 1 | Why? | Because. | [a](b.md) |")
    (card,) = parse(text, "x.md").cards
    assert card.answer == "Because.\n\n**Source:** [a](b.md)"


def test_a_header_may_name_more_than_questions_and_bold_rows_are_titles() -> None:
    header = "| Question / keyword | Answer |"
    body = (
        "| **Trees** | |",
        "| What is bark? | Skin. |",
        "| Root | Foot. |",
        "| Ash | A tree. |",
    )
    cards = parse(rows(header, *body), "x.md").cards
    assert [card.question for card in cards] == ["What is bark?", "Root", "Ash"]
    bold = parse(rows(header, "| **Root** | Foot. |", "| **Bark** | Skin. |"), "x.md").cards
    assert len(bold) == 2


def test_a_column_of_tags_is_no_answer() -> None:
    text = rows("| Front | Back | Tags |", "| Why? | Because. | earth, `maps` |")
    (card,) = parse(text, "x.md").cards
    assert (card.answer, card.tags) == ("Because.", ("earth", "maps"))


def test_options_beside_a_question_belong_to_it() -> None:
    text = rows("| Question | A | B | Answer | Why |", "| Who? | Kyd | Marlowe | B | In 1592. |")
    (card,) = parse(text, "x.md").cards
    assert card.question == "Who?\n\n- A. Kyd\n- B. Marlowe"
    assert card.answer == "B. Marlowe\n\n**Why:** In 1592."


@pytest.mark.parametrize(
    "text",
    [
        rows("| Question | Answer |", *["| What? | that |"] * 4000),
        rows("| Term | Meaning |", "| a | b |", "") * 3000,
        rows("| Question | Answer |", "| a" + " " * 100000 + "<b | c |"),
        rows("| Question | Answer |", "|" * 100000),
    ],
)
def test_long_text_is_read_in_linear_time(text: str) -> None:
    _, seconds = timed_parse(text, "x.md")
    assert seconds < SECONDS


@pytest.mark.parametrize("sides", ["{} | {}", "{:20}| {}", "{:20} | {}"])
def test_bars_in_a_text_part_two_scripts(sides: str) -> None:
    words = {"der Hund": "собака", "das Haus": "дом", "der Baum": "дерево"}
    text = "".join(f"{sides.format(*pair)}\n" for pair in words.items())
    assert {card.question: card.answer for card in parse(text, "words.txt").cards} == words
    latin = "".join(f"{sides.format(word, 'thing')}\n" for word in words)
    assert parse(latin, "words.txt").cards == ()
