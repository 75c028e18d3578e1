"""What a quiz showed: how much was right, and where the weak spots are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flashdeck.store.quizzes import MistakeCount, TopicCount
from flashdeck.study.quiz.session import Answered


@dataclass(frozen=True, slots=True)
class Results:
    """The sums over a quiz; the weakest topics and the most frequent mistakes come first."""

    asked: int
    right: int
    topics: tuple[TopicCount, ...]
    mistakes: tuple[MistakeCount, ...]


def results_of(answered: Sequence[Answered]) -> Results:
    """Return the sums over what was answered in one quiz."""
    asked = Counter(a.question.topic for a in answered)
    wrong = Counter(a.question.topic for a in answered if not a.verdict.right)
    slips = [(a.question.topic, a.verdict.slip) for a in answered if a.verdict.slip]
    times = Counter((topic, slip.name, slip.says) for topic, slip in slips)
    return Results(
        asked=len(answered),
        right=sum(a.verdict.right for a in answered),
        topics=tuple(
            TopicCount(topic, asked[topic], wrong[topic])
            for topic in sorted(asked, key=lambda topic: (-wrong[topic], topic))
        ),
        mistakes=tuple(MistakeCount(*key, number) for key, number in times.most_common()),
    )
