"""What is wrong inside a note is told by its line, and costs nothing but itself."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flashdeck.cards import Kind, Problem, Severity

if TYPE_CHECKING:
    from tests.conftest import Desk

A = "## What is a?\nA.\n"


def told(problem: Problem) -> tuple[str, int, str, Severity]:
    return Path(problem.path).name, problem.line, problem.message, problem.severity


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ("attentoin", "there is no demo called 'attentoin'"),
        ("attention\nd_k: [1]", "d_k is [1]: "),
        ("attention\nd_k: 1000000000", "d_k is 1000000000: input should be less than or equal to"),
        ("attention\nheads: 2", "there is no parameter 'heads'"),
        ("attention\nd_k: 1: 2", "not valid YAML (line 1)"),
        ("attention\n- 1", "no mapping"),
        ("attention\nx: &a 1\ny: *a", "aliases"),
    ],
)
def test_a_demo_that_cannot_run_is_told_at_the_line_of_its_fence(
    desk: "Desk", parameters: str, message: str
) -> None:
    desk.write("x.md", f"# T\n\n## Compute it.\n\nLike this:\n\n```demo {parameters}\n```\n")
    problem = desk.problem()
    assert message in problem.message
    assert told(problem)[:2] == ("x.md", 7)
    assert problem.severity is Severity.ERROR
    assert problem.hint


@pytest.mark.parametrize("fence", ["```demo attention", "~~~demo attention", "``` demo attention"])
def test_each_way_to_open_a_demo_fence_is_checked(desk: "Desk", fence: str) -> None:
    desk.write("x.md", f"## Compute it. {{.x}}\n\n{fence}\nd_k: 0\n{fence[:3]}\n")
    assert desk.problem().line == 3


def test_a_demo_fence_without_parameters_is_an_answer(desk: "Desk") -> None:
    desk.write("x.md", "## Walk it. {.x}\n\n```demo attention\n```\n")
    report = desk.bring_in()
    assert (report.outcomes["new"], report.problems) == (1, [])
    assert desk.card("Walk it.").kind is Kind.DEMO


def test_a_fence_about_demo_fences_is_no_demo(desk: "Desk") -> None:
    desk.write("x.md", "## How is a demo written? {.x}\n\n````\n```demo nonsense\n```\n````\n")
    assert desk.bring_in().problems == []


def test_broken_front_matter_is_told_with_its_line_and_the_cards_are_kept(desk: "Desk") -> None:
    desk.write("x.md", "---\ntitle: x\ntags: [a\n---\n" + A)
    report = desk.bring_in()
    (problem,) = report.problems
    assert problem.line in (3, 4)
    assert "front matter is not valid YAML" in problem.message
    assert report.outcomes["new"] == 1


@pytest.mark.parametrize(
    "matter",
    [
        "deck: 0x" + "f" * 15_000,
        "tags: [0x" + "f" * 15_000 + "]",
        "0x" + "f" * 15_000 + ": 1",
        "deck: !!bool maybe",
        "deck: !!int ''",
        "deck: !!timestamp never",
        "deck: !!python/name:os.system",
        "deck: *nobody",
        "deck: " + "[" * 9_000,
        "deck: 2026-02-31",
        'deck: "\\ud800"',
        'tags: ["\\ud800"]',
    ],
    ids=lambda matter: matter[:24],
)
def test_front_matter_made_to_do_harm_costs_nothing_but_itself(desk: "Desk", matter: str) -> None:
    desk.write("x.md", f"---\n{matter}\n---\n{A}")
    desk.write("good.md", "## What is good?\nThis.\n")
    assert desk.bring_in().outcomes["new"] == 2


def test_a_question_without_an_answer_is_told_by_its_line(desk: "Desk") -> None:
    desk.write("x.md", A + "\n## What is b?\n\n## What is c?\nC.\n")
    problem = desk.problem()
    assert told(problem) == ("x.md", 4, "no answer to “What is b?”", Severity.WARNING)


def test_what_belongs_to_no_card_is_a_note(desk: "Desk") -> None:
    desk.write("x.md", "Some words first.\n\n" + A)
    assert told(desk.problem()) == ("x.md", 1, "text outside any card", Severity.NOTE)


def test_problems_as_json_have_the_documented_keys(desk: "Desk") -> None:
    desk.write("x.md", "")
    (problem,) = desk.bring_in().as_json()["problems"]
    assert list(problem) == ["path", "line", "message", "hint", "severity"]


OUTLINE = "".join(f"## Hall {n}\n**Lamps:** {n}\n- dim\n\n" for n in "ABCD")


def test_an_outline_that_may_not_be_for_learning_is_told_how_to_become_cards(desk: "Desk") -> None:
    desk.write("x.md", OUTLINE)
    problem = desk.problem()
    assert told(problem) == (
        "x.md",
        1,
        "section of an outline that does not look like notes to learn from",
        Severity.NOTE,
    )
    assert "`style: outline`" in problem.hint
    desk.write("x.md", f"---\nstyle: outline\n---\n{OUTLINE}")
    report = desk.bring_in()
    assert (report.outcomes["new"], report.problems) == (4, [])
