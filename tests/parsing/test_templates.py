"""Templates hold places for names and ask nothing; the same marks around words are gaps."""

import pytest

from flashdeck.parsing import parse

VARIABLES = ("{{TOPIC}}", "{{ name }}", "{{first_name}}", "{{page.title}}", "{{projectName}}")
NOTE = """\
The {a} is where cells burn sugar.

Genes are kept in the {b} of a cell.

Plants make sugar in the {c} from light.
"""


@pytest.mark.parametrize("variable", VARIABLES)
def test_variables_are_no_gaps(variable: str) -> None:
    names = [variable.replace("}}", end) for end in ("}}", "_1}}", "_2}}")]
    text = NOTE.format(a=names[0], b=names[1], c=names[2])
    assert parse(text, "letter.md").cards == ()


def test_a_word_for_two_places_is_a_variable() -> None:
    assert parse(NOTE.format(a="{{name}}", b="{{name}}", c="{{name}}"), "letter.md").cards == ()


def test_words_of_a_sentence_are_gaps() -> None:
    text = NOTE.format(a="{{mitochondrion}}", b="{{nucleus}}", c="{{chloroplast}}")
    asked = [card.question for card in parse(text, "cells.md").cards]
    assert asked == [line for line in NOTE.format(a="[…]", b="[…]", c="[…]").split("\n") if line]


def test_questions_that_a_program_fills_in_are_none() -> None:
    entries = "".join(f"#### Q: {{{{Q{i}}}}}\n\n**A**: {{{{A{i}}}}}\n\n" for i in range(4))
    assert parse(f"## FAQ\n\n{entries}", "faq.md").cards == ()


def test_a_link_to_where_it_stands_is_no_answer() -> None:
    note = "What is a heap? #flashcard\n([Location 376](https://example.org/376))\n"
    assert parse(note, "book.md").cards == ()


def test_a_rule_alone_is_no_answer() -> None:
    folds = "".join(
        f"<details><summary>What is {name}?</summary><hr></details>\n\n" for name in "abc"
    )
    assert parse(f"# Interview\n\n{folds}", "os.md").cards == ()


def test_further_questions_and_orders_are_no_answer() -> None:
    items = "<li>어떻게 처리하나요?</li><li>방식에 대해 설명해 주세요.</li>"
    folds = "".join(
        f"<details><summary>{name}이란 무엇인가요?</summary><ul>{items}</ul></details>\n\n"
        for name in "abc"
    )
    assert parse(f"# 운영체제\n\n{folds}", "os.md").cards == ()


def test_chapters_that_are_only_numbered_are_nothing_to_learn() -> None:
    parts = "".join(
        f"## Kapitel 0{n}\n\n**Inhalt:**\n\n- Prozesse\n- Threads\n\n" for n in range(1, 6)
    )
    assert parse(f"# Zusammenfassung Betriebssysteme\n\n{parts}", "index.md").cards == ()
