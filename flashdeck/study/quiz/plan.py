"""The questions of a quiz: the same seed gives the same ones over the same cards and demos."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random

from flashdeck.cards import Card, Kind
from flashdeck.errors import DemoError, FlashdeckError
from flashdeck.questions import Question
from flashdeck.store import Store
from flashdeck.store.cards import load_card
from flashdeck.store.quizzes import other_answers
from flashdeck.study.quiz.card_questions import LONGEST_CHOICE, card_question
from flashdeck.study.quiz.request import QuizRequest
from flashdeck.study.quiz.sources import Sources, find_sources
from flashdeck.study.quiz.worked import worked_question

MOST_SEEDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """What one question is about: a card by its id, or a demo by its name."""

    card_id: str = ""
    demo: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the card that it is about, if it is about one."""

    question: Question
    card: Card | None = None


class QuizPlan:
    """Draws the questions of a request one by one: each depends on the seed and its place only.

    Demos and cards take turns; a demo is asked as often as there is room, a card once. What cannot
    be asked is left out and told in ``remarks``. Raises FlashdeckError if nothing can.
    """

    def __init__(self, store: Store, request: QuizRequest) -> None:
        self.store = store
        self.seed = secrets.randbelow(MOST_SEEDS) if request.seed is None else request.seed
        self.remarks: list[str] = []
        with store.read() as connection:
            found = find_sources(connection, request.what)
        self.title = found.title
        self.sources = self._order(found, request.count)
        if not self.sources:
            raise FlashdeckError(
                f"there is nothing to ask about {found.title}",
                "\n".join(self.remarks) or "Name a deck, a demo or a tag, or nothing for all.",
            )

    def _order(self, found: Sources, count: int) -> list[Source]:
        draw = Random(self.seed)
        cards = list(found.cards)
        draw.shuffle(cards)
        demos = self._askable(found.demos)
        draw.shuffle(demos)
        pools = [iter([Source(card_id=key) for key in cards])]
        if demos:
            pools.insert(0, cycle([Source(demo=name) for name in demos]))
        return list(islice(_in_turn(pools), count))

    def _askable(self, names: tuple[str, ...]) -> list[str]:
        """Return the demos that have steps to ask for; one that cannot be loaded is told."""
        if not names:
            return []
        from flashdeck.demos import demo_named  # deferred: NumPy and pydantic

        found = []
        for name in names:
            try:
                if demo_named(name).asks:
                    found.append(name)
            except DemoError as error:
                self.remarks.append(error.message)
        return found

    def __iter__(self) -> Iterator[Asked]:
        """Yield the questions in order, each drawn when it is its turn."""
        for place, source in enumerate(self.sources, 1):
            try:
                asked = self._demo(source, place) if source.demo else self._card(source, place)
            except DemoError as error:
                self.remarks.append(error.message)
                continue
            if asked is not None:
                yield asked

    def _demo(self, source: Source, place: int) -> Asked:
        import numpy as np  # deferred with the demos

        from flashdeck.demos import demo_named
        from flashdeck.demos.problem import draw_question

        draw = np.random.default_rng([self.seed, place])
        return Asked(draw_question(demo_named(source.demo), draw))

    def _card(self, source: Source, place: int) -> Asked | None:
        with self.store.read() as connection:
            card = load_card(connection, source.card_id)
            if card is None or card.retired or card.suspended:
                return None
            others = other_answers(connection, card.id, LONGEST_CHOICE)
        draw = Random(f"{self.seed}:{place}")
        worked = worked_question(card, draw.getrandbits(32)) if card.kind is Kind.QUIZ else None
        return Asked(worked or card_question(card, others, draw), card)


def _in_turn(pools: list[Iterator[Source]]) -> Iterator[Source]:
    """Yield from each pool in turn until all are empty."""
    while pools:
        for pool in list(pools):
            source = next(pool, None)
            if source is None:
                pools.remove(pool)
            else:
                yield source
