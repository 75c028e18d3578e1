"""A document that only happens to ask gives no card, unless a part of it is a deck."""

import pytest

from flashdeck.parsing import parse
from tests.parsing.composed import ANSWERS, FORMS, QUESTIONS, squeezed, written

LONG = (
    "It took us longer than we thought, and in the end the change was small. Most of the time went "
    "into finding where the limits were set."
)
DOCUMENTS = {
    "A lecture on maps": (
        ("Recap", f"Last week we looked at **globes**. {LONG}"),
        ("Properties", "- **Conformal** maps keep angles.\n- **Equal-area** maps keep areas."),
        ("Example", "At 60° north the scale is twice that at the equator."),
        ("Reading", "Chapter 4 of the book."),
    ),
    "Why we left our queue": (
        ("The old setup", f"We ran one queue for everything. {LONG}"),
        ("The numbers", "| | before | after |\n|---|---|---|\n| p50 | 20 ms | 9 ms |"),
        ("How we moved", f"1. We wrote to both.\n2. We compared.\n3. We switched.\n\n{LONG}"),
        ("Conclusion", "Write to us about it."),
    ),
    "Set up a home server": (
        ("Before you start", "You need a machine with 4 GB of memory."),
        ("Write the image", "1. **Download** it.\n2. **Write** it:\n\n```bash\ndd if=a of=b\n```"),
        ("Harden it", "- **Disable passwords.** Edit the settings.\n- **Enable the firewall.**"),
        ("Appendix", LONG),
    ),
    "Weekly meeting": (
        ("Attendees", "Ann, Bob, Carla"),
        ("Agenda", "1. Budget\n2. Hiring\n3. Move of the office"),
        ("Notes", "- Ann showed the budget.\n- **Decision:** move in autumn."),
        ("Action items", "- [ ] Ann: new budget by Friday\n- [x] Bob: call the landlord"),
    ),
}
ASKED = (
    ("Was it worth it?", "Yes, for us at least."),
    ("So what did we learn?", "That the boring choice is usually right."),
    ("But why not just wait?", "We tried, and nothing came of it."),
    ("What's next?", "A rest."),
)
"""What an author asks without asking anyone."""
LINES = ("**{q}**\n\n{a}", "**{q}**\n{a}", "**{q}** {a}", "*{q}*\n\n{a}", "> {q}\n\n{a}")
ITEMS = ("- {q}\n  {a}", "- **{q}** {a}", "{i}. {q}\n   {a}", "{i}. **{q}** {a}", "- {q}\n  - {a}")
HEADINGS = ("### {q}\n\n{a}",)


def _sections(title: str) -> list[str]:
    return [f"## {name}\n\n{text}" for name, text in DOCUMENTS[title]]


def _asked(form: str, number: int) -> list[str]:
    return [written(form, q, a, i) for i, (q, a) in enumerate(ASKED[:number], 1)]


def _assert_none(title: str, parts: list[str]) -> None:
    text = "\n\n".join([f"# {title}", *parts]) + "\n"
    assert parse(text, "n.md").cards == (), text


@pytest.mark.parametrize("number", range(len(ASKED) + 1))
@pytest.mark.parametrize("title", DOCUMENTS)
def test_questions_here_and_there_are_no_cards(title: str, number: int) -> None:
    for form in (*LINES, *HEADINGS):
        sections, asked = _sections(title), _asked(form, number)
        for place, question in enumerate(asked):
            sections[place] += f"\n\n{question}"
        _assert_none(title, sections)


@pytest.mark.parametrize("number", range(1, len(ASKED) + 1))
@pytest.mark.parametrize("title", DOCUMENTS)
def test_a_few_questions_in_a_row_are_no_cards(title: str, number: int) -> None:
    for form in LINES:
        first, *others = _sections(title)
        _assert_none(title, [first, *_asked(form, number), *others])
        _assert_none(title, [*_asked(form, number), first, *others])
    for form in ITEMS:
        first, *others = _sections(title)
        _assert_none(title, [first, "\n".join(_asked(form, number)), *others])


@pytest.mark.parametrize("name", ["FAQ", "Review questions", "Check your understanding"])
@pytest.mark.parametrize("form", [form for form in FORMS if "---" not in form])
def test_a_part_that_is_a_deck_gives_its_cards(form: str, name: str) -> None:
    below = form.replace("### ", "#### ").replace("## ", "### ", 1) if form[:3] == "## " else form
    for title, number in ((title, number) for title in DOCUMENTS for number in (3, 6)):
        pairs = list(zip(QUESTIONS, ANSWERS, strict=True))[:number]
        items = [written(below, q, a, i) for i, (q, a) in enumerate(pairs, 1)]
        *first, last = _sections(title)
        text = "\n\n".join([f"# {title}", *first, f"## {name}", *items, last]) + "\n"
        cards = [(squeezed(card.question), squeezed(card.answer)) for card in parse(text, "").cards]
        assert cards == [(squeezed(q), squeezed(a)) for q, a in pairs], text


@pytest.mark.parametrize("lead", ["# Maps", "# Maps\n\nSome questions from the lecture."])
@pytest.mark.parametrize("form", ["**{q}**\n\n{a}", "**{q}**\n{a}", "{i}. {q}\n   {a}"])
def test_three_questions_that_fill_a_note_are_cards(form: str, lead: str) -> None:
    pairs = list(zip(QUESTIONS, ANSWERS, strict=True))[:3]
    items = [written(form, q, a, i) for i, (q, a) in enumerate(pairs, 1)]
    cards = parse("\n\n".join([lead, *items]) + "\n", "n.md").cards
    assert [(card.question, card.answer) for card in cards] == pairs
