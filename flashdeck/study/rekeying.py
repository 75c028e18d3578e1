"""Bringing the keys of stored questions to the normal form of this program."""

from sqlalchemy import Connection, select, text

from flashdeck.matching import KEY_VERSION, question_key
from flashdeck.store.cards import update_cards
from flashdeck.store.tables import card


def rekey_cards(connection: Connection) -> None:
    """Make the keys anew that another version of the normal form has made.

    The store's `user_version` tells the version of all its keys, so that this costs nothing when
    there is nothing to do.
    """
    if connection.scalar(text("PRAGMA user_version")) == KEY_VERSION:
        return
    others = select(card.c.id, card.c.question).where(card.c.key_version != KEY_VERSION)
    update_cards(
        connection,
        [
            {
                "card_id": row.id,
                "question_key": question_key(row.question),
                "key_version": KEY_VERSION,
            }
            for row in connection.execute(others)
        ],
    )
    connection.exec_driver_sql(f"PRAGMA user_version = {KEY_VERSION}")
