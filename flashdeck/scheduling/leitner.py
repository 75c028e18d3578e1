"""Leitner's box: S. Leitner, So lernt man lernen, 1972. Each box has a constant interval.

A card that was known goes one box up, one that was not goes back to the first.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, ClassVar

from flashdeck.scheduling.days import Moment
from flashdeck.scheduling.grades import PASSED, check_quality
from flashdeck.scheduling.memory import Memory, assumed_recall
from flashdeck.scheduling.options import Reader, listed, whole


def _boxes(word: str) -> Any:
    days = listed(whole(1, 3_650))(word)
    if any(later < earlier for earlier, later in pairwise(days)):
        raise ValueError("days that grow from box to box, such as 1,2,4,8,16")
    return days


@dataclass(frozen=True)
class Leitner:
    """The scheduler `leitner`; ``boxes`` are the intervals of the boxes in days.

    A memory's repetitions are the number of its box, the first one being 0.
    """

    OPTIONS: ClassVar[dict[str, Reader]] = {"boxes": _boxes}
    balance: ClassVar[bool] = False

    boxes: tuple[int, ...] = (1, 2, 4, 8, 16, 32)
    name: str = "leitner"

    @property
    def longest(self) -> int:
        """The interval of the last box."""
        return self.boxes[-1]

    def review(self, memory: Memory | None, quality: int, at: Moment, seed: str = "") -> Memory:  # noqa: ARG002
        """Return the memory after one review; see Scheduler.review."""
        check_quality(quality)
        if memory is None:
            memory = Memory(self.name, -1, 0, None, 0, at.day, False, at.day)
        if memory.repeat and at.day < memory.due:
            return replace(memory, repeat=quality < PASSED)
        known = quality >= PASSED
        box = min(memory.repetitions + 1, len(self.boxes) - 1) if known else 0
        return replace(
            memory,
            repetitions=box,
            interval_days=self.boxes[box],
            lapses=memory.lapses + (not known and memory.repetitions > 0),
            due=at.day + timedelta(days=self.boxes[box]),
            repeat=not known,
        )

    def recall(self, memory: Memory, day: date) -> float:
        """Return the assumed probability of knowing the card; see assumed_recall."""
        return assumed_recall(memory, day)

    def explain(
        self,
        before: Memory | None,
        quality: int,
        at: Moment,
        after: Memory,
        seed: str = "",  # noqa: ARG002
    ) -> list[str]:
        """Return what `review` did; see Scheduler.explain."""
        again = ["Asked again today."] if after.repeat else []
        if before and before.repeat and at.day < before.due:
            return ["A repeat of the same day: the card stays in its box.", *again]
        box, days = after.repetitions + 1, after.interval_days
        verb = "known: up to" if quality >= PASSED else "not known: back to"
        told = f"q = {quality}, {verb} box {box} of {len(self.boxes)}, which is {days} days"
        return [told.removesuffix("s") if days == 1 else told, *again]
