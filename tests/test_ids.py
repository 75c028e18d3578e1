"""Ids: random for cards, sorted by time for reviews even when the clock goes back."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flashdeck.ids import new_card_ids, new_event_id

AT = datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)  # 10**9 s after 1970


def test_a_card_id_is_sixteen_letters_and_digits_and_never_the_same() -> None:
    made = set(new_card_ids(500))
    assert len(made) == 500
    assert all(len(card_id) == 16 and card_id.isalnum() and card_id.islower() for card_id in made)


def test_an_event_id_begins_with_its_milliseconds() -> None:
    made = new_event_id(AT)
    assert len(made) == 32
    assert int(made[:12], 16) == 10**12


@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=30))
def test_event_ids_sort_in_the_order_in_which_they_were_made(steps: list[int]) -> None:
    made: list[str] = []
    at = AT
    for step in steps:
        at += timedelta(milliseconds=step)
        made.append(new_event_id(at, made[-1] if made else None))
    assert made == sorted(made)
    assert len(set(made)) == len(made)
