"""Searching at home for the cards to study."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import Seat, Sit


@pytest.fixture
def search(three: "Desk", sit: "Sit") -> "Sit":
    """Return what opens the search at home, where a second deck stands beside the letters."""
    three.write("Signs.md", "## What is §?\nParagraph.\n")
    three.bring_in()

    @asynccontextmanager
    async def open_search() -> AsyncIterator["Seat"]:
        async with sit() as seat:
            await seat.sees("Signs")
            seat.press("slash")
            await seat.sees("Study what a search finds", "4 cards · 0 due · 4 new")
            yield seat

    return open_search


async def test_what_is_found_is_counted_as_it_is_typed_and_studied(search: "Sit") -> None:
    async with search() as seat:
        seat.paste("-deck:signs")
        await seat.sees("3 cards · 0 due · 3 new")
        seat.paste(" (beta or gamma)")
        await seat.sees("2 cards · 0 due · 2 new")
        seat.press("enter")
        await seat.sees("What is b?", "0 due · 2 new · 0 again", "All decks: -deck:signs")
        seat.press("q")
        await seat.sees("0 due · 4 new today")


async def test_a_wrong_search_is_told_in_place_and_enter_does_not_leave(search: "Sit") -> None:
    async with search() as seat:
        seat.paste("is:old")
        await seat.sees("At character 1: is:old is unknown.", "suspended")
        seat.press("enter")
        await seat.settled()
        assert seat.screen == "SearchScreen"
        seat.press(*["backspace"] * 3)
        await seat.loses("is:old")
        seat.paste("new")
        await seat.sees("4 cards · 0 due · 4 new")
        seat.press("escape")
        await seat.until(lambda: seat.screen == "HomeScreen")


async def test_hasty_keys_search_and_study(search: "Sit") -> None:
    async with search() as seat:
        seat.paste("gamma")
        seat.press("enter")
        await seat.sees("What is c?", "0 due · 1 new · 0 again")


async def test_a_search_that_finds_nothing_that_waits_says_so(search: "Sit") -> None:
    async with search() as seat:
        seat.paste("[/nope] [@click=app.quit]x[/]")
        await seat.sees("0 cards · 0 due · 0 new")
        seat.press("enter")
        await seat.told("Nothing to study here now.")
        assert seat.screen == "HomeScreen"
