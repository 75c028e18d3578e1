"""From the start of `flashdeck study --plain` to its first question, beside `import sqlalchemy`."""

import sys
from collections.abc import Iterator

from benchmarks.measure import Result, Row, take_turns, workspace
from benchmarks.processes import (
    FLASHDECK,
    environment,
    import_shipped_decks,
    until_exit,
    until_line,
)

ROUNDS = 21
TARGET = 1.3


def run() -> Iterator[Row]:
    """Measure whole processes over a store that holds the shipped decks."""
    with workspace() as folder:
        env = environment(folder)
        import_shipped_decks(env)
        ours, peer = take_turns(
            ROUNDS,
            lambda: until_line([*FLASHDECK, "study", "--plain"], env, b"Q: "),
            lambda: until_exit([sys.executable, "-c", "import sqlalchemy"], env),
        )
    yield Result("first question, plain", ours, "python -c 'import sqlalchemy'", peer, TARGET)
