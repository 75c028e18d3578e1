"""The schedulers by name."""

from flashdeck.errors import NotFoundError
from flashdeck.scheduling.memory import Scheduler
from flashdeck.scheduling.sm2 import SM2

SCHEDULERS: dict[str, Scheduler] = {scheduler.name: scheduler for scheduler in (SM2(),)}


def scheduler_named(name: str) -> Scheduler:
    """Return the scheduler called ``name``; raises NotFoundError."""
    if name not in SCHEDULERS:
        raise NotFoundError(
            f"there is no scheduler called {name!r}", f"Known: {', '.join(SCHEDULERS)}."
        )
    return SCHEDULERS[name]
