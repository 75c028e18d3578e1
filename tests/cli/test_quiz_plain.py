"""A quiz in plain lines: what is typed, what is printed, and what is then in the store."""

import json
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def rows(cli: "Cli", sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(cli.store)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def ask(cli: "Cli", *args: str, typed: list[str]) -> str:
    return cli.good("quiz", "--plain", *args, typed="".join(f"{line}\n" for line in typed))


def drawn(cli: "Cli", *args: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cli.json("quiz", "--json", *args)["questions"]
    return found


def seed_with(cli: "Cli", kind: str) -> tuple[str, dict[str, Any]]:
    """Return a seed whose first question on attention is of this kind and has a mistake."""
    for seed in map(str, range(40)):
        question = drawn(cli, "attention", "--count", "1", "--seed", seed)[0]
        if question["kind"] == kind and question["mistakes"]:
            return seed, question
    raise AssertionError


def test_a_whole_quiz_reads_like_this(cli: "Cli") -> None:
    seed, question = seed_with(cli, "number")
    mistake = question["mistakes"][0]
    args = ("attention", "--count", "1", "--seed", seed)
    told = ask(cli, *args, typed=["nonsense", "", "?", mistake["answer"]])
    assert told.splitlines() == [
        f"attention: 1 question, seed {seed}.",
        "Type the answer; ? shows a hint, ! the solution, q leaves.",
        "",
        "[1/1] attention",
        *question["prompt"].splitlines(),
        question["task"],
        f"'nonsense' is no number. {question['task']}",
        question["task"],
        question["hint"],
        f"Not right: it is {question['expected']}",
        f"This is {mistake['says']}.",
        "",
        *question["solution"].splitlines(),
        "",
        "0 of 1 right.",
        "attention: 1 of 1 wrong",
        f"attention: {mistake['says']} (1 time)",
    ]
    recorded = rows(cli, "SELECT question, given, expected, right, mistake FROM quiz_answer")
    assert recorded == [
        (question["question"], mistake["answer"], question["expected"], 0, mistake["name"])
    ]


def test_the_seed_reproduces_what_is_printed(filled: "Cli") -> None:
    first = ask(filled, "--seed", "9", typed=["!"] * 10)
    assert first == ask(filled, "--seed", "9", typed=["!"] * 10)
    assert "[5/10]" in first


def test_the_right_answers_are_right(filled: "Cli") -> None:
    questions = drawn(filled, "attention", "--count", "4", "--seed", "2")
    told = ask(
        filled, "attention", "--count", "4", "--seed", "2", typed=[q["expected"] for q in questions]
    )
    assert told.count("Right: ") == 4
    assert told.endswith("\n4 of 4 right.\n")


def test_each_answer_is_kept_when_the_input_ends(cli: "Cli") -> None:
    told = ask(cli, "attention", "--seed", "1", typed=["!", "!"])
    assert "0 of 2 right." in told
    assert rows(cli, "SELECT place, given, right FROM quiz_answer") == [(1, "", 0), (2, "", 0)]
    assert "0 of 1 right." in ask(cli, "attention", "--seed", "1", typed=["!", "q", "!"])


def test_typed_words_are_compared_with_a_shown_difference(cli: "Cli") -> None:
    cli.write("Europe.md", "## What is the capital of Spain?\nMadrid\n")
    cli.fill()
    told = ask(cli, "Europe", "--seed", "1", typed=["Madrit"])
    assert "Not right: it is Madrid\nYours against it: madri[-t][+d]\n" in told
    assert "Right: Madrid\n" in ask(cli, "Europe", "--seed", "1", typed=["  madrid."])


def test_a_long_answer_is_shown_and_graded_by_oneself(cli: "Cli") -> None:
    cli.write("Long.md", "## Why $h_t$?\nBecause of this.\n\nAnd because of $c_t$.\n")
    cli.fill()
    told = ask(cli, "Long", "--seed", "1", "--schedule", typed=["", "7", "1"])
    assert "Why hₜ?\nEnter shows the answer.\nA: Because of this.\n\nAnd because of cₜ.\n" in told
    assert "  1  I knew it\n  2  I did not know it\nChoose 1 to 2.\nChoose 1 to 2.\nRight." in told
    assert rows(cli, "SELECT quality FROM review") == [(4,)]


def test_a_quiz_schedules_nothing_by_itself(filled: "Cli") -> None:
    ask(filled, "Letters", "--seed", "1", typed=["!", "!"])
    assert rows(filled, "SELECT count(*) FROM quiz_answer") == [(2,)]
    assert rows(filled, "SELECT count(*) FROM review") == [(0,)]
    ask(filled, "Letters", "--seed", "1", "--schedule", typed=["!", "!"])
    assert rows(filled, "SELECT quality FROM review") == [(1,), (1,)]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nothing-like-it",), "Error: there is no deck, demo or tag called 'nothing-like-it'"),
        (("atention",), "Hint: Did you mean 'attention'?"),
        (("--count", "0"), "0 is not in the range"),
        (("--seed", "-1"), "-1 is not in the range"),
    ],
)
def test_wrong_usage_is_told(cli: "Cli", args: tuple[str, ...], said: str) -> None:
    done = cli.run("quiz", "--plain", *args)
    assert done.returncode in (1, 2)
    assert said in done.stderr


