"""A plain session line by line: what is typed, what is printed, and what is then in the store."""

import re
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

HELP = (
    "Enter shows the answer; 1 again, 2 hard, 3 good, 4 easy; "
    "u takes back, r does it again, b buries, s suspends, f flags, q leaves."
)
# New: Again and Hard come today and then after I(1) = 1 day, Good and Easy after 1 day.
NEW_CHOICES = (
    "1 again (today, then 1 day)  2 hard (today, then 1 day)  3 good (1 day)  4 easy (1 day)"
)


def qualities(cli: "Cli") -> dict[str, list[int]]:
    """Return the live reviews of each card, read without any code of ours."""
    connection = sqlite3.connect(cli.store)
    rows = connection.execute(
        "SELECT question, quality FROM review JOIN card ON card.id = card_id "
        "WHERE review.id NOT IN (SELECT review_id FROM tombstone) ORDER BY review.id"
    ).fetchall()
    connection.close()
    found: dict[str, list[int]] = {}
    for question, quality in rows:
        found.setdefault(question, []).append(quality)
    return found


def test_a_whole_session_reads_like_this(filled: "Cli") -> None:
    assert filled.study("", "3", "", "1", "", "3", args=("Letters",)).splitlines() == [
        "Letters: 0 due, 2 new, 0 to repeat.",
        HELP,
        "",
        "[2 left] Letters",
        "Q: What is a?",
        "A: Alpha.",
        "",
        NEW_CHOICES,
        "Good: 1 day.",
        "",
        "[1 left] Letters",
        "Q: What is b?",
        "A: Beta.",
        "",
        NEW_CHOICES,
        "Again: today, then 1 day.",
        "",
        "[1 left] Letters",
        "Q: What is b?",
        "A: Beta.",
        "",
        # asked again the same day, nothing but the asking again depends on the grade
        NEW_CHOICES,
        "Good: 1 day.",
        "",
        "3 grades recorded. Nothing more for today.",
    ]
    assert qualities(filled) == {"What is a?": [4], "What is b?": [1, 4]}


def test_a_second_review_is_offered_six_days(filled: "Cli") -> None:
    filled.study("", "3", "", "3", args=("Letters",))
    filled.now = "2026-03-03T09:00:00+01:00"
    lines = filled.study("", "4", args=("Letters",)).splitlines()
    assert lines[0] == "Letters: 2 due, 0 new, 0 to repeat."
    assert (
        "1 again (today, then 1 day)  2 hard (today, then 6 days)  3 good (6 days)  4 easy (6 days)"
        in lines
    )
    assert "Easy: 6 days." in lines
    assert lines[-1] == "1 grade recorded. 1 card left for today."


def test_formulas_paths_and_demos_are_printed_as_text(filled: "Cli") -> None:
    lines = filled.study("", "3", "", "q", args=("maths/sets",)).splitlines()
    assert "[2 left] Maths/Sets" in lines
    assert "Q: What is A₁?" in lines
    assert "A: a ∈ A" in lines
    assert "Q: Walk it" in lines or "Q: Walk it." in lines
    assert "4. products  QKᵀ" in lines
    assert "6. weights  A = softmax(QKᵀ/√dₖ)" in lines


def test_a_grade_before_the_answer_is_asked_to_wait(filled: "Cli") -> None:
    lines = filled.study("3", "x", "", "", "5", "q", args=("Letters",)).splitlines()
    assert lines.count("Press Enter to see the answer first.") == 2
    assert lines.count(HELP) == 3
    assert lines.count("A: Alpha.") == 1
    assert lines[-1] == "0 grades recorded. 2 cards left for today."
    assert qualities(filled) == {}


def test_undo_asks_the_card_again_and_forgets_the_grade(filled: "Cli") -> None:
    lines = filled.study("u", "", "4", "u", "", "2", "q", args=("Letters",)).splitlines()
    assert "There is nothing to take back." in lines
    assert "Took back: Easy." in lines
    assert lines.count("Q: What is a?") == 2
    assert qualities(filled) == {"What is a?": [3]}
    assert "1 grade recorded. 2 cards left for today." in lines


def test_redo_does_again_what_was_taken_back(filled: "Cli") -> None:
    lines = filled.study("r", "", "4", "u", "r", "r", "q", args=("Letters",)).splitlines()
    assert lines.count("There is nothing to do again.") == 2
    assert "Took back: Easy." in lines
    assert "Did again: Easy." in lines
    assert qualities(filled) == {"What is a?": [5]}
    assert "1 grade recorded. 1 card left for today." in lines


def test_undo_reaches_the_session_before(filled: "Cli") -> None:
    filled.study("", "1", "q", args=("Letters",))
    lines = filled.study("u", "q", args=("Letters",)).splitlines()
    assert "Took back: Again." in lines
    assert qualities(filled) == {}


def test_bury_and_suspend_put_a_card_away_and_undo_brings_it_back(filled: "Cli") -> None:
    lines = filled.study("b", "s", args=("Letters",)).splitlines()
    assert "Buried until tomorrow." in lines
    assert "Suspended." in lines
    assert lines[-1] == "0 grades recorded. Nothing more for today."
    assert filled.study(args=("Letters",)).splitlines()[0] == "Letters: nothing to study now."
    filled.now = "2026-03-03T09:00:00+01:00"
    assert filled.study("q", args=("Letters",)).startswith("Letters: 0 due, 1 new")


def test_what_was_put_away_is_brought_back_by_undo(filled: "Cli") -> None:
    lines = filled.study("b", "u", "s", "u", "q", args=("Letters",)).splitlines()
    assert lines.count("Q: What is a?") == 3
    assert lines.count("Q: What is b?") == 2
    assert "Took back: buried." in lines
    assert "Took back: suspended." in lines
    assert lines[-1] == "0 grades recorded. 2 cards left for today."


