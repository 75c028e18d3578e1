"""Which parsed card is which stored card: examples of each rule, and laws on random cards."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.matching import Identity, match, normal_form, question_key


def parsed(
    key: str, deck: str = "d", source: str = "s", explicit_id: str | None = None, line: int = 0
) -> Identity:
    return Identity(deck, key, explicit_id, source, line)


def stored(card_id: str, like: Identity, *, gone: bool = False) -> Identity:
    return replace(like, card_id=card_id, gone=gone)


def ids(new: Sequence[Identity], old: Sequence[Identity]) -> list[str | None]:
    return list(match(new, old).matched)


@pytest.mark.parametrize("deck", ["d", "other"])
def test_the_same_question_elsewhere_is_the_same_card_only_if_it_is_gone_from_there(
    deck: str,
) -> None:
    there = parsed("k", deck=deck, source="other.md")
    assert ids([parsed("k")], [stored("1", there)]) == [None]
    assert ids([parsed("k")], [stored("1", there, gone=True)]) == ["1"]


def test_an_explicit_id_counts_for_more_than_the_question() -> None:
    a, b = parsed("ka", explicit_id="x"), parsed("kb")
    old = [stored("1", a), stored("2", b)]
    assert ids([parsed("kb", explicit_id="x")], old) == ["1"]


def test_an_explicit_id_of_another_deck_is_not_taken_from_a_file_that_stands() -> None:
    there = parsed("k", deck="other", source="other.md", explicit_id="x")
    assert ids([parsed("q", explicit_id="x")], [stored("1", there)]) == [None]
    assert ids([parsed("q", explicit_id="x")], [stored("1", there, gone=True)]) == ["1"]


def test_cards_with_different_explicit_ids_are_different_whatever_they_ask() -> None:
    old = stored("1", parsed("k", explicit_id="x"))
    assert ids([parsed("k", explicit_id="y")], [old]) == [None]


def test_a_card_that_disagrees_does_not_hide_the_next_that_fits() -> None:
    old = [stored("1", parsed("k", explicit_id="x", line=1)), stored("2", parsed("k", line=5))]
    assert ids([parsed("k", explicit_id="y")], old) == ["2"]


def test_equal_questions_are_paired_in_the_order_of_their_lines() -> None:
    old = [stored("9", parsed("k", line=3)), stored("1", parsed("k", line=40))]
    assert ids([parsed("k", line=10), parsed("k", line=60)], old) == ["9", "1"]


def test_files_read_again_together_keep_their_own_cards() -> None:
    one = parsed("k1", deck="p", source="p.md", explicit_id="x", line=9)
    two = parsed("k2", deck="q", source="q.md", explicit_id="x", line=1)
    old = [stored("1", one, gone=True), stored("2", two, gone=True)]
    assert ids([one, two], old) == ["1", "2"]
    assert ids([two, one], old) == ["2", "1"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is it?", "what is IT"),
        ("What is **softmax**?", "What is softmax?"),
        ("What is `x`?", "What is x"),
        ("What  is\tit ?", "What is it?"),
        ("Straße", "STRASSE"),
        ("ﬁne", "fine"),  # a ligature, NFKC
        ("What is _it_?", "What is it?"),
        ("Define: it:", "define: it"),
    ],
)
def test_case_emphasis_spacing_and_end_marks_do_not_count(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)
    assert question_key(one) == question_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is $x_i$?", "What is $x i$?"),
        ("What is h_t?", "What is ht?"),
        ("What is a?", "What is b?"),
        ("Is it?", "It is?"),
        (r"What is \*?", "What is ?"),
    ],
)
def test_other_words_and_other_symbols_do_count(one: str, other: str) -> None:
    assert question_key(one) != question_key(other)


def test_a_key_is_thirty_two_hexadecimal_digits() -> None:
    assert len(question_key("What?")) == 32
    assert int(question_key("What?"), 16)


@given(st.text())
def test_the_normal_form_of_a_normal_form_is_itself_in_words(question: str) -> None:
    once = normal_form(question)
    assert once == once.strip()
    assert "  " not in once


CARDS = st.builds(
    Identity,
    deck=st.sampled_from("de"),
    key=st.sampled_from("klm"),
    explicit_id=st.sampled_from([None, None, "x", "y"]),
    source=st.sampled_from("st"),
    line=st.integers(0, 9),
    gone=st.booleans(),
)


WORDS = st.lists(st.sampled_from(["what", "does", "the", "gate", "keep", "of", "a"]), max_size=9)
TEXT = st.builds(" ".join, WORDS)


@st.composite
def worded(draw: st.DrawFn) -> Identity:
    """Return a card with words, whose key is that of its question."""
    question = draw(TEXT)
    like = draw(CARDS)
    return replace(like, question=question, answer=draw(TEXT), key=question_key(question))


WORDED = worded()


def numbered(cards: Sequence[Identity]) -> list[Identity]:
    return [replace(card, card_id=f"{index:02}") for index, card in enumerate(cards)]


@given(st.lists(CARDS, max_size=9), st.lists(CARDS, max_size=9))
def test_each_stored_card_is_matched_once_or_left_over(
    new: list[Identity], old: list[Identity]
) -> None:
    known = numbered(old)
    result = match(new, known)
    taken = [card_id for card_id in result.matched if card_id]
    assert len(taken) == len(set(taken))
    assert set(taken) | result.unmatched == {card.card_id for card in known}
    assert not set(taken) & result.unmatched
    assert len(result.matched) == len(new)


@given(st.lists(CARDS, max_size=9), st.lists(CARDS, max_size=9), st.randoms())
def test_the_order_in_which_stored_cards_are_given_does_not_matter(
    new: list[Identity], old: list[Identity], random: Random
) -> None:
    known = numbered(old)
    shuffled = random.sample(known, len(known))
    assert match(new, known) == match(new, shuffled)


@given(st.lists(WORDED, max_size=9), st.lists(WORDED, max_size=9), st.randoms())
def test_the_order_in_which_files_are_read_does_not_matter(
    new: list[Identity], old: list[Identity], random: Random
) -> None:
    files = random.sample("st", 2)
    in_order = sorted(new, key=lambda it: it.line)
    shuffled = [card for name in files for card in in_order if card.source == name]
    straight = [card for name in "st" for card in in_order if card.source == name]
    known = numbered(old)

    def pairs(cards: Sequence[Identity]) -> list[tuple[str, str | None]]:
        return sorted(zip(map(repr, cards), match(cards, known).matched, strict=True), key=repr)

    assert pairs(shuffled) == pairs(straight)


@given(st.lists(WORDED, max_size=9), st.lists(WORDED, max_size=9))
def test_edited_cards_too_are_matched_once_or_left_over_or_new(
    new: list[Identity], old: list[Identity]
) -> None:
    result = match(new, numbered(old))
    taken = [card_id for card_id in result.matched if card_id]
    assert len(taken) == len(set(taken))
    assert sorted([*taken, *result.unmatched]) == [card.card_id for card in numbered(old)]
    assert all(result.matched[index] is None for index in result.unclear)
    assert {it for ids in result.unclear.values() for it in ids} <= {
        card.card_id for card in numbered(old)
    }


@given(st.lists(CARDS, max_size=9), st.booleans())
def test_cards_matched_with_themselves_are_themselves(cards: list[Identity], gone: bool) -> None:
    # Files are read one by one from top to bottom.
    known = [
        replace(card, gone=gone)
        for card in numbered(sorted(cards, key=lambda it: (it.source or "", it.line)))
    ]
    result = match(known, known)
    same_text = [(card.source, card.deck, card.key, card.explicit_id) for card in known]
    matched = [same_text[int(card_id or -1)] for card_id in result.matched]
    assert None not in result.matched
    assert matched == same_text
    distinct_lines = len({(card.source, card.line) for card in known}) == len(known)
    if distinct_lines:
        assert list(result.matched) == [card.card_id for card in known]


@given(st.lists(CARDS, max_size=9), st.lists(CARDS, max_size=9))
def test_what_is_matched_shares_an_id_or_a_question(
    new: list[Identity], old: list[Identity]
) -> None:
    known = {card.card_id: card for card in numbered(old)}
    for card, card_id in zip(new, match(new, known.values()).matched, strict=True):
        if card_id is None:
            continue
        other = known[card_id]
        same_id = card.explicit_id is not None and card.explicit_id == other.explicit_id
        both_have_ids = card.explicit_id is not None and other.explicit_id is not None
        assert same_id or (card.key == other.key and not both_have_ids)
        assert other.gone or other.source in {it.source for it in new}
