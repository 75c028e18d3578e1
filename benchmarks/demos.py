"""The trace of each demo on its defaults, beside the import of NumPy, which every demo waits for.

The target is 50 ms on a machine where NumPy takes 60: no demo may take longer than that import.
"""

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from statistics import median

from benchmarks.measure import Result, Row, seconds
from flashdeck.demos import Demo, demo_named, demo_names

IMPORTS, TRACES = 5, 9
TARGET = 50 / 60
_IMPORT = "import time; t = time.perf_counter(); import numpy; print(time.perf_counter() - t)"


def run() -> Iterator[Row]:
    """Yield a row for each installed demo."""
    floor = median(_import_seconds() for _ in range(IMPORTS))
    for name in demo_names():
        yield Result(
            f"demo {name}", _trace_seconds(demo_named(name)), "import numpy", floor, TARGET
        )


def _trace_seconds(demo: Demo) -> float:
    """Return the median time of a trace, the first of which does not count."""
    work = partial(demo.run, demo.params())
    work()
    return median(seconds(work) for _ in range(TRACES))


def _import_seconds() -> float:
    """Return how long NumPy takes to import in a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True
    )
    return float(done.stdout)
