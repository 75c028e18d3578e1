"""Grade the cards of a store for ever, printing each review's id once its grade has returned."""

import sys
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from pathlib import Path

from flashdeck.config import Settings
from flashdeck.scheduling import Grade
from flashdeck.store import open_store
from flashdeck.store.reviews import last_live_review
from flashdeck.study.scope import whole_store
from flashdeck.study.session import Session

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def main() -> None:
    store = open_store(Path(sys.argv[1]))
    seconds = count()
    with store.read() as connection:
        scope = whole_store(connection)
    session = Session(store, scope, lambda: START + timedelta(seconds=next(seconds)), Settings())
    for grade in cycle((Grade.AGAIN, Grade.HARD)):  # neither ever ends the session
        session.grade(grade)
        with store.read() as connection:
            newest = last_live_review(connection)
        assert newest is not None
        print(newest.id, flush=True)


main()
