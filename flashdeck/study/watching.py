"""Following notes as they change: each change is imported as soon as the writing has settled."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from flashdeck.scheduling import DEFAULT
from flashdeck.store import Store
from flashdeck.study.clock import Clock
from flashdeck.study.files import SUFFIXES
from flashdeck.study.importing import import_paths
from flashdeck.study.report import ImportReport


def follow(
    store: Store,
    paths: Sequence[Path],
    clock: Clock,
    stop: Event | None = None,
    *,
    scheduler: str = DEFAULT,
) -> Iterator[ImportReport]:
    """Yield a report after each change of a note at or under ``paths``, until ``stop`` is set.

    A path that is gone for the moment is waited for; raises what import_paths raises otherwise.
    """
    from watchfiles import watch  # deferred: only for watching

    for _ in watch(*paths, stop_event=stop, watch_filter=_is_note):
        standing = [path for path in paths if path.exists()]
        if standing:
            yield import_paths(store, standing, clock, scheduler=scheduler)


def _is_note(_change: object, path: str) -> bool:
    return Path(path).suffix.lower() in SUFFIXES
