"""Many notes are read by several processes: the same cards, whatever happens to a process."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flashdeck.cards import Problem, Severity
from flashdeck.study import workers
from flashdeck.study.files import NoteFile, find_notes
from flashdeck.study.importing import import_paths
from flashdeck.study.reading import read_file

if TYPE_CHECKING:
    from tests.conftest import Desk

FILES = 30


@pytest.fixture(autouse=True)
def nobody_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


@pytest.fixture
def parallel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_WORKERS", 0)
    monkeypatch.setattr(workers, "_processors", lambda: 2)


def write_many(desk: "Desk", ending: str = "") -> list[NoteFile]:
    """Write notes of several styles, some of them faulty, and a far longer one before the last."""
    for number in range(FILES):
        cards = 2_000 if number == FILES - 2 else 3
        cards_of = [f"## What is {number}.{card}?\nIt{ending}.\n" for card in range(cards)]
        desk.write(f"{number:02}.md", "\n".join(cards_of))
    desk.write("05.md", f"Q: Who?\nA: Me{ending}.\n\nQ: Where?\nA: Here.\n")
    desk.write("06.md", "No question at all.\n")
    desk.write("07.md", b"## What?\n\xff\n")
    desk.write(
        "08.md", "---\ndeck: Deep\ntags: [a, b]\n---\n# T\n## Walk it\n```demo attention\n```\n"
    )
    desk.write("09.md", "## What is it?\nIt.\n\n## And this?\n")
    return find_notes([desk.notes]).files


def stored(desk: "Desk") -> list[tuple[Any, ...]]:
    """Return what is stored but for the cards' random ids."""
    with desk.store.read() as connection:
        cards = connection.exec_driver_sql("SELECT * FROM card ORDER BY source_id, line")
        return [tuple(row)[1:] for row in cards]


def test_several_processes_store_what_one_does(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    write_many(desk)
    report = desk.bring_in().as_json()
    alone = stored(desk)
    desk.store.driver.execute("DELETE FROM card_tag")
    desk.store.driver.execute("DELETE FROM card")
    desk.store.driver.execute("DELETE FROM source")
    monkeypatch.setattr(workers, "WORTH_WORKERS", 0)
    monkeypatch.setattr(workers, "_processors", lambda: 3)
    assert desk.bring_in().as_json() == report
    assert stored(desk) == alone
    assert len(alone) > 2_000


@pytest.mark.usefixtures("parallel")
def test_notes_come_in_the_order_of_their_files(desk: "Desk") -> None:
    files = write_many(desk)
    assert list(workers.read_files(files)) == [read_file(file) for file in files]


@pytest.mark.usefixtures("parallel")
def test_a_second_import_matches_what_several_processes_read(desk: "Desk") -> None:
    write_many(desk)
    desk.bring_in()
    desk.later(hours=1)
    write_many(desk, " too")
    outcomes = desk.outcomes()
    assert set(outcomes) == {"edited", "unchanged"}
    assert outcomes["edited"] > 2_000


def test_few_notes_are_read_without_another_process(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write_many(desk)
    monkeypatch.setattr(workers, "_hire", None)
    assert len(list(workers.read_files(files))) == FILES


@pytest.mark.usefixtures("parallel")
def test_reading_that_is_broken_off_ends_its_processes(desk: "Desk") -> None:
    with closing(workers.read_files(write_many(desk))) as results:
        next(results)
        assert len(multiprocessing.active_children()) == 2
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("parallel")
@pytest.mark.parametrize("studied_before", [False, True])
def test_an_interrupt_leaves_the_store_as_it_was(desk: "Desk", studied_before: bool) -> None:
    if studied_before:
        desk.write("old.md", "## What is old?\nThis.\n")
        desk.bring_in()
        desk.ask_everything()
    before = stored(desk)
    write_many(desk)

    def interrupt(done: int, _total: int, _path: str) -> None:
        if done == 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_paths(desk.store, [desk.notes], desk.clock, interrupt)
    assert stored(desk) == before
    assert multiprocessing.active_children() == []
    assert desk.bring_in().outcomes["new"] > 2_000


@pytest.mark.usefixtures("parallel")
def test_processes_that_cannot_even_start_are_done_without(desk: "Desk") -> None:
    files = write_many(desk)
    with workers.Crew(files) as crew:
        for process in multiprocessing.active_children():
            process.kill()
        assert list(crew.results()) == [read_file(file) for file in files]


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no way to hold a process here")
@pytest.mark.usefixtures("parallel")
def test_a_note_whose_process_died_is_told_and_the_rest_is_read(desk: "Desk") -> None:
    files = write_many(desk)
    with workers.Crew(files) as crew:
        for worker in crew.workers:
            crew._take(worker, worker.connection.recv())  # it is ready
        for process in multiprocessing.active_children():
            assert process.pid
            os.kill(process.pid, signal.SIGSTOP)
        for worker in crew.workers:
            while worker.connection.poll():
                crew._take(worker, worker.connection.recv())
        crew._hand_out(FILES)
        blamed = {files[worker.in_hand[0]].path.name for worker in crew.workers}
        for process in multiprocessing.active_children():
            process.kill()
        results = list(crew.results())
    whole = [read_file(file) for file in files]
    lost = [got for got, good in zip(results, whole, strict=True) if got != good]
    assert len(blamed) == 2
    assert {Path(problem.path).name for problem in lost} == blamed
    for problem in lost:
        assert isinstance(problem, Problem)
        assert problem.message == "was not read: the process that read it ended (signal 9)"
        assert problem.severity is Severity.ERROR


COMMAND = """
import multiprocessing, sys, time
from pathlib import Path
from flashdeck.study import workers
from flashdeck.study.files import find_notes

if __name__ == "__main__":
    workers.WORTH_WORKERS, workers._processors = 0, lambda: 2
    files = find_notes([Path(sys.argv[1])]).files
    with workers.Crew(files, is_alone=sys.argv[2:] == ["alone"]) as crew:
        print(*(process.pid for process in multiprocessing.active_children()), flush=True)
        print([type(result).__name__ for result in crew.results()], flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no way to ask whether a process runs")
@pytest.mark.parametrize("when", [[], ["alone"]])
def test_processes_end_when_the_one_that_hired_them_is_killed(
    desk: "Desk", when: list[str]
) -> None:
    files = write_many(desk)
    command = [sys.executable, "-c", COMMAND, str(desk.notes), *when]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        pids = [int(pid) for pid in process.stdout.readline().split()]
        assert len(pids) == 2
        assert process.stdout.readline().strip() == str(
            [type(read_file(f)).__name__ for f in files]
        )
        process.kill()
    until = time.monotonic() + 30
    while any(map(is_running, pids)):
        assert time.monotonic() < until
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.usefixtures("parallel")
def test_an_error_of_the_program_is_raised_where_it_can_be_seen(desk: "Desk") -> None:
    files = write_many(desk)
    broken = NoteFile(None, 1, 1, "x")  # type: ignore[arg-type]
    with (
        pytest.raises(AttributeError),
        closing(workers.read_files([*files[:2], broken])) as results,
    ):
        list(results)
