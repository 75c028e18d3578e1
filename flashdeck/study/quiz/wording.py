"""What both faces say of an answer and of a quiz."""

from collections.abc import Iterator, Sequence

from flashdeck.questions import AnswerKind, Question, Verdict
from flashdeck.store.quizzes import MistakeCount, TopicCount
from flashdeck.study.quiz.results import Results
from flashdeck.study.wording import counted


def verdict_text(question: Question, verdict: Verdict) -> str:
    """Return whether the answer was right, and if not what is."""
    if question.kind is AnswerKind.SELF:
        return "Right." if verdict.right else "Not known."
    if verdict.right:
        return f"Right: {question.expected_text}"
    if not verdict.given:
        return f"It is {question.expected_text}"
    return f"Not right: it is {question.expected_text}"


def diagnosis_text(verdict: Verdict) -> str:
    """Return which known mistake the answer equals, or nothing."""
    return f"This is {verdict.slip.says}." if verdict.slip else ""


def result_lines(results: Results) -> Iterator[str]:
    """Yield how much was right, then the weak spots."""
    if not results.asked:
        yield "Nothing was answered."
        return
    yield f"{results.right} of {results.asked} right."
    yield from topic_lines(results.topics)
    yield from mistake_lines(results.mistakes)


def topic_lines(topics: Sequence[TopicCount]) -> Iterator[str]:
    """Yield the topics of wrong answers."""
    for topic in topics:
        if topic.wrong:
            yield f"{topic.topic}: {topic.wrong} of {topic.asked} wrong"


def mistake_lines(mistakes: Sequence[MistakeCount]) -> Iterator[str]:
    """Yield the mistakes that answers gave away."""
    for mistake in mistakes:
        yield f"{mistake.topic}: {mistake.says} ({counted(mistake.times, 'time')})"
