"""What a quiz may ask of the cards, and the record of what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, insert, select

from flashdeck.cards import Kind
from flashdeck.ids import new_event_id
from flashdeck.store.decks import ZERO
from flashdeck.store.queue import tagged
from flashdeck.store.reviews import LIVE
from flashdeck.store.tables import card, deck, quiz_answer, review

if TYPE_CHECKING:
    from flashdeck.questions import Question, Verdict
    from flashdeck.scheduling import Moment

MOST_OTHERS = 200
"""How many answers of a deck are looked at for wrong choices."""
_NOT_AWAY = (card.c.suspended == ZERO) & card.c.retired_at.is_(None) & card.c.same_as.is_(None)


def quizzable_cards(
    connection: Connection, decks: Sequence[int] | None = None, tag: str | None = None
) -> list[str]:
    """Return the cards of ``decks`` with ``tag``, or all, in the order of their files."""
    query = (
        select(card.c.id)
        .join(deck, deck.c.id == card.c.deck_id)
        .where(_NOT_AWAY)
        .order_by(deck.c.name, card.c.source_id, card.c.line, card.c.id)
    )
    if decks is not None:
        query = query.where(card.c.deck_id.in_(decks))
    if tag is not None:
        query = query.where(tagged(tag))
    return list(connection.scalars(query))


def answers_with_demos(connection: Connection, card_ids: Sequence[str]) -> list[str]:
    """Return the answers of those of the cards that show a demo."""
    wanted = set(card_ids)
    query = select(card.c.id, card.c.answer).where(card.c.kind == Kind.DEMO.value, _NOT_AWAY)
    return [row.answer for row in connection.execute(query) if row.id in wanted]


def review_count(connection: Connection, card_id: str) -> int:
    """Return how many reviews of a card were not undone."""
    query = select(func.count()).select_from(review).where(review.c.card_id == card_id, LIVE)
    return connection.scalar(query) or 0


def all_tags(connection: Connection) -> list[str]:
    """Return every tag of a card that can be asked."""
    tags = {tag for row in connection.scalars(select(card.c.tags).where(_NOT_AWAY)) for tag in row}
    return sorted(tags)


def other_answers(connection: Connection, card_id: str, longest: int) -> list[str]:
    """Return answers of the same deck, on one line and no longer than ``longest``."""
    own = select(card.c.deck_id).where(card.c.id == card_id).scalar_subquery()
    query = (
        select(card.c.answer)
        .where(
            card.c.deck_id == own,
            card.c.id != card_id,
            _NOT_AWAY,
            func.length(card.c.answer) <= longest,
            func.instr(card.c.answer, "\n") == ZERO,
        )
        .order_by(card.c.source_id, card.c.line, card.c.id)
        .limit(MOST_OTHERS)
    )
    return list(connection.scalars(query))


def add_quiz_answer(
    connection: Connection,
    quiz_id: str,
    place: int,
    seed: int,
    question: "Question",
    verdict: "Verdict",
    at: "Moment",
    duration_ms: int | None,
) -> None:
    """Add what was answered to the record."""
    last = connection.scalar(select(func.max(quiz_answer.c.id)))
    values: dict[str, object] = {
        "id": new_event_id(at.instant, last),
        "quiz_id": quiz_id,
        "place": place,
        "seed": seed,
        "topic": question.topic,
        "kind": question.kind.value,
        "question": question.key,
        "card_id": question.card_id,
        "given": verdict.given,
        "expected": question.expected_text,
        "right": verdict.right,
        "mistake": verdict.slip.name if verdict.slip else None,
        "diagnosis": verdict.slip.says if verdict.slip else None,
        "answered_at": at.instant,
        "utc_offset_s": int(at.utc_offset / timedelta(seconds=1)),
        "duration_ms": duration_ms,
    }
    connection.execute(insert(quiz_answer), values)


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How often a deck or demo was asked in quizzes, and how often wrongly answered."""

    topic: str
    asked: int
    wrong: int


@dataclass(frozen=True, slots=True)
class MistakeCount:
    """How often answers gave one known mistake of a demo away."""

    topic: str
    mistake: str
    says: str
    times: int


def topic_counts(connection: Connection) -> list[TopicCount]:
    """Return every topic that was asked, those with most wrong answers first."""
    wrong = func.count().filter(quiz_answer.c.right == ZERO)
    query = (
        select(quiz_answer.c.topic, func.count(), wrong.label("wrong"))
        .group_by(quiz_answer.c.topic)
        .order_by(wrong.desc(), quiz_answer.c.topic)
    )
    return [TopicCount(*row) for row in connection.execute(query)]


def mistake_counts(connection: Connection) -> list[MistakeCount]:
    """Return every known mistake that was made, the most frequent first."""
    times = func.count()
    query = (
        select(
            quiz_answer.c.topic,
            quiz_answer.c.mistake,
            func.max(quiz_answer.c.diagnosis),
            times,
        )
        .where(quiz_answer.c.mistake.is_not(None))
        .group_by(quiz_answer.c.topic, quiz_answer.c.mistake)
        .order_by(times.desc(), quiz_answer.c.topic, quiz_answer.c.mistake)
    )
    return [MistakeCount(*row) for row in connection.execute(query)]
