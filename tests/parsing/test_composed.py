"""Whatever way to ask meets whatever way to answer, each question is a card, whole and clean."""

import re
from collections.abc import Callable

import pytest

from flashdeck.parsing import parse
from tests.parsing.composed import (
    ANSWERS,
    CONTENTS,
    FORMS,
    LAYOUTS,
    ODD_QUESTIONS,
    QUESTIONS,
    squeezed,
    written,
)

QUIZ = (
    ("Which scale shows more detail?", ("1:10,000", "1:100,000"), "A"),
    ("Which line joins points of one height?", ("A meridian", "A contour"), "B. It is brown."),
    ("True or false: north is always up.", (), "False"),
    ("Which projection keeps areas?", ("Mollweide", "Mercator"), "A"),
    ("What does a legend tell?", (), "The meaning of the signs.\n1. water\n2. roads"),
    ("Explain why maps are flat.", (), "Paper is."),
)
"""Questions with options or without, as they stand side by side in tests."""
LEADS = (
    "{i}. {q}",
    "{i}) {q}",
    "- {i}. {q}",
    "**Q{i}.** {q}",
    "Q{i}: {q}",
    "**{i}. {q}**",
    "**{i}.** {q}",
    "Question {i}: {q}",
    "**Question {i}:** {q}",
    "**Question {i}**\n{q}",
    "**Question:** {q}",
    "Q: {q}",
    "**{q}**",
    "### {i}. {q}",
    "{q}",
)
ABOVE = ("## ", "{q}\n---")
"""How forms begin whose headings are those of sections."""
SLIPS: dict[str, Callable[[str], str]] = {
    "a mark of the order of bytes": lambda text: "\ufeff" + text,
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "blanks at the ends of lines": lambda text: text.replace("\n", " \n"),
    "blanks on blank lines": lambda text: text.replace("\n\n", "\n  \t\n"),
    "more blank lines": lambda text: text.replace("\n\n", "\n\n\n\n"),
    "front matter": lambda text: f"---\ntitle: Maps\ntags: [a]\n---\n\n{text}",
    "low lines for stars": lambda text: text.replace("**", "__"),
    "closed headings": lambda text: re.sub(r"(?m)^(#+) (.*)$", r"\1 \2 \1", text),
    "numbers with brackets": lambda text: re.sub(r"(?m)^(\d)\. ", r"\1) ", text),
    "the number 1 throughout": lambda text: re.sub(r"(?m)^\d\. ", "1. ", text),
    "escaped numbers": lambda text: re.sub(r"(?m)^(\d)\. (?!.*\n\n   )", r"\1\\. ", text),
    "no-break spaces": lambda text: re.sub(r"(?m)^(#+|\d\.|-) ", "\\1\u00a0", text),
    "tabs": lambda text: text.replace("\n   ", "\n\t"),
    "links to the top": lambda text: text.replace("\n\n##", "\n\n[Back to top](#maps)\n\n##"),
    "an element around it": lambda text: f'<div align="left">\n\n{text}\n\n</div>',
}
"""What happens to notes in editors, browsers and converters."""
ANSWER_MARKS = ("**Answer:** {a}", "Answer: {a}", "> Answer: {a}", "*Answer:* {a}")


def _cards(text: str) -> list[tuple[str, str]]:
    return [(squeezed(card.question), squeezed(card.answer)) for card in parse(text, "n.md").cards]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", FORMS)
def test_answers_hold_anything(form: str, layout: str) -> None:
    for hold in CONTENTS.values():
        pairs = [(q, hold(a)) for q, a in zip(QUESTIONS, ANSWERS, strict=True)]
        text = LAYOUTS[layout]([written(form, q, a, i) for i, (q, a) in enumerate(pairs, 1)])
        assert _cards(text) == [(squeezed(q), squeezed(a)) for q, a in pairs], text


@pytest.mark.parametrize("odd", ODD_QUESTIONS)
@pytest.mark.parametrize("form", FORMS)
def test_odd_questions_stand_among_others(form: str, odd: str) -> None:
    first, second = ODD_QUESTIONS[odd]
    questions = [QUESTIONS[0], first, *QUESTIONS[1:3], second, QUESTIONS[3]]
    pairs = list(zip(questions, ANSWERS, strict=True))
    for lay_out in LAYOUTS.values():
        text = lay_out([written(form, q, a, i) for i, (q, a) in enumerate(pairs, 1)])
        assert _cards(text) == [(squeezed(q), squeezed(a)) for q, a in pairs], text


@pytest.mark.parametrize("mark", ANSWER_MARKS)
@pytest.mark.parametrize("lead", LEADS)
def test_quizzes_mix_questions_with_options_and_without(lead: str, mark: str) -> None:
    parts = ["# Quiz on maps"]
    for i, (question, options, answer) in enumerate(QUIZ, 1):
        listed = [f"   {letter}) {text}" for letter, text in zip("AB", options, strict=False)]
        parts += [lead.format(i=i, q=question), *(["\n".join(listed)] if listed else [])]
        parts.append(mark.format(a=answer))
    cards = _cards("\n\n".join(parts) + "\n")
    assert [question.split("\n")[0] for question, _ in cards] == [q for q, _, _ in QUIZ]
    assert [answer for _, answer in cards] == [squeezed(a) for _, _, a in QUIZ]


