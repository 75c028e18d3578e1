"""What a learner wants to be quizzed on."""

from dataclasses import dataclass

USUAL_COUNT = 10
MOST_QUESTIONS = 500


@dataclass(frozen=True, slots=True)
class QuizRequest:
    """A deck, demo or tag, or with None everything; without a seed one is drawn.

    With ``schedule`` the answers also grade the cards that they are about.
    """

    what: str | None = None
    count: int = USUAL_COUNT
    seed: int | None = None
    schedule: bool = False
