"""A copy takes over the history of its card when the card itself is taken away.

A card that is pasted before one import and cut from its old place before a later one has moved in
two steps: meanwhile the copy was a card of its own.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from flashdeck.store.cards import INSERTED, stored_with_key, update_cards
from flashdeck.study.schedulers import replay_moved

_WHAT_AND_WHERE = tuple(name for name in INSERTED if name not in ("id", "created_at"))
"""What a card says and where it stands: all that its note gives it."""


def hand_over(
    connection: Connection, gone: Sequence[Any], now: datetime
) -> Iterator[tuple[Any, Any]]:
    """Let cards just retired that have a history stand where their copies stood, and yield both.

    ``gone`` are rows of the store. The copy is retired instead, as if it had never been there.
    """
    learned = {row.id: row for row in gone if not row.is_new}
    if not learned:
        return
    for card, copy in [*_copies(connection, learned)]:
        standing = _row(card.id, copy, None)
        update_cards(connection, [standing, _row(copy.id, card, now)])
        replay_moved(connection, [(card.deck_id, standing)])
        yield card, copy


def _copies(connection: Connection, learned: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield each card with its copy: alone in asking the same, younger, and never answered."""
    rows = [*stored_with_key(connection, {row.question_key for row in learned.values()})]
    asking = Counter(row.question_key for row in rows)
    card_of = {row.question_key: row for row in learned.values()}
    for row in rows:
        card = card_of[row.question_key]
        if asking[row.question_key] == 2 and row.id != card.id and _is_copy(row, card):
            yield card, row


def _is_copy(row: Any, card: Any) -> bool:
    untouched = row.is_new and row.retired_at is None and not row.suspended
    agree = None in (row.explicit_id, card.explicit_id) or row.explicit_id == card.explicit_id
    return untouched and agree and row.answer == card.answer and row.created_at > card.created_at


def _row(card_id: str, like: Any, retired_at: datetime | None) -> dict[str, Any]:
    columns = {name: getattr(like, name) for name in _WHAT_AND_WHERE}
    return {"card_id": card_id, **columns, "retired_at": retired_at}