def test_hostile_cards_reach_the_terminal_without_control_characters(cli: "Cli") -> None:
    cli.write("Bad.md", "## What is \x1b]0;x\x07a?\nAl\x1b[31mpha\u202e.\n")
    cli.fill()
    told = ask(cli, "Bad", "--seed", "1", typed=["x\x1b[2Jy"])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", told)


def test_json_is_the_whole_quiz_and_records_nothing(cli: "Cli") -> None:
    found = cli.json("quiz", "attention", "--count", "3", "--seed", "4", "--json")
    assert (found["title"], found["seed"], len(found["questions"])) == ("attention", 4, 3)
    assert set(found["questions"][0]) == {
        "kind", "topic", "question", "prompt", "task", "choices", "expected", "digits", "mistakes",
        "unseen", "hint", "solution", "card",
    }  # fmt: skip
    assert rows(cli, "SELECT count(*) FROM quiz_answer") == [(0,)]


def sheets(cli: "Cli", *args: str | Path) -> tuple[str, str]:
    done = cli.good("quiz", "--seed", "3", "--sheet", *args).splitlines()
    first, second = (Path(cli.root, line).read_text("utf-8") for line in done)
    return first, second


def test_a_sheet_has_the_questions_and_its_twin_the_solutions(filled: "Cli") -> None:
    questions = drawn(filled, "--seed", "3")
    asked, solved = sheets(filled, "quiz.md")
    assert asked.startswith("# Quiz: Everything\n\nSeed 3.\n\n## 1. ")
    assert solved.startswith("# Solutions: Everything\n\nSeed 3.\n\n## 1. ")
    for number, question in enumerate(questions, 1):
        assert f"## {number}. {question['topic']}\n" in asked
        assert question["prompt"] in asked
        if question["kind"] in ("number", "row"):
            assert question["solution"] in solved
            assert question["solution"] not in asked
            assert f"**{question['expected']}**" in solved
    assert (filled.root / "quiz-solutions.md").is_file()


def test_a_sheet_never_replaces_a_file_unless_told_to(cli: "Cli") -> None:
    kept = cli.root / "quiz-solutions.md"
    kept.write_text("mine", encoding="utf-8")
    args = ("quiz", "attention", "--sheet", "quiz.md")
    done = cli.run(*args)
    assert done.returncode == 1
    assert "quiz-solutions.md is there already" in done.stderr
    assert "--force" in done.stderr
    assert kept.read_text("utf-8") == "mine"
    assert not (cli.root / "quiz.md").exists()
    cli.good(*args, "--force")
    assert kept.read_text("utf-8").startswith("# Solutions: attention")


def test_a_sheet_that_cannot_be_written_is_told(cli: "Cli") -> None:
    done = cli.run("quiz", "attention", "--sheet", "no/such/folder/quiz.md")
    assert done.returncode == 1
    assert "no/such/folder" in done.stderr.replace("\\", "/")


def test_json_survives_hostile_cards(cli: "Cli") -> None:
    cli.write("Bad.md", "## What is \x1ba?\nAlpha \u202e.\n")
    cli.fill()
    text = cli.good("quiz", "Bad", "--json", "--seed", "1")
    assert json.loads(text)["questions"][0]["prompt"] == "What is a?"


def test_stats_name_the_weak_spots_by_topic_and_by_mistake(filled: "Cli") -> None:
    assert filled.json("stats", "--json")["quiz"] == {
        "answers": 0, "wrong": 0, "topics": [], "mistakes": [],
    }  # fmt: skip
    assert "Quiz" not in filled.good("stats")
    seed, question = seed_with(filled, "number")
    mistake = question["mistakes"][0]
    args = ("attention", "--count", "1", "--seed", seed)
    for answer in (mistake["answer"], mistake["answer"], question["expected"]):
        ask(filled, *args, typed=[answer])
    ask(filled, "Letters", "--seed", "1", typed=["!", "!"])
    assert filled.json("stats", "--json")["quiz"] == {
        "answers": 5,
        "wrong": 4,
        "topics": [
            {"topic": "Letters", "asked": 2, "wrong": 2},
            {"topic": "attention", "asked": 3, "wrong": 2},
        ],
        "mistakes": [
            {
                "topic": "attention",
                "mistake": mistake["name"],
                "says": mistake["says"],
                "times": 2,
            }
        ],
    }
    lines = filled.good("stats").splitlines()
    assert lines[lines.index("Weak spots") :] == [
        "Weak spots",
        "  Letters: 2 of 2 wrong",
        "  attention: 2 of 3 wrong",
        "",
        "Mistakes",
        f"  attention: {mistake['says']} (2 times)",
    ]
    assert "  right              20%" in lines
