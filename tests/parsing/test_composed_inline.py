"""Questions of a list whose answers stand behind them, on the same line."""

import pytest

from flashdeck.parsing import parse

PAIRS = (
    ("What is the capital of Bhutan?", "Thimphu"),
    ("Which river crosses Vienna?", "The Danube"),
    ("Why does ice float?", "It is less dense than water"),
    ("How many legs has a spider?", "Eight"),
)
MARKED = (
    "→ {a}",
    "=> {a}",
    "— {a}",
    "- {a}",
    "(Answer: {a})",
    "[Ans: {a}]",
    "Answer: {a}",
    "**Answer:** {a}",
    "A: {a}",
    "**{a}.**",
    "*{a}*",
    "`{a}`",
    "=={a}==",
    "||{a}||",
    ">!{a}!<",
)
LEADS = ("{i}. ", "{i}) ", "- ", "* ")
COLLECTED = "# Geography\n\nOf mountains and rivers.\n\n## Review questions\n\n"
PLAIN = "# Geography\n\n"


def _note(title: str, lead: str, form: str, between: str = "\n") -> str:
    items = (f"{lead.format(i=i)}{q} {form.format(a=a)}" for i, (q, a) in enumerate(PAIRS, 1))
    return title + between.join(items) + "\n"


def _cards(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.answer.rstrip(".")) for card in parse(text, "n.md").cards]


@pytest.mark.parametrize("form", MARKED)
@pytest.mark.parametrize("lead", LEADS)
def test_a_mark_behind_a_question_begins_its_answer(lead: str, form: str) -> None:
    for title in COLLECTED, PLAIN:
        for between in "\n", "\n\n":
            text = _note(title, lead, form, between)
            assert _cards(text) == list(PAIRS) or (form == "=={a}==" and between == "\n\n"), text


@pytest.mark.parametrize("lead", LEADS)
def test_a_sentence_behind_a_question_answers_where_a_title_or_all_lines_say_so(lead: str) -> None:
    assert _cards(_note(COLLECTED, lead, "{a}.")) == list(PAIRS)
    assert _cards(_note(PLAIN, lead, "{a}.")) == list(PAIRS)
    assert _cards(_note(PLAIN + "Some rivers.\n\nAnd mountains.\n\n", lead, "{a}.")) == []


@pytest.mark.parametrize("lead", LEADS)
def test_remarks_behind_a_question_do_not_answer(lead: str) -> None:
    assert _cards(_note(COLLECTED, lead, "(2 points)")) == []


def test_a_question_mark_in_code_ends_no_question() -> None:
    lines = ["- Write `a ? b : c` for short.", "- `x?.y` is safe.", "- In `f(?)` it is open."]
    assert _cards("# Interview questions\n\n" + "\n".join(lines) + "\n") == []


@pytest.mark.parametrize("verdicts", ["√×√", "对错对", "✓✗✓"])
def test_statements_with_a_verdict_are_to_be_judged(verdicts: str) -> None:
    said = ("冰比水轻", "铁比水轻", "油比水轻")
    pairs = list(zip(said, verdicts, strict=True))
    lines = (f"{i}.{text}。（ {verdict} ）" for i, (text, verdict) in enumerate(pairs, 1))
    found = _cards("# 物理\n\n## 判断题\n\n" + "\n".join(lines) + "\n")
    assert found == [(f"{text}。 ( )", verdict) for text, verdict in pairs]
