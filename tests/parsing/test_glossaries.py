"""Below a title that announces terms, whatever parts a term from its meaning makes a card."""

import pytest

from flashdeck.parsing import parse

TERMS = {
    "Meridian": "A line from pole to pole.",
    "Contour line": "A line that joins points of one height.",
    "Mercator projection": "A projection that keeps angles.",
    "Scale": "The ratio of a length on the map to that on the ground.",
    "Azimuth": "The angle between north and a direction, clockwise.",
}
ENTRIES = (
    "- **{t}**: {d}",
    "- **{t}:** {d}",
    "* **{t}** – {d}",
    "{i}. **{t}**: {d}",
    "{i}. **{t}:** {d}",
    "- {t}: {d}",
    "- {t} - {d}",
    "- {t} → {d}",
    "- *{t}*: {d}",
    "{t}: {d}",
    "{t} = {d}",
    "{t}\t{d}",
    "**{t}**: {d}\n",
    "**{t}** — {d}\n",
    "**{t}**  \n{d}\n",
    "### {t}\n\n{d}\n",
    "#### {i}. {t}\n\n{d}\n",
    "{t}\n: {d}\n",
)
TITLES = (
    "# Glossary\n\n",
    "# Maps\n\nMaps are old.\n\n## Key terms\n\n",
    "# Vocabulary\n\n",
    "# Definitions\n\n",
    "# Flashcards: maps\n\n",
    "# Glossar\n\n",
)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("entry", ENTRIES)
def test_terms_are_cards(entry: str, title: str) -> None:
    entries = [entry.format(t=term, d=said, i=i) for i, (term, said) in enumerate(TERMS.items(), 1)]
    cards = parse(title + "\n".join(entries) + "\n", "maps.md").cards
    assert {card.question.strip("*"): card.answer for card in cards} == TERMS


@pytest.mark.parametrize("item", ["- {t}\n    - {d}", "- **{t}**\n  - {d}"])
def test_a_meaning_may_stand_in_a_list_below_its_term(item: str) -> None:
    entries = (item.format(t=term, d=said) for term, said in TERMS.items())
    cards = parse("# Glossary\n\n" + "\n".join(entries) + "\n", "maps.md").cards
    assert {card.question: card.answer.removeprefix("- ") for card in cards} == TERMS


@pytest.mark.parametrize("entry", ENTRIES[:6])
def test_without_such_a_title_a_list_of_parts_is_no_deck(entry: str) -> None:
    parts = {"Host": "db.example", "Port": "5432", "User": "reader", "Timeout": "30 s"}
    entries = [entry.format(t=key, d=value, i=i) for i, (key, value) in enumerate(parts.items(), 1)]
    assert not parse("# Connection\n\n" + "\n".join(entries) + "\n", "db.md").cards


@pytest.mark.parametrize("bullet", ["", "- ", "1. "])
def test_words_of_two_scripts_need_nothing_between_them(bullet: str) -> None:
    words = {"derision": "嘲笑", "trivial": "adj. 不重要的", "corresponds to": "对应于"}
    listed = "\n".join(f"{bullet}{word} {said}" for word, said in words.items())
    cards = parse(f"# 笔记\n\n这是一篇论文。\n\n## 生词\n\n{listed}\n", "n.md").cards
    assert {card.question: card.answer for card in cards} == words
