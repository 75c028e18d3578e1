"""Measuring: whatever is compared takes turns within one run, and medians are compared."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Literal

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Result:
    """What flashdeck took beside its peer, in seconds or MiB; ``target`` is the ratio allowed."""

    name: str
    ours: float
    peer_name: str
    peer: float
    target: float | None = None
    unit: Literal["s", "MiB"] = "s"

    @property
    def ratio(self) -> float:
        """How many times as much as the peer flashdeck took."""
        return self.ours / self.peer

    @property
    def verdict(self) -> str:
        """The word in the last column."""
        if self.target is None:
            return "no target"
        return "met" if self.ratio <= self.target else "missed"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A benchmark that cannot run here, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of the histories that were at stake stayed with their cards; ``wrong`` went astray.

    ``target`` is the share that must stay.
    """

    name: str
    kept: int
    at_stake: int
    wrong: int
    target: float

    @property
    def share(self) -> float:
        """The share that stayed."""
        return self.kept / self.at_stake if self.at_stake else 1.0

    @property
    def verdict(self) -> str:
        """The word in the last column."""
        return "met" if self.share >= self.target and not self.wrong else "missed"


Row = Result | Kept | Skipped


def seconds(work: Work) -> float:
    """Return how long one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def take_turns(rounds: int, *works: Callable[[], float]) -> list[float]:
    """Call each of ``works`` in turn, ``rounds`` times over, and return the median of each.

    Each returns the seconds that it took; a first round, which warms caches, does not count.
    """
    for work in works:
        work()
    times = [[work() for work in works] for _ in range(rounds)]
    return medians(times)


def peak_growth(work: Work) -> int:
    """Return by how many bytes this process's memory grew at most during one call, on Linux."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far is forgotten
    before = _memory("VmRSS")
    work()
    return _memory("VmHWM") - before


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith(name))


def medians(rounds: Sequence[Sequence[float]]) -> list[float]:
    """Return the median of each column."""
    return [median(column) for column in zip(*rounds, strict=True)]


@contextmanager
def workspace() -> Iterator[Path]:
    """Give a folder that is gone afterwards; TMPDIR chooses the disk that is measured."""
    with TemporaryDirectory(prefix="flashdeck-bench-") as folder:
        yield Path(folder)
