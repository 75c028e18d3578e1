"""The laws of joining cards, on thousands of small stores in which everything collides."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flashdeck.store.union import StoredCard
from flashdeck.study.joining import Side, join

IDS = "abcdefgh"
BORN = dict(zip(IDS, (1, 1, 2, 2, 2, 3, 4, 4), strict=True))
TEXTS = st.fixed_dictionaries(
    {
        "deck": st.sampled_from(["x", "x", "y"]),
        "question": st.sampled_from(["one?", "One", "two?"]),
        "answer": st.sampled_from(["1", "2"]),
        "explicit_id": st.sampled_from([None, None, None, "e"]),
        "retired_at": st.sampled_from([None, None, 7]),
        "suspended": st.sampled_from([0, 1]),
        "suspended_at": st.sampled_from([None, 5, 6]),
        "flag": st.sampled_from([None, "red", "blue"]),
        "flagged_at": st.sampled_from([None, 5, 6]),
        "buried_on": st.sampled_from([None, 3, 4]),
    }
)
ADD = st.tuples(st.just("write"), st.integers(0, 2), st.sampled_from(IDS), TEXTS, st.integers(4, 9))
MERGE = st.tuples(st.just("merge"), st.integers(0, 2), st.integers(0, 2))
HISTORY = st.lists(st.one_of(ADD, ADD, ADD, MERGE), max_size=14)

NOTHING = Side({}, [])


def written(side: Side, card_id: str, text: dict[str, Any], at: int) -> Side:
    """Return the side with a new card, or with one edited as an import would edit it."""
    before = side.cards.get(card_id)
    if before is not None and before.same_as is not None:
        return side
    card = StoredCard(
        id=card_id,
        same_as=None,
        created_at=BORN[card_id],
        edited_at=None if before is None and not text["retired_at"] else at,
        kind="basic",
        path="[]",
        tags="[]",
        question_key="",
        key_version=0,
        sibling_group=None,
        source=None,
        line=0,
        **text,
    )
    return replace(side, cards={**side.cards, card_id: card})


def merged(ours: Side, theirs: Side) -> Side:
    """Return ours after it has taken theirs in, as `merging` writes it."""
    joined = join(ours, theirs)
    every = {**theirs.cards, **ours.cards}
    copies = {key: every[key]._replace(same_as=kept) for key, kept in joined.same.items()}
    return Side({**joined.kept, **copies}, sorted(set(joined.wordings)))


def told(side: Side) -> Any:
    """Return all that a learner and a third store can see of a side."""
    kept = {
        key: card._replace(edited_at=card.edited_at or card.created_at)
        for key, card in side.cards.items()
        if card.same_as is None
    }
    return kept, side.copies(), set(side.wordings())


def lived(history: list[tuple[Any, ...]]) -> list[Side]:
    sides = [NOTHING] * 3
    for action, index, *rest in history:
        if action == "write":
            sides[index] = written(sides[index], *rest)
        else:
            sides[index] = merged(sides[index], sides[rest[0]])
    return sides


@given(HISTORY)
@settings(max_examples=400)
def test_joining_is_commutative_associative_and_idempotent(history: list[tuple[Any, ...]]) -> None:
    a, b, c = lived(history)
    assert told(merged(a, b)) == told(merged(b, a))
    assert told(merged(merged(a, b), c)) == told(merged(a, merged(b, c)))
    assert told(merged(merged(a, b), b)) == told(merged(a, b))
    assert told(merged(a, a)) == told(a)
    assert told(merged(a, NOTHING)) == told(a)


@given(HISTORY)
@settings(max_examples=200)
def test_no_card_is_lost_and_each_is_kept_under_one_id(history: list[tuple[Any, ...]]) -> None:
    a, b, _ = lived(history)
    both = merged(a, b)
    assert both.cards.keys() == a.cards.keys() | b.cards.keys()
    for kept in both.copies().values():
        assert both.cards[kept].same_as is None
    for side in (a, b):  # what a store knew as one card stays one
        for copy, kept in side.copies().items():
            ends = {both.copies().get(key, key) for key in (copy, kept)}
            assert len(ends) == 1


@given(HISTORY)
@settings(max_examples=200)
def test_a_store_never_takes_two_of_its_own_cards_for_one(history: list[tuple[Any, ...]]) -> None:
    for side in lived(history):
        assert join(side, side).same == side.copies()


def text(question: str, answer: str, explicit_id: str | None = None) -> dict[str, Any]:
    return {
        "deck": "x",
        "question": question,
        "answer": answer,
        "explicit_id": explicit_id,
        "retired_at": None,
        "suspended": 0,
        "suspended_at": None,
        "flag": None,
        "flagged_at": None,
        "buried_on": None,
    }


def store(**cards: tuple[str, str]) -> Side:
    """Return a store with new cards, given by their ids as (question, answer)."""
    side = NOTHING
    for card_id, words in cards.items():
        side = written(side, card_id, text(*words), 4)
    return side


def test_a_question_asked_once_on_both_sides_is_one_card_whatever_its_answer() -> None:
    assert join(store(a=("Q?", "1")), store(b=("q", "2"))).same == {"b": "a"}


def test_of_cards_that_ask_the_same_only_those_with_the_same_answer_are_one() -> None:
    two = store(a=("Q?", "1"), b=("Q?", "2"))
    assert join(two, store(c=("Q?", "2"), d=("Q?", "3"))).same == {"c": "b"}
    assert join(two, store(c=("Q?", "3"))).same == {}
    assert join(two, store(c=("Q?", "1"))).same == {"c": "a"}


def test_cards_with_the_very_same_text_are_paired_by_their_age() -> None:
    ours, theirs = store(c=("Q?", "1"), a=("Q?", "1")), store(h=("Q?", "1"), d=("Q?", "1"))
    assert join(ours, theirs).same == {"d": "a", "h": "c"}


def test_an_explicit_id_decides_for_the_cards_that_have_one() -> None:
    ours = written(NOTHING, "a", text("Q?", "1", "here"), 4)
    theirs = written(NOTHING, "b", text("Other?", "2", "here"), 4)
    assert join(ours, theirs).same == {"b": "a"}
    assert join(ours, written(NOTHING, "b", text("Q?", "1", "there"), 4)).same == {}


def test_a_new_card_that_takes_over_an_old_ones_wording_stays_apart_from_it() -> None:
    met = merged(store(a=("Q?", "1")), NOTHING)
    reworded = written(met, "a", text("R?", "1"), 5)
    later = written(reworded, "b", text("Q?", "2"), 6)
    assert join(later, later).same == {}
    assert join(merged(later, NOTHING), later).same == {}


def test_a_question_that_is_asked_once_only_after_meeting_is_known_as_before() -> None:
    ours = store(a=("Q?", "1"), b=("Q?", "2"))
    theirs = written(store(b=("Q?", "2")), "b", text("R?", "2"), 9)
    third = store(c=("Q?", "3"))
    one, other = merged(merged(ours, theirs), third), merged(ours, merged(theirs, third))
    assert told(one) == told(other)
    assert one.copies() == other.copies() == {}


def test_the_text_of_the_last_change_is_kept_whoever_takes_whom_in() -> None:
    ours = written(store(a=("Q?", "old")), "a", text("Q?", "early"), 5)
    theirs = written(store(a=("Q?", "old")), "a", text("Q?", "late"), 6)
    for both in (join(ours, theirs), join(theirs, ours)):
        assert (both.kept["a"].answer, both.kept["a"].edited_at) == ("late", 6)


def test_a_suspension_counts_until_it_ends_on_either_side() -> None:
    suspended = written(NOTHING, "a", text("Q?", "1") | {"suspended": 1, "suspended_at": 5}, 4)
    ended = written(NOTHING, "a", text("Q?", "1") | {"suspended": 0, "suspended_at": 6}, 4)
    never = store(a=("Q?", "1"))
    assert join(never, suspended).kept["a"].suspended == 1
    assert join(suspended, ended).kept["a"].suspended == 0
    assert join(ended, suspended).kept["a"].suspended == 0


def test_the_flag_that_was_given_or_taken_last_counts_and_no_other_flag_is_lost() -> None:
    red = written(NOTHING, "a", text("Q?", "1") | {"flag": "red", "flagged_at": 5}, 4)
    none = written(NOTHING, "a", text("Q?", "1") | {"flag": None, "flagged_at": 6}, 4)
    blue = written(NOTHING, "a", text("Q?", "1") | {"flag": "blue", "flagged_at": 5}, 4)
    never = store(a=("Q?", "1"))
    for ours, theirs, flag in ((never, red, "red"), (red, none, None), (red, blue, "red")):
        assert join(ours, theirs).kept["a"].flag == flag
        assert join(theirs, ours).kept["a"].flag == flag
