"""What a search finds in a real store, by its terms and against plain Python."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashdeck.config import Settings
from flashdeck.scheduling import Grade
from flashdeck.study.finding import Change, amounts, change, find
from flashdeck.study.merging import merge
from flashdeck.study.plan import Plan

if TYPE_CHECKING:
    from tests.conftest import Desk

NewDesk = Callable[[], AbstractContextManager["Desk"]]

NOTES = {
    "Birds/Owls.md": "---\ntags: [night/hunters, wise]\n---\n# Owls\n"
    "## What does an owl eat?\nMice, 100% of a_mouse.\n\n"
    "## Wie heißt die große EULE?\nDer Uhu; griechisch ΓΛΑΎΞ.\n\n"
    "## Walk it. {#walk .deep::sea}\n```demo attention\nd_k: 2\n```\n",
    "Birds/Gulls.md": "## What does a gull eat?\nFish \\frac{1}{2}.\n",
    "Birdsong.md": "## Who sings “(first)”?\nThe robin sings.\n",
}
OWL, EULE, WALK, GULL, ROBIN = "owl", "EULE", "Walk", "gull", "sings"
ALL = {OWL, EULE, WALK, GULL, ROBIN}


@pytest.fixture
def birds(desk: "Desk") -> "Desk":
    for name, text in NOTES.items():
        desk.write(name, text)
    desk.bring_in()
    return desk


def found(desk: "Desk", expression: str) -> set[str]:
    """Return what is found, each card by the word in its question that no other has."""
    cards = find(desk.store, expression, desk.clock, Settings())
    counted = amounts(desk.store, expression, desk.clock, Settings())
    assert counted.cards == len(cards)
    return {word for word in ALL for it in cards if word in it.card.question}


@pytest.mark.parametrize(
    ("expression", "cards"),
    [
        ("", ALL),
        ("EAT", {OWL, GULL}),
        ("eat owl", {OWL}),
        ("owl or gull", {OWL, GULL}),
        ("-eat", {EULE, WALK, ROBIN}),
        ("-(owl or gull)", {EULE, WALK, ROBIN}),
        ("mice", {OWL}),
        ("question:mice", set()),
        ("answer:mice", {OWL}),
        ('"does a"', {OWL, GULL}),
        ('"does a "', {GULL}),
        ("d*eat", {OWL, GULL}),
        ('"d*eat"', set()),
        ("100%", {OWL}),
        ("1%0", set()),
        ("a_mouse", {OWL}),
        ("a_m_use", set()),
        (r"\frac", {GULL}),
        ("(first)", {ROBIN}),
        ('"(first)"', {ROBIN}),
        ("GROSSE", set()),
        ("GROßE", {EULE}),
        ("HEISST*ß", {EULE}),
        ("γλαύξ", {EULE}),
        ("γλαυ\u0301ξ", {EULE}),
        ("deck:birds", {OWL, EULE, WALK, GULL}),
        ("deck:Birds/Owls", {OWL, EULE, WALK}),
        ("deck:owls", set()),
        ("deck:*owls", {OWL, EULE, WALK}),
        ("deck:bird", set()),
        ("deck:bird*", ALL),
        ("tag:WISE", {OWL, EULE, WALK}),
        ("tag:night", {OWL, EULE, WALK}),
        ("tag:nigh", set()),
        ("tag:nigh*", {OWL, EULE, WALK}),
        ("tag:deep", {WALK}),
        ("-tag:*", {GULL, ROBIN}),
        ("path:owls", {OWL, EULE, WALK}),
        ("path:gulls", set()),
        ("file:gulls.md", {GULL}),
        ("kind:demo", {WALK}),
        ("id:walk", {WALK}),
        ("id:wal", set()),
        ("is:new", ALL),
        ("is:due", set()),
        ("is:suspended", set()),
        ("prop:lapses>=0", set()),
        ("added:1", ALL),
        ("edited:9", set()),
        ("-edited:9", ALL),
    ],
)
def test_a_search_finds(birds: "Desk", expression: str, cards: set[str]) -> None:
    assert found(birds, expression) == cards


def test_the_beginning_of_an_id_is_enough(birds: "Desk") -> None:
    (card,) = (card for card in birds.cards() if GULL in card.question)
    assert found(birds, f"id:{card.id[:12].upper()}") == {GULL}


def put(desk: "Desk", expression: str, **wanted: Any) -> dict[str, int]:
    return change(desk.store, expression, Change(**wanted), desk.clock, Settings())


def grade(desk: "Desk", word: str, *grades: Grade) -> None:
    for it in grades:
        session = desk.session(plan=Plan(search=word, cram=True, record=True))
        session.grade(it)


def test_states_follow_what_was_done(birds: "Desk") -> None:
    grade(birds, "owl", Grade.GOOD)
    grade(birds, "gull", Grade.AGAIN)
    assert found(birds, "is:due") == {GULL}  # to be repeated today
    assert found(birds, "is:new") == {EULE, WALK, ROBIN}
    birds.later(days=1)
    assert found(birds, "is:due") == {OWL, GULL}
    put(birds, "owl", suspended=True)
    put(birds, "gull", buried=True)
    put(birds, "id:walk", flag="red")
    assert found(birds, "is:due") == set()
    assert found(birds, "is:suspended") == {OWL}
    assert found(birds, "is:buried") == {GULL}
    assert found(birds, "is:flagged") == found(birds, "flag:red") == {WALK}
    assert found(birds, "flag:none") == ALL - {WALK}
    birds.later(days=1)
    assert found(birds, "is:buried") == set()
    assert found(birds, "is:due") == {GULL}


def test_properties_speak_of_reviewed_cards(birds: "Desk") -> None:
    grade(birds, "owl", Grade.EASY)  # EF 2.5 + 0.1 = 2.6, I(1) = 1 day
    grade(birds, "gull", Grade.HARD)  # EF 2.5 - 0.14 = 2.36, to be repeated
    birds.later(days=1)
    grade(birds, "owl", Grade.AGAIN)  # EF stays, a lapse, to be repeated
    grade(birds, "gull", Grade.GOOD)  # I(2) = 6 days
    assert found(birds, "prop:ease<2.5") == {GULL}
    assert found(birds, "prop:ease=2.6") == {OWL}
    assert found(birds, "prop:interval>=6") == found(birds, "prop:ivl=6") == {GULL}
    assert found(birds, "prop:lapses>0") == {OWL}
    assert found(birds, "prop:lapses=0") == {GULL}
    assert found(birds, "prop:reviews=2") == {OWL, GULL}
    assert found(birds, "prop:reviews>2") == set()
    assert found(birds, "-prop:reviews>0") == {EULE, WALK, ROBIN}
    assert found(birds, "prop:due<=1") == {OWL}
    assert found(birds, "prop:due=6") == {GULL}
    birds.later(days=9)
    assert found(birds, "prop:due<-3") == {OWL}
    assert found(birds, "prop:due=-3") == {GULL}


def test_days_are_study_days_that_begin_at_four(birds: "Desk") -> None:
    birds.later(hours=-6)  # Monday, three in the morning: still Sunday's study day
    grade(birds, "owl", Grade.AGAIN)
    birds.later(hours=1.5)
    grade(birds, "gull", Grade.GOOD)
    assert found(birds, "rated:1") == found(birds, "introduced:1") == {GULL}
    assert found(birds, "rated:2") == found(birds, "introduced:2") == {OWL, GULL}
    assert found(birds, "rated:2:1") == {OWL}
    assert found(birds, "rated:2:3") == {GULL}
    assert found(birds, "added:1") == ALL
    birds.later(days=1)
    assert found(birds, "added:1") == set()
    assert found(birds, "added:2") == ALL
    birds.write("Birds/Gulls.md", NOTES["Birds/Gulls.md"].replace("Fish", "Chips"))
    birds.bring_in()
    assert found(birds, "edited:1") == {GULL}


def test_what_was_taken_back_does_not_count(birds: "Desk") -> None:
    session = birds.session(plan=Plan(search="owl"))
    session.grade(Grade.GOOD)
    session.undo()
    assert found(birds, "rated:1 or prop:reviews>0 or introduced:1") == set()


def test_retired_cards_are_found_only_if_asked_for(birds: "Desk") -> None:
    (birds.notes / "Birdsong.md").unlink()
    birds.bring_in()
    assert found(birds, "robin") == set()
    assert found(birds, "is:retired") == found(birds, "robin is:retired") == {ROBIN}
    assert found(birds, "robin or is:retired or -is:retired") == ALL


def test_of_cards_that_turned_out_to_be_one_the_kept_one_is_found(
    birds: "Desk", new_desk: NewDesk
) -> None:
    with new_desk() as other:
        other.write("Birdsong.md", NOTES["Birdsong.md"])
        other.bring_in()
        other.session().grade(Grade.EASY)
        merge(birds.store, other.store.path)
    assert len(find(birds.store, "robin", birds.clock, Settings())) == 1
    assert found(birds, "prop:reviews=1") == found(birds, "rated:1") == {ROBIN}
    assert found(birds, "is:retired") == set()


def test_what_changes_all_that_is_found_counts_what_it_changed(birds: "Desk") -> None:
    assert put(birds, "eat", suspended=True) == {"suspended": 2}
    assert put(birds, "eat", suspended=True) == {"suspended": 0}
    assert birds.session().waiting.new == 3
    assert put(birds, "eat", suspended=False, buried=True) == {"unsuspended": 2, "buried": 2}
    assert birds.session().waiting.new == 3
    assert put(birds, "eat", buried=False, flag="blue") == {"unburied": 2, "flagged": 2}
    assert put(birds, "owl", flag="none") == {"unflagged": 1}
    assert found(birds, "flag:4") == {GULL}


def test_several_changes_are_done_to_the_same_cards(birds: "Desk") -> None:
    changed = put(birds, "eat -is:suspended -is:flagged", suspended=True, flag="red")
    assert changed == {"suspended": 2, "flagged": 2}
    assert found(birds, "is:suspended flag:red") == {OWL, GULL}


WORDS = st.sampled_from(["a", "b", "c", "ab", "bc", "A", "ä", "Ä", "%", "_", "\\"])
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
LEAVES = WORDS.map(lambda word: (f'"{word}"', lambda text: word.casefold() in text.casefold()))


Judged = tuple[str, Callable[[str], bool]]


def _both(pair: tuple[Judged, Judged]) -> Judged:
    (one, holds), (two, holds_too) = pair
    return f"({one} {two})", lambda text: holds(text) and holds_too(text)


def _either(pair: tuple[Judged, Judged]) -> Judged:
    (one, holds), (two, holds_too) = pair
    return f"({one} or {two})", lambda text: holds(text) or holds_too(text)


def _not(it: Judged) -> Judged:
    one, holds = it
    return f"-{one}", lambda text: not holds(text)


EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(_both),
        st.tuples(inner, inner).map(_either),
        inner.map(_not),
    ),
    max_leaves=6,
)


@given(st.lists(TEXTS, min_size=1, max_size=5, unique=True), st.lists(EXPRESSIONS, min_size=5))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_are_found_as_plain_python_finds_them(
    new_desk: NewDesk, texts: list[str], expressions: list[tuple[str, Callable[[str], bool]]]
) -> None:
    with new_desk() as desk:
        desk.write("a.md", "".join(f"## What is {n}?\n{n}.\n\n" for n in range(len(texts))))
        desk.bring_in()
        ids = [card.id for card in desk.cards()]
        with desk.store.write() as connection:
            connection.exec_driver_sql(
                "UPDATE card SET question = ?, answer = ? WHERE id = ?",
                [(text, "", key) for text, key in zip(texts, ids, strict=True)],
            )
        for expression, holds in expressions:
            cards = find(desk.store, expression, desk.clock, Settings())
            assert {it.card.question for it in cards} == {text for text in texts if holds(text)}


def test_a_session_asks_what_a_search_finds_of_what_waits(birds: "Desk") -> None:
    def asked(expression: str, **options: Any) -> set[str]:
        session = birds.session(plan=Plan(search=expression, **options))
        questions = {card.id: card.question for card in birds.cards()}
        queue = [questions[key] for key, _ in session._queue]
        return {word for word in ALL for question in queue if word in question}

    assert asked("eat") == {OWL, GULL}
    assert asked("eat", limit=1) == {GULL}
    assert asked("eat", tag="wise") == {OWL}
    grade(birds, "owl", Grade.GOOD)
    assert asked("eat") == {GULL}
    assert asked("eat", cram=True) == {OWL, GULL}
    assert asked("eat", ahead=1) == {OWL}
    birds.later(days=1)
    assert asked("eat") == {OWL, GULL}
    assert asked("is:due") == {OWL}
    assert birds.session("Birds/Gulls", plan=Plan(search="eat")).waiting.total == 1
    session = birds.session(plan=Plan(search="eat"))
    assert session.title == "All decks: eat"