def test_f_flags_a_card_before_and_behind_its_answer_and_undo_takes_it_away(filled: "Cli") -> None:
    lines = filled.study("f", "", "f", "u", "", "3", "q", args=("Letters",)).splitlines()
    assert [line for line in lines if "lag" in line and line != HELP] == [
        "Flagged red.",
        "Flagged orange.",
        "Took back: flagged.",
        "[2 left] Letters (red flag)",
    ]
    assert qualities(filled) == {"What is a?": [4]}
    flags = {card["question"]: card["flag"] for card in filled.json("export")["cards"]}
    assert (flags["What is a?"], flags["What is b?"]) == ("red", None)


@pytest.mark.parametrize("typed", ["", "\n3", "\n 3 \nQ\n"])
def test_the_end_of_the_input_leaves_and_keeps_what_was_graded(filled: "Cli", typed: str) -> None:
    lines = filled.good("study", "--plain", "Letters", typed=typed).splitlines()
    graded = "3" in typed
    assert lines[-1].startswith(f"{int(graded)} grade")
    assert qualities(filled) == ({"What is a?": [4]} if graded else {})


def test_bytes_that_are_no_text_are_not_understood_and_nothing_breaks(filled: "Cli") -> None:
    lines = filled.good("study", "--plain", "Letters", typed=b"\xff\xfe\n\n3\nq\n").splitlines()
    assert "Press Enter to see the answer first." in lines
    assert qualities(filled) == {"What is a?": [4]}


def test_a_limit_and_new_cards_a_day_can_be_given(filled: "Cli") -> None:
    assert filled.study("q", args=("--limit", "3")).startswith("All decks: 0 due, 3 new")
    assert filled.study("q", args=("--new", "1")).startswith("All decks: 0 due, 1 new")
    assert filled.study("q", args=("--new", "0")) == (
        "All decks: nothing to study now.\n\n0 grades recorded. Nothing more for today.\n"
    )


def test_a_path_is_imported_first_and_then_studied(cli: "Cli") -> None:
    note = cli.write("a.md", "## What is a?\nAlpha.\n")
    cli.write("b.md", "## What is b?\nBeta.\n")
    lines = cli.study("", "3", args=(str(note),)).splitlines()
    assert lines[0] == f"{note}: 0 due, 1 new, 0 to repeat."
    assert qualities(cli) == {"What is a?": [4]}
    cli.write("a.md", "## What is a?\nAlpha.\n\n## What is c?\nGamma.\n")
    lines = cli.study("", "3", args=(str(cli.notes),)).splitlines()
    assert [line for line in lines if line.startswith("Q: ")] == ["Q: What is c?", "Q: What is b?"]


def test_the_shipped_decks_can_be_studied(cli: "Cli") -> None:
    lines = cli.study("", "q", args=("--shipped", "--limit", "1")).splitlines()
    assert any(line.startswith("A: ") for line in lines)


def test_without_a_terminal_study_is_plain_by_itself(filled: "Cli") -> None:
    plain = filled.study("q")
    assert filled.good("study", typed="q\n") == plain


def test_a_grade_is_durable_before_the_next_question_is_printed(filled: "Cli") -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "flashdeck", "study", "--plain", "Letters"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=filled.environment(),
        cwd=filled.root,
        text=True,
        encoding="utf-8",
        bufsize=1,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n3\n")
    deadline = time.monotonic() + 30
    for line in process.stdout:
        if line == "Q: What is b?\n":
            break
        assert time.monotonic() < deadline
    process.kill()
    process.communicate()
    assert qualities(filled) == {"What is a?": [4]}


def test_each_review_keeps_how_long_it_took(filled: "Cli") -> None:
    filled.study("", "3", "q", args=("Letters",))
    (card, _) = filled.json("export", "Letters")["cards"]
    assert 0 <= card["reviews"][0]["duration_ms"] < 30_000
    assert re.fullmatch(r"[0-9a-f]{32}", card["reviews"][0]["id"])


def test_cramming_says_that_nothing_is_recorded(filled: "Cli") -> None:
    printed = filled.study("", "1", "", "4", "", "4", args=("Letters", "--cram"))
    assert "Grades are not recorded, and no due day changes." in printed
    assert "Again: not recorded." in printed
    assert printed.count("Q: What is a?") == 2  # what was not known comes again
    assert filled.json("stats", "--json")["reviews"] == 0
    assert "Good: 1 day." in filled.study("", "3", "q", args=("Letters", "--cram", "--record"))


def test_a_tag_and_studying_ahead_can_be_given(filled: "Cli") -> None:
    assert "All decks: tag:sets: 0 due, 2 new" in filled.study("q", args=("--tag", "sets"))
    assert "All decks: tag:set: nothing to study now." in filled.study(args=("--tag", "set"))
    filled.study("", "3", "q", args=("Letters",))
    assert "nothing to study" in filled.study(args=("--ahead", "1", "--tag", "sets"))
    assert "1 due, 0 new" in filled.study("q", args=("--ahead", "1"))
    done = filled.run("study", "--plain", "--cram", "--ahead", "2")
    assert done.returncode == 2
    assert "not both" in done.stderr


def test_a_leech_is_told(cli: "Cli") -> None:
    cli.write("a.md", "## What is a?\nA.\n")
    cli.fill()
    (cli.root / "config.toml").write_text("leech_lapses = 1\nleech_suspends = true\n")
    cli.study("", "3")
    cli.now = "2026-03-03T09:00:00+01:00"
    told = "A leech: forgotten 1 time. Reword the note, or split it. Suspended until then."
    assert told in cli.study("", "1")
    assert cli.json("stats", "--json")["suspended"] == 1
