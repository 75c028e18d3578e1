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
    ("### Key", "{i}. {l}"),
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


@pytest.mark.parametrize(
    "key",
    [
        "| 1 | 2 | 3 | 4 | 5 |\n|---|---|---|---|---|\n| A | B | C | A | C |",
        "| Question | 1 | 2 | 3 |\n|:-:|:-:|:-:|:-:|\n| **Answer** | A | B | C |\n"
        "| Question | 4 | 5 | |\n| **Answer** | A | C | |",
        "| **1.** | **2.** | **3.** | **4.** | **5.** |\n|--|--|--|--|--|\n|(A)|(B)|(C)|(A)|(C)|",
    ],
)
def test_a_key_may_be_a_table_with_letters_below_numbers(key: str) -> None:
    for form in OPTIONS:
        text = "\n\n".join([*_written("{i}. {q}", form, "\n"), "## Answer key", key, "The end."])
        assert _cards(text) == list(zip(_asked(form), "ABCAC", strict=True)), text


ANSWERS = (
    "Answer: {l}",
    "**Answer:** {l}\n**Explanation:** {t} it is.",
    "Ans: ({l})",
    "> Answer: {l}",
    "✅ {l}) {t}",
    "👉 **{l}. {t}**",
)
LAYOUTS = ("# Quiz\n{all}\n", "# Quiz\n\n**Part A**\n\n{some}\n\n**Part B**\n\n{others}\n")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("lead", LEADS)
def test_answers_stand_in_dense_lines_and_between_parts(
    lead: str, answer: str, layout: str
) -> None:
    if lead in ("{i}: {q}", "*{i}. {q}*") and "Part" in layout:
        return
    for form in OPTIONS:
        said = [answer.format(l="ABC"[right], t=texts[right]) for _, texts, right in QUIZ]
        items = ["\n".join(pair) for pair in zip(_written(lead, form, "\n"), said, strict=True)]
        parts = ("\n".join(items), "\n\n".join(items[:2]), "\n\n".join(items[2:]))
        text = layout.format(all=parts[0], some=parts[1], others=parts[2])
        found = _cards(text)
        assert [question for question, _ in found] == _asked(form), text
        assert [given.strip("(*")[0] for _, given in found] == list("ABCAC"), text
        assert not any("Part" in given or "Answer" in given for _, given in found), text


MARKS = (
    "{l}{t} ✅",
    "{l}{t} ✔️",
    "{l}{t} (correct)",
    "{l}{t} **(Correct)**",
    "{l}{t} *(correct answer)*",
    "{l}{t} <-- correct",
    "{l}{t} ← correct",
    "{l}{t} - Correct",
    "{l}**{t}**",
    "{l}**{t}** ✅",
)
"""How the right option is marked among options with letters, bullets or numbers."""
MARKS_OF_LETTERS = ("{l}=={t}==", "{l}{t} *", "{l}✅ {t}", "✅ {l}{t}", "*{l}{t}", "**{l}{t}**")
MARKED_OPTIONS = ("A. {t}", "   (A) {t}", "- {t}", "   1. {t}")


@pytest.mark.parametrize("form", MARKED_OPTIONS)
@pytest.mark.parametrize("mark", MARKS + MARKS_OF_LETTERS)
def test_a_mark_at_an_option_answers_and_does_not_show(mark: str, form: str) -> None:
    if mark in MARKS_OF_LETTERS and "A" not in form:
        return
    for lead in LEADS:
        if lead[0] == form[0] == "-":
            continue
        items = []
        for i, (question, texts, right) in enumerate(QUIZ, 1):
            leads = [form.replace("{t}", "").replace("A", letter) for letter in "ABC"]
            leads = [sign.replace("1", str(place)) for place, sign in enumerate(leads, 1)]
            lines = [sign + text for sign, text in zip(leads, texts, strict=True)]
            indent = leads[right][: len(leads[right]) - len(leads[right].lstrip())]
            lines[right] = indent + mark.format(l=leads[right].lstrip(), t=texts[right])
            items.append(lead.format(i=i, q=question) + "\n\n" + "\n".join(lines))
        text = "# Quiz\n\n" + "\n\n".join(items) + "\n"
        found = parse(text, "n.md").cards
        assert [card.question.split("\n")[0] for card in found] == [q for q, _, _ in QUIZ], text
        assert not any(set(card.question) & set("*=✅✔←<") for card in found), text
        assert [re.sub(r"^\(?[ABC][.)] ", "", card.answer) for card in found] == [
            texts[right] for _, texts, right in QUIZ
        ], text


@pytest.mark.parametrize("number", range(2, len(QUIZ)))
@pytest.mark.parametrize("lead", ["### {q}", "### {i}. {q}", "**{q}**", "{i}. {q}", "Q{i}: {q}"])
def test_bulleted_options_ask_though_the_answer_says_the_words(lead: str, number: int) -> None:
    quiz = [QUIZ[0], QUIZ[1], *QUIZ[3:]][:number]
    items = [
        "\n\n".join([lead.format(i=i, q=q), "\n".join(f"- {t}" for t in texts)])
        + f"\n\nAnswer: {texts[right]}"
        for i, (q, texts, right) in enumerate(quiz, 1)
    ]
    asked = [squeezed("\n".join([q, *(f"- {t}" for t in texts)])) for q, texts, _ in quiz]
    right = [squeezed(texts[right]) for _, texts, right in quiz]
    text = "# Quiz\n\n" + "\n\n".join(items) + "\n"
    assert _cards(text) == list(zip(asked, right, strict=True)), text