@pytest.mark.parametrize("title", ["## Answers", "**Answer key**"])
@pytest.mark.parametrize("lead", [lead for lead in LEADS if "{i}" in lead])
def test_a_key_answers_questions_with_options_and_without(lead: str, title: str) -> None:
    parts = ["# Quiz on maps"]
    for i, (question, options, _) in enumerate(QUIZ, 1):
        listed = [f"   {letter}) {text}" for letter, text in zip("AB", options, strict=False)]
        parts += [lead.format(i=i, q=question), *(["\n".join(listed)] if listed else [])]
    said = [answer.split("\n")[0] for _, _, answer in QUIZ]
    key = "\n".join(f"{i}. {answer}" for i, answer in enumerate(said, 1))
    cards = _cards("\n\n".join([*parts, title, key]) + "\n")
    assert [question.split("\n")[0] for question, _ in cards] == [q for q, _, _ in QUIZ]
    assert [answer for _, answer in cards] == said


def test_a_key_answers_in_words_what_stands_below_an_answer_in_a_callout() -> None:
    text = (
        "# Quiz\n\n1. Which is larger?\n   A. 1:10\n   B. 1:100\n\n2. Which joins heights?\n"
        "   A. A meridian\n   B. A contour\n\n> [!success]- Answer\n>\n> The contour.\n\n"
        "3. True or false: north is up.\n4. Which keeps areas?\n   A. Mollweide\n   B. Mercator\n\n"
        "## Answer Key\n\n1. A\n2. B\n3. False\n4. A\n"
    )
    assert [answer for _, answer in _cards(text)] == ["A", "The contour.", "False", "A"]


@pytest.mark.parametrize("first", FORMS)
def test_each_section_may_ask_in_its_own_way(first: str) -> None:
    pairs = list(zip(QUESTIONS, ANSWERS, strict=True))
    for second in FORMS:
        if first.startswith(ABOVE) or second.startswith(ABOVE):
            continue
        items = [written(first if i < 4 else second, q, a, i) for i, (q, a) in enumerate(pairs, 1)]
        text = "\n\n".join(["# Maps", "## Basics", *items[:3], "## Projections", *items[3:]])
        assert _cards(text) == [(squeezed(q), squeezed(a)) for q, a in pairs], text


@pytest.mark.parametrize("label", ["", "{i}. ", "Q{i}: ", "{i}) ", "Question {i}: ", "**{i}.** "])
@pytest.mark.parametrize(("level", "topic"), [(1, 0), (2, 0), (3, 0), (2, 1), (3, 2), (4, 2)])
def test_headings_ask_at_any_level_below_any_topics(level: int, topic: int, label: str) -> None:
    parts = "\n\n{h}# Example\n\nSee the map.\n\n{h}# Details\n\nMore of it."
    for inner in ("", parts.format(h="#" * level)):
        for end in ([], ["References"], ["Further reading"]):
            text = []
            for i, (question, answer) in enumerate(zip(QUESTIONS, ANSWERS, strict=True)):
                topics = ["#" * topic + " " + ("Basics", "Projections")[i // 3]]
                text += topics if topic and i % 3 == 0 else []
                text += ["#" * level + " " + label.format(i=i + 1) + question, answer + inner]
            text += [f"{'#' * (topic or level)} {title}\n\n- [A book](http://a.b)" for title in end]
            pairs = zip(QUESTIONS, ANSWERS, strict=True)
            assert _cards("\n\n".join(text)) == [
                (squeezed(q), squeezed(a + inner)) for q, a in pairs
            ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("slip", SLIPS)
def test_slips_of_the_pen_change_no_card(form: str, slip: str) -> None:
    pairs = list(zip(QUESTIONS, ANSWERS, strict=True))
    text = "\n\n".join(["# Maps", *(written(form, q, a, i) for i, (q, a) in enumerate(pairs, 1))])
    cards = _cards(SLIPS[slip](text) + "\n")
    assert cards == [(squeezed(q), squeezed(a)) for q, a in pairs], SLIPS[slip](text)


@pytest.mark.parametrize("titles", [("**Old**", "**New**"), ("Part A", "Part B"), ("*I*", "*II*")])
@pytest.mark.parametrize("lead", ["{i}. {q}", "Q{i}: {q}", "**{i}.** {q}"])
def test_titles_of_parts_are_in_no_answer(lead: str, titles: tuple[str, str]) -> None:
    for options in ("", "\n\n   A. one\n   B. two"):
        parts = []
        for i, question in enumerate(QUESTIONS, 1):
            parts += [titles[i // 4]] if i in (1, 4) else []
            parts.append(lead.format(i=i, q=question) + options + "\n\n**Answer:** B")
        cards = _cards("\n\n".join(["# Maps", *parts]) + "\n")
        assert [question.split("\n")[0] for question, _ in cards] == list(QUESTIONS)
        assert [answer for _, answer in cards] == ["B"] * len(QUESTIONS)
