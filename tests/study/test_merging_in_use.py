"""A merge while another process grades, in either store, loses and doubles nothing."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flashdeck.study.doctor import examine
from flashdeck.study.merging import merge

if TYPE_CHECKING:
    from tests.conftest import Desk

    NewDesk = Callable[[], AbstractContextManager[Desk]]

GRADER = Path(__file__).parents[1] / "store" / "grade_forever.py"
NOTE = "".join(f"## What is {name}?\n{name.upper()}.\n\n" for name in "abcdef")


@contextmanager
def graded(path: Path) -> Iterator[list[str]]:
    """Let a process grade in the store during the block; after it the list has what it reported."""
    process = subprocess.Popen(
        [sys.executable, GRADER, path], stdout=subprocess.PIPE, text=True, encoding="ascii"
    )
    assert process.stdout is not None
    reported = [process.stdout.readline().strip()]
    try:
        yield reported
    finally:
        process.kill()
        rest, _ = process.communicate()
        lines = rest.splitlines(keepends=True)
        reported += [line.strip() for line in lines if line.endswith("\n")]


def reviews(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {key for (key,) in connection.execute("SELECT id FROM review")}


def prepared(desk: "Desk") -> Path:
    desk.write("a.md", NOTE)
    desk.bring_in()
    return desk.store.path


def test_the_other_store_may_be_graded_meanwhile(desk: "Desk", new_desk: "NewDesk") -> None:
    with new_desk() as phone:
        ours, theirs = prepared(desk), prepared(phone)
        with graded(theirs) as reported:
            for _ in range(4):
                before = reviews(ours)
                merge(desk.store, theirs)
                assert examine(desk.store).is_well
                assert reviews(ours) >= before
        assert examine(phone.store).is_well
        merge(desk.store, theirs)
        assert set(reported) <= reviews(ours) == reviews(theirs)
        assert merge(desk.store, theirs).reviews == 0


def test_our_store_may_be_graded_meanwhile(desk: "Desk", new_desk: "NewDesk") -> None:
    with new_desk() as phone:
        ours, theirs = prepared(desk), prepared(phone)
        phone.ask_everything()
        with graded(ours) as reported:
            report = merge(desk.store, theirs)
            assert (report.reviews, report.same) == (6, 6)
        assert set(reported) | reviews(theirs) <= reviews(ours)
        assert examine(desk.store).is_well
        assert len(desk.cards()) == 6
