"""What the coming days would hold under a scheduler, for a learner who forgets as FSRS says."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random

from flashdeck.scheduling.days import Moment
from flashdeck.scheduling.grades import BUTTONS, PASSED, Grade
from flashdeck.scheduling.memory import Memory, Scheduler
from flashdeck.scheduling.spread import Load, balanced

ROUNDING = 1e-9
MOST_REPEATS = 5
"""How often a card is asked again on one day before the simulation lets it go."""


@dataclass(slots=True)
class Card:
    """A card as the scheduler sees it and as it truly is remembered; both None while it is new."""

    seed: str
    memory: Memory | None = None
    truth: Memory | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """How often the learner presses each of BUTTONS: on new cards, and on what was remembered."""

    first: tuple[float, ...] = (2, 1, 6, 1)
    known: tuple[float, ...] = (0, 1, 8, 1)


@dataclass(slots=True)
class Day:
    """One simulated day: cards reviewed and new, answers given, and how many were remembered.

    ``recalled`` is the sum of the probabilities of knowing the reviewed cards.
    """

    reviews: int = 0
    new: int = 0
    answers: int = 0
    recalled: float = 0.0


@dataclass(frozen=True)
class Simulation:
    """A scheduler, the true memory, and the habits of the learner whose cards are simulated."""

    scheduler: Scheduler
    truth: Scheduler
    habits: Habits
    random: Random

    def run(
        self, cards: Sequence[Card], today: date, new_by_day: Sequence[float]
    ) -> tuple[list[Day], float]:
        """Study ``cards`` with so many new ones a day; return each day and how many are known then.

        All that is due is reviewed on its day; overdue cards come today.
        """
        coming: dict[int, list[Card]] = defaultdict(list)

        def load(first: date, last: date) -> dict[date, int]:
            asked = range((first - today).days, (last - today).days + 1)
            return {today + timedelta(days=ahead): len(coming.get(ahead, ())) for ahead in asked}

        for card in cards:
            if card.memory:
                coming[max(0, (card.memory.due - today).days)].append(card)
        unseen = deque(card for card in cards if card.memory is None)
        told, introduced = [], 0
        for ahead, admitted in enumerate(accumulate(new_by_day)):
            day, at = Day(), _noon(today + timedelta(days=ahead))
            asked = coming.pop(ahead, [])
            while unseen and introduced + 1 <= admitted + ROUNDING:
                asked.append(unseen.popleft())
                introduced += 1
            for card in asked:
                self._study(card, at, day, load)
                assert card.memory is not None
                coming[(card.memory.due - today).days].append(card)
            told.append(day)
        last = today + timedelta(days=len(new_by_day))
        return told, sum(self.truth.recall(card.truth, last) for card in cards if card.truth)

    def _study(self, card: Card, at: Moment, day: Day, load: Load) -> None:
        """Ask a card until it needs no repeat; the answer to a repeat is Good."""
        quality = self._first_answer(card, at, day)
        for _ in range(MOST_REPEATS):
            moved = balanced(self.scheduler, card.memory, quality, at, card.seed, load)
            card.memory = self.scheduler.review(card.memory, quality, moved, card.seed)
            card.truth = self.truth.review(card.truth, quality, at)
            day.answers += 1
            if not card.memory.repeat:
                return
            quality = Grade.GOOD

    def _first_answer(self, card: Card, at: Moment, day: Day) -> Grade:
        weights = self.habits.first
        if card.truth is None:
            day.new += 1
        else:
            probability = self.truth.recall(card.truth, at.day)
            day.reviews += 1
            day.recalled += probability
            if self.random.random() >= probability:
                return Grade.AGAIN
            weights = self.habits.known
        return self.random.choices(BUTTONS, weights)[0]


def habits_of(histories: Sequence[Sequence[int]]) -> Habits:
    """Return the habits in ``histories``, the qualities of each card, added to the default."""
    first, known = list(Habits().first), list(Habits().known)
    for qualities in histories:
        for index, quality in enumerate(qualities):
            button = max((g for g in BUTTONS if g <= quality), default=Grade.AGAIN)
            if index == 0:
                first[BUTTONS.index(button)] += 1
            elif quality >= PASSED:
                known[BUTTONS.index(button)] += 1
    return Habits(tuple(first), tuple(known))


def _noon(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), timedelta(0), day)
