"""A quiz: a seed asks the same again, every answer is kept at once, cards graded on request."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

import pytest

from flashdeck.errors import FlashdeckError, NotFoundError
from flashdeck.questions import AnswerKind, NotAnAnswerError, Question, value_text
from flashdeck.scheduling import Grade
from flashdeck.store.quizzes import TopicCount
from flashdeck.study.quiz import sources
from flashdeck.study.quiz.plan import QuizPlan
from flashdeck.study.quiz.request import QuizRequest
from flashdeck.study.quiz.results import results_of
from flashdeck.study.quiz.session import Quiz

if TYPE_CHECKING:
    from tests.conftest import Desk


GREEK = "## What is {0}?\nThe letter {0} of Greek.\n"
TAGGED = "---\ntags: [RNN]\n---\n"
QUIZ_CARD = "## Work it out. {#work .worked}\n```quiz attention\nask: weights\n```\n"


@pytest.fixture
def library(desk: "Desk") -> "Desk":
    """Give a desk with a deck of eight cards, one of two cards with a tag, and a worked problem."""
    names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]
    desk.write("Greek.md", "\n".join(GREEK.format(name) for name in names))
    desk.write("Models/RNN.md", f"{TAGGED}## What is h?\nState.\n\n## What is c?\nCell.\n")
    desk.write("Models/Worked.md", QUIZ_CARD)
    desk.write("Models/Shown.md", "## Look at it. {.x}\n```demo attention\n```\n")
    desk.bring_in()
    return desk


def rows(desk: "Desk", sql: str) -> list[tuple[Any, ...]]:
    """Ask the store's file through a connection of its own."""
    connection = sqlite3.connect(desk.store.path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def quiz(desk: "Desk", what: str | None = None, **options: Any) -> Quiz:
    return Quiz(desk.store, QuizRequest(what, **options), desk.clock, desk.settings)


def questions(desk: "Desk", what: str | None = None, **options: Any) -> list[Question]:
    return [asked.question for asked in QuizPlan(desk.store, QuizRequest(what, **options))]


def answered(found: Quiz) -> Iterator[Question]:
    """Yield each question and go on behind it."""
    while found.question is not None:
        yield found.question
        found.go_on()


@pytest.mark.parametrize("what", [None, "Greek", "Models", "attention", "rnn"])
def test_the_seed_decides_every_question(library: "Desk", what: str | None) -> None:
    first = questions(library, what, seed=5)
    assert first == questions(library, what, seed=5)
    assert first != questions(library, what, seed=6)


def test_answers_have_no_influence_on_what_is_asked_next(library: "Desk") -> None:
    asked = []
    found = quiz(library, seed=5)
    for question in answered(found):
        asked.append(question)
        found.give_up()
    assert asked == questions(library, seed=5)


def test_a_seed_is_drawn_and_told_when_none_is_given(library: "Desk") -> None:
    found = quiz(library, "Greek")
    assert found.question == questions(library, "Greek", seed=found.plan.seed)[0]


def topics(desk: "Desk", what: str | None, **options: Any) -> set[str]:
    return {question.topic for question in questions(desk, what, seed=1, **options)}


def test_a_deck_a_demo_or_a_tag_is_asked(library: "Desk") -> None:
    assert topics(library, "Greek") == {"Greek"}
    assert topics(library, "greek") == {"Greek"}
    assert topics(library, "attention") == {"attention"}
    assert topics(library, "RNN") == {"Models/RNN"}
    assert topics(library, "#rnn") == {"Models/RNN"}
    assert topics(library, "Models", count=40) == {"Models/RNN", "Models/Shown", "attention"}
    assert topics(library, "Models/Shown") == {"Models/Shown", "attention"}
    assert topics(library, None, count=40) >= {"Greek", "attention"}


def test_a_card_is_asked_once_and_a_demo_as_often_as_there_is_room(library: "Desk") -> None:
    assert len(questions(library, "Greek", count=40, seed=1)) == 8
    asked = questions(library, "attention", count=12, seed=1)
    assert len({question.prompt for question in asked}) == 12
    everything = questions(library, None, count=10, seed=1)
    assert len(everything) == 10
    assert sum(question.card_id is None for question in everything) == 5


def test_suspended_and_retired_cards_are_not_asked(library: "Desk") -> None:
    session = library.session("Models/RNN")
    session.suspend()
    assert [q.key for q in questions(library, "rnn", seed=1)] == ["What is c?"]
    library.write("Models/RNN.md", f"{TAGGED}## What is h?\nState.\n")
    library.bring_in()
    with pytest.raises(FlashdeckError, match="nothing to ask about Models/RNN"):
        questions(library, "Models/RNN", seed=1)


def test_an_unknown_name_is_answered_with_one_that_is_like_it(library: "Desk") -> None:
    with pytest.raises(NotFoundError, match="no deck, demo or tag called 'atention'") as caught:
        quiz(library, "atention")
    assert caught.value.hint == "Did you mean 'attention'?"


def test_every_answer_is_in_the_store_before_the_next_question(library: "Desk") -> None:
    found = quiz(library, "attention", seed=3, count=4)
    for number, question in enumerate(answered(found), 1):
        library.later(seconds=30)
        found.answer(question.expected_text, timedelta(seconds=30))
        found_rows = rows(
            library,
            "SELECT place, seed, topic, kind, question, card_id, given, expected, right, mistake, "
            "diagnosis, utc_offset_s, duration_ms FROM quiz_answer ORDER BY id",
        )
        assert len(found_rows) == number
        text = question.expected_text
        assert found_rows[-1] == (
            number, 3, "attention", question.kind, question.key, None, text, text, 1, None, None,
            3600, 30_000,
        )  # fmt: skip
    ids = rows(library, "SELECT DISTINCT quiz_id FROM quiz_answer")
    assert len(ids) == 1


def test_nonsense_is_not_recorded_and_the_question_stays(library: "Desk") -> None:
    found = quiz(library, "attention", seed=3)
    before = found.question
    for nonsense in ("", "what", "1 2 3 4 5 6 7"):
        with pytest.raises(NotAnAnswerError):
            found.answer(nonsense)
    assert (found.question, found.place, found.verdict) == (before, 1, None)
    assert rows(library, "SELECT * FROM quiz_answer") == []


def slipping(library: "Desk") -> tuple[Quiz, Question]:
    """Return a quiz whose current question has a number for an answer and a mistake to make."""
    for seed in range(50):
        found = quiz(library, "attention", seed=seed, count=1)
        question = found.question
        if question and question.slips and question.kind is AnswerKind.NUMBER:
            return found, question
    raise AssertionError


def test_a_mistake_is_recorded_by_name_and_sentence(library: "Desk") -> None:
    found, question = slipping(library)
    verdict = found.answer(value_text(question.slips[0].answer, question.digits))
    assert verdict.slip == question.slips[0]
    assert rows(library, "SELECT right, mistake, diagnosis FROM quiz_answer") == [
        (0, question.slips[0].name, question.slips[0].says)
    ]
    results = results_of(found.results)
    assert (results.asked, results.right) == (1, 0)
    assert [(m.mistake, m.times) for m in results.mistakes] == [(question.slips[0].name, 1)]


def test_an_answer_is_given_once(library: "Desk") -> None:
    found = quiz(library, "Greek", seed=1, count=2)
    found.give_up()
    with pytest.raises(LookupError):
        found.give_up()
    found.go_on()
    found.give_up()
    found.go_on()
    with pytest.raises(LookupError):
        found.answer("1")
    assert [a.verdict.right for a in found.results] == [False, False]


def test_a_quiz_grades_no_card_unless_asked_to(library: "Desk") -> None:
    found = quiz(library, "rnn", seed=1)
    for _ in answered(found):
        found.give_up()
    assert rows(library, "SELECT * FROM review") == []


def test_with_schedule_right_is_good_and_wrong_is_again(library: "Desk") -> None:
    found = quiz(library, "Models", seed=1, count=40, schedule=True)
    for number, question in enumerate(answered(found)):
        if number % 4 < 2:
            found.answer(question.expected_text)
        else:
            found.give_up()
    expected = {
        a.question.card_id: Grade.GOOD if a.verdict.right else Grade.AGAIN
        for a in found.results
        if a.question.card_id
    }
    graded = rows(library, "SELECT card_id, quality FROM review")
    assert dict(graded) == expected
    assert len(graded) == 4
    assert set(expected.values()) == {Grade.GOOD, Grade.AGAIN}


def test_a_worked_problem_belongs_to_its_card(library: "Desk") -> None:
    asked = [q for q in questions(library, "Models", count=40, seed=2) if q.card_id]
    (worked,) = (q for q in asked if q.key.startswith("attention.weights"))
    assert worked.prompt.startswith("Work it out.\n\nScaled dot-product attention\n")
    assert worked.topic == "attention"


def test_a_plug_in_that_fails_is_named_and_left_out(
    library: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    from flashdeck.demos import registry

    broken = EntryPoint("broken", "no_such_module:demo", sources.DEMOS)
    installed = [*entry_points(group=sources.DEMOS), broken]
    registry._entries.cache_clear()
    for module in (registry, sources):
        monkeypatch.setattr(module, "entry_points", lambda **_: installed)
    plan = QuizPlan(library.store, QuizRequest(None, count=4, seed=1))
    monkeypatch.undo()
    registry._entries.cache_clear()
    assert len(plan.sources) == 4
    assert ["broken" in remark for remark in plan.remarks] == [True]


def test_results_put_the_weakest_topic_first(library: "Desk") -> None:
    found = quiz(library, "Models/RNN", seed=1)
    for _ in answered(found):
        found.give_up()
    more = quiz(library, "attention", seed=1, count=3)
    for question in answered(more):
        more.answer(question.expected_text)
    results = results_of([*more.results, *found.results])
    assert (results.asked, results.right) == (5, 3)
    assert results.topics == (TopicCount("Models/RNN", 2, 2), TopicCount("attention", 3, 0))
    assert results.mistakes == ()
