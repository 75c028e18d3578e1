"""From the start of `flashdeck` to its home screen, beside the smallest Textual program."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Result, Row, Skipped, take_turns, workspace
from benchmarks.processes import FLASHDECK, environment, import_shipped_decks

NAME = "first frame, home screen"
ROUNDS = 21
TARGET = 2.2
MARKER = b"flashdeck"
MINIMAL = (sys.executable, str(Path(__file__).with_name("minimal_app.py")))
MINIMAL_MARKER = b"flashcards"


def run() -> Iterator[Row]:
    """Measure whole processes, each in a terminal of 100 columns and 30 rows."""
    if os.name != "posix":
        yield Skipped(NAME, "pseudo-terminals of the kind it needs are POSIX only")
        return
    from benchmarks.terminal import NoFrameError, until_shown  # deferred: POSIX modules

    with workspace() as folder:
        env = environment(folder)
        import_shipped_decks(env)
        try:
            ours, peer = take_turns(
                ROUNDS,
                lambda: until_shown(FLASHDECK, env, MARKER),
                lambda: until_shown(MINIMAL, env, MINIMAL_MARKER),
            )
        except NoFrameError as error:
            yield Skipped(NAME, f"no first frame: {error}")
            return
    yield Result(NAME, ours, "minimal Textual app", peer, TARGET)
