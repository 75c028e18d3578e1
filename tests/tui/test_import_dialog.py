"""The import dialog: a path, what came of it, and no way to get stuck."""

from typing import TYPE_CHECKING

from textual.widgets import Input

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Desk
    from tests.tui.conftest import Query, Seat, Sit

CARDS = "SELECT question FROM card ORDER BY question"


def mixed_folder(desk: "Desk") -> None:
    desk.write("Good.md", "## What is a?\nAlpha.\n\n## What is b?\nBeta.\n")
    desk.write("Bad.md", b"## What is c\xff?\n")


async def open_dialog(seat: "Seat") -> None:
    await seat.until(lambda: seat.screen == "HomeScreen" and not seat.app.workers)
    seat.press("i")
    await seat.sees("A note, or a folder of notes:")


async def test_a_folder_of_good_and_bad_notes_is_reported(
    desk: "Desk", sit: "Sit", query: "Query"
) -> None:
    mixed_folder(desk)
    async with sit() as seat:
        await open_dialog(seat)
        seat.paste(desk.notes)
        seat.press("enter")
        await seat.sees("2 new", "Close")
        assert "Bad.md" in seat.flat
        assert query(CARDS) == [("What is a?",), ("What is b?",)]
        seat.press("enter")
        await seat.sees("All decks", "0 due · 2 new today", "Good")
        assert seat.screen == "HomeScreen"


async def test_a_path_that_does_not_exist_is_said_and_another_can_be_given(
    desk: "Desk", sit: "Sit", tmp_path: "Path"
) -> None:
    mixed_folder(desk)
    async with sit() as seat:
        await open_dialog(seat)
        seat.paste(tmp_path / "nowhere")
        seat.press("enter")
        await seat.sees("Check the spelling.")
        field = seat.app.screen.query_one(Input)
        seat.press(*["backspace"] * len("nowhere"))
        await seat.until(lambda: field.value == f"{tmp_path}/")
        seat.paste("notes/Good.md")
        seat.press("enter")
        await seat.sees("2 new")
        assert "Checkthespelling." not in seat.flat


async def test_an_empty_path_is_not_imported(desk: "Desk", sit: "Sit") -> None:
    del desk
    async with sit() as seat:
        await open_dialog(seat)
        seat.press("space", "enter")
        await seat.settled()
        assert "Close" not in seat.text
        seat.press("escape")
        await seat.until(lambda: seat.screen == "HomeScreen")


async def test_a_folder_without_cards_says_so(desk: "Desk", sit: "Sit") -> None:
    desk.write("Prose.md", "Nothing is asked here.\n")
    async with sit() as seat:
        await open_dialog(seat)
        seat.paste(desk.notes)
        seat.press("enter")
        await seat.sees("Nothing to import was found.")


async def test_hasty_keys_close_the_dialog_and_nothing_else(desk: "Desk", sit: "Sit") -> None:
    mixed_folder(desk)
    async with sit() as seat:
        await open_dialog(seat)
        seat.paste(desk.notes)
        seat.press("enter")
        await seat.sees("2 new")
        seat.press("enter", "enter", "enter")
        await seat.until(lambda: seat.screen != "ImportScreen")
        await seat.settled()
        assert seat.screen in ("HomeScreen", "StudyScreen")


async def test_a_note_that_changed_is_counted_as_edited(three: "Desk", sit: "Sit") -> None:
    three.write("Letters.md", "## What is a?\nAleph.\n\n## What is b?\nBeta.\n")
    async with sit() as seat:
        await open_dialog(seat)
        seat.paste(three.notes)
        seat.press("enter")
        await seat.sees("1 edited, 1 retired, 1 unchanged")
