"""Reading many notes: a few in this process, many in several, always given in their order."""

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, suppress
from typing import TYPE_CHECKING

from flashdeck.cards import Problem, Severity
from flashdeck.study.files import NoteFile
from flashdeck.study.notes import ReadNote

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext

WORTH_WORKERS = 1_500_000
"""Bytes from which reading takes longer than starting other processes for it."""
MOST_WORKERS = 4
"""More than these read faster than one process can write."""
IN_HAND = 2
"""Files that a worker has been given, so that it need not wait for the next."""
AHEAD = 8
"""Files for each worker that may be read before the one whose turn it is."""

Result = ReadNote | Problem


def read_files(
    files: Sequence[NoteFile], crew: "Crew | None" = None
) -> Generator[Result, None, None]:
    """Yield what each of ``files`` gives, or why it cannot be read; ``crew`` reads if it is theirs.

    What is read ahead is bounded, and closing the iterator ends every process that reads.
    """
    with crew if crew is not None and crew.files == files else Crew(files) as reading:
        yield from reading.results()


class Crew:
    """Processes over one list of files, as many as reading it is worth, which begin at once.

    They end with the block, whatever they are doing. ``is_alone`` says that this process has no
    other thread and no store open, so that it may be copied.
    """

    def __init__(self, files: Sequence[NoteFile], *, is_alone: bool = False) -> None:
        self.files = files
        self._waiting = deque(range(len(files)))
        self._done: dict[int, Result] = {}
        count = _workers_for(files)
        self.workers = _hire(count, is_alone=is_alone) if count > 1 else []
        self._ahead = AHEAD * len(self.workers)
        self._hand_out(self._ahead)

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        while self.workers:
            self.workers.pop().end()

    def results(self) -> Iterator[Result]:
        """Yield what each file gives, in the order of the files."""
        for index in range(len(self.files)):
            while index not in self._done:
                self._hand_out(index + self._ahead)
                self._collect(index)
            yield self._done.pop(index)

    def _hand_out(self, limit: int) -> None:
        """Give each worker files whose index is below ``limit`` until it has enough in hand."""
        for in_hand in range(IN_HAND):
            for worker in self.workers:
                if len(worker.in_hand) == in_hand and self._waiting and self._waiting[0] < limit:
                    worker.give(index := self._waiting.popleft(), self.files[index])

    def _collect(self, index: int) -> None:
        """Wait for workers and take what they have; without any, read the file of ``index``."""
        if not self.workers:
            self._waiting.remove(index)
            self._done[index] = _read_here(self.files[index])
            return
        from multiprocessing.connection import wait  # deferred: only with workers

        ready = wait([worker.connection for worker in self.workers])
        for worker in [worker for worker in self.workers if worker.connection in ready]:
            try:
                self._take(worker, worker.connection.recv())
            except (EOFError, OSError):
                self._lose(worker)

    def _take(self, worker: "_Worker", result: Result | None) -> None:
        if not worker.is_ready:
            worker.is_ready = True
            return
        index = worker.in_hand.popleft()
        # None is an error of the program, which is raised again here, where it can be shown.
        self._done[index] = _read_here(self.files[index]) if result is None else result

    def _lose(self, worker: "_Worker") -> None:
        """Let the others go on where a worker died; the note that it was reading is to blame."""
        self.workers.remove(worker)
        status = worker.end()
        if worker.is_ready and worker.in_hand:
            index = worker.in_hand.popleft()
            self._done[index] = _broken_off(self.files[index], status)
        self._waiting.extendleft(reversed(worker.in_hand))


def _workers_for(files: Sequence[NoteFile]) -> int:
    if sum(file.size for file in files) < WORTH_WORKERS:
        return 1
    return min(_processors(), len(files), MOST_WORKERS)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _read_here(file: NoteFile) -> Result:
    from flashdeck.study.reading import read_file  # deferred: the parser costs 60 ms

    return read_file(file)


class _Worker:
    """A process that reads one file after the other."""

    def __init__(self, context: "SpawnContext | ForkContext") -> None:
        self.connection, theirs = context.Pipe()
        self.in_hand: deque[int] = deque()
        self.is_ready = False
        ends = (theirs, self.connection)
        self._process = context.Process(target=work, args=ends, daemon=True)
        self._process.start()
        theirs.close()

    def give(self, index: int, file: NoteFile) -> None:
        """Send a file to read."""
        self.in_hand.append(index)
        with suppress(OSError):  # a dead one is noticed when its answer is waited for
            self.connection.send(file)

    def end(self) -> int:
        """End the process if it still runs, and return its exit code."""
        self.connection.close()
        self._process.terminate()
        self._process.join()
        status = self._process.exitcode or 0
        self._process.close()
        return status


def _hire(count: int, *, is_alone: bool) -> list[_Worker]:
    """Start workers, as many as the system allows."""
    context = _copying() if is_alone and sys.platform == "linux" else _spawning()
    workers: list[_Worker] = []
    try:
        with _deaf_children():
            workers += (_Worker(context) for _ in range(count))
    except OSError:
        pass  # no more processes: those that there are, or this one, will do
    except BaseException:
        for worker in workers:
            worker.end()
        raise
    return workers


def _copying() -> "ForkContext":
    """Return the way to start processes that need load nothing."""
    from multiprocessing import get_context  # deferred: only for many notes, 15 ms

    import flashdeck.study.reading  # noqa: F401  # once for all of them

    return get_context("fork")


def _spawning() -> "SpawnContext":
    """Return the way to start processes that share nothing, neither an open store nor its locks."""
    from multiprocessing import get_context

    if sys.platform != "win32":
        from multiprocessing.resource_tracker import ensure_running

        # It would lift the block on Ctrl-C when the first process is started, and it wants a stderr
        # with a number, which Textual's has not.
        with redirect_stderr(sys.__stderr__):
            ensure_running()
    return get_context("spawn")


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Keep Ctrl-C from processes that are started within: it is this one that ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _broken_off(file: NoteFile, status: int) -> Problem:
    how = f"signal {-status}" if status < 0 else f"exit code {status}"
    return Problem(
        str(file.path),
        0,
        f"was not read: the process that read it ended ({how})",
        "Is there enough memory? Split a very large file, then import again.",
        Severity.ERROR,
    )


def work(
    connection: "Connection[Result | None, NoteFile]",
    other: "Connection[NoteFile, Result | None]",
) -> None:
    """Read the files named over ``connection`` until it closes; first say that all is loaded.

    It is closed only when nobody has its ``other`` end, which a process gets with this one.
    """
    other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from flashdeck.study.reading import read_file  # here an interrupt no longer matters

    gc.freeze()
    gc.set_threshold(100_000)  # a note is many objects and little garbage
    try:
        connection.send(None)
        while True:
            file = connection.recv()
            try:
                result: Result | None = read_file(file)
            except Exception:
                result = None
            connection.send(result)
    except (EOFError, OSError):
        return  # whoever asked has left
