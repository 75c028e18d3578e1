"""`flashdeck why`: each review of a card with its time and what the scheduler computed."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def test_every_review_is_told_with_its_local_time_and_the_formula(filled: "Cli") -> None:
    filled.study("", "3", "q", args=("Letters",))
    filled.now = "2026-03-04T02:30:00+01:00"  # before 4:00: still the 3rd of March
    filled.study("", "2", "", "1", "q", args=("Letters", "--new", "0"))
    (card, _) = filled.json("export", "Letters")["cards"]
    assert filled.good("why", "what", "is", "a?").splitlines() == [
        "What is a?",
        f"Letters, {filled.notes / 'Letters.md'}:1",
        f"card {card['id']}, scheduler sm2",
        "",
        "Mon 2026-03-02 09:00 +0100  Good",
        "  EF = max(1.3, 2.50 + 0.1 − (5 − 4) · (0.08 + (5 − 4) · 0.02)) = 2.50",
        "  I(1) = 1 day",
        "  Due on Tue 2026-03-03.",
        "",
        "Wed 2026-03-04 02:30 +0100  Hard",
        "  Counts for the study day Tue 2026-03-03, which had not ended.",
        "  EF = max(1.3, 2.50 + 0.1 − (5 − 3) · (0.08 + (5 − 3) · 0.02)) = 2.36",
        "  I(2) = 6 days",
        "  q is below 4: asked again today.",
        "  Due on Mon 2026-03-09.",
        "",
        "Wed 2026-03-04 02:30 +0100  Again",
        "  Counts for the study day Tue 2026-03-03, which had not ended.",
        "  A repeat of the same day: EF and the interval stay as they are.",
        "  q is below 4: asked again today.",
        "  Due on Mon 2026-03-09.",
        "",
        "It is to be asked again today.",
    ]
    told = filled.json("why", card["id"][:6], "--json")
    assert (told["due"], len(told["reviews"])) == ("2026-03-09", 3)
    assert told["reviews"][1]["reviewed_at"] == "2026-03-04T02:30:00+01:00"
    assert told["reviews"][1]["day"] == "2026-03-03"


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ("2026-03-02T20:00:00+01:00", "It is due in 1 day."),
        ("2026-03-03T09:00:00+01:00", "It is due today."),
        ("2026-03-05T09:00:00+01:00", "It has been due for 2 days."),
    ],
)
def test_the_last_line_says_when_it_comes(filled: "Cli", now: str, verdict: str) -> None:
    filled.study("", "3", "q", args=("Letters",))
    filled.now = now
    assert filled.good("why", "is a").splitlines()[-1] == verdict


def test_an_undone_review_is_not_told_and_cards_put_away_say_so(filled: "Cli") -> None:
    filled.study("", "3", "u", "s", "q", args=("Letters",))
    assert filled.good("why", "What is a?").splitlines()[-1].startswith("It is suspended")
    assert filled.good("why", "b?").splitlines()[-1].startswith("It was never reviewed")
    filled.write("Letters.md", "## What is b?\nBeta.\n")
    filled.good("import", filled.notes)
    assert filled.good("why", "What is a?").splitlines()[-1].startswith("It is retired")


def test_the_id_in_the_note_names_a_card(filled: "Cli") -> None:
    assert "What is $A_1$?" in filled.good("why", "{#one}")
    assert "What is $A_1$?" in filled.good("why", "one")


def test_words_of_the_question_in_any_order_name_a_card(filled: "Cli") -> None:
    assert "What is b?" in filled.good("why", "b?", "what")
    assert "What is $A_1$?" in filled.good("why", "$A_1$?", "IS")


@pytest.mark.parametrize("wanted", ["100%", "what_is", "Why?", ""])
def test_a_card_that_is_not_there_is_told(filled: "Cli", wanted: str) -> None:
    done = filled.run("why", wanted)
    assert done.returncode == 1
    assert f"there is no card {wanted!r}" in done.stderr


def test_a_name_for_several_cards_lists_them(filled: "Cli") -> None:
    done = filled.run("why", "What is")
    assert done.returncode == 1
    assert "may be more than one card" in done.stderr
    assert "What is a?" in done.stderr
    assert "What is b?" in done.stderr