BOXES = (
    ("- [x] {t}", "- [ ] {t}"),
    ("[(X)] {t}", "[( )] {t}"),
    ("[[X]] {t}", "[[ ]] {t}"),
    ("(x) {t}", "( ) {t}"),
    ("✅ {t}", "❌ {t}"),
    ("- ✅ {t}", "- ❌ {t}"),
)


@pytest.mark.parametrize(("right_box", "wrong_box"), BOXES)
@pytest.mark.parametrize("lead", LEADS)
def test_boxes_of_many_kinds_are_ticked(lead: str, right_box: str, wrong_box: str) -> None:
    if lead[0] == right_box[0] == "-":
        return
    items = []
    for i, (question, texts, right) in enumerate(QUIZ, 1):
        lines = [(right_box if j == right else wrong_box).format(t=t) for j, t in enumerate(texts)]
        items.append(lead.format(i=i, q=question) + "\n\n" + "\n".join(lines))
    text = "# Quiz\n\n" + "\n\n".join(items) + "\n"
    found = parse(text, "n.md").cards
    assert [card.question.split("\n")[0] for card in found] == [q for q, _, _ in QUIZ], text
    assert [card.answer for card in found] == [texts[right] for _, texts, right in QUIZ], text
    assert not any(re.search(r"[(\[][xX][)\]]|[✅❌]", card.question) for card in found), text


def test_one_ticked_box_in_each_list_asks_whatever_stands_above() -> None:
    lists = "".join(f"### Part {name}\n\n- [ ] one\n- [x] two\n- [ ] three\n\n" for name in "abc")
    found = parse(f"# Sheet\n\n{lists}", "n.md").cards
    assert [card.answer for card in found] == ["two", "two", "two"]
    tasks = lists.replace("- [ ] one", "- [x] one", 1)
    assert parse(f"# Sheet\n\n{tasks}", "n.md").cards == ()


def test_what_speaks_for_and_against_is_no_choice() -> None:
    text = (
        "# Tents\n\n## When should one use it?\n\n✅ In rain\n✅ In snow\n❌ In heat\n\n"
        "## When should one not?\n\n✅ In wind\n❌ At home\n❌ In summer\n"
    )
    found = parse(text, "n.md").cards
    assert [card.question for card in found] == [
        "When should one use it?",
        "When should one not?",
    ]


@pytest.mark.parametrize("quote", ["> ", "> > "])
def test_callouts_that_ask_hold_ticked_boxes(quote: str) -> None:
    callouts = []
    for question, texts, right in QUIZ:
        boxes = [f"- [{'x' if j == right else ' '}] {text}" for j, text in enumerate(texts)]
        lines = [f"[!QUESTION] {question}", *boxes]
        callouts.append("\n".join(quote + line for line in lines))
    outer = "> [!QUESTION]- Post assessment\n>\n" if quote == "> > " else ""
    between = "\n>\n" if outer else "\n\n"
    cards = parse(f"# Maps\n\nSome text.\n\n{outer}{between.join(callouts)}\n", "n.md").cards
    assert [card.question.split("\n")[0] for card in cards] == [q for q, _, _ in QUIZ]
    assert [card.answer for card in cards] == [texts[right] for _, texts, right in QUIZ]


def test_the_next_number_may_stand_right_below_the_options() -> None:
    text = (
        "# 笔试题\n\n姓名 工号\n\n1.保存时最好是哪种格式（ D ）\n\nA.文件小 B.快门速度  \n"
        "C.转换容易 D.质量不变  \n2.光源的优势有哪些 （ABC）\n\n"
        "A．寿命长 B.可以频闪 C.多种颜色 D.不衰减\n"
    )
    found = [(card.question.split("\n")[0], card.answer) for card in parse(text, "n.md").cards]
    assert found == [("保存时最好是哪种格式（ ）", "D"), ("光源的优势有哪些 （ ）", "ABC")]


def test_room_to_answer_in_leaves_the_answer_to_the_key() -> None:
    room = "\n\n**Your answer:** _____"
    items = [f"{item}{room}" for item in _written("**{i}. {q}**", "a) {t}", "\n\n")]
    key = "\n".join(f"{i}. {letter}" for i, letter in enumerate("abcac", 1))
    text = "# Quiz\n\n" + "\n\n".join(items) + f"\n\n## Answer key\n\n{key}\n"
    found = _cards(text)
    assert [answer for _, answer in found] == list("abcac")
    assert [question for question, _ in found] == _asked("a) {t}")


@pytest.mark.parametrize("title", ["## Answers", "# Answer key"])
@pytest.mark.parametrize("form", OPTIONS)
def test_sections_that_count_anew_have_keys_that_do(form: str, title: str) -> None:
    items = _written("{i}. {q}", form, "\n")
    again = [item.replace(f"{i}. ", f"{i - 3}. ", 1) for i, item in enumerate(items, 1)][3:]
    parts = ["## Part A", *items[:3], "## Part B", *again]
    key = "### Part A\n\n1. A\n2. B\n3. C\n\n### Part B\n\n1. A\n2. C"
    text = "\n\n".join(["# Quiz", *parts, title, key]) + "\n"
    assert _cards(text) == list(zip(_asked(form), "ABCAC", strict=True)), text


def test_options_of_which_none_is_marked_are_no_answer() -> None:
    items = (
        f"{i}. {question}\n" + "\n".join(f"   - {text}" for text in texts)
        for i, (question, texts, _) in enumerate(QUIZ, 1)
    )
    listed = "\n".join(items)
    assert parse(f"# Sheet\n\n## Multiple choice\n\n{listed}\n", "n.md").cards == ()
    assert len(parse(f"# Sheet\n\n## Review\n\n{listed}\n", "n.md").cards) == len(QUIZ)
