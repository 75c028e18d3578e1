"""`flashdeck reschedule`: what it prints, and what it leaves alone."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def learned(cli: "Cli") -> "Cli":
    """Know both cards of Letters on the 2nd and the 3rd of March: SM-2 has them due on the 9th."""
    for day in (2, 3):
        cli.now = f"2026-03-0{day}T09:00:00+01:00"
        cli.study("", "3", "", "3", args=("Letters",))
    return cli


def test_a_dry_run_shows_what_would_become_due(filled: "Cli") -> None:
    learned(filled).now = "2026-03-06T09:00:00+01:00"
    args = ("reschedule", "Letters", "--scheduler", "leitner boxes=1,1", "--dry-run")
    assert filled.good(*args).splitlines() == [
        "Letters: sm2 → leitner boxes=1,1, 2 reviewed cards, 2 on other days",
        "  due within  today  1 day  week  month  3 months  later",
        "  before          0      0     2      0         0      0",
        "  after           2      0     0      0         0      0",
        "  2 cards would become due:",
        "    What is a? (was due 2026-03-09)",
        "    What is b? (was due 2026-03-09)",
        "Nothing was changed.",
    ]
    (told,) = filled.json(*args, "--json")["decks"]
    assert (told["due_before"], told["due_after"], told["moved"]) == (0, 2, 2)
    assert [card["question"] for card in told["newly_due"]] == ["What is a?", "What is b?"]
    assert filled.json("decks", "--json")["decks"][0]["due"] == 0


def test_a_change_is_kept_and_can_be_seen_in_the_export(filled: "Cli") -> None:
    learned(filled)
    told = filled.good("reschedule", "letters", "--scheduler", "fsrs  fuzz=no")
    assert told.startswith("Letters: sm2 → fsrs fuzz=no, 2 reviewed cards")
    assert "Nothing was changed" not in told
    cards = filled.json("export", "Letters")["cards"]
    assert {card["memory"]["scheduler"] for card in cards} == {"fsrs"}
    # known on two days in a row: the second Good leaves the second learning step
    assert {card["memory"]["repetitions"] for card in cards} == {1}
    assert all("ease_factor" not in card["memory"] for card in cards)
    assert filled.good("reschedule").splitlines() == [
        "Letters: fsrs fuzz=no, 2 reviewed cards, 0 on other days",
        "Maths/Sets: sm2, 0 reviewed cards, 0 on other days",
    ]


def test_what_is_wrong_with_the_line_is_said(filled: "Cli") -> None:
    done = filled.run("reschedule", "Letters", "--scheduler", "fsrs desired_retention=90")
    assert done.returncode == 1
    assert "the desired_retention of fsrs is '90'" in done.stderr
    assert "0.7 to 0.99" in done.stderr


def test_notes_that_choose_are_named(filled: "Cli") -> None:
    path = filled.write("N.md", "---\nscheduler: leitner\n---\n## What is n?\nN.\n")
    filled.fill()
    done = filled.run("reschedule", "N", "--scheduler", "sm2")
    assert done.returncode == 1
    assert "the notes of N choose its scheduler" in done.stderr
    assert str(path) in done.stderr
    assert f"N keeps leitner, as {path} says." in filled.good("reschedule", "--scheduler", "sm2")


def test_the_settings_give_new_decks_their_scheduler(cli: "Cli") -> None:
    (cli.root / "config.toml").write_text('scheduler = "leitner boxes=1,9"\n')
    cli.write("a.md", "## What is a?\nA.\n")
    cli.good("import", cli.notes)
    cli.study("", "3")
    (card,) = cli.json("export")["cards"]
    assert card["memory"]["scheduler"] == "leitner"
    (cli.root / "config.toml").write_text('scheduler = "anki"\n')
    done = cli.run("import", cli.notes)
    assert done.returncode == 1
    assert "the setting scheduler: there is no scheduler called 'anki'" in done.stderr
