"""A section that is called FAQ may be short, and hold entries that do not ask."""

import pytest

from flashdeck.parsing import parse

TITLES = (
    "FAQ",
    "❓ Frequently Asked Questions",
    "Häufige Fragen",
    "Preguntas frecuentes",
    "Questions fréquentes",
    "Часто задаваемые вопросы",
    "常见问题",
    "よくある質問",
)
PAGE = """\
# Rain gauge

## Install

Put it up where no tree stands, and let it stay there all the year.

## Usage

Read it every morning at the same hour.

## {title}

{entries}

## License

MIT
"""


def _cards(title: str, entries: str) -> list[tuple[str, str]]:
    document = parse(PAGE.format(title=title, entries=entries), "manual.md")
    return [(card.question, card.answer) for card in document.cards]


@pytest.mark.parametrize("title", TITLES)
def test_a_single_question_is_a_card(title: str) -> None:
    entries = "### Why is it empty in winter?\n\nSnow does not run into it."
    assert _cards(title, entries) == [("Why is it empty in winter?", "Snow does not run into it.")]


@pytest.mark.parametrize("form", ["**{q}**\n{a}", "### {q}\n\n{a}"])
@pytest.mark.parametrize("title", TITLES)
def test_a_statement_among_questions_is_an_entry(title: str, form: str) -> None:
    pairs = [
        ("Why is it empty in winter?", "Snow does not run in."),
        ("It shows too little.", "A roof is near."),
        ("Who reads it?", "Whoever is up first.\n\n**Note:** Frost breaks it."),
    ]
    assert _cards(title, "\n\n".join(form.format(q=q, a=a) for q, a in pairs)) == pairs


@pytest.mark.parametrize("lead", ["- **{q}** {a}", "- {q} — {a}", '- "{q}": {a}', "1. {q} {a}"])
@pytest.mark.parametrize("title", TITLES)
def test_two_entries_of_a_line_each_are_cards(title: str, lead: str) -> None:
    pairs = [("Who reads it?", "Whoever is up first."), ("Is it dear?", "Not at all.")]
    entries = "\n".join(lead.format(q=q, a=a) for q, a in pairs)
    assert _cards(title, entries) == pairs


@pytest.mark.parametrize(
    "offer", ["Need help?", "Any questions?", "Cần trợ giúp?", "需要帮助？", "¿Necesitas ayuda?"]
)
def test_an_offer_of_help_is_no_question(offer: str) -> None:
    entries = "### Who reads it?\n\nWhoever is up first.\n\n### Is it dear?\n\nNot at all."
    found = _cards("FAQ", f"{entries}\n\n## {offer}\n\nWrite to us.")
    assert [question for question, _ in found] == ["Who reads it?", "Is it dear?"]
