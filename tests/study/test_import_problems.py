"""Every file that cannot be read is told by its path and line, and the rest is imported."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flashdeck.cards import Problem, Severity
from flashdeck.store import open_store
from flashdeck.study.importing import import_paths

if TYPE_CHECKING:
    from tests.conftest import Desk

A = "## What is a?\nA.\n"
posix = pytest.mark.skipif(os.name != "posix", reason="a POSIX file system")
AsNobody = Callable[[], AbstractContextManager[None]]


def told(problem: Problem) -> tuple[str, int, str, Severity]:
    return Path(problem.path).name, problem.line, problem.message, problem.severity


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_an_empty_file_is_a_warning(desk: "Desk", text: str) -> None:
    desk.write("x.md", text)
    assert told(desk.problem()) == ("x.md", 0, "is empty", Severity.WARNING)


def test_a_binary_file_is_an_error(desk: "Desk") -> None:
    desk.write("x.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert told(desk.problem()) == ("x.md", 0, "is a binary file", Severity.ERROR)


def test_a_wrong_encoding_is_told_with_its_line_and_byte(desk: "Desk") -> None:
    desk.write("x.md", "## What is a?\nA.\n\nüb".encode() + "## Größe\n".encode("latin-1"))
    problem = desk.problem()
    assert told(problem) == ("x.md", 4, "is not UTF-8: byte 0xf6", Severity.ERROR)
    assert problem.hint == "Save the file as UTF-8."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_understood(desk: "Desk", encoding: str) -> None:
    desk.write("x.md", "## What is ü?\r\nÜ.\r\n".encode(encoding))
    assert desk.outcomes() == {"new": 1}
    assert desk.card("What is ü?").answer == "Ü."


def test_utf_16_cut_in_the_middle_is_an_error(desk: "Desk") -> None:
    desk.write("x.md", ("## What?\nIt.\n" * 3).encode("utf-16")[:-1])
    assert "is not UTF-16" in desk.problem().message


@posix
def test_a_link_to_itself_and_a_link_to_nothing_are_told(desk: "Desk") -> None:
    (desk.notes / "loop.md").symlink_to(desk.notes / "loop.md")
    (desk.notes / "nowhere.md").symlink_to(desk.root / "missing.md")
    desk.write("good.md", A)
    report = desk.bring_in()
    assert [Path(problem.path).name for problem in report.problems] == ["loop.md", "nowhere.md"]
    assert "symbolic links" in report.problems[0].message
    assert "No such file" in report.problems[1].message
    assert report.outcomes["new"] == 1


@posix
@pytest.mark.parametrize("target", [".", ".."])
def test_a_folder_that_leads_back_into_itself_is_told_and_not_followed(
    desk: "Desk", target: str
) -> None:
    (desk.notes / "sub").mkdir()
    (desk.notes / "sub" / "round").symlink_to(target)
    assert told(desk.problem()) == (
        "round",
        0,
        "a link that leads back into its own folder",
        Severity.ERROR,
    )


@posix
def test_two_folders_that_lead_to_each_other_come_to_an_end(desk: "Desk") -> None:
    for name, other in (("x", "y"), ("y", "x")):
        (desk.notes / name).mkdir()
        desk.write(f"{name}/{name}.md", f"## What is {name}?\nIt.\n")
        (desk.notes / name / "to").symlink_to(desk.notes / other)
    report = desk.bring_in()
    assert {card.question for card in desk.cards()} == {"What is x?", "What is y?"}
    assert all("leads back" in problem.message for problem in report.problems)
    assert len(report.files) < 20


@posix
def test_a_linked_folder_elsewhere_is_read(desk: "Desk") -> None:
    elsewhere = desk.root / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.md").write_text(A)
    (desk.notes / "linked").symlink_to(elsewhere)
    assert desk.outcomes() == {"new": 1}


@posix
def test_a_fifo_is_told_and_not_waited_for(desk: "Desk") -> None:
    os.mkfifo(desk.notes / "pipe.md")
    assert told(desk.problem()) == ("pipe.md", 0, "not a regular file", Severity.ERROR)


@posix
@pytest.mark.parametrize("forbidden", ["private", "private.md"])
def test_what_may_not_be_read_is_told_and_the_rest_is_imported(
    desk: "Desk", fenced_folder: Path, as_nobody: AsNobody, forbidden: str
) -> None:
    desk.bring_in()  # so that everything is loaded before the rights are given up
    with as_nobody():
        (fenced_folder / "good.md").write_text(A)
        (fenced_folder / "private").mkdir()
        (fenced_folder / "private" / "b.md").write_text(A)
        (fenced_folder / "private.md").write_text(A)
        (fenced_folder / forbidden).chmod(0)
        store = open_store(fenced_folder / "s.db")
        report = import_paths(store, [fenced_folder], desk.clock)
        store.close()
    assert report.outcomes["new"] == 2
    (problem,) = report.problems
    assert told(problem) == (forbidden, 0, "cannot be read: Permission denied", Severity.ERROR)
    assert problem.hint == "Check the permissions."


@posix
def test_a_folder_that_may_no_longer_be_read_keeps_its_cards(
    desk: "Desk", fenced_folder: Path, as_nobody: AsNobody
) -> None:
    desk.bring_in()
    with as_nobody():
        (fenced_folder / "private").mkdir()
        (fenced_folder / "private" / "a.md").write_text(A)
        store = open_store(fenced_folder / "s.db")
        import_paths(store, [fenced_folder], desk.clock)
        (fenced_folder / "private").chmod(0)
        report = import_paths(store, [fenced_folder], desk.clock)
        store.close()
    assert report.outcomes["retired"] == 0
    assert [problem.message for problem in report.problems] == ["cannot be read: Permission denied"]


@posix
def test_a_name_that_is_no_text_is_told_and_the_rest_is_imported(desk: "Desk") -> None:
    odd = os.fsencode(desk.notes) + b"/caf\xe9.md"
    try:
        with open(odd, "w") as file:  # noqa: PTH123 - bytes are no Path
            file.write(A)
    except OSError:
        pytest.skip("this file system holds names in UTF-8 only")
    problem = desk.problem()
    assert "name is not UTF-8" in problem.message
    assert problem.severity is Severity.ERROR


def test_a_file_over_the_limit_is_not_read(desk: "Desk") -> None:
    with desk.write("huge.md", A).open("r+b") as file:
        file.truncate(33 * 2**20)  # sparse: takes no room
    assert told(desk.problem()) == (
        "huge.md",
        0,
        "is 33 MB; the limit is 32 MB",
        Severity.ERROR,
    )


def test_a_file_that_can_no_longer_be_read_keeps_its_cards(desk: "Desk") -> None:
    desk.write("x.md", A)
    desk.bring_in()
    desk.write("x.md", b"\xff\xfe\x00")
    report = desk.bring_in()
    assert report.failed
    assert report.outcomes["retired"] == 0
    assert not desk.card("What is a?").retired
