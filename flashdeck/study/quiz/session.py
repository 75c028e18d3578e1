"""A quiz: what is asked now, and the record of what was answered.

Each answer is durable before the next question is asked, and never changed afterwards.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flashdeck.config import Settings
from flashdeck.ids import new_event_id
from flashdeck.questions import Question, Verdict, judge
from flashdeck.scheduling import Grade, Moment
from flashdeck.store import Store
from flashdeck.store.quizzes import add_quiz_answer
from flashdeck.store.reviews import add_review
from flashdeck.study.clock import Clock, now
from flashdeck.study.quiz.plan import QuizPlan
from flashdeck.study.quiz.request import QuizRequest
from flashdeck.study.time_box import recorded_ms

if TYPE_CHECKING:
    from flashdeck.cards import Card


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and the verdict on its answer."""

    question: Question
    verdict: Verdict


class Quiz:
    """Asks the questions of a plan; ``question`` is None once all are answered."""

    def __init__(
        self, store: Store, request: QuizRequest, clock: Clock, settings: Settings
    ) -> None:
        self.store = store
        self.plan = QuizPlan(store, request)
        self.schedule = request.schedule
        self.results: list[Answered] = []
        self.verdict: Verdict | None = None
        self.question: Question | None = None
        self.card: Card | None = None
        self._clock = clock
        self._settings = settings
        self._id = new_event_id(self._now().instant)
        self._asked = iter(self.plan)
        self.go_on()

    @property
    def place(self) -> int:
        """The number of the current question, from 1."""
        return len(self.results) + (self.verdict is None)

    @property
    def count(self) -> int:
        """How many questions the quiz has at most."""
        return len(self.plan.sources)

    def _now(self) -> Moment:
        return now(self._clock, self._settings)

    def answer(self, text: str, took: timedelta | None = None) -> Verdict:
        """Judge and record what was typed; raises NotAnAnswerError, recording nothing."""
        return self._record(judge(self._unanswered(), text), took)

    def give_up(self, took: timedelta | None = None) -> Verdict:
        """Record that the learner does not know."""
        self._unanswered()
        return self._record(Verdict(False, ""), took)

    def _unanswered(self) -> Question:
        if self.question is None or self.verdict is not None:
            raise LookupError("there is no question that waits for an answer")
        return self.question

    def _record(self, verdict: Verdict, took: timedelta | None) -> Verdict:
        question = self._unanswered()
        duration = recorded_ms(took, self._settings.longest_answer)
        at = self._now()
        with self.store.write() as connection:
            add_quiz_answer(
                connection, self._id, self.place, self.plan.seed, question, verdict, at, duration
            )
            if self.schedule and question.card_id is not None:
                grade = Grade.GOOD if verdict.right else Grade.AGAIN
                add_review(connection, question.card_id, grade, at, duration)
        self.verdict = verdict
        self.results.append(Answered(question, verdict))
        return verdict

    def go_on(self) -> None:
        """Ask the next question, or none if that was the last."""
        following = next(self._asked, None)
        self.verdict = None
        self.question = following.question if following else None
        self.card = following.card if following else None
