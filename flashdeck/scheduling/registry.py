"""The schedulers by name, and the line in which a deck chooses one and its options."""

from functools import lru_cache
from typing import Any

from flashdeck.errors import FlashdeckError, NotFoundError
from flashdeck.scheduling.fsrs import FSRS
from flashdeck.scheduling.leitner import Leitner
from flashdeck.scheduling.memory import Scheduler
from flashdeck.scheduling.options import Reader
from flashdeck.scheduling.sm2 import SM2

DEFAULT = "sm2"


SCHEDULERS: dict[str, type[Scheduler]] = {"sm2": SM2, "fsrs": FSRS, "leitner": Leitner}


@lru_cache(maxsize=256)
def scheduler_named(line: str) -> Scheduler:
    """Return the scheduler that ``line`` chooses, such as `fsrs desired_retention=0.92 fuzz=no`.

    Raises NotFoundError for an unknown name and FlashdeckError for options that it does not take.
    """
    name, *words = line.split() or [""]
    if name not in SCHEDULERS:
        raise NotFoundError(
            f"there is no scheduler called {name!r}", f"Known: {', '.join(SCHEDULERS)}."
        )
    maker = SCHEDULERS[name]
    return maker(**dict(_option(name, maker.OPTIONS, word) for word in words))


def _option(name: str, readers: dict[str, Reader], word: str) -> tuple[str, Any]:
    key, equals, value = word.partition("=")
    if key not in readers or not equals:
        known = f"Write option=value; known: {', '.join(readers)}." if readers else ""
        raise FlashdeckError(f"the scheduler {name} has no option {word!r}", known)
    try:
        return key, readers[key](value)
    except ValueError as error:
        raise FlashdeckError(f"the {key} of {name} is {value!r}", f"Give {error}.") from error


def tidy(line: str) -> str:
    """Return a scheduler's line with single spaces, once it is known to be good.

    Raises what scheduler_named raises.
    """
    scheduler_named(line)
    return " ".join(line.split())
