"""A store whose questions were keyed by another normal form finds them again."""

from typing import TYPE_CHECKING

from flashdeck.matching import KEY_VERSION, question_key

if TYPE_CHECKING:
    from tests.conftest import Desk

A = "## What is a?\nAlpha.\n"
B = "## What is b?\nBeta.\n"


def key_otherwise(desk: "Desk", version: int) -> None:
    """Give every card the key that another version of the normal form might have given it."""
    with desk.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE card SET key_version = ?, question_key = 'other ' || question", (version,)
        )
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def keys(desk: "Desk") -> set[tuple[str, str, int]]:
    with desk.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT question, question_key, key_version FROM card")
        return {(row[0], row[1], row[2]) for row in rows}


def test_a_retired_card_of_an_older_store_is_found_again_in_another_file(desk: "Desk") -> None:
    desk.write("a.md", A + B)
    desk.bring_in()
    before = desk.card("What is b?").id
    desk.write("a.md", A)
    desk.bring_in()
    key_otherwise(desk, KEY_VERSION - 1)
    desk.later(hours=1)
    desk.write("b.md", B)
    assert desk.outcomes() == {"revived": 1, "unchanged": 1}
    assert desk.card("What is b?").id == before
    assert keys(desk) == {
        (question, question_key(question), KEY_VERSION) for question in ("What is a?", "What is b?")
    }


def test_the_keys_of_a_newer_program_are_made_again_too(desk: "Desk") -> None:
    desk.write("a.md", A)
    desk.bring_in()
    key_otherwise(desk, KEY_VERSION + 1)
    desk.write("b.md", B)
    desk.bring_in()
    assert {version for _, _, version in keys(desk)} == {KEY_VERSION}


def test_a_dry_run_leaves_the_keys_alone(desk: "Desk") -> None:
    desk.write("a.md", A)
    desk.bring_in()
    key_otherwise(desk, KEY_VERSION - 1)
    before = keys(desk)
    desk.write("b.md", B)
    desk.bring_in(dry_run=True)
    assert keys(desk) == before
