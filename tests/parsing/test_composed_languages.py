"""Notes in the languages of people: their own labels, titles, orders and marks give clean cards."""

from itertools import cycle

import pytest

from flashdeck.parsing import parse
from tests.parsing.composed import squeezed
from tests.parsing.languages import LANGUAGES, PROSE, Language, Prose, written

FORMS = (
    "## {q}\n\n{a}",
    "### {n}. {q}\n\n{a}",
    "**{q}**\n\n{a}",
    "{n}. {q}\n\n   {a}",
    "<details>\n<summary>{q}</summary>\n\n{a}\n\n</details>",
    "> [!question]- {q}\n> {a}",
)
POSED_FORMS = ("## {q}\n\n{a}", "**{n}. {q}**\n\n{a}")
GLOSSED = ("- **{q}**: {a}", "- {q}: {a}", "- **{q}** — {a}")

languages = pytest.mark.parametrize("spoken", LANGUAGES, ids=lambda spoken: spoken.name)


def _cards(text: str) -> list[tuple[str, str]]:
    return [(squeezed(card.question), squeezed(card.answer)) for card in parse(text, "n.md").cards]


def _holds(forms: list[str], pairs: list[tuple[str, str]], *, title: str = "X") -> None:
    for form in forms:
        items = (written(form, q, a, number) for number, (q, a) in enumerate(pairs, 1))
        text = f"# {title}\n\n" + "\n\n".join(items) + "\n"
        assert _cards(text) == [(squeezed(q), squeezed(a)) for q, a in pairs], text


@languages
def test_questions_stand_in_any_form(spoken: Language) -> None:
    _holds([*FORMS], spoken.pairs)


@languages
def test_labels_announce_questions_and_answers(spoken: Language) -> None:
    betweens = cycle(("\n", "\n\n"))
    forms = [f"{lead}{next(betweens)}{mark}" for lead in spoken.leads for mark in spoken.marks]
    _holds(forms, spoken.pairs)


@languages
def test_orders_and_statements_ask_among_questions(spoken: Language) -> None:
    for posed in spoken.posed:
        asked = [spoken.questions[0], posed, *spoken.questions[1:3]]
        _holds([*POSED_FORMS], list(zip(asked, spoken.answers, strict=False)))


@languages
def test_numbered_titles_stand_above_questions_and_answers(spoken: Language) -> None:
    mark = spoken.marks[0]
    for stub in spoken.stubs:
        forms = [f"## {stub}\n\n{{q}}\n\n### {title}\n\n{{a}}" for title in spoken.titles]
        _holds([*forms, f"**{stub}**\n\n{{q}}\n\n{mark}"], spoken.pairs)


@languages
def test_disclosures_promise_the_answer(spoken: Language) -> None:
    for summary in spoken.summaries:
        below = f"<details>\n<summary>{summary}</summary>\n\n{{a}}\n\n</details>"
        _holds([f"### {{n}}. {{q}}\n\n{below}", f"{{q}}\n\n{below}"], spoken.pairs)


@languages
def test_keys_answer_below(spoken: Language) -> None:
    leads = (spoken.leads[0], "{n}. {q}", "**{n}. {q}**")
    for key in spoken.keys:
        for lead in leads:
            asked = [written(lead, q, "", n) for n, q in enumerate(spoken.questions, 1)]
            said = [f"{number}. {answer}" for number, answer in enumerate(spoken.answers, 1)]
            text = "\n\n".join(["# X", *asked, f"## {key}", "\n".join(said)]) + "\n"
            assert _cards(text) == [(squeezed(q), a) for q, a in spoken.pairs], text


@languages
def test_tables_and_glossaries_name_their_sides(spoken: Language) -> None:
    tables = [(header, spoken.pairs) for header in spoken.headers]
    tables += [(header, spoken.meanings) for header in spoken.term_headers]
    for header, pairs in tables:
        rows = "".join(f"| {left} | {right} |\n" for left, right in pairs)
        text = f"# X\n\n| {' | '.join(header.split('/'))} |\n|---|---|\n{rows}"
        assert _cards(text) == [(squeezed(left), right) for left, right in pairs], text
    for title in spoken.glossaries:
        for form in GLOSSED:
            entries = "\n".join(written(form, term, said, 1) for term, said in spoken.meanings)
            assert _cards(f"# {title}\n\n{entries}\n") == spoken.meanings


@pytest.mark.parametrize("prose", PROSE, ids=lambda prose: prose.name)
def test_recipes_meetings_and_instructions_give_nothing(prose: Prose) -> None:
    numbered = "\n".join(f"{i}. {step}" for i, step in enumerate(prose.steps, 1))
    bulleted = "\n".join(f"- {thing}" for thing in prose.things)
    told = "\n".join(f"- {point}" for point in prose.points)
    ordered = [order.rstrip(".。।") for order in prose.orders]
    dish, needed, making, doing = prose.dish, prose.needed, prose.making, prose.doing
    steps = " ".join(prose.steps)
    notes = (
        f"# {dish}\n\n## {needed}\n\n{bulleted}\n\n## {making}\n\n{numbered}\n",
        f"# {dish}\n\n**{needed}:**\n\n{bulleted}\n\n**{making}:**\n\n{numbered}\n",
        f"# {prose.meeting}\n\n## {prose.agenda}\n\n{told}\n",
        f"# {doing}\n\n" + "\n\n".join(f"## {order}\n\n{order}. {steps}" for order in ordered),
        f"# {doing}\n\n" + "\n\n".join(f"**{order}**\n\n{steps}" for order in ordered),
    )
    for note in notes:
        assert _cards(note) == [], note


@pytest.mark.parametrize(
    "asked",
    [
        "Qué es una leyenda",
        "O que é uma legenda",
        "Was ist eine Legende",
        "Wat is een legenda",
        "Что такое легенда",
        "Co je to legenda",
        "Apa itu legenda",
        "Vad är en skala",
    ],
)
def test_a_bold_line_asks_without_a_mark(asked: str) -> None:
    pairs = [("Mapa?", "A."), (asked, "B."), ("Globus?", "C."), ("Atlas?", "D.")]
    _holds(["**{q}**\n\n{a}"], pairs)


def test_a_semicolon_asks_in_greek_alone() -> None:
    text = "## Τι είναι το HTML;\n\nΜια γλώσσα.\n\n## Ποιος το έφτιαξε;\n\nΟ Τιμ.\n"
    assert [question for question, _ in _cards(text)] == ["Τι είναι το HTML;", "Ποιος το έφτιαξε;"]
    assert _cards("# X\n\n## int x = 1;\n\nSets it.\n\n## y += x;\n\nAdds it.\n") == []


def test_an_armenian_mark_asks_within_a_word() -> None:
    text = "## Ի՞նչ է քարտեզը\n\nՆկար։\n\n## Ո՞վ է այն գծել\n\nՄարտինը։\n"
    assert [answer for _, answer in _cards(text)] == ["Նկար։", "Մարտինը։"]


def test_a_letter_before_most_answers_announces_them() -> None:
    answered = "# X\n\n1. Was ist rund?\nA: Ein Globus.\n\n2. Was ist flach?\nA: Papier.\n"
    answered += "\n3. Was ist dünn?\nA: Eine Linie.\n\n4. Was ist lang?\nA: Ein Meridian.\n"
    answered += "\n5. Was ist kurz?\nA: Der Weg.\n"
    said = ["Ein Globus.", "Papier.", "Eine Linie.", "Ein Meridian.", "Der Weg."]
    assert [answer for _, answer in _cards(answered)] == said
